package org.albatross.web.internal;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.albatross.model.Command;
import org.albatross.model.Data;
import org.albatross.model.Name;

/** The streams that are open: at most {@value #MOST}, {@value #MOST_OF_ONE} of one user. For any thread. */
final class Streams {
    static final int MOST = 128;
    static final int MOST_OF_ONE = 32;

    private final Commands commands;
    private final Sessions sessions;
    private final Set<EventStream> open = ConcurrentHashMap.newKeySet();

    /** Without one at first. */
    Streams(Commands commands, Sessions sessions) {
        this.commands = commands;
        this.sessions = sessions;
    }

    /** Answers with what a command streams. */
    void open(
            Exchange exchange,
            Session session,
            Name name,
            Command command,
            Function<Data, Optional<EventStream.Piece>> form)
            throws ProblemException {
        EventStream stream = new EventStream(exchange, session, form, open::remove);
        add(stream, session.user().name());
        stream.begun(commands.follow(session.person(), name, command, stream));
    }

    private synchronized void add(EventStream stream, String user) throws ProblemException {
        long own = open.stream()
                .filter(other -> other.session().user().name().equals(user))
                .count();
        if (open.size() >= MOST || own >= MOST_OF_ONE) {
            throw new ProblemException(new Problem(
                    429,
                    "too-many-streams",
                    "at most " + MOST + " streams may be open, " + MOST_OF_ONE + " of one user; " + open.size()
                            + " are, and " + own + " of " + user));
        }
        open.add(stream);
    }

    /** Lets those whose session has ended end, and the others be heard of. To be called every ten seconds or so. */
    void beat() {
        for (EventStream stream : open) {
            if (sessions.isOpen(stream.session())) {
                stream.beat();
            } else {
                stream.end(new Problem(401, "not-logged-in", "the session has ended; log in again"));
            }
        }
    }

    /** Ends all of them. */
    void stop() {
        List.copyOf(open)
                .forEach(stream -> stream.end(new Problem(503, "stopping", "the page is being replaced or stopped")));
    }

    /** Returns how many there are. */
    int count() {
        return open.size();
    }
}
