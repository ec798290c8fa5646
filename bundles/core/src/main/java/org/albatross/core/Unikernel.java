package org.albatross.core;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.albatross.model.Arguments;
import org.albatross.model.Name;
import org.albatross.model.Sha256;

/**
 * Everything that is known of a unikernel.
 *
 * @param name its name
 * @param desired what is durable; absent until a create is, and while a destroy is under way
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
        Optional<Spec> running,
        Run run,
        Work work,
        long runId,
        int attempts,
        long restarts,
        Optional<Exit> lastExit,
        Instant since) {
    static Unikernel unknown(Name name, Instant now) {
        return new Unikernel(
                name,
                Optional.empty(),
                Optional.empty(),
                new Run.Idle(),
                new Work.None(),
                0,
                0,
                0,
                Optional.empty(),
                now);
    }

    Unikernel withDesired(Optional<Desired> next) {
        return new Unikernel(name, next, running, run, work, runId, attempts, restarts, lastExit, since);
    }

    Unikernel withRunning(Optional<Spec> next) {
        return new Unikernel(name, desired, next, run, work, runId, attempts, restarts, lastExit, since);
    }

    Unikernel withRun(Run next, Instant now) {
        return new Unikernel(name, desired, running, next, work, runId, attempts, restarts, lastExit, now);
    }

    Unikernel withWork(Work next) {
        return new Unikernel(name, desired, running, run, next, runId, attempts, restarts, lastExit, since);
    }

    Unikernel withRunId(long next) {
        return new Unikernel(name, desired, running, run, work, next, attempts, restarts, lastExit, since);
    }

    Unikernel withAttempts(int next) {
        return new Unikernel(name, desired, running, run, work, runId, next, restarts, lastExit, since);
    }

    Unikernel withRestarts(long next) {
        return new Unikernel(name, desired, running, run, work, runId, attempts, next, lastExit, since);
    }

    Unikernel withLastExit(Exit exit) {
        return new Unikernel(name, desired, running, run, work, runId, attempts, restarts, Optional.of(exit), since);
    }

    /** Returns what of the machine is reserved for it: what it runs with, and what it shall run with. */
    List<Arguments> reserved() {
        List<Arguments> all = new ArrayList<>();
        if (work instanceof Work.Staging staging) {
            all.add(staging.arguments());
        }
        if (work instanceof Work.Storing storing) {
            all.add(storing.next().spec().arguments());
        }
        desired.map(Desired::spec).map(Spec::arguments).ifPresent(all::add);
        desired.flatMap(Desired::fallback)
                .map(fallback -> fallback.spec().arguments())
                .ifPresent(all::add);
        running.map(Spec::arguments).ifPresent(all::add);
        return all;
    }

    /** Tells whether anything is reserved for it. */
    boolean reserves() {
        return !reserved().isEmpty();
    }

    /** Returns the memory that is reserved for it, in MB: that of the largest of what it runs or shall run with. */
    long reservedMemory() {
        long most = 0;
        for (Arguments arguments : reserved()) {
            most = Math.max(most, arguments.memory());
        }
        return most;
    }

    /** Returns the images that must stay in the store for it. */
    Set<Sha256> images() {
        Set<Sha256> images = new HashSet<>();
        desired.ifPresent(value -> addImages(value, images));
        running.ifPresent(spec -> images.add(spec.image()));
        if (work instanceof Work.Storing storing) {
            addImages(storing.next(), images);
        }
        if (work instanceof Work.Swapping swapping) {
            swapping.previous().ifPresent(value -> addImages(value, images));
        }
        if (work instanceof Work.TakingBack takingBack) {
            takingBack.previous().ifPresent(value -> addImages(value, images));
        }
        if (run instanceof Run.Settling settling) {
            settling.after().ifPresent(value -> addImages(value, images));
        }
        return images;
    }

    private static void addImages(Desired desired, Set<Sha256> images) {
        images.add(desired.spec().image());
        desired.fallback().ifPresent(fallback -> images.add(fallback.spec().image()));
    }
}
