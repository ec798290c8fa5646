package org.albatross.shell.internal;

import java.util.List;
import org.albatross.model.BlockCommand;
import org.albatross.model.Megabytes;
import org.albatross.model.Name;
import org.albatross.model.Named;
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
