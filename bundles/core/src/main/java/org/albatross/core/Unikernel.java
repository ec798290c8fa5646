package org.albatross.core;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.albatross.model.Arguments;
import org.albatross.model.Exit;
import org.albatross.model.Megabytes;
import org.albatross.model.Name;
import org.albatross.model.Sha256;

/**
 * Everything that is known of a unikernel.
 *
 * @param name its name
 * @param desired what is durable; absent until a create is, and when a destroy is
 * @param writes changes of the desired state that are being made durable, in order, by ticket
 * @param running what its present run was launched with; absent when it does not run
 * @param run where its present run stands
 * @param work what a command is doing with it
 * @param runId the number of its present or last run
 * @param attempts how many runs in a row were short or failed
 * @param restarts automatic restarts since a command started it
 * @param lastExit how its last run ended
 * @param since since when {@code run} is what it is, for display
 */
public record Unikernel(
        Name name,
        Optional<Desired> desired,
        SortedMap<Ticket, Optional<Desired>> writes,
        Optional<Spec> running,
        Run run,
        Work work,
        RunId runId,
        int attempts,
        long restarts,
        Optional<Exit> lastExit,
        Instant since) {
    /** Copies the map. */
    public Unikernel {
        writes = Collections.unmodifiableSortedMap(new TreeMap<>(writes));
    }

    static Unikernel unknown(Name name, Instant now) {
        return new Unikernel(
                name,
                Optional.empty(),
                new TreeMap<>(),
                Optional.empty(),
                new Run.Idle(),
                new Work.None(),
                RunId.NONE,
                0,
                0,
                Optional.empty(),
                now);
    }

    Unikernel withDesired(Optional<Desired> next) {
        return new Unikernel(name, next, writes, running, run, work, runId, attempts, restarts, lastExit, since);
    }

    private Unikernel withWrites(SortedMap<Ticket, Optional<Desired>> next) {
        return new Unikernel(name, desired, next, running, run, work, runId, attempts, restarts, lastExit, since);
    }

    /** Returns the same with one more change of the desired state under way. */
    Unikernel writing(Ticket ticket, Optional<Desired> next) {
        SortedMap<Ticket, Optional<Desired>> more = new TreeMap<>(writes);
        more.put(ticket, next);
        return withWrites(more);
    }

    /** Returns the same after the outcome of a change: {@code durable} tells whether it is what is desired now. */
    Unikernel written(Ticket ticket, boolean durable) {
        SortedMap<Ticket, Optional<Desired>> fewer = new TreeMap<>(writes);
        Optional<Desired> written = Objects.requireNonNull(fewer.remove(ticket));
        return (durable ? withDesired(written) : this).withWrites(fewer);
    }

    /** Returns what is desired when every change under way is durable. */
    Optional<Desired> latest() {
        return writes.isEmpty() ? desired : Objects.requireNonNull(writes.get(writes.lastKey()));
    }

    Unikernel withRunning(Optional<Spec> next) {
        return new Unikernel(name, desired, writes, next, run, work, runId, attempts, restarts, lastExit, since);
    }

    Unikernel withRun(Run next, Instant now) {
        return new Unikernel(name, desired, writes, running, next, work, runId, attempts, restarts, lastExit, now);
    }

    Unikernel withWork(Work next) {
        return new Unikernel(name, desired, writes, running, run, next, runId, attempts, restarts, lastExit, since);
    }

    Unikernel withRunId(RunId next) {
        return new Unikernel(name, desired, writes, running, run, work, next, attempts, restarts, lastExit, since);
    }

    Unikernel withAttempts(int next) {
        return new Unikernel(name, desired, writes, running, run, work, runId, next, restarts, lastExit, since);
    }

    Unikernel withHistory(History history) {
        Unikernel restarted = withRestarts(history.restarts());
        return history.lastExit().map(restarted::withLastExit).orElse(restarted);
    }

    Unikernel withRestarts(long next) {
        return new Unikernel(name, desired, writes, running, run, work, runId, attempts, next, lastExit, since);
    }

    Unikernel withLastExit(Exit exit) {
        return new Unikernel(
                name, desired, writes, running, run, work, runId, attempts, restarts, Optional.of(exit), since);
    }

    /** Returns what of the machine is reserved for it: what it runs with, and what it shall or may have to run with. */
    List<Arguments> reserved() {
        List<Arguments> all = new ArrayList<>();
        if (work instanceof Work.Staging staging) {
            all.add(staging.arguments());
        }
        specs().forEach(spec -> all.add(spec.arguments()));
        return all;
    }

    /** Returns what it runs, and everything that is desired now, soon, or if what is under way fails. */
    private List<Spec> specs() {
        List<Spec> specs = new ArrayList<>();
        desired.ifPresent(value -> addSpecs(value, specs));
        running.ifPresent(specs::add);
        for (Optional<Desired> written : writes.values()) {
            written.ifPresent(value -> addSpecs(value, specs));
        }
        if (work instanceof Work.Swapping swapping) {
            swapping.previous().ifPresent(value -> addSpecs(value, specs));
        }
        return specs;
    }

    private static void addSpecs(Desired desired, List<Spec> specs) {
        specs.add(desired.spec());
        desired.fallback().ifPresent(fallback -> specs.add(fallback.spec()));
    }

    /** Tells whether anything is reserved for it. */
    boolean reserves() {
        return !reserved().isEmpty();
    }

    /** Returns the memory that is reserved for it: that of the largest of what it runs or shall run with. */
    Megabytes reservedMemory() {
        Megabytes most = Megabytes.ZERO;
        for (Arguments arguments : reserved()) {
            most = most.max(arguments.memory());
        }
        return most;
    }

    /** Returns the images that must stay in the store for it. */
    Set<Sha256> images() {
        Set<Sha256> images = new HashSet<>();
        specs().forEach(spec -> images.add(spec.image()));
        if (work instanceof Work.Staging staging) {
            staging.verifies().ifPresent(images::add);
        }
        return images;
    }
}
