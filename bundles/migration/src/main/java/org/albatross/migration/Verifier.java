package org.albatross.migration;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import org.albatross.core.Admission;
import org.albatross.core.CpuChoice;
import org.albatross.model.Arguments;
import org.albatross.model.BlockDevice;
import org.albatross.model.CpuId;
import org.albatross.model.Name;
import org.albatross.model.NetDevice;
import org.albatross.model.UnikernelConfig;
import org.albatross.model.UnikernelType;
import org.albatross.solo5.InvalidImageException;
import org.albatross.solo5.NoTenderException;
import org.albatross.solo5.Solo5Image;
import org.albatross.solo5.TenderChoice;
import org.albatross.solo5.TenderCommand;

/**
 * Tells what would become of a unikernel on this machine, by the rules of a create. What a
 * create refuses because of the machine, a platform that starts only waits for.
 */
final class Verifier {
    private final TenderChoice tenders;
    private final SortedSet<String> bridges;
    private final SortedSet<CpuId> cpus;

    /** Judges by these tenders, and the bridges and CPUs that exist. */
    Verifier(TenderChoice tenders, SortedSet<String> bridges, SortedSet<CpuId> cpus) {
        this.tenders = tenders;
        this.bridges = bridges;
        this.cpus = cpus;
    }

    /** Returns why a configuration is refused whatever its image is; nothing when it is not. */
    static Optional<Verdict> refusal(Name name, UnikernelConfig config) {
        if (name.label().isEmpty()) {
            return Optional.of(Verdict.refused("its name is a path and has no label"));
        }
        if (config.type() != UnikernelType.SOLO5) {
            return Optional.of(Verdict.refused(
                    "typ bhyve is not taken over: a virtual machine is created again, where there is FreeBSD"));
        }
        return Admission.malformed(name, config.type(), config.arguments())
                .map(refusal -> Verdict.refused(refusal.message()));
    }

    /**
     * Judges a unikernel.
     *
     * @param image its uncompressed image
     * @param devices the block devices that will exist
     */
    Verdict judge(Name name, Arguments arguments, Path image, Collection<Name> devices) throws IOException {
        try {
            Solo5Image solo5 = tenders.read(image);
            Optional<String> refusal = solo5.manifest()
                    .compare(
                            arguments.blockDevices().stream()
                                    .map(BlockDevice::name)
                                    .toList(),
                            arguments.netDevices().stream().map(NetDevice::name).toList())
                    .map(Object::toString)
                    .or(() -> solo5.misfit(arguments.memory()))
                    .or(() -> TenderCommand.refusal(name, tenders.fullName(), arguments));
            if (refusal.isPresent()) {
                return Verdict.refused(refusal.get());
            }
            tenders.find(solo5);
        } catch (InvalidImageException e) {
            return Verdict.refused(String.valueOf(e.getMessage()));
        } catch (NoTenderException e) {
            return Verdict.waits(String.valueOf(e.getMessage()));
        }
        return missingBridge(arguments.netDevices())
                .or(() -> missingDevice(name, arguments, devices))
                .or(() -> CpuChoice.refusal(arguments.cpuids(), cpus))
                .map(Verdict::waits)
                .orElse(Verdict.STARTS);
    }

    private Optional<String> missingBridge(List<NetDevice> nets) {
        return nets.stream()
                .filter(net -> !bridges.contains(net.hostBridge().decoded()))
                .findFirst()
                .map(net -> "bridge " + net.hostBridge() + " for device " + net.name()
                        + " does not exist on this host, which has: "
                        + (bridges.isEmpty() ? "none" : String.join(", ", bridges)));
    }

    private static Optional<String> missingDevice(Name name, Arguments arguments, Collection<Name> devices) {
        return Admission.blockNames(name, arguments).stream()
                .filter(device -> !devices.contains(device))
                .findFirst()
                .map(device -> "block device " + device + " not found");
    }
}
