package org.albatross.supervisor.internal;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.albatross.api.RunObserver;
import org.albatross.core.Input;
import org.albatross.model.Name;
import org.albatross.model.RunningUnikernel;
import org.albatross.threads.Relay;

/**
 * Knows what runs, and tells every observer, each behind a {@link Relay}: one that does not keep up is told anew
 * everything that runs, instead of what it has missed. For any thread.
 */
public final class RunRelays {
    private final int queueLength;
    private final Map<Name, RunningUnikernel> runs = new TreeMap<>();
    private final Map<RunObserver, Relay<RunObserver>> relays = new HashMap<>();
    private boolean takenOver;

    /** Keeps at most {@code queueLength} changes for each observer. */
    public RunRelays(int queueLength) {
        this.queueLength = queueLength;
    }

    /** An observer has come. */
    public synchronized void add(RunObserver observer) {
        if (relays.containsKey(observer)) {
            return;
        }
        Relay<RunObserver> relay = new Relay<>("albatross-runs", observer, queueLength);
        relays.put(observer, relay);
        if (takenOver) {
            relay.replace(everything());
        }
        relay.start();
    }

    /** An observer has gone. */
    public synchronized void remove(RunObserver observer) {
        Relay<RunObserver> relay = relays.remove(observer);
        if (relay != null) {
            relay.stop();
        }
    }

    /** Forgets all observers. */
    synchronized void stop() {
        List.copyOf(relays.keySet()).forEach(this::remove);
    }

    /** Tells what an input says about processes. */
    void tell(Input input) {
        if (input instanceof Input.Started started) {
            began(started.run());
        } else if (input instanceof Input.Ended ended) {
            ended(ended.name(), ended.runId().number());
        } else if (input instanceof Input.TakenOver found) {
            found(found.found().stream()
                    .filter(Input.Found.Alive.class::isInstance)
                    .map(alive -> ((Input.Found.Alive) alive).run())
                    .toList());
        }
    }

    private synchronized void found(List<RunningUnikernel> alive) {
        if (takenOver) {
            alive.forEach(this::began);
        } else {
            takenOver = true;
            alive.forEach(run -> runs.put(run.name(), run));
            Consumer<RunObserver> everything = everything();
            relays.values().forEach(relay -> relay.replace(everything));
        }
    }

    private synchronized void began(RunningUnikernel run) {
        runs.put(run.name(), run);
        change(observer -> observer.began(run));
    }

    private synchronized void ended(Name name, long runId) {
        RunningUnikernel run = runs.get(name);
        if (run != null && run.runId() == runId) {
            runs.remove(name);
            change(observer -> observer.ended(name, runId));
        }
    }

    private void change(Consumer<RunObserver> call) {
        for (Relay<RunObserver> relay : relays.values()) {
            if (!relay.offer(call)) {
                relay.replace(everything());
            }
        }
    }

    private Consumer<RunObserver> everything() {
        List<RunningUnikernel> all = List.copyOf(runs.values());
        return observer -> observer.running(all);
    }
}
