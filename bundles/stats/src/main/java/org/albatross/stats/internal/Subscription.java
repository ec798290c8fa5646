package org.albatross.stats.internal;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.albatross.api.Cancellable;
import org.albatross.api.Sample;
import org.albatross.api.Sink;
import org.albatross.model.Name;
import org.albatross.model.Refusal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what is at or below a name to one subscriber, a whole sample or none of it: while an earlier one is not taken, later
 * ones are missed, which the log says when it begins and when it ends. Turns come one after the other, on threads of the executor; the other methods are for any thread, and
 * never wait.
 */
final class Subscription implements Cancellable {
    private static final Logger LOG = LoggerFactory.getLogger("org.albatross.stats");

    private final Name name;
    private final Sink sink;
    private final int missedRounds;
    private final Executor executor;
    private final Consumer<Subscription> gone;

    private Iterator<Sample.Unikernel> sending = List.<Sample.Unikernel>of().iterator();
    private int missed;
    private Optional<Runnable> last = Optional.empty();
    private boolean scheduled;
    private boolean waitsForSink;
    private boolean over;

    /**
     * A subscription that has been answered.
     *
     * @param missedRounds after how many samples that it has missed it is given up
     * @param gone is told when it is over
     */
    Subscription(Name name, Sink sink, int missedRounds, Executor executor, Consumer<Subscription> gone) {
        this.name = name;
        this.sink = sink;
        this.missedRounds = missedRounds;
        this.executor = executor;
        this.gone = gone;
    }

    /** Returns the name that it is about. */
    Name name() {
        return name;
    }

    /** Takes a sample, or misses it. */
    synchronized void offer(Sample sample) {
        if (over) {
            return;
        }
        if (!sending.hasNext()) {
            if (missed > 0) {
                LOG.info(
                        "A subscriber of the statistics of {} takes them again; samples that it has missed: {}",
                        name,
                        missed);
            }
            missed = 0;
            sending = sample.unikernels().stream()
                    .filter(unikernel -> name.covers(unikernel.name()))
                    .iterator();
            schedule();
            return;
        }
        missed++;
        if (missed == 1) {
            LOG.warn(
                    "A subscriber of the statistics of {} does not take them, and is given up after {} samples",
                    name,
                    missedRounds);
        }
        if (missed >= missedRounds) {
            LOG.warn("A subscriber of the statistics of {} was given up", name);
            fail(new Refusal.BrokenOff(missed + " samples in a row were not taken: the statistics of " + name
                    + " end here; subscribe again"));
        }
    }

    /** Ends it with a reason, whatever is under way. */
    synchronized void fail(Refusal refusal) {
        if (last.isEmpty()) {
            last = Optional.of(() -> sink.fail(refusal));
            waitsForSink = false;
            schedule();
        }
    }

    /** Ends it. */
    synchronized void end() {
        if (last.isEmpty()) {
            last = Optional.of(sink::end);
            waitsForSink = false;
            schedule();
        }
    }

    @Override
    public void cancel() {
        finish();
    }

    private void schedule() {
        if (!scheduled && !waitsForSink && !over) {
            scheduled = true;
            executor.execute(this::turn);
        }
    }

    private void turn() {
        boolean whole = false;
        try {
            for (Optional<Runnable> call = next(); call.isPresent(); call = next()) {
                call.get().run();
            }
            whole = true;
        } finally {
            if (!whole) {
                finish();
            }
        }
    }

    /** Returns what to do now; nothing at the end of a turn. */
    private synchronized Optional<Runnable> next() {
        if (over) {
            return Optional.empty();
        }
        if (last.isPresent()) {
            Runnable farewell = last.get();
            return Optional.of(() -> {
                finish();
                farewell.run();
            });
        }
        if (waitsForSink || !sending.hasNext()) {
            scheduled = false;
            return Optional.empty();
        }
        Sample.Unikernel unikernel = sending.next();
        return Optional.of(() -> send(unikernel));
    }

    private void send(Sample.Unikernel unikernel) {
        Name told = name.label().isPresent() ? name : unikernel.name().relativeTo(name.path());
        if (!sink.data(told, unikernel.stats())) {
            synchronized (this) {
                waitsForSink = true;
            }
            sink.whenReady(this::resume);
        }
    }

    private synchronized void resume() {
        waitsForSink = false;
        if (sending.hasNext()) {
            schedule();
        }
    }

    private void finish() {
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
        }
        gone.accept(this);
    }
}
