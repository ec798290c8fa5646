package org.albatross.shell.internal;

import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.albatross.model.Caller;
import org.albatross.model.PlatformEvent;
import org.albatross.model.Text;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.apache.felix.service.command.Process;

/**
 * Other bundles for the running platform. The launcher upgrades, on a thread that no bundle can end; this asks it and shows how it
 * goes, also when this bundle is one of those that are replaced: the next one shows the rest. Gogo calls its methods by their names.
 */
public final class UpgradeCommands {
    /** State and reason, before the lines. */
    private static final int HEAD = 2;

    private final Supplier<Optional<Function<List<String>, List<String>>>> launcher;
    private final Access access;

    /** The service of the launcher is not there in a framework that something else has started. */
    UpgradeCommands(Supplier<Optional<Function<List<String>, List<String>>>> launcher, Access access) {
        this.launcher = launcher;
        this.access = access;
    }

    /** Upgrades. */
    @Descriptor("replace bundles of the running platform by others")
    public void upgrade(
            CommandSession session,
            @Descriptor("show what would be done, and do nothing")
                    @Parameter(names = "--dry-run", absentValue = "false", presentValue = "true")
                    boolean dryRun,
            @Descriptor("a release's directory, its feature file, or the jar of one bundle; a path of the host")
                    String path)
            throws RefusedException {
        if (dryRun) {
            print(ask(List.of("plan", path)));
            return;
        }
        Caller caller = access.caller(session);
        Caller.Local who = caller instanceof Caller.Local local ? local : new Caller.Local(0, 0, 0);
        ask(List.of("begin", path, Long.toString(who.uid()), Long.toString(who.gid()), Long.toString(who.pid())));
        follow();
    }

    /** Shows one. */
    @Descriptor("show the latest upgrade since the start of the platform, up to its end")
    public void upgrade(CommandSession session) throws RefusedException {
        follow();
    }

    private void follow() throws RefusedException {
        int known = 0;
        for (; ; ) {
            List<String> answer = ask(List.of("progress", Integer.toString(known)));
            print(answer.subList(HEAD, answer.size()));
            known += answer.size() - HEAD;
            switch (answer.get(0)) {
                case "running" -> {
                    // There is more to come.
                }
                case "done" -> {
                    return;
                }
                case "failed" -> throw new RefusedException(answer.get(1).replace("\n", "; "));
                default -> throw new RefusedException("there was no upgrade since the platform has started");
            }
        }
    }

    private List<String> ask(List<String> words) throws RefusedException {
        Function<List<String>, List<String>> present = launcher.get()
                .orElseThrow(
                        () -> new RefusedException("this platform was not started by albatrossd: nothing upgrades it"));
        try {
            return present.apply(words);
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new RefusedException(String.valueOf(e.getMessage()).replace("\n", "; "));
        }
    }

    private static void print(List<String> lines) {
        PrintStream out = Process.Utils.current().out();
        lines.forEach(line -> out.println(Text.of(line).line()));
        out.flush();
    }

    /** Tells the event log what came of an upgrade; by the launcher. */
    void ended(List<String> outcome) {
        Caller caller = new Caller.Local(number(outcome, 0), number(outcome, 1), number(outcome, 2));
        String source = outcome.get(3);
        access.tell(
                caller,
                outcome.get(4).equals("done")
                        ? new PlatformEvent.Upgraded(
                                source,
                                (int) number(outcome, 6),
                                (int) number(outcome, 7),
                                (int) number(outcome, 8),
                                (int) number(outcome, 9))
                        : new PlatformEvent.UpgradeFailed(source, outcome.get(5)));
    }

    private static long number(List<String> words, int index) {
        return Long.parseLong(words.get(index));
    }
}
