package org.albatross.shell.internal;

import java.io.IOException;
import java.io.PrintStream;
import java.time.temporal.ChronoUnit;
import org.albatross.json.EventJson;
import org.albatross.model.Command.Begin;
import org.albatross.model.ConsoleCommand;
import org.albatross.model.Data;
import org.albatross.model.EventLine;
import org.albatross.model.LogCommand;
import org.albatross.model.Name;
import org.albatross.model.Path;
import org.albatross.model.Reply;
import org.albatross.model.Text;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.apache.felix.service.command.Process;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Commands whose output goes on until they are interrupted. Gogo calls its methods by their names. */
@SuppressWarnings("MemberName") // as the program's commands are called
public final class StreamCommands {
    private static final Logger LOG = LoggerFactory.getLogger(StreamCommands.class);
    private static final String COUNT = "begin with so many of the last lines; all for a negative number";

    private final Access access;

    StreamCommands(Access access) {
        this.access = access;
    }

    /** What it prints. */
    @Descriptor("show what a unikernel prints, until interrupted")
    public void console(
            CommandSession session,
            @Descriptor(COUNT) @Parameter(names = "--count", absentValue = "20") long count,
            @Descriptor("name of the unikernel, as in a:b:hello") String name)
            throws RefusedException, InterruptedException {
        PrintStream out = Process.Utils.current().out();
        Stream.of(access, session, Name.parse(name), new ConsoleCommand.Subscribe(new Begin.Count(count)))
                .forEach(data -> {
                    if (data instanceof Data.Console line) {
                        out.println(line.time().truncatedTo(ChronoUnit.MILLIS) + "  "
                                + line.line().line());
                    }
                    return !out.checkError();
                });
    }

    /** Consoles of what has ended. */
    @Descriptor("show the consoles of ended unikernels")
    public String inactive_consoles(CommandSession session) throws RefusedException, InterruptedException {
        return inactive_consoles(session, ":");
    }

    /** Some of them. */
    @Descriptor("show the consoles of ended unikernels at or below a path")
    public String inactive_consoles(CommandSession session, @Descriptor("path, as in a:b:") String path)
            throws RefusedException, InterruptedException {
        Path base = Path.parse(path);
        Reply reply = access.ask(session, base.asName(), new ConsoleCommand.ListInactive());
        Table table = new Table("NAME");
        if (reply instanceof Reply.Consoles consoles) {
            consoles.names().forEach(name -> table.row(name.brief()));
        }
        return table.text(session, "no consoles of ended unikernels");
    }

    /** What happened. */
    @Descriptor("show what happened, and who asked for it: the last events of all")
    public void log(
            CommandSession session,
            @Descriptor("show each new event, too, until interrupted")
                    @Parameter(
                            names = {"-f", "--follow"},
                            absentValue = "false",
                            presentValue = "true")
                    boolean follow,
            @Descriptor(COUNT) @Parameter(names = "--count", absentValue = "20") long count)
            throws RefusedException, InterruptedException {
        log(session, follow, count, ":");
    }

    /** What happened to some. */
    @Descriptor("show what happened at or below a name, and who asked for it")
    public void log(
            CommandSession session,
            @Descriptor("show each new event, too, until interrupted")
                    @Parameter(
                            names = {"-f", "--follow"},
                            absentValue = "false",
                            presentValue = "true")
                    boolean follow,
            @Descriptor(COUNT) @Parameter(names = "--count", absentValue = "20") long count,
            @Descriptor("name of a unikernel, as in a:b:hello, or a path, as in a:b:") String name)
            throws RefusedException, InterruptedException {
        PrintStream out = Process.Utils.current().out();
        Begin begin = new Begin.Count(count);
        Stream.of(
                        access,
                        session,
                        Name.parse(name),
                        follow ? new LogCommand.Subscribe(begin) : new LogCommand.Show(begin))
                .forEach(data -> {
                    if (data instanceof Data.Event event) {
                        out.println(line(event));
                    }
                    return !out.checkError();
                });
    }

    private static String line(Data.Event event) {
        try {
            EventJson.Entry entry = EventJson.read(event.event().decoded());
            String details = EventLine.details(entry.fields());
            return entry.header().time().truncatedTo(ChronoUnit.SECONDS) + "  "
                    + entry.header().name().brief() + "  "
                    + EventLine.what(entry.fields()) + (details.isEmpty() ? "" : " (" + details + ")") + " by "
                    + Text.of(entry.caller().toString()).line();
        } catch (IOException e) {
            LOG.debug("an event is shown as it came", e);
            return event.event().line();
        }
    }
}
