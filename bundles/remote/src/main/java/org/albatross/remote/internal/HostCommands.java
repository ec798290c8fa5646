package org.albatross.remote.internal;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.albatross.api.Cancellable;
import org.albatross.api.CommandService;
import org.albatross.api.Request;
import org.albatross.api.Sink;
import org.albatross.model.BlockCommand;
import org.albatross.model.Caller;
import org.albatross.model.Command;
import org.albatross.model.Grant;
import org.albatross.model.Name;
import org.albatross.model.Refusal;
import org.albatross.model.Role;
import org.albatross.model.StatsCommand;
import org.albatross.session.BlobReceiver;
import org.albatross.threads.PlatformThreads;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has commands of people carried out by the host's process, which decides whether they may: within what this process has found them to be allowed, and within
 * what the host allows this process. For any thread.
 */
final class HostCommands implements CommandService {
    private static final Logger LOG = LoggerFactory.getLogger(HostCommands.class);

    /** The most commands at once. */
    static final int MOST = 256;

    private final HostSocket socket;
    private final Duration reach;
    private final BlobReceiver blobs;
    private final ExecutorService threads = PlatformThreads.unboundedPool("albatross-remote-command");
    private final Semaphore turns = new Semaphore(MOST);
    private final AtomicReference<String> complaint = new AtomicReference<>("");

    /**
     * Asks nothing yet.
     *
     * @param reach how long it is tried to reach the process
     * @param blobs where images go that are answered
     */
    HostCommands(HostSocket socket, Duration reach, BlobReceiver blobs) {
        this.socket = socket;
        this.reach = reach;
        this.blobs = blobs;
    }

    @Override
    public Cancellable execute(Request request, Sink sink) {
        if (!(request.caller() instanceof Caller.Person person)) {
            return refuse(request, sink, new Refusal.Unsupported("only people ask the host by way of its edge"));
        }
        if (isTwoWay(request.command())) {
            return refuse(
                    request, sink, new Refusal.Unsupported("contents of block devices and statistics go by a socket"));
        }
        if (!turns.tryAcquire()) {
            return refuse(
                    request,
                    sink,
                    new Refusal.Unavailable("at most " + MOST + " commands may be under way at the edge; ask again"));
        }
        HostConversation conversation =
                new HostConversation(person, request, sink, blobs.receive(person), socket, reach, this::complain);
        threads.execute(() -> {
            try {
                conversation.run();
            } finally {
                turns.release();
            }
        });
        return conversation;
    }

    /** Tells whether frames of raw data belong to a command, or a stream of another form than {@link HostConversation} knows. */
    private static boolean isTwoWay(Command command) {
        return command instanceof StatsCommand
                || (command instanceof BlockCommand block
                        && (block.handsOutContents() || block instanceof BlockCommand.Set));
    }

    private static Cancellable refuse(Request request, Sink sink, Refusal refusal) {
        request.unused().run();
        sink.fail(refusal);
        return Cancellable.NOTHING;
    }

    /** Says once in the log why the host lets this process ask nothing. */
    private void complain(String reason) {
        if (!complaint.getAndSet(reason).equals(reason)) {
            LOG.info("the host takes no command of people at its edge: {}", reason);
        }
    }

    /** What the host alone knows is seen when a command comes. */
    @Override
    public Optional<Refusal> refusalOfBlob(Caller caller, Name name) {
        if (caller instanceof Caller.Person person && person.grant().role() == Role.VIEWER) {
            Grant grant = person.grant();
            return Optional.of(new Refusal.NotAllowed(name, Role.OPERATOR, name.path(), caller, List.of(grant)));
        }
        return Optional.empty();
    }

    /** Ends what is under way. */
    void stop() {
        threads.shutdownNow();
    }
}
