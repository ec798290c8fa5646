package org.albatross.cli.internal.command;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.albatross.cli.internal.run.CommandFailure;
import org.albatross.core.RestartRule;
import org.albatross.model.Arguments;
import org.albatross.model.BlockDevice;
import org.albatross.model.FailBehaviour;
import org.albatross.model.NetDevice;
import org.albatross.model.Text;
import picocli.CommandLine.Option;

/** The options that describe a unikernel, but for its image. */
final class UnikernelOptions {
    private static final long DEFAULT_MEMORY = 32;
    private static final long LARGEST_EXIT_CODE = 255;

    @Option(names = "--mem", paramLabel = "MB", order = 10, description = "Its memory. Default: ${DEFAULT-VALUE}.")
    private long memory = DEFAULT_MEMORY;

    @Option(
            names = "--cpu",
            paramLabel = "N",
            order = 11,
            description = "A CPU that it may run on; may be repeated. Default: 0.")
    private List<Long> cpuids = new ArrayList<>();

    @Option(
            names = "--arg",
            paramLabel = "WORD",
            order = 12,
            description = "An argument that it gets; may be repeated.")
    private List<String> argv = new ArrayList<>();

    @Option(
            names = "--net",
            paramLabel = "[NAME:]BRIDGE[@MAC]",
            order = 13,
            converter = Words.Net.class,
            description = "Connect its network device NAME (default: the bridge's name) to a bridge of the host;"
                    + " may be repeated.")
    private List<NetDevice> nets = new ArrayList<>();

    @Option(
            names = "--block",
            paramLabel = "[NAME:]DEVICE[@SECTORSIZE]",
            order = 14,
            converter = Words.Block.class,
            description = "Give it a block device as its device NAME (default: the device's name); may be repeated."
                    + " DEVICE lies at the unikernel's path, or below it: a:b.")
    private List<BlockDevice> blocks = new ArrayList<>();

    @Option(
            names = {"--restart-on-fail", "--restart"},
            order = 15,
            description = "Start it again when it ends with an exit code that allows it: any but 1, 60 to 64 and 123 to"
                    + " 125.")
    private boolean restart;

    @Option(
            names = "--exit-code",
            paramLabel = "N",
            order = 16,
            description = "With --restart-on-fail: only for this exit code; may be repeated.")
    private List<Long> exitCodes = new ArrayList<>();

    @Option(
            names = "--startup",
            paramLabel = "N",
            order = 17,
            description = "Its place in the order of starts at boot, low first. Default: 50.")
    private Optional<Long> startup = Optional.empty();

    @Option(names = "--no-add-name", order = 18, description = "Do not put --name=LABEL before its arguments.")
    private boolean noAddName;

    @Option(names = "--cpus", paramLabel = "N", order = 19, description = "Virtual CPUs, for bhyve. Default: 1.")
    private long cpus = 1;

    @Option(
            names = "--linux-boot",
            paramLabel = "PARTITION",
            order = 20,
            description = "The partition that a Linux boots from, for bhyve.")
    private Optional<String> linuxBoot = Optional.empty();

    /** Tells whether any of these options was given, with another value than its default. */
    boolean given() {
        return memory != DEFAULT_MEMORY
                || cpus != 1
                || restart
                || noAddName
                || startup.isPresent()
                || linuxBoot.isPresent()
                || !(cpuids.isEmpty() && argv.isEmpty() && nets.isEmpty() && blocks.isEmpty() && exitCodes.isEmpty());
    }

    /** Returns what is said to no effect, for warnings. */
    List<String> doubts() {
        List<String> doubts = new ArrayList<>();
        if (!restart && !exitCodes.isEmpty()) {
            doubts.add("--exit-code has no effect without --restart-on-fail");
            return doubts;
        }
        for (long code : exitCodes) {
            if (code < 0 || code > LARGEST_EXIT_CODE) {
                doubts.add("--exit-code " + code + " never comes, 0 to " + LARGEST_EXIT_CODE + " do");
            } else if (RestartRule.isFinal(code)) {
                doubts.add("--exit-code " + code + " is never started again, nor is any of 1, 60 to 64 and 123 to 125");
            }
        }
        return doubts;
    }

    /** Returns what the options say; names given twice and impossible sizes are refused. */
    Arguments arguments() throws CommandFailure {
        if (memory < 1) {
            throw CommandFailure.usage("--mem " + memory + ", at least 1 MB is needed");
        }
        if (cpus < 1) {
            throw CommandFailure.usage("--cpus " + cpus + ", at least 1 is needed");
        }
        requireDistinct("--net", nets.stream().map(NetDevice::name).toList());
        requireDistinct("--block", blocks.stream().map(BlockDevice::name).toList());
        return new Arguments(
                restart ? new FailBehaviour.Restart(new TreeSet<>(exitCodes)) : new FailBehaviour.Quit(),
                startup,
                !noAddName,
                new TreeSet<>(cpuids.isEmpty() ? List.of(0L) : cpuids),
                memory,
                blocks,
                nets,
                argv.isEmpty()
                        ? Optional.empty()
                        : Optional.of(argv.stream().map(Text::of).toList()),
                cpus,
                linuxBoot.map(Text::of));
    }

    private static void requireDistinct(String option, List<Text> names) throws CommandFailure {
        Set<Text> seen = new HashSet<>();
        for (Text name : names) {
            if (!seen.add(name)) {
                throw CommandFailure.usage(option + " is given twice for device \"" + name + "\"");
            }
        }
    }
}
