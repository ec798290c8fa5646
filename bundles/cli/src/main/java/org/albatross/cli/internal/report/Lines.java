package org.albatross.cli.internal.report;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.StringJoiner;
import org.albatross.model.BlockDevice;
import org.albatross.model.FailBehaviour;
import org.albatross.model.Name;
import org.albatross.model.Named;
import org.albatross.model.NetDevice;
import org.albatross.model.Policy;
import org.albatross.model.Reply;
import org.albatross.model.Text;
import org.albatross.model.UnikernelConfig;
import org.albatross.model.UnikernelInfo;
import org.albatross.model.UnikernelStatus;
import org.albatross.model.UnikernelType;

/** The values of answers in the original's words, as programs that read its output know them. */
public final class Lines {
    private static final String NOT_SPECIFIED = "not specified";

    private Lines() {}

    /** Returns a name as the original labels it. */
    public static String unikernel(Name name) {
        return "[unikernel: " + name + "]";
    }

    /** Returns a policy behind its path. */
    public static String policy(Named<Policy> policy) {
        return unikernel(policy.name()) + ": " + policy(policy.value());
    }

    /** Returns a policy. */
    public static String policy(Policy policy) {
        String bridges = policy.bridges().isEmpty() ? "" : ", bridges: " + join(", ", policy.bridges());
        return "policy: " + policy.unikernels() + " unikernels " + join(",", policy.cpuids()) + " CPUids "
                + policy.memory() + " MB memory "
                + policy.block().map(size -> size + " MB block").orElse("no block") + bridges;
    }

    /** Returns a block device. */
    public static String block(Named<Reply.BlockInfo> device) {
        return "block " + unikernel(device.name()) + " size " + device.value().size() + " MB active "
                + device.value().active();
    }

    /**
     * Returns a running unikernel, filled into lines. Of every unikernel of a list but the first, the original puts
     * the last piece on a line of its own.
     *
     * @param prefix what stands in the first line before it; nothing for all but the first
     * @param withArguments whether its arguments are told too
     */
    public static String info(String prefix, Named<UnikernelInfo> named, boolean withArguments) {
        UnikernelInfo info = named.value();
        String name = unikernel(named.name()) + ":";
        FilledText text = new FilledText(prefix).add(name + " typ " + word(info.type()));
        info.started().ifPresent(started -> text.add("started " + Times.rfc3339(started)));
        text.add("fail behaviour " + failBehaviour(info.failBehaviour()))
                .add("startup at " + orNotSpecified(info.startup()))
                .add("CPUids " + join(",", info.cpuids()))
                .add(info.memory() + " MB memory")
                .add("block devices " + blocks(info.blockDevices()))
                .add("bridge " + nets(info.netDevices()))
                .add((info.type() == UnikernelType.BHYVE ? "bhyve-vmname " : "digest ") + info.digestText())
                .add("#cpus " + info.cpus());
        String boot = "linux_boot_partition " + orNotSpecified(info.linuxBootPartition());
        String last = withArguments ? "argv " + arguments(info.argv()) : boot;
        if (withArguments) {
            text.add(boot);
        }
        return (prefix.isEmpty() ? text.addOnNewLine(last) : text.add(last)).toString();
    }

    private static String blocks(List<UnikernelInfo.Block> blocks) {
        StringJoiner joined = new StringJoiner(", ");
        for (UnikernelInfo.Block block : blocks) {
            joined.add(block.unikernelDevice() + " -> " + block.hostDevice() + " (sector-size: " + block.sectorSize()
                    + " bytes, size " + block.size() + " MB)");
        }
        return joined.toString();
    }

    private static String nets(List<UnikernelInfo.Net> nets) {
        StringJoiner joined = new StringJoiner(", ");
        for (UnikernelInfo.Net net : nets) {
            joined.add(net.unikernelDevice() + " -> " + net.hostDevice() + " (mac " + net.mac() + ")");
        }
        return joined.toString();
    }

    /** Returns a configured unikernel, its image by its length, filled into lines. */
    public static String config(String prefix, UnikernelConfig config, boolean withArguments) {
        FilledText text = new FilledText(prefix)
                .add("typ " + word(config.type()))
                .add("compression " + config.compressed())
                .add("image " + config.image().length() + " bytes")
                .add("fail behaviour " + failBehaviour(config.arguments().failBehaviour()))
                .add("startup at " + orNotSpecified(config.arguments().startup()))
                .add("add_name " + config.arguments().addName())
                .add("CPUids " + join(",", config.arguments().cpuids()))
                .add(config.arguments().memory() + " MB memory")
                .add("block devices " + configuredBlocks(config.arguments().blockDevices()))
                .add("bridge " + configuredNets(config.arguments().netDevices()))
                .add("#cpus " + config.arguments().cpus())
                .add("linux_boot " + orNotSpecified(config.arguments().linuxBootPartition()));
        if (withArguments) {
            text.add("argv " + arguments(config.arguments().argv()));
        }
        return text.toString();
    }

    private static String configuredBlocks(List<BlockDevice> blocks) {
        StringJoiner joined = new StringJoiner(", ");
        for (BlockDevice block : blocks) {
            joined.add(block.name() + " -> " + block.hostDevice()
                    + block.sectorSize().map(size -> ", sector-size: " + size).orElse(""));
        }
        return joined.toString();
    }

    private static String configuredNets(List<NetDevice> nets) {
        StringJoiner joined = new StringJoiner(", ");
        for (NetDevice net : nets) {
            joined.add(net.name() + " -> " + net.hostBridge()
                    + net.mac().map(mac -> "@" + mac).orElse(""));
        }
        return joined.toString();
    }

    /** Returns where a unikernel stands, in one line. */
    public static String status(Named<UnikernelStatus> named) {
        UnikernelStatus status = named.value();
        return unikernel(named.name()) + ": " + status.state() + " run " + status.runId() + " restarts "
                + status.restarts()
                + status.since().map(time -> " since " + Times.rfc3339(time)).orElse("")
                + status.lastExit().map(exit -> " last " + exit).orElse("")
                + status.nextTry().map(time -> " next " + Times.rfc3339(time)).orElse("")
                + status.reason().map(reason -> " reason " + reason.line()).orElse("");
    }

    /** Returns {@code quit}, {@code restart}, or {@code restart 1, 83}. */
    static String failBehaviour(FailBehaviour behaviour) {
        if (behaviour instanceof FailBehaviour.Restart restart) {
            return restart.codes().isEmpty() ? "restart" : "restart " + join(", ", restart.codes());
        }
        return "quit";
    }

    private static String arguments(Optional<List<Text>> argv) {
        return argv.map(words -> join(" ", words)).orElse("no");
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static String orNotSpecified(Optional<?> value) {
        return value.isPresent() ? value.get().toString() : NOT_SPECIFIED;
    }

    static String join(String separator, Collection<?> values) {
        StringJoiner joined = new StringJoiner(separator);
        for (Object value : values) {
            joined.add(value.toString());
        }
        return joined.toString();
    }
}
