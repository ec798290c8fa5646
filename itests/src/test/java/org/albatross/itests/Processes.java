package org.albatross.itests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The process table. */
public final class Processes {
    private Processes() {}

    /** Every process but this one whose command line holds a text. */
    public static Stream<ProcessHandle> naming(String text) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.pid() != ProcessHandle.current().pid())
                .filter(process -> commandLine(process).contains(text));
    }

    /** Leaves out what others of them have forked: it has their command line until it becomes another program. */
    public static Stream<ProcessHandle> withoutForks(Stream<ProcessHandle> processes) {
        Set<ProcessHandle> all = processes.collect(Collectors.toSet());
        return all.stream()
                .filter(process -> process.parent().filter(all::contains).isEmpty());
    }

    /** Its command line, words apart by a blank; empty when it is gone. */
    public static String commandLine(ProcessHandle process) {
        long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
        String line;
        do {
            line = read(process, "cmdline").replace('\0', ' ');
            // It is empty for a moment when a process becomes another program, too.
        } while (line.isEmpty() && hasMemory(process) && System.nanoTime() - patience < 0);
        return line;
    }

    /** Its start time as /proc has it (field 22 of stat); empty when it is gone. */
    public static String startTime(ProcessHandle process) {
        return fromThirdField(process).map(fields -> fields[19]).orElse("");
    }

    private static boolean hasMemory(ProcessHandle process) {
        return fromThirdField(process).filter(fields -> !fields[20].equals("0")).isPresent();
    }

    private static Optional<String[]> fromThirdField(ProcessHandle process) {
        String stat = read(process, "stat");
        return stat.isEmpty()
                ? Optional.empty()
                : Optional.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
    }

    private static String read(ProcessHandle process, String file) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), file));
        } catch (IOException e) {
            return "";
        }
    }
}
