package org.albatross.model;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A running unikernel as {@code info} reports it. Its arguments hold devices by their unikernel's names;
 * the two lists say what they are on the host.
 *
 * @param type what runs it
 * @param failBehaviour what happens when it ends by itself
 * @param startup its start order, when one was given
 * @param cpuids the CPUs that it is pinned to
 * @param memory the memory that it has
 * @param digest SHA-256 of the uncompressed image; for bhyve the name of the virtual machine, which {@code bhyvectl} takes, empty when
 *     none runs
 * @param blockDevices its block devices
 * @param netDevices its network devices
 * @param argv its arguments, absent when none were given
 * @param started when its tender started; wall-clock time, for display
 * @param cpus the number of virtual CPUs, for bhyve
 * @param linuxBootPartition for bhyve
 */
public record UnikernelInfo(
        UnikernelType type,
        FailBehaviour failBehaviour,
        Optional<Long> startup,
        SortedSet<CpuId> cpuids,
        Megabytes memory,
        Bytes digest,
        List<Block> blockDevices,
        List<Net> netDevices,
        Optional<List<Text>> argv,
        Optional<Instant> started,
        long cpus,
        Optional<Text> linuxBootPartition) {
    /** A block device, its name in the unikernel and on the host, its sector size in bytes and its size. */
    public record Block(Text unikernelDevice, Text hostDevice, long sectorSize, Megabytes size) {}

    /** A network device, its name in the unikernel, the host's bridge and its address. */
    public record Net(Text unikernelDevice, Text hostDevice, MacAddress mac) {}

    /** Returns the digest in hexadecimal digits; for bhyve the machine's name in printable characters. */
    public String digestText() {
        return type == UnikernelType.BHYVE ? Text.of(digest).toString() : digest.hex();
    }

    /** Copies every collection. */
    public UnikernelInfo {
        cpuids = Collections.unmodifiableSortedSet(new TreeSet<>(cpuids));
        blockDevices = List.copyOf(blockDevices);
        netDevices = List.copyOf(netDevices);
        argv = argv.map(List::copyOf);
    }

    /**
     * Returns the arguments that it was created with, shorter where a value is the one that it would have anyway.
     *
     * @param name whose they are
     * @param addName whether {@code --name} is prepended, which is not told here
     */
    public Arguments arguments(Name name, boolean addName) {
        return new Arguments(
                failBehaviour(),
                startup(),
                addName,
                cpuids(),
                memory(),
                blockDevices().stream().map(UnikernelInfo::block).toList(),
                netDevices().stream().map(net -> net(name, net)).toList(),
                argv().filter(argv -> !argv.equals(List.of())),
                cpus(),
                linuxBootPartition());
    }

    private static BlockDevice block(Block block) {
        return new BlockDevice(
                block.unikernelDevice(),
                unless(block.hostDevice(), block.unikernelDevice()),
                Optional.of(block.sectorSize()));
    }

    private static NetDevice net(Name name, Net net) {
        // An address keeps an @ in the bridge's name from being read as the beginning of one.
        boolean derived = MacAddress.derived(name, net.unikernelDevice()).equals(net.mac())
                && net.hostDevice().decoded().indexOf('@') < 0;
        return new NetDevice(
                net.unikernelDevice(),
                unless(net.hostDevice(), net.unikernelDevice()),
                derived ? Optional.empty() : Optional.of(net.mac()));
    }

    private static Optional<Text> unless(Text text, Text implied) {
        return text.equals(implied) ? Optional.empty() : Optional.of(text);
    }
}
