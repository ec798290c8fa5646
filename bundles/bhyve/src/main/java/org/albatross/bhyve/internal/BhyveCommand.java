package org.albatross.bhyve.internal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.albatross.model.Arguments;
import org.albatross.model.BlockDevice;
import org.albatross.model.Name;
import org.albatross.model.NetDevice;
import org.albatross.model.Text;

/**
 * The command lines of one virtual machine, as the original's: its devices are called 0, 1, 2 and so on, block and network devices
 * each by themselves; the first block device is what it boots from; its first serial line is standard input and output.
 *
 * @param machine the virtual machine's name
 * @param unikernel the unikernel's name
 * @param arguments its configuration, which {@link #refusal} has nothing against
 * @param taps the host's network interface of each of its network devices, by the device's name
 * @param loaderSeconds how long a loader may take: what waits for somebody at a prompt would wait for ever
 */
record BhyveCommand(String machine, Name unikernel, Arguments arguments, Map<Text, String> taps, int loaderSeconds) {

    /** The most virtual CPUs that a virtual machine can have here. */
    static final long MAX_CPUS = 16;

    /** Copies the map; throws {@link IllegalArgumentException} when a device is missing in it, or the configuration is refused. */
    BhyveCommand {
        taps = Map.copyOf(taps);
        for (NetDevice net : arguments.netDevices()) {
            if (!taps.containsKey(net.name())) {
                throw new IllegalArgumentException("nothing on the host for device " + net.name());
            }
        }
        Optional<String> refusal = devicesRefusal(arguments);
        if (refusal.isPresent()) {
            throw new IllegalArgumentException(refusal.get());
        }
    }

    /**
     * Looks whether bhyve can run a configuration, and whether it may have its disks.
     *
     * @return why not, in one line; nothing when it can
     */
    static Optional<String> refusal(Name unikernel, Arguments arguments, ZvolAccess access) {
        Optional<String> refusal = devicesRefusal(arguments);
        for (BlockDevice block : arguments.blockDevices()) {
            refusal = refusal.or(
                    () -> access.refusal(unikernel.path(), block.hostDevice().decoded()));
        }
        return refusal;
    }

    private static Optional<String> devicesRefusal(Arguments arguments) {
        if (arguments.cpus() < 1 || arguments.cpus() > MAX_CPUS) {
            return Optional.of(arguments.cpus() + " virtual CPUs, 1 to " + MAX_CPUS + " are possible");
        }
        if (arguments.blockDevices().isEmpty()) {
            return Optional.of("a virtual machine of bhyve boots from its block device 0, and there is none");
        }
        Optional<String> partition = arguments.linuxBootPartition().map(Text::decoded);
        if (partition.isPresent() && !partition.get().matches("[A-Za-z0-9]{1,255}")) {
            return Optional.of(
                    "the boot partition '" + partition.get() + "' has other characters than letters and digits");
        }
        return ascending(
                        "block",
                        arguments.blockDevices().stream().map(BlockDevice::name).toList())
                .or(() -> ascending(
                        "network",
                        arguments.netDevices().stream().map(NetDevice::name).toList()));
    }

    private static Optional<String> ascending(String kind, List<Text> names) {
        for (int number = 0; number < names.size(); number++) {
            if (!names.get(number).decoded().equals(Integer.toString(number))) {
                return Optional.of(
                        "the " + kind + " device '" + names.get(number).decoded()
                                + "' is called so; bhyve's are 0, 1, 2 and so on," + " and " + number + " is the next");
            }
        }
        return Optional.empty();
    }

    /** Returns the name of the program that brings an operating system into the machine's memory. */
    static String loader(Arguments arguments) {
        return arguments.linuxBootPartition().isEmpty() ? "bhyveload" : "grub-bhyve";
    }

    /** Returns what brings an operating system into the machine's memory: that of FreeBSD, or a Linux by GRUB. */
    List<String> load(Path deviceMap) {
        List<String> words = new ArrayList<>(List.of("timeout", loaderSeconds + "s"));
        Optional<Text> partition = arguments.linuxBootPartition();
        if (partition.isEmpty()) {
            words.addAll(List.of(loader(arguments), "-m" + arguments.memory() + "m", "-d" + bootDisk(), machine));
        } else {
            words.addAll(List.of(
                    loader(arguments),
                    "-m" + deviceMap,
                    "-rhd0," + partition.get().decoded(),
                    "-M" + arguments.memory(),
                    machine));
        }
        return List.copyOf(words);
    }

    /** Returns what the file holds that tells GRUB which disk is its first; nothing where GRUB is not asked. */
    Optional<String> deviceMap() {
        return arguments.linuxBootPartition().map(partition -> "(hd0) " + bootDisk() + "\n");
    }

    private String bootDisk() {
        return arguments.blockDevices().get(0).hostDevice().decoded();
    }

    /** Returns what runs the machine, after something was loaded into it. */
    List<String> run() {
        List<String> words = new ArrayList<>(List.of("bhyve", "-A", "-H", "-P", "-s0,hostbridge", "-s1,lpc"));
        int slot = 2;
        for (NetDevice net : arguments.netDevices()) {
            words.add("-s" + slot++ + ",virtio-net," + taps.get(net.name()) + ",mac=" + net.macIn(unikernel));
        }
        for (BlockDevice block : arguments.blockDevices()) {
            words.add("-s" + slot++ + ",virtio-blk," + block.hostDevice().decoded());
        }
        words.add("-lcom1,stdio");
        words.add("-c" + arguments.cpus());
        words.add("-m" + arguments.memory() + "M");
        words.add(machine);
        return List.copyOf(words);
    }

    /** Returns what removes a machine, which outlives the process that ran it. */
    static List<String> destroy(String machine) {
        return List.of("bhyvectl", "--destroy", "--vm=" + machine);
    }
}
