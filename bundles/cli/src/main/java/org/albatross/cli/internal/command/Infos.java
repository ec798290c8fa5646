package org.albatross.cli.internal.command;

import java.util.List;
import java.util.Optional;
import org.albatross.cli.internal.command.ServerCommand.Answer;
import org.albatross.cli.internal.run.CommandFailure;
import org.albatross.model.Arguments;
import org.albatross.model.BlockDevice;
import org.albatross.model.MacAddress;
import org.albatross.model.Name;
import org.albatross.model.NetDevice;
import org.albatross.model.Reply;
import org.albatross.model.Text;
import org.albatross.model.UnikernelInfo;

/** From what a platform tells about a running unikernel back to what it was created with. */
final class Infos {
    private Infos() {}

    /** Returns the only unikernel of an answer; nothing when there is none. */
    static Optional<UnikernelInfo> only(Answer answer) {
        return answer.reply() instanceof Reply.Infos infos && infos.unikernels().size() == 1
                ? Optional.of(infos.unikernels().get(0).value())
                : Optional.empty();
    }

    /** Fails a command as the platform fails one about what it does not know. */
    static CommandFailure notFound(String verb, Name name) {
        return CommandFailure.refused(name, Text.of(verb + ": not found"));
    }

    /** Returns its arguments, shorter where a value is the one that it would have anyway. */
    static Arguments arguments(Name name, UnikernelInfo info, boolean addName) {
        return new Arguments(
                info.failBehaviour(),
                info.startup(),
                addName,
                info.cpuids(),
                info.memory(),
                info.blockDevices().stream().map(Infos::block).toList(),
                info.netDevices().stream().map(net -> net(name, net)).toList(),
                info.argv().filter(argv -> !argv.equals(List.of())),
                info.cpus(),
                info.linuxBootPartition());
    }

    private static BlockDevice block(UnikernelInfo.Block block) {
        return new BlockDevice(
                block.unikernelDevice(),
                unless(block.hostDevice(), block.unikernelDevice()),
                Optional.of(block.sectorSize()));
    }

    private static NetDevice net(Name name, UnikernelInfo.Net net) {
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
