package org.albatross.host.freebsd.internal;

import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.albatross.host.ProcessId;

/**
 * The process table as ps(1) prints it. That a process is not there is said only where all can be seen: {@code
 * security.bsd.see_other_uids} and {@code security.bsd.see_other_gids} hide those of others from everybody but root. For any thread.
 */
final class ProcessTable {
    private static final String[] VISIBILITY = {"security.bsd.see_other_uids", "security.bsd.see_other_gids"};

    private final Commands commands;
    private final boolean root;

    /**
     * The table of this machine.
     *
     * @param root whether this process is root, who sees all
     */
    ProcessTable(Commands commands, boolean root) {
        this.commands = commands;
        this.root = root;
    }

    /** Returns when the machine booted. */
    Instant bootTime() throws IOException {
        return SystemText.bootTime(
                commands.text(CommandLines.values("kern.boottime"), "cannot read when the machine booted"));
    }

    /** As {@link org.albatross.host.Processes#requireVisible}. */
    void requireVisible() throws IOException {
        if (root) {
            return;
        }
        List<Long> visible = SystemText.numbers(
                commands.text(CommandLines.values(VISIBILITY), "cannot read what hides processes"), VISIBILITY);
        for (int i = 0; i < VISIBILITY.length; i++) {
            if (visible.get(i) != 1) {
                throw new IOException("processes of other users are hidden: sysctl " + VISIBILITY[i]
                        + "=1 shows them, or run the platform as root");
            }
        }
    }

    /** Returns all processes, zombies too. */
    List<ProcessText.Line> all() throws IOException {
        requireVisible();
        ProcessText text = new ProcessText(bootTime());
        List<ProcessText.Line> lines = text.table(commands.text(CommandLines.table(), "cannot read the process table"));
        long self = ProcessHandle.current().pid();
        if (lines.stream().noneMatch(line -> line.entry().id().pid() == self)) {
            throw new IOException("ps does not show every process: not even this one, " + self);
        }
        return lines;
    }

    /** Returns the process of that number that has not ended. That there is none, ps says by its exit code. */
    Optional<ProcessText.Line> line(long pid) throws IOException {
        if (pid < 1 || pid > Integer.MAX_VALUE) {
            return Optional.empty();
        }
        requireVisible();
        Instant boot = bootTime();
        Commands.Output output = commands.run(CommandLines.process(pid));
        Optional<ProcessText.Line> found = new ProcessText(boot).only(output.text());
        if (found.isEmpty() && !output.errors().isBlank()) {
            throw new IOException("cannot look for process " + pid + ": " + output.reason());
        }
        return found.filter(line -> !line.entry().zombie());
    }

    /** Returns those of these processes that have not ended. */
    List<ProcessText.Line> lines(Collection<ProcessId> processes) throws IOException {
        return new ProcessText(bootTime())
                .table(commands.run(CommandLines.processes(processes)).text()).stream()
                        .filter(line -> processes.contains(line.entry().id()))
                        .toList();
    }

    /** As {@link org.albatross.host.Processes#find}. */
    Optional<ProcessId> find(long pid) throws IOException {
        return line(pid).map(line -> line.entry().id());
    }
}
