package org.albatross.shell.internal;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.albatross.model.BlockCommand;
import org.albatross.model.CpuId;
import org.albatross.model.Megabytes;
import org.albatross.model.Name;
import org.albatross.model.Named;
import org.albatross.model.OptionWords;
import org.albatross.model.Path;
import org.albatross.model.Policy;
import org.albatross.model.PolicyCommand;
import org.albatross.model.Reply;
import org.albatross.model.Text;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;

/** Commands about policies and block devices. Gogo calls its methods by their names. */
@SuppressWarnings("MemberName") // as the program's commands are called
public final class ResourceCommands {
    private static final String PATH = "path, as in a:b:, or : for the root";
    private static final String DEVICE = "name of a block device, as in a:b:data";

    private static final long DEFAULT_MEMORY_MB = 512;
    private static final long TOO_LITTLE_MEMORY_MB = 16;

    private final Access access;

    ResourceCommands(Access access) {
        this.access = access;
    }

    /** All policies. */
    @Descriptor("show the policies")
    public String policy(CommandSession session) throws RefusedException, InterruptedException {
        return policy(session, ":");
    }

    /** Some policies. */
    @Descriptor("show the policies at and below a path")
    public String policy(CommandSession session, @Descriptor(PATH) String path)
            throws RefusedException, InterruptedException {
        Reply reply = access.ask(session, Path.parse(path).asName(), new PolicyCommand.Info());
        Table table = new Table("PATH", "UNIKERNELS", "MEMORY MB", "BLOCK MB", "CPUS", "BRIDGES");
        if (reply instanceof Reply.Policies policies) {
            for (Named<Policy> named : policies.policies()) {
                Policy policy = named.value();
                List<String> bridges = policy.bridges().stream().map(Text::line).toList();
                table.row(
                        named.name().toString(),
                        Long.toString(policy.unikernels()),
                        policy.memory().toString(),
                        policy.block().map(Object::toString).orElse("-"),
                        UnikernelCommands.numbers(policy.cpuids()),
                        UnikernelCommands.joined(bridges));
            }
        }
        return table.text(session, "no policies");
    }

    /** Adds or replaces a policy. */
    @Descriptor("add or replace the policy of a path")
    public String add_policy(
            CommandSession session,
            @Descriptor("PATH UNIKERNELS, and options as those of the program:"
                            + "\n          --mem MB (512), --cpu N (0), --block MB, --bridge BRIDGE")
                    String... words)
            throws RefusedException, InterruptedException {
        OptionWords given = OptionWords.of(
                List.of(words), Set.of("--mem", "--cpu", "--block", "--size", "--bridge", "--network"), Set.of());
        List<String> operands = ImageCommands.operands(given, "add-policy PATH UNIKERNELS");
        return UnikernelCommands.done(
                access.ask(session, Path.parse(operands.get(0)).asName(), new PolicyCommand.Add(policy(given))));
    }

    private static Policy policy(OptionWords given) throws RefusedException {
        SortedSet<CpuId> cpus = CpuId.setOf(
                given.numbers("--cpu").stream().mapToLong(Long::longValue).toArray());
        String number = given.others().get(1);
        long unikernels;
        try {
            unikernels = Long.parseLong(number);
        } catch (NumberFormatException e) {
            throw new RefusedException("'" + Text.of(number).line() + "' is not a number of unikernels");
        }
        long memory = given.number("--mem").orElse(DEFAULT_MEMORY_MB);
        Optional<Long> block = given.number("--block").or(() -> given.number("--size"));
        if (unikernels < 1 || memory <= TOO_LITTLE_MEMORY_MB || block.orElse(0L) < 0) {
            throw new RefusedException("unusable policy: at least 1 unikernel, more than " + TOO_LITTLE_MEMORY_MB
                    + " MB of memory and no less than 0 MB of block devices are needed");
        }
        SortedSet<Text> bridges = new TreeSet<>();
        given.all("--bridge").forEach(bridge -> bridges.add(Text.of(bridge)));
        given.all("--network").forEach(bridge -> bridges.add(Text.of(bridge)));
        return new Policy(
                cpus.isEmpty() ? CpuId.setOf(0) : cpus,
                unikernels,
                new Megabytes(memory),
                block.map(Megabytes::new),
                bridges);
    }

    /** Removes a policy. */
    @Descriptor("remove the policy of a path")
    public String remove_policy(CommandSession session, @Descriptor(PATH) String path)
            throws RefusedException, InterruptedException {
        return UnikernelCommands.done(access.ask(session, Path.parse(path).asName(), new PolicyCommand.Remove()));
    }

    /** All block devices. */
    @Descriptor("show the block devices")
    public String block(CommandSession session) throws RefusedException, InterruptedException {
        return block(session, ":");
    }

    /** Some block devices. */
    @Descriptor("show a block device, or all at or below a path")
    public String block(CommandSession session, @Descriptor(DEVICE + ", or a path") String name)
            throws RefusedException, InterruptedException {
        Reply reply = access.ask(session, Name.parse(name), new BlockCommand.Info());
        Table table = new Table("NAME", "SIZE MB", "USED");
        if (reply instanceof Reply.BlockDevices devices) {
            for (Named<Reply.BlockInfo> named : devices.devices()) {
                table.row(
                        named.name().brief(),
                        named.value().size().toString(),
                        named.value().active() ? "yes" : "no");
            }
        }
        return table.text(session, "no block devices");
    }

    /** Adds a block device. */
    @Descriptor("add an empty block device")
    public String create_block(
            CommandSession session, @Descriptor(DEVICE) String name, @Descriptor("its size in MB") long megabytes)
            throws RefusedException, InterruptedException {
        return UnikernelCommands.done(
                access.ask(session, Name.parse(name), new BlockCommand.Add(new Megabytes(megabytes))));
    }

    /** Removes a block device. */
    @Descriptor("remove an unused block device, and what is on it")
    public String destroy_block(CommandSession session, @Descriptor(DEVICE) String name)
            throws RefusedException, InterruptedException {
        return UnikernelCommands.done(access.ask(session, Name.parse(name), new BlockCommand.Remove()));
    }
}
