package org.albatross.migration;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.albatross.core.Admission;
import org.albatross.core.Bounds;
import org.albatross.core.Desired;
import org.albatross.core.PolicyRules;
import org.albatross.core.Spec;
import org.albatross.migration.Findings.Entry;
import org.albatross.migration.Findings.Kind;
import org.albatross.model.Arguments;
import org.albatross.model.Megabytes;
import org.albatross.model.Name;
import org.albatross.model.Named;
import org.albatross.model.Policy;
import org.albatross.model.Refusal;
import org.albatross.model.UnikernelConfig;
import org.albatross.store.EntryStore;
import org.albatross.store.ImageIntake;
import org.albatross.store.ImageStore;
import org.albatross.store.RefusedException;
import org.albatross.store.StagedImage;
import org.albatross.store.StatePaths;
import org.albatross.wire.RefusedEntry;

/** Judges everything that an original has, and stages the images of what is taken. One instance serves one original. */
final class ImportAssessment {
    private final Original original;
    private final Verifier verifier;
    private final ImageIntake intake;
    private final Set<Name> devices;
    private final Map<Name, Name> users = new HashMap<>();
    private final List<String> remarks;
    private final List<Entry> entries = new ArrayList<>();
    private final List<Findings.Unikernel> unikernels = new ArrayList<>();
    private final SortedMap<org.albatross.model.Path, Policy> policies = new TreeMap<>();

    /**
     * Will judge an original.
     *
     * @param state our state directory
     * @param images where images are staged
     * @param maxImageBytes the size of an uncompressed image
     */
    ImportAssessment(Original original, StatePaths state, Verifier verifier, ImageStore images, long maxImageBytes)
            throws IOException {
        this.original = original;
        this.verifier = verifier;
        intake = new ImageIntake(images, maxImageBytes);
        devices = new HashSet<>(original.blocks().devices().keySet());
        devices.addAll(BlockFiles.in(state.blocks()).devices().keySet());
        remarks = new ArrayList<>(original.remarks());
    }

    /** Judges everything, once. */
    Findings findings() throws IOException {
        Findings findings = new Findings(
                remarks, entries, unikernels, policies, original.blocks().devices());
        try {
            for (Named<UnikernelConfig> unikernel : original.state().unikernels()) {
                unikernel(unikernel.name(), unikernel.value());
            }
            unreadable(RefusedEntry.Kind.UNIKERNEL, Kind.UNIKERNEL);
            original.state().policies().forEach(policy -> policy(policy.name(), policy.value()));
            unreadable(RefusedEntry.Kind.POLICY, Kind.POLICY);
            blockDevices();
            remarkOvercommitment();
            return findings;
        } catch (IOException | RuntimeException e) {
            findings.close();
            throw e;
        }
    }

    private void unreadable(RefusedEntry.Kind kind, Kind ours) {
        for (RefusedEntry entry : original.refused()) {
            if (entry.kind() == kind) {
                String name = entry.name().length() == 0
                        ? "without a name"
                        : entry.name().toString();
                entries.add(Entry.refused(ours, name, entry.reason()));
            }
        }
    }

    private void unikernel(Name name, UnikernelConfig config) throws IOException {
        Verdict verdict;
        Optional<Verdict> refusal = Verifier.refusal(name, config).or(() -> inUse(name, config.arguments()));
        if (refusal.isPresent()) {
            ImageIntake.drop(config.image());
            verdict = refusal.get();
        } else {
            verdict = staged(name, config);
        }
        entries.add(new Entry(Kind.UNIKERNEL, name.toString(), verdict.toString(), verdict.isRefused()));
    }

    private Verdict staged(Name name, UnikernelConfig config) throws IOException {
        StagedImage image;
        try {
            image = intake.take(config.image(), config.compressed(), () -> {});
        } catch (RefusedException e) {
            return Verdict.refused(String.valueOf(e.getMessage()));
        }
        boolean kept = false;
        try {
            Desired desired = new Desired(new Spec(config.type(), image.digest(), image.size(), config.arguments()));
            Optional<String> tooLong = EntryStore.tooLong(name, desired);
            Verdict verdict = tooLong.isPresent()
                    ? Verdict.refused(tooLong.get())
                    : verifier.judge(name, config.arguments(), image.file(), devices);
            if (!verdict.isRefused()) {
                Admission.blockNames(name, config.arguments()).forEach(device -> users.put(device, name));
                unikernels.add(new Findings.Unikernel(name, desired, image));
                kept = true;
            }
            return verdict;
        } finally {
            if (!kept) {
                image.close();
            }
        }
    }

    private Optional<Verdict> inUse(Name name, Arguments arguments) {
        return Admission.blockNames(name, arguments).stream()
                .filter(users::containsKey)
                .findFirst()
                .map(device -> Verdict.refused("block device " + device + " already in use by " + users.get(device)));
    }

    private void policy(Name name, Policy policy) {
        if (name.equals(Name.ROOT)) {
            // The original writes down what it has found; we look whenever we need to know.
            entries.add(Entry.taken(Kind.POLICY, name.toString(), "is what this host has, and not stored"));
            return;
        }
        Optional<String> refusal = name.label().isPresent()
                ? Optional.of("a policy belongs to a path, and this is the name of a unikernel")
                : Bounds.exceeded(policy).map(Refusal::message);
        if (refusal.isPresent()) {
            entries.add(Entry.refused(Kind.POLICY, name.toString(), refusal.get()));
            return;
        }
        policies.put(name.path(), policy);
        entries.add(Entry.taken(Kind.POLICY, name.toString(), ""));
        PolicyRules.unusable(policy)
                .ifPresent(refused ->
                        remarks.add("under the policy " + name + " nothing new can be created: " + refused.message()));
    }

    /** What is over-committed runs as it did before; only growth is refused from then on. */
    private void remarkOvercommitment() throws IOException {
        Map<Name, Arguments> taken = new HashMap<>();
        unikernels.forEach(unikernel ->
                taken.put(unikernel.name(), unikernel.desired().spec().arguments()));
        Map<Name, Megabytes> sizes = new HashMap<>();
        for (Map.Entry<Name, Path> device : original.blocks().devices().entrySet()) {
            sizes.put(device.getKey(), BlockFiles.size(device.getValue()));
        }
        policies.forEach((path, policy) -> PolicyRules.overcommitted(path, policy, taken, sizes)
                .ifPresent(refused -> remarks.add(
                        "the policy of " + path + " is exceeded, which refuses more only: " + refused.message())));
    }

    private void blockDevices() throws IOException {
        for (Map.Entry<Name, Path> device : original.blocks().devices().entrySet()) {
            entries.add(Entry.taken(
                    Kind.BLOCK_DEVICE, device.getKey().toString(), BlockFiles.size(device.getValue()) + " MB"));
        }
        original.blocks()
                .refused()
                .forEach((file, reason) -> entries.add(Entry.refused(Kind.BLOCK_DEVICE, file, reason)));
    }
}
