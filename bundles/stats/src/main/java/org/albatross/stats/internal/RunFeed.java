package org.albatross.stats.internal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.albatross.api.Cancellable;
import org.albatross.api.Sink;
import org.albatross.model.Name;
import org.albatross.model.RunningUnikernel;
import org.albatross.model.StatsCommand;
import org.albatross.model.Text;

/**
 * Tells a stats daemon of another implementation what runs: {@code add} for what has begun, {@code remove} for what has
 * ended, always remove before add, and never an add of what it knows, which would end the original's. Nothing is queued for
 * it: what it was told is compared with what runs. Turns come one after the other, on threads of the executor; the other
 * methods are for any thread.
 */
final class RunFeed implements Cancellable {
    private record Order(Name name, StatsCommand command) {}

    private final Targets targets;
    private final Sink sink;
    private final Executor executor;
    private final Consumer<RunFeed> gone;

    /** The runs that it was told of. Of the turn. */
    private final Map<Name, Long> told = new HashMap<>();

    /** What is still to be sent, so that the peer knows what ran at one moment. Of the turn. */
    private final Deque<Order> orders = new ArrayDeque<>();

    private boolean changed = true;
    private boolean scheduled;
    private boolean waitsForSink;
    private boolean ending;
    private boolean over;

    /**
     * A feed that has been answered.
     *
     * @param gone is told when it is over
     */
    RunFeed(Targets targets, Sink sink, Executor executor, Consumer<RunFeed> gone) {
        this.targets = targets;
        this.sink = sink;
        this.executor = executor;
        this.gone = gone;
    }

    /** What runs may have changed. */
    synchronized void wake() {
        changed = true;
        schedule();
    }

    /** Ends it. */
    synchronized void end() {
        ending = true;
        waitsForSink = false;
        schedule();
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
            boolean more = true;
            while (more) {
                more = step();
            }
            whole = true;
        } finally {
            if (!whole) {
                finish();
            }
        }
    }

    /** Does one thing; tells whether there may be another one. */
    private boolean step() {
        boolean compare;
        boolean last;
        synchronized (this) {
            if (over || (waitsForSink && !ending) || (!changed && orders.isEmpty() && !ending)) {
                scheduled = false;
                return false;
            }
            last = ending;
            compare = orders.isEmpty() && !last;
            changed = changed && !compare;
        }
        if (last) {
            finish();
            sink.end();
        } else if (compare) {
            compare();
        } else {
            send(orders.remove());
        }
        return true;
    }

    private void compare() {
        Map<Name, RunningUnikernel> runs = new HashMap<>();
        targets.runs().forEach(run -> runs.put(run.name(), run));
        told.entrySet().removeIf(known -> {
            RunningUnikernel run = runs.get(known.getKey());
            boolean ended = run == null || run.runId() != known.getValue();
            if (ended) {
                orders.add(new Order(known.getKey(), new StatsCommand.Remove()));
            }
            return ended;
        });
        runs.forEach((name, run) -> {
            if (told.putIfAbsent(name, run.runId()) == null) {
                orders.add(new Order(name, add(run)));
            }
        });
    }

    private static StatsCommand add(RunningUnikernel run) {
        return new StatsCommand.Add(
                Text.of(""),
                run.pid(),
                run.taps().stream()
                        .map(tap -> new StatsCommand.Interface(tap.device(), Text.of(tap.networkInterface())))
                        .toList());
    }

    private void send(Order order) {
        if (!sink.command(order.name(), order.command())) {
            synchronized (this) {
                waitsForSink = true;
            }
            sink.whenReady(this::resume);
        }
    }

    private synchronized void resume() {
        waitsForSink = false;
        schedule();
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
