package org.albatross.shell.internal;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.albatross.model.Command;
import org.albatross.model.Name;
import org.albatross.model.Reply;
import org.albatross.model.Text;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Function;

/** Commands about the platform and the shell itself. Gogo calls its methods by their names. */
public final class PlatformCommands {
    private static final String FRAMEWORKS_HELP = "felix:help";

    private final Access access;

    PlatformCommands(Access access) {
        this.access = access;
    }

    /** What it is. */
    @Descriptor("show which platform this is, and what it can")
    public String hello(CommandSession session) throws RefusedException, InterruptedException {
        Reply reply = access.ask(session, Name.ROOT, new Command.SayHello());
        return reply instanceof Reply.Hello hello
                ? hello.product().line() + " " + hello.version().line() + "\n"
                        + hello.features().stream()
                                .map(Text::line)
                                .map(feature -> "  " + feature + "\n")
                                .collect(Collectors.joining())
                : "";
    }

    /** All commands. */
    @Descriptor("list the commands of Albatross")
    public String help(CommandSession session) {
        int widest = 0;
        Map<String, String> summaries = summaries(session);
        for (String name : summaries.keySet()) {
            widest = Math.max(widest, name.length());
        }
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, String> each : summaries.entrySet()) {
            text.append(each.getKey())
                    .append(" ".repeat(widest - each.getKey().length() + 2))
                    .append(each.getValue())
                    .append('\n');
        }
        return text + "\nhelp COMMAND tells more of one. felix:help lists those of the framework, as\n"
                + "lb, felix:start, felix:stop, felix:update for bundles, scr:list for components.\n";
    }

    private static Map<String, String> summaries(CommandSession session) {
        return commands(session).map(ShellCommands::summaries).orElse(Map.of());
    }

    private static Optional<ShellCommands> commands(CommandSession session) {
        return session.get(ShellCommands.SUMMARIES) instanceof ShellCommands commands
                ? Optional.of(commands)
                : Optional.empty();
    }

    /** One command; those of others are told by the framework's own help. */
    @Descriptor("tell more of a command")
    public Object help(CommandSession session, @Descriptor("its name, as in create or felix:lb") String name)
            throws Exception {
        Optional<String> ours = commands(session).flatMap(commands -> commands.help(name));
        if (ours.isPresent()) {
            return ours.get();
        }
        if (new CommandNames(session).has(name) && session.get(FRAMEWORKS_HELP) instanceof Function help) {
            return Objects.requireNonNullElse(help.execute(session, List.of(name)), "");
        }
        throw new RefusedException(name + ": there is no such command; help and felix:help list them");
    }
}
