package org.albatross.stats.internal;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.albatross.model.Name;
import org.albatross.model.RunningUnikernel;

/** What is measured: the unikernels of this platform, and what was added by commands. For any thread. */
final class Targets {
    private final int mostAdded;
    private final Map<Name, Target> runs = new TreeMap<>();
    private final Map<Name, Target> added = new TreeMap<>();

    /** Nothing yet, and at most {@code mostAdded} that are added. */
    Targets(int mostAdded) {
        this.mostAdded = mostAdded;
    }

    /** These are the unikernels, and no others. */
    synchronized void replaceRuns(Collection<RunningUnikernel> all) {
        runs.clear();
        all.forEach(run -> runs.put(run.name(), Target.of(run)));
    }

    /** A run has begun. */
    synchronized void began(RunningUnikernel run) {
        runs.put(run.name(), Target.of(run));
    }

    /** A run has ended; another one of its name may have begun since. */
    synchronized void ended(Name name, long runId) {
        runs.computeIfPresent(
                name, (same, target) -> target.run().stream().anyMatch(run -> run.runId() == runId) ? null : target);
    }

    /** Adds a process, in the place of one of the same name; tells whether there was room. */
    synchronized boolean add(Target target) {
        if (added.size() >= mostAdded && !added.containsKey(target.name())) {
            return false;
        }
        added.put(target.name(), target);
        return true;
    }

    /** Forgets a process that was added, if there is one. */
    synchronized void remove(Name name) {
        added.remove(name);
    }

    /** Forgets exactly this process, if it was added: it has ended. */
    synchronized void forget(Target target) {
        added.remove(target.name(), target);
    }

    /** Returns the unikernel of this platform that has a name. */
    synchronized Optional<RunningUnikernel> run(Name name) {
        return Optional.ofNullable(runs.get(name)).flatMap(Target::run);
    }

    /** Returns the unikernels of this platform, in the order of names. */
    synchronized List<RunningUnikernel> runs() {
        return runs.values().stream().flatMap(target -> target.run().stream()).toList();
    }

    /** Returns how many were added. */
    synchronized int addedCount() {
        return added.size();
    }

    /** Returns everything, in the order of names; a unikernel of this platform goes before what was added under its name. */
    synchronized List<Target> all() {
        Map<Name, Target> all = new TreeMap<>(added);
        all.putAll(runs);
        return List.copyOf(all.values());
    }
}
