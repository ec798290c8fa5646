package org.albatross.shell.internal;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.albatross.model.LifecycleCommand;
import org.albatross.model.Name;
import org.albatross.model.Named;
import org.albatross.model.Reply;
import org.apache.felix.service.command.CommandSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What may stand at a place of a line: commands where one begins, names of unikernels and their paths elsewhere. */
final class Completer {
    /**
     * A proposal.
     *
     * @param begin where the word begins that is to be completed, in characters
     * @param candidates what may stand in its place
     */
    record Completion(int begin, List<String> candidates) {
        Completion {
            candidates = List.copyOf(candidates);
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(Completer.class);
    private static final int MOST = 500;

    /** The word before the cursor, with what separates it from the one before. */
    private static final Pattern LAST_WORD = Pattern.compile("[^\\s;|&(){}]*$");

    /** A place where a command begins. */
    private static final Pattern COMMAND = Pattern.compile("(^|[;|&({])\\s*$");

    private final CommandSession session;
    private final CommandNames names;
    private final ShellCommands ours;
    private final Access access;

    Completer(CommandSession session, CommandNames names, ShellCommands ours, Access access) {
        this.session = session;
        this.names = names;
        this.ours = ours;
        this.access = access;
    }

    /** Returns what may stand at {@code cursor}, which is within the line. */
    Completion complete(String line, int cursor) {
        String before = line.substring(0, cursor);
        Matcher last = LAST_WORD.matcher(before);
        int begin = last.find() ? last.start() : cursor;
        String word = before.substring(begin);
        String leading = before.substring(0, begin);
        boolean command = COMMAND.matcher(leading).find() || leading.strip().equals("help");
        Stream<String> candidates = command ? commands(word) : unikernels().stream();
        return new Completion(
                begin,
                candidates
                        .filter(candidate -> candidate.startsWith(word.toLowerCase(Locale.ROOT)))
                        .distinct()
                        .limit(MOST)
                        .toList());
    }

    /** Ours under their own names; those of others with their scope once it is typed, or begins with what is typed. */
    private Stream<String> commands(String word) {
        Set<String> all = names.all();
        Stream<String> others = all.stream()
                .filter(name -> !name.startsWith(ShellCommands.SCOPE + ":"))
                .flatMap(name -> word.contains(":") ? Stream.of(name) : Stream.of(CommandNames.function(name), name));
        return Stream.concat(ours.summaries().keySet().stream(), others).sorted();
    }

    private Set<String> unikernels() {
        Set<String> found = new TreeSet<>();
        try {
            if (access.ask(session, Name.ROOT, new LifecycleCommand.Status()) instanceof Reply.Statuses statuses) {
                for (Named<?> named : statuses.statuses()) {
                    found.add(named.name().brief());
                    if (!named.name().path().isRoot()) {
                        found.add(named.name().path().toString());
                    }
                }
            }
        } catch (RefusedException e) {
            LOG.debug("no names can be proposed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return found;
    }
}
