package org.albatross.supervisor.transfer;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.albatross.core.Desired;
import org.albatross.core.Spec;
import org.albatross.model.Name;
import org.albatross.model.Named;
import org.albatross.model.Policy;
import org.albatross.model.UnikernelConfig;
import org.albatross.supervisor.internal.run.TenderChoice;
import org.albatross.supervisor.internal.store.DurableFiles;
import org.albatross.supervisor.internal.store.EntryStore;
import org.albatross.supervisor.internal.store.ImageIntake;
import org.albatross.supervisor.internal.store.ImageStore;
import org.albatross.supervisor.internal.store.OriginalFiles;
import org.albatross.supervisor.internal.store.RefusedException;
import org.albatross.supervisor.internal.store.StagedImage;
import org.albatross.supervisor.internal.store.StateLock;
import org.albatross.supervisor.transfer.TransferWords.Flag;

/**
 * Takes over what an original Albatross would run. First everything is checked and said; then block devices, images
 * and policies are put in place, and last, in one rename, what should run. An import that ends before that has
 * imported nothing, and is simply done again.
 */
final class Importer {
    /** The size of an uncompressed image, in bytes: the platform's default for {@code image.max.mb}. */
    private static final long MAX_IMAGE = 512L * 1024 * 1024;

    private static final String UNFINISHED = OriginalFiles.OURS + ".import";

    private final StateStores stores;
    private final TenderChoice tenders;
    private final PrintStream out;

    Importer(StateStores stores, TenderChoice tenders, PrintStream out) {
        this.stores = stores;
        this.tenders = tenders;
        this.out = out;
    }

    private record Candidate(Name name, UnikernelConfig config, Optional<StagedImage> image, Verdict verdict) {}

    /**
     * Imports, or says what an import would do and changes nothing.
     *
     * @param source the original's state directory
     * @throws RefusedException when a unikernel, policy or block device cannot be taken; nothing was imported
     */
    void run(Path source, Set<Flag> flags) throws IOException, RefusedException, UsageException {
        if (!Files.isDirectory(source)) {
            throw new UsageException(source + " is no directory");
        }
        if (flags.contains(Flag.DRY_RUN)) {
            rehearse(source, flags);
            return;
        }
        Files.createDirectories(stores.directory());
        StateLock lock = stores.lock();
        try (lock) {
            perform(source, flags);
        }
    }

    private void rehearse(Path source, Set<Flag> flags) throws IOException, RefusedException, UsageException {
        Path work = Files.createTempDirectory("albatross-import");
        try {
            ImageStore images = stores.images(work.resolve("images"));
            try (Spool spool = new Spool(images)) {
                Original original = Original.read(source, spool);
                List<Candidate> candidates = candidates(original, images);
                try {
                    check(original, candidates, flags);
                } finally {
                    close(candidates);
                }
            }
            out.print("dry run: nothing was changed\n");
        } finally {
            Files.deleteIfExists(work.resolve("images"));
            Files.deleteIfExists(work);
        }
    }

    private void perform(Path source, Set<Flag> flags) throws IOException, RefusedException, UsageException {
        ImageStore images = stores.images(stores.directory().resolve("images"));
        try (Spool spool = new Spool(images)) {
            Original original = Original.read(source, spool);
            List<Candidate> candidates = candidates(original, images);
            try {
                check(original, candidates, flags);
                new BlockTransfer(stores, flags.contains(Flag.MOVE)).take(original.blocks());
                store(original, candidates, images);
            } finally {
                close(candidates);
            }
        }
    }

    private List<Candidate> candidates(Original original, ImageStore images) throws IOException {
        Verifier verifier = new Verifier(tenders, stores.host().network().bridges());
        Set<Name> devices = new HashSet<>(original.blocks().keySet());
        devices.addAll(BlockTransfer.existing(stores.directory()));
        ImageIntake intake = new ImageIntake(images, MAX_IMAGE);
        List<Candidate> candidates = new ArrayList<>();
        try {
            for (Named<UnikernelConfig> unikernel : original.state().unikernels()) {
                candidates.add(candidate(unikernel.name(), unikernel.value(), intake, verifier, devices));
            }
        } catch (IOException | RuntimeException e) {
            close(candidates);
            throw e;
        }
        return candidates;
    }

    private static Candidate candidate(
            Name name, UnikernelConfig config, ImageIntake intake, Verifier verifier, Set<Name> devices)
            throws IOException {
        Optional<Verdict> refusal = Verifier.refusal(name, config);
        if (refusal.isPresent()) {
            ImageIntake.drop(config.image());
            return new Candidate(name, config, Optional.empty(), refusal.get());
        }
        try {
            StagedImage image = intake.take(config.image(), config.compressed(), () -> {});
            Verdict verdict = verifier.judge(name, config.arguments(), image.file(), devices);
            return new Candidate(name, config, Optional.of(image), verdict);
        } catch (RefusedException e) {
            return new Candidate(name, config, Optional.empty(), Verdict.refused(String.valueOf(e.getMessage())));
        }
    }

    private static void close(List<Candidate> candidates) {
        candidates.forEach(candidate -> candidate.image().ifPresent(StagedImage::close));
    }

    /** Says what becomes of everything, and refuses when something could not be taken. */
    private void check(Original original, List<Candidate> candidates, Set<Flag> flags)
            throws IOException, RefusedException {
        original.remarks().forEach(remark -> out.print("remark: " + remark + "\n"));
        for (Candidate candidate : candidates) {
            out.print("unikernel " + candidate.name() + ": " + candidate.verdict() + "\n");
        }
        for (Named<Policy> policy : original.state().policies()) {
            out.print("policy " + policy.name() + "\n");
        }
        for (Name device : original.blocks().keySet()) {
            out.print("block device " + device + ": "
                    + Original.sizeMb(original.blocks().get(device)) + " MB\n");
        }
        out.flush();
        if (stores.desiresSomething()) {
            throw new RefusedException(stores.directory()
                    + " says already what should run: import into a state directory in which nothing should run yet");
        }
        requirePolicies(original.state().policies());
        BlockTransfer.requireFree(stores.directory(), original.blocks());
        long refused = candidates.stream()
                .filter(candidate -> candidate.verdict().isRefused())
                .count();
        if (refused > 0 && !flags.contains(Flag.PARTIAL)) {
            throw new RefusedException(refused + " of " + candidates.size()
                    + " unikernels cannot be taken: nothing was imported; --partial takes the others");
        }
    }

    private void requirePolicies(List<Named<Policy>> policies) throws IOException, RefusedException {
        SortedMap<org.albatross.model.Path, Policy> existing = stores.policies();
        for (Named<Policy> policy : policies) {
            if (policy.name().label().isPresent()) {
                throw new RefusedException("the policy of " + policy.name() + " belongs to no path");
            }
            Policy ours = existing.get(policy.name().path());
            if (ours != null && !ours.equals(policy.value())) {
                throw new RefusedException("the policy of " + policy.name() + " in " + stores.directory()
                        + " is another one than that to be imported: remove one of them");
            }
        }
    }

    private void store(Original original, List<Candidate> candidates, ImageStore images) throws IOException {
        DurableFiles files = stores.files();
        EntryStore<org.albatross.model.Path, Policy> policies =
                EntryStore.ofPolicies(stores.directory().resolve("policies"), files);
        for (Named<Policy> policy : original.state().policies()) {
            policies.store(policy.name().path(), policy.value());
        }
        Path unfinished = stores.directory().resolve(UNFINISHED);
        EntryStore<Name, Desired> unikernels = EntryStore.ofUnikernels(unfinished, files);
        for (Name former : unikernels.load().entries().keySet()) {
            unikernels.remove(former);
        }
        int taken = 0;
        for (Candidate candidate : candidates) {
            if (candidate.image().isPresent() && !candidate.verdict().isRefused()) {
                StagedImage image = candidate.image().get();
                images.put(image);
                UnikernelConfig config = candidate.config();
                unikernels.store(
                        candidate.name(),
                        new Desired(new Spec(config.type(), image.digest(), image.size(), config.arguments())));
                taken++;
            }
        }
        files.moveIntoPlace(unfinished, stores.directory().resolve(OriginalFiles.OURS));
        out.print("imported " + taken + " unikernels, "
                + original.state().policies().size() + " policies and "
                + original.blocks().size() + " block devices into " + stores.directory() + "\n");
    }
}
