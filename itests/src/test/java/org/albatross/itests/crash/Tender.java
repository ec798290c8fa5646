package org.albatross.itests.crash;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.albatross.itests.Processes;
import org.albatross.model.Name;

/**
 * A process that runs a unikernel, as the process table shows it.
 *
 * @param name whose
 * @param run which run of it
 * @param pid the process
 * @param start its start time as {@code /proc/PID/stat} has it: another process of the same pid has another
 */
record Tender(Name name, long run, long pid, String start) {
    private static final String WRAPPER = "/albatross-run ";

    /** Returns every tender of the platform with this run directory, by name and run. */
    static List<Tender> of(Path run) {
        Pattern image =
                Pattern.compile(Pattern.quote(run + "/unikernels/") + "([^/ ]+)/image\\.[0-9a-f]+\\.([0-9]+)\\.");
        return Processes.withoutForks(Processes.naming(run.toString())
                        .filter(process -> of(image, process).isPresent()))
                .flatMap(process -> of(image, process).stream())
                .sorted((a, b) -> a.name.equals(b.name) ? Long.compare(a.run, b.run) : a.name.compareTo(b.name))
                .toList();
    }

    private static Optional<Tender> of(Pattern image, ProcessHandle process) {
        String start = Processes.startTime(process);
        String line = Processes.commandLine(process);
        Matcher matcher = image.matcher(line);
        if (line.contains(WRAPPER) || !matcher.find() || start.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new Tender(Name.parse(matcher.group(1)), Long.parseLong(matcher.group(2)), process.pid(), start));
    }

    /** Returns the wrappers of the platform with this run directory, and what they have forked and not yet become. */
    static List<ProcessHandle> wrappers(Path run) {
        return Processes.naming(run.toString())
                .filter(process -> Processes.commandLine(process).contains(WRAPPER))
                .toList();
    }

    /** Returns this process's wrapper. */
    ProcessHandle wrapper() {
        return handle().parent().orElseThrow(() -> new AssertionError(this + " has ended"));
    }

    ProcessHandle handle() {
        return ProcessHandle.of(pid).orElseThrow(() -> new AssertionError(this + " has ended"));
    }
}
