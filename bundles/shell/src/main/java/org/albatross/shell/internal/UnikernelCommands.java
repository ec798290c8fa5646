package org.albatross.shell.internal;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Collectors;
import org.albatross.model.Command;
import org.albatross.model.CpuId;
import org.albatross.model.LifecycleCommand;
import org.albatross.model.Name;
import org.albatross.model.Named;
import org.albatross.model.Reply;
import org.albatross.model.Text;
import org.albatross.model.UnikernelCommand;
import org.albatross.model.UnikernelInfo;
import org.albatross.model.UnikernelStatus;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;

/** Commands about unikernels and their life. Gogo calls its methods by their names. */
@SuppressWarnings("MemberName") // as the program's commands are called
public final class UnikernelCommands {
    private static final String NAME = "name of a unikernel, as in a:b:hello, or a path, as in a:b:";
    private static final String NONE = "no unikernels";

    private final Access access;

    UnikernelCommands(Access access) {
        this.access = access;
    }

    /** Where all stand. */
    @Descriptor("show where every unikernel stands, and why")
    public String status(CommandSession session) throws RefusedException, InterruptedException {
        return status(session, ":");
    }

    /** Where some stand. */
    @Descriptor("show where what is at or below a name stands, and why")
    public String status(CommandSession session, @Descriptor(NAME) String name)
            throws RefusedException, InterruptedException {
        Reply reply = access.ask(session, Name.parse(name), new LifecycleCommand.Status());
        Table table = new Table("NAME", "STATE", "SINCE", "RESTARTS", "LAST EXIT", "REASON");
        if (reply instanceof Reply.Statuses statuses) {
            for (Named<UnikernelStatus> named : statuses.statuses()) {
                UnikernelStatus status = named.value();
                table.row(
                        named.name().brief(),
                        status.state().line(),
                        time(status.since()),
                        Long.toString(status.restarts()),
                        line(status.lastExit()),
                        line(status.reason()));
            }
        }
        return table.text(session, NONE);
    }

    private static String line(Optional<Text> text) {
        return text.map(Text::line).orElse("-");
    }

    static String time(Optional<Instant> time) {
        return time.map(known -> known.truncatedTo(ChronoUnit.SECONDS).toString())
                .orElse("-");
    }

    static String numbers(Collection<CpuId> cpus) {
        return cpus.isEmpty() ? "-" : cpus.stream().map(Object::toString).collect(Collectors.joining(","));
    }

    /** What runs. */
    @Descriptor("show the running unikernels")
    public String info(CommandSession session) throws RefusedException, InterruptedException {
        return info(session, ":");
    }

    /** What of it runs. */
    @Descriptor("show a running unikernel, or all at or below a path")
    public String info(CommandSession session, @Descriptor(NAME) String name)
            throws RefusedException, InterruptedException {
        Reply reply =
                access.ask(session, Name.parse(name), new UnikernelCommand.Info(UnikernelCommand.InfoForm.CURRENT));
        Table table = new Table("NAME", "MEMORY MB", "CPUS", "STARTED", "BRIDGES", "BLOCK DEVICES", "IMAGE");
        if (reply instanceof Reply.Infos infos) {
            for (Named<UnikernelInfo> named : infos.unikernels()) {
                UnikernelInfo info = named.value();
                table.row(
                        named.name().brief(),
                        info.memory().toString(),
                        numbers(info.cpuids()),
                        time(info.started()),
                        joined(info.netDevices().stream()
                                .map(net -> net.hostDevice().line())
                                .toList()),
                        joined(info.blockDevices().stream()
                                .map(block -> block.hostDevice().line())
                                .toList()),
                        info.digestText());
            }
        }
        return table.text(session, NONE);
    }

    static String joined(Collection<String> words) {
        return words.isEmpty() ? "-" : String.join(",", words);
    }

    /** Ends it and starts it again. */
    @Descriptor("end a unikernel and start it again with its arguments")
    public String restart(CommandSession session, @Descriptor(NAME) String name)
            throws RefusedException, InterruptedException {
        return change(session, name, new UnikernelCommand.Restart(Optional.empty()));
    }

    /** Ends it for good. */
    @Descriptor("end a unikernel for good")
    public String destroy(CommandSession session, @Descriptor(NAME) String name)
            throws RefusedException, InterruptedException {
        return change(session, name, new UnikernelCommand.Destroy());
    }

    /** Ends a stop. */
    @Descriptor("start a stopped unikernel, or all at or below a path")
    public String start(CommandSession session, @Descriptor(NAME) String name)
            throws RefusedException, InterruptedException {
        return change(session, name, new LifecycleCommand.Start());
    }

    /** Ends it until it is started again. */
    @Descriptor("stop a unikernel, or all below a path, until started again")
    public String stop(CommandSession session, @Descriptor(NAME) String name)
            throws RefusedException, InterruptedException {
        return change(session, name, new LifecycleCommand.Stop());
    }

    /** Ends what runs; all of it stays desired. */
    @Descriptor("end unikernels because the host goes down; they stay desired")
    public String shutdown(CommandSession session, @Descriptor(NAME) String name)
            throws RefusedException, InterruptedException {
        return change(session, name, new LifecycleCommand.Shutdown());
    }

    private String change(CommandSession session, String name, Command command)
            throws RefusedException, InterruptedException {
        return done(access.ask(session, Name.parse(name), command));
    }

    static String done(Reply reply) {
        return reply instanceof Reply.Done done ? done.message().line() : "done";
    }
}
