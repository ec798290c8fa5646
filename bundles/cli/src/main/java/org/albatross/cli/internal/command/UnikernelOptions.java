package org.albatross.cli.internal.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.albatross.cli.internal.run.CommandFailure;
import org.albatross.core.RestartRule;
import org.albatross.model.ArgumentOptions;
import org.albatross.model.Arguments;
import org.albatross.model.BlockDevice;
import org.albatross.model.CpuId;
import org.albatross.model.Megabytes;
import org.albatross.model.NetDevice;
import org.albatross.model.Text;
import picocli.CommandLine.Option;

/** The options that describe a unikernel, but for its image. */
final class UnikernelOptions {
    private static final long LARGEST_EXIT_CODE = 255;

    @Option(names = "--mem", paramLabel = "MB", order = 10, description = "Its memory. Default: 32.")
    private Optional<Megabytes> memory = Optional.empty();

    @Option(
            names = "--cpu",
            paramLabel = "N",
            order = 11,
            description = "A CPU that it may run on; may be repeated. Default: 0.")
    private List<CpuId> cpuids = new ArrayList<>();

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
            converter = Converters.Net.class,
            description = "Connect its network device NAME (default: the bridge's name) to a bridge of the host;"
                    + " may be repeated.")
    private List<NetDevice> nets = new ArrayList<>();

    @Option(
            names = "--block",
            paramLabel = "[NAME:]DEVICE[@SECTORSIZE]",
            order = 14,
            converter = Converters.Block.class,
            description = "Give it a block device as its device NAME (default: the device's name); may be repeated."
                    + " DEVICE is at the unikernel's path, or below it: a:b.")
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
    private Optional<Long> cpus = Optional.empty();

    @Option(
            names = "--linux-boot",
            paramLabel = "PARTITION",
            order = 20,
            description = "The partition that a Linux boots from, for bhyve.")
    private Optional<String> linuxBoot = Optional.empty();

    /** Returns what they say. */
    ArgumentOptions options() {
        return new ArgumentOptions(
                memory,
                cpuids,
                argv.stream().map(Text::of).toList(),
                nets,
                blocks,
                restart,
                exitCodes,
                startup,
                noAddName,
                cpus,
                linuxBoot.map(Text::of));
    }

    /** Tells whether any of these options was given. */
    boolean given() {
        return options().given();
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

    /** Returns what the options say, and for what they do not name the defaults. */
    Arguments arguments() throws CommandFailure {
        return changing(ArgumentOptions.DEFAULTS);
    }

    /**
     * Returns what the options say, and for what they do not name what was there before. Names given twice and impossible
     * sizes are refused.
     */
    Arguments changing(Arguments before) throws CommandFailure {
        try {
            return options().changing(before);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage(String.valueOf(e.getMessage()));
        }
    }
}
