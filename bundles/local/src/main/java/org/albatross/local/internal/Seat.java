package org.albatross.local.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The loop that serves a channel at the moment. What is to be done on its thread may be asked for by any; all else is
 * for the loop's thread, or when there is none any more.
 */
final class Seat {
    private final SocketChannel channel;
    private final Loop.Selectable occupant;
    private volatile Loop loop;
    private Optional<Loop.Registration> registration = Optional.empty();

    /** A place in {@code loop} for what is ready when {@code channel} is, not taken yet. */
    Seat(SocketChannel channel, Loop loop, Loop.Selectable occupant) {
        this.channel = channel;
        this.loop = loop;
        this.occupant = occupant;
    }

    /** Begins to be served when these {@code operations} of a selection key are possible. */
    void take(int operations) throws IOException {
        registration = Optional.of(loop.register(channel, operations, occupant));
    }

    /** Is served when these {@code operations} are possible, from now on. */
    void interest(int operations) {
        registration.ifPresent(registered -> registered.interest(operations));
    }

    /** Is served no longer. */
    void leave() {
        registration.ifPresent(Loop.Registration::cancel);
    }

    /** Returns the loop's buffer, which nobody keeps. */
    ByteBuffer buffer() {
        return loop.buffer();
    }

    boolean isOn(Loop other) {
        return loop == other;
    }

    /** Moves to another loop, where {@code arrived} is run, or {@code failed}. */
    void change(Loop to, Runnable arrived, Consumer<IOException> failed) {
        leave();
        loop = to;
        to.execute(() -> {
            try {
                take(0);
                arrived.run();
            } catch (IOException e) {
                failed.accept(e);
            }
        });
    }

    /** Runs a task on the thread of the loop: of the next one, if the loop is changed before its turn comes. */
    void execute(Runnable task) {
        Loop target = loop;
        target.execute(() -> {
            if (loop == target) {
                task.run();
            } else {
                execute(task);
            }
        });
    }
}
