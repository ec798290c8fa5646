package org.albatross.supervisor.internal.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.albatross.api.Hypervisor;
import org.albatross.core.CpuChoice;
import org.albatross.core.Spec;
import org.albatross.host.Processes;
import org.albatross.model.BlockDevice;
import org.albatross.model.Name;
import org.albatross.model.Text;
import org.albatross.model.UnikernelType;
import org.albatross.solo5.NoTenderException;
import org.albatross.solo5.TenderChoice;
import org.albatross.solo5.TenderCommand;
import org.albatross.store.BlockDirectory;
import org.albatross.store.ImageStore;
import org.albatross.store.RunRecord;

/** How a unikernel is started: its image, its block devices, its tender or its hypervisor, and that one's command line. For any thread. */
public final class TenderCommands {
    private final RunContext context;
    private final ImageStore images;
    private final BlockDirectory blocks;
    private final TenderChoice tenders;

    /** Starts images of {@code images} on devices of {@code blocks}. */
    public TenderCommands(RunContext context, ImageStore images, BlockDirectory blocks, TenderChoice tenders) {
        this.context = context;
        this.images = images;
        this.blocks = blocks;
        this.tenders = tenders;
    }

    /** Says what a run's process is started as, when everything of the run is there. */
    @FunctionalInterface
    interface Program {
        List<String> words(RunRecord record, Optional<Processes.Identity> identity) throws IOException;
    }

    /**
     * Returns what runs a unikernel whose image is in the store and intact.
     *
     * @throws IOException when the image is not, a CPU does not exist, or there is no hypervisor of its type
     */
    Program programFor(Name name, Spec spec) throws IOException, NoTenderException {
        Path image = images.intact(spec.image(), spec.imageSize());
        Program program = spec.type() == UnikernelType.SOLO5
                ? tender(name, spec, tenders.programFor(image))
                : machine(name, spec);
        Optional<String> refusal = CpuChoice.refusal(
                spec.arguments().cpuids(), context.host().facts().cpus());
        if (refusal.isPresent()) {
            throw new IOException(refusal.get());
        }
        return program;
    }

    private Program machine(Name name, Spec spec) throws IOException {
        Hypervisor hypervisor = context.hypervisors().require(name, spec.type(), spec.arguments());
        return (record, identity) -> hypervisor.command(
                new Hypervisor.Run(context.instance(), name, record.runId()),
                mark(name, record).link(context.paths()),
                spec.arguments(),
                record.taps());
    }

    private Program tender(Name name, Spec spec, Path tender) {
        return (record, identity) -> {
            Map<Text, Path> blockFiles = lentBlocks(name, spec, identity);
            return new TenderCommand(
                            tender,
                            mark(name, record).link(context.paths()),
                            name,
                            tenders.fullName(),
                            spec.arguments(),
                            record.taps(),
                            blockFiles)
                    .words();
        };
    }

    private Map<Text, Path> lentBlocks(Name name, Spec spec, Optional<Processes.Identity> identity) throws IOException {
        Map<Text, Path> blockFiles = new HashMap<>();
        for (BlockDevice block : spec.arguments().blockDevices()) {
            Path file = blocks.file(block.onHost(name.path()));
            if (identity.isPresent()) {
                blocks.lend(file, identity.get().uid());
            }
            blockFiles.put(block.name(), file);
        }
        return blockFiles;
    }

    /** Returns where an image lies. */
    Path imageOf(Spec spec) {
        return images.file(spec.image());
    }

    /** Returns what a run's tender is known by when its record is gone. */
    TenderMark mark(Name name, RunRecord record) {
        return new TenderMark(context.instance(), name, record.runId(), record.digest());
    }

    /**
     * Returns what starts a run, after its user was given the block devices.
     *
     * @param identity as whom it runs, where it is not the platform
     */
    Processes.Launch wrapper(
            Name name, Spec spec, RunRecord record, Program program, Optional<Processes.Identity> identity)
            throws IOException {
        return new Processes.Launch(
                context.instance(),
                name.toString(),
                record.runId(),
                context.paths().lock(name),
                context.paths().directory(name),
                identity,
                spec.arguments().cpuids(),
                program.words(record, identity));
    }
}
