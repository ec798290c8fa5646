package org.albatross.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.albatross.model.Exit;
import org.albatross.model.Megabytes;
import org.albatross.model.Name;
import org.albatross.model.Path;
import org.albatross.model.Policy;
import org.albatross.model.Sha256;

/** What is on a {@link Machine} whatever becomes of the platform: its disk, tenders and run records. */
final class Inventory {
    /**
     * A live tender.
     *
     * @param watched whether its end will be told
     * @param unknown whether the platform does not know what it runs: it is older, and not what is desired
     */
    record Tender(RunId runId, Spec spec, boolean askedToEnd, boolean watched, boolean unknown) {
        Tender asked() {
            return new Tender(runId, spec, true, watched, unknown);
        }

        Tender lost() {
            return new Tender(runId, spec, askedToEnd, false, true);
        }

        Tender adopted(boolean current) {
            return new Tender(runId, spec, askedToEnd, true, !current);
        }
    }

    /** What the run record says of a tender that has ended. */
    record Trace(RunId runId, Spec spec, boolean askedToEnd, Exit exit) {}

    private final SortedMap<Name, Desired> desired = new TreeMap<>();
    private final SortedMap<Path, Policy> policies = new TreeMap<>();
    private final SortedMap<Name, Megabytes> blocks = new TreeMap<>();
    private final Set<Sha256> images = new TreeSet<>();
    private final SortedMap<Name, Tender> live = new TreeMap<>();
    private final SortedMap<Name, Trace> traces = new TreeMap<>();

    SortedMap<Name, Desired> desired() {
        return desired;
    }

    SortedMap<Path, Policy> policies() {
        return policies;
    }

    SortedMap<Name, Megabytes> blocks() {
        return blocks;
    }

    Set<Sha256> images() {
        return images;
    }

    SortedMap<Name, Tender> live() {
        return live;
    }

    SortedMap<Name, Trace> traces() {
        return traces;
    }

    void write(Effect.Store store) {
        if (store.desired().isPresent()) {
            desired.put(store.name(), store.desired().get());
        } else {
            desired.remove(store.name());
            traces.remove(store.name());
        }
    }

    void write(Effect.StorePolicies store) {
        store.changes().forEach((path, policy) -> {
            if (policy.isPresent()) {
                policies.put(path, policy.get());
            } else {
                policies.remove(path);
            }
        });
    }

    void write(Effect.ChangeBlock change) {
        if (change.change() instanceof Volume.Change.Remove) {
            blocks.remove(change.name());
        } else {
            blocks.put(change.name(), change.size());
        }
    }

    /** Removes what a start of the platform removes; after a reboot nothing runs and no record is valid. */
    void restart(boolean reboot) {
        if (reboot) {
            live.clear();
            traces.clear();
        }
        live.keySet().retainAll(desired.keySet());
        traces.keySet().retainAll(desired.keySet());
        live.replaceAll((name, tender) -> tender.lost());
        images.retainAll(desiredImages());
    }

    /** Says what is there of a desired unikernel; {@code hidden}: that it cannot say. */
    Input.Found find(Name name, boolean hidden) {
        Spec wanted = Objects.requireNonNull(desired.get(name)).spec();
        Tender tender = live.get(name);
        Trace trace = traces.get(name);
        if (hidden) {
            return new Input.Found.Unclear(name, tender == null ? RunId.NONE : tender.runId(), Machine.BROKEN);
        } else if (tender != null) {
            boolean current = tender.spec().equals(wanted);
            live.put(name, tender.adopted(current && !tender.askedToEnd()));
            return new Input.Found.Alive(
                    Samples.running(name, tender.runId(), Walk.WALL), current, tender.askedToEnd(), History.NONE);
        } else if (trace != null) {
            boolean current = trace.spec().equals(wanted) && !trace.askedToEnd();
            return new Input.Found.Dead(name, trace.runId(), trace.exit(), current, History.NONE);
        }
        return new Input.Found.Absent(name, RunId.NONE, History.NONE);
    }

    /** Returns the images that what is on disk needs: what a start of the platform keeps. */
    Set<Sha256> desiredImages() {
        Set<Sha256> wanted = new TreeSet<>();
        desired.values().forEach(value -> specs(value).forEach(spec -> wanted.add(spec.image())));
        return wanted;
    }

    /** Returns what a unikernel has: on disk and running. */
    List<Spec> specs(Name name) {
        List<Spec> specs = new ArrayList<>();
        Optional.ofNullable(desired.get(name)).ifPresent(value -> specs.addAll(specs(value)));
        Optional.ofNullable(live.get(name))
                .filter(tender -> !tender.unknown())
                .ifPresent(tender -> specs.add(tender.spec()));
        return specs;
    }

    static List<Spec> specs(Desired value) {
        List<Spec> specs = new ArrayList<>(List.of(value.spec()));
        value.fallback().ifPresent(fallback -> specs.add(fallback.spec()));
        return specs;
    }
}
