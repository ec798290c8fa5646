package org.albatross.migration;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.albatross.core.Desired;
import org.albatross.disk.DurableFiles;
import org.albatross.migration.MigrationOptions.Flag;
import org.albatross.model.Caller;
import org.albatross.model.Name;
import org.albatross.model.Policy;
import org.albatross.solo5.TenderChoice;
import org.albatross.store.EntryStore;
import org.albatross.store.ImageStore;
import org.albatross.store.RefusedException;
import org.albatross.store.StatePaths;

/**
 * Takes over what an original Albatross would run. First everything is judged and said, which changes nothing; then
 * block devices, images and policies are put in place, and last, in one rename, what should run. An import that ends
 * before that has imported nothing that would run, and is simply done again.
 */
final class Importer {
    private final StateStores stores;
    private final TenderChoice tenders;
    private final long maxImageBytes;
    private final Caller.Local caller;
    private final PrintStream out;

    /**
     * Imports into these stores.
     *
     * @param maxImageBytes the size of an uncompressed image
     * @param caller who imports
     * @param out takes what becomes of everything
     */
    Importer(StateStores stores, TenderChoice tenders, long maxImageBytes, Caller.Local caller, PrintStream out) {
        this.stores = stores;
        this.tenders = tenders;
        this.maxImageBytes = maxImageBytes;
        this.caller = caller;
        this.out = out;
    }

    /**
     * Imports, or says what an import would do and changes nothing.
     *
     * @param source the original's state directory
     * @throws RefusedException when something cannot be taken, or would replace ours; nothing was imported
     * @throws IOException when the disk failed: before anything was imported, or, as its message says, in between
     */
    void run(Path source, Set<Flag> flags) throws IOException, RefusedException, UsageException {
        if (!Files.isDirectory(source)) {
            throw new UsageException(source + " is not a directory");
        }
        if (flags.contains(Flag.DRY_RUN)) {
            rehearse(source, flags);
        } else {
            perform(source, flags);
        }
    }

    private void rehearse(Path source, Set<Flag> flags) throws IOException, RefusedException, UsageException {
        Path work = Files.createTempDirectory("albatross-import");
        try {
            ImageStore images = stores.images(new StatePaths(work).images());
            try (Spool spool = new Spool(images);
                    Findings findings = findings(source, spool, images)) {
                findings.print(out);
                stores.requireNothingDesired();
                requireAll(findings, flags);
            }
            out.print("dry run: nothing was changed\n");
        } finally {
            Files.deleteIfExists(new StatePaths(work).images());
            Files.deleteIfExists(work);
        }
    }

    private void perform(Path source, Set<Flag> flags) throws IOException, RefusedException, UsageException {
        try (ImportTransaction transaction = ImportTransaction.open(stores)) {
            ImageStore images = transaction.images();
            try (Spool spool = new Spool(images);
                    Findings findings = findings(source, spool, images)) {
                if (transaction.isResumed()) {
                    out.print("remark: this continues an import that was interrupted\n");
                }
                findings.print(out);
                requireAll(findings, flags);
                transaction.keep();
                takeAll(source, findings, transaction, images, flags.contains(Flag.MOVE));
                out.print("imported " + findings.taken() + " into " + stores.directory() + "\n");
                findings.refused().ifPresent(words -> out.print("left out: " + words + ", still in " + source + "\n"));
            }
        }
    }

    private Findings findings(Path source, Spool spool, ImageStore images)
            throws IOException, RefusedException, UsageException {
        Verifier verifier = new Verifier(
                tenders,
                stores.host().network().bridges(),
                stores.host().facts().cpus());
        return new ImportAssessment(Original.read(source, spool), stores.paths(), verifier, images, maxImageBytes)
                .findings();
    }

    private void requireAll(Findings findings, Set<Flag> flags) throws IOException, RefusedException {
        requirePolicies(findings.policies());
        BlockTransfer.requireFree(stores.paths(), findings.blocks());
        Optional<String> refused = findings.refused();
        if (refused.isPresent() && !flags.contains(Flag.PARTIAL)) {
            throw new RefusedException(
                    refused.get() + " cannot be taken: nothing was imported; --partial takes the rest");
        }
    }

    private void requirePolicies(SortedMap<org.albatross.model.Path, Policy> policies)
            throws IOException, RefusedException {
        SortedMap<org.albatross.model.Path, Policy> existing = stores.policies();
        for (Map.Entry<org.albatross.model.Path, Policy> policy : policies.entrySet()) {
            Policy ours = existing.get(policy.getKey());
            if (ours != null && !ours.equals(policy.getValue())) {
                throw new RefusedException("the policy of " + policy.getKey() + " in " + stores.directory()
                        + " is another one than that to be imported: remove one of them");
            }
        }
    }

    private void takeAll(Path source, Findings findings, ImportTransaction transaction, ImageStore images, boolean move)
            throws IOException {
        try {
            new BlockTransfer(stores, move).take(findings.blocks());
            stores.store(findings.policies());
            EntryStore<Name, Desired> unikernels = transaction.unikernels();
            for (Findings.Unikernel unikernel : findings.unikernels()) {
                images.put(unikernel.image());
                unikernels.store(unikernel.name(), unikernel.desired());
            }
            stores.notes()
                    .imported(
                            Instant.now(),
                            caller,
                            source.toAbsolutePath(),
                            findings.unikernels().size(),
                            findings.policies().size());
            transaction.finish();
        } catch (IOException e) {
            throw interrupted(DurableFiles.describe(e), e);
        } catch (RefusedException e) {
            throw interrupted(String.valueOf(e.getMessage()), e);
        }
    }

    private static IOException interrupted(String reason, Exception cause) {
        return new IOException(
                reason + " (the import is not finished and nothing will start: run the same command again to continue)",
                cause);
    }
}
