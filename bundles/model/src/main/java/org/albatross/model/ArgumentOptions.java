package org.albatross.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the options of a command line say of a unikernel, but for its image. Of what may be repeated, what is given takes the
 * place of all that was there.
 *
 * @param memory {@code --mem}
 * @param cpuids {@code --cpu}
 * @param argv {@code --arg}
 * @param nets {@code --net}
 * @param blocks {@code --block}
 * @param restart {@code --restart-on-fail}
 * @param exitCodes {@code --exit-code}
 * @param startup {@code --startup}
 * @param noAddName {@code --no-add-name}
 * @param cpus {@code --cpus}
 * @param linuxBoot {@code --linux-boot}
 */
public record ArgumentOptions(
        Optional<Megabytes> memory,
        List<CpuId> cpuids,
        List<Text> argv,
        List<NetDevice> nets,
        List<BlockDevice> blocks,
        boolean restart,
        List<Long> exitCodes,
        Optional<Long> startup,
        boolean noAddName,
        Optional<Long> cpus,
        Optional<Text> linuxBoot) {
    /** What a unikernel is created with when no option is given. */
    public static final Arguments DEFAULTS = new Arguments(
            new FailBehaviour.Quit(),
            Optional.empty(),
            true,
            CpuId.setOf(0),
            new Megabytes(32),
            List.of(),
            List.of(),
            Optional.empty(),
            1,
            Optional.empty());

    /** The options that have a value. */
    public static final Set<String> VALUED =
            Set.of("--mem", "--cpu", "--arg", "--net", "--block", "--exit-code", "--startup", "--cpus", "--linux-boot");

    /** Those that have none. */
    public static final Set<String> FLAGS = Set.of("--restart-on-fail", "--restart", "--no-add-name");

    /** What may be as it is without the option of this name. */
    public enum Part {
        /** The arguments. */
        ARG,
        /** The CPUs. */
        CPU,
        /** The network devices. */
        NET,
        /** The block devices. */
        BLOCK,
        /** Being started again. */
        RESTART_ON_FAIL,
        /** The exit codes for which it is started again. */
        EXIT_CODE,
        /** The place in the order of starts. */
        STARTUP,
        /** Doing without {@code --name}. */
        NO_ADD_NAME,
        /** The boot partition. */
        LINUX_BOOT;

        /** Returns the part of an option's name without its hyphens; throws {@link IllegalArgumentException} for none. */
        public static Part of(String word) {
            for (Part part : values()) {
                if (part.toString().equals(word)) {
                    return part;
                }
            }
            throw new IllegalArgumentException("'" + Text.of(word).line()
                    + "' cannot be set back; arg, cpu, net, block, restart-on-fail, exit-code, startup, no-add-name and"
                    + " linux-boot can");
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Copies the lists. */
    public ArgumentOptions {
        cpuids = List.copyOf(cpuids);
        argv = List.copyOf(argv);
        nets = List.copyOf(nets);
        blocks = List.copyOf(blocks);
        exitCodes = List.copyOf(exitCodes);
    }

    /** Reads them; throws {@link IllegalArgumentException} with a message for people for a value that cannot be. */
    public static ArgumentOptions of(OptionWords words) {
        return new ArgumentOptions(
                words.number("--mem").map(Megabytes::new),
                words.numbers("--cpu").stream().map(CpuId::new).toList(),
                words.all("--arg").stream().map(Text::of).toList(),
                words.all("--net").stream().map(NetDevice::parse).toList(),
                words.all("--block").stream().map(BlockDevice::parse).toList(),
                words.has("--restart-on-fail", "--restart"),
                words.numbers("--exit-code"),
                words.number("--startup"),
                words.has("--no-add-name"),
                words.number("--cpus"),
                words.one("--linux-boot").map(Text::of));
    }

    /** Tells whether any of them was given. */
    public boolean given() {
        return memory.isPresent()
                || cpus.isPresent()
                || restart
                || noAddName
                || startup.isPresent()
                || linuxBoot.isPresent()
                || !(cpuids.isEmpty() && argv.isEmpty() && nets.isEmpty() && blocks.isEmpty() && exitCodes.isEmpty());
    }

    /** Returns what they say, and for what they do not name the defaults; refuses as {@link #changing}. */
    public Arguments arguments() {
        return changing(DEFAULTS);
    }

    /**
     * Returns what they say, and for what they do not name what was there before.
     *
     * @throws IllegalArgumentException with a message for people for names given twice and impossible sizes
     */
    public Arguments changing(Arguments before) {
        if (memory.filter(Arguments.LEAST_MEMORY::exceeds).isPresent()) {
            throw new IllegalArgumentException(
                    "--mem " + memory.get() + ", at least " + Arguments.LEAST_MEMORY + " MB is needed");
        }
        if (cpus.isPresent() && cpus.get() < 1) {
            throw new IllegalArgumentException("--cpus " + cpus.get() + ", at least 1 is needed");
        }
        requireDistinct("--net", nets.stream().map(NetDevice::name).toList());
        requireDistinct("--block", blocks.stream().map(BlockDevice::name).toList());
        return new Arguments(
                failBehaviour(before.failBehaviour()),
                startup.or(before::startup),
                !noAddName && before.addName(),
                cpuids.isEmpty() ? before.cpuids() : new TreeSet<>(cpuids),
                memory.orElse(before.memory()),
                blocks.isEmpty() ? before.blockDevices() : blocks,
                nets.isEmpty() ? before.netDevices() : nets,
                argv.isEmpty() ? before.argv() : Optional.of(argv),
                cpus.orElse(before.cpus()),
                linuxBoot.or(before::linuxBootPartition));
    }

    private static void requireDistinct(String option, List<Text> names) {
        Set<Text> seen = new HashSet<>();
        for (Text name : names) {
            if (!seen.add(name)) {
                throw new IllegalArgumentException(option + " is given twice for device \"" + name + "\"");
            }
        }
    }

    private FailBehaviour failBehaviour(FailBehaviour before) {
        boolean codes = before instanceof FailBehaviour.Restart && !exitCodes.isEmpty();
        return restart || codes ? new FailBehaviour.Restart(new TreeSet<>(exitCodes)) : before;
    }

    /** Returns arguments with some parts as they are by default. */
    public static Arguments without(Arguments before, Set<Part> unset) {
        return new Arguments(
                unset.contains(Part.RESTART_ON_FAIL)
                        ? DEFAULTS.failBehaviour()
                        : unset.contains(Part.EXIT_CODE) ? withoutCodes(before) : before.failBehaviour(),
                unset.contains(Part.STARTUP) ? DEFAULTS.startup() : before.startup(),
                unset.contains(Part.NO_ADD_NAME) || before.addName(),
                unset.contains(Part.CPU) ? DEFAULTS.cpuids() : before.cpuids(),
                before.memory(),
                unset.contains(Part.BLOCK) ? DEFAULTS.blockDevices() : before.blockDevices(),
                unset.contains(Part.NET) ? DEFAULTS.netDevices() : before.netDevices(),
                unset.contains(Part.ARG) ? DEFAULTS.argv() : before.argv(),
                before.cpus(),
                unset.contains(Part.LINUX_BOOT) ? DEFAULTS.linuxBootPartition() : before.linuxBootPartition());
    }

    private static FailBehaviour withoutCodes(Arguments before) {
        return before.failBehaviour() instanceof FailBehaviour.Restart
                ? new FailBehaviour.Restart(new TreeSet<>())
                : before.failBehaviour();
    }

    /** Returns an option for each thing that is not as {@code create} has it without options, and for memory and CPUs. */
    public static List<Text> words(Arguments arguments, UnikernelType type) {
        List<Text> words = new ArrayList<>();
        add(words, "--mem=", arguments.memory());
        arguments.cpuids().forEach(cpu -> add(words, "--cpu=", cpu));
        arguments.netDevices().forEach(net -> add(words, "--net=", net.written()));
        arguments.blockDevices().forEach(block -> add(words, "--block=", block.written()));
        if (arguments.failBehaviour() instanceof FailBehaviour.Restart again) {
            words.add(Text.of("--restart-on-fail"));
            again.codes().forEach(code -> add(words, "--exit-code=", code));
        }
        arguments.startup().ifPresent(order -> add(words, "--startup=", order));
        if (!arguments.addName()) {
            words.add(Text.of("--no-add-name"));
        }
        arguments.argv().orElse(List.of()).forEach(argument -> words.add(joined("--arg=", argument)));
        if (type != UnikernelType.SOLO5) {
            add(words, "--typ=", type.name().toLowerCase(Locale.ROOT));
        }
        if (arguments.cpus() != 1) {
            add(words, "--cpus=", arguments.cpus());
        }
        arguments.linuxBootPartition().ifPresent(partition -> words.add(joined("--linux-boot=", partition)));
        return words;
    }

    private static void add(List<Text> words, String option, Object value) {
        words.add(Text.of(option + value));
    }

    /** Returns an option with a value of any bytes. */
    private static Text joined(String option, Text value) {
        byte[] name = Text.of(option).bytes().toArray();
        byte[] word = Arrays.copyOf(name, name.length + value.length());
        System.arraycopy(value.bytes().toArray(), 0, word, name.length, value.length());
        return Text.of(Bytes.of(word));
    }
}
