package org.albatross.itests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    /** Its command line, words apart by a blank; empty when it is gone. */
    public static String commandLine(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"))
                    .replace('\0', ' ');
        } catch (IOException e) {
            return "";
        }
    }

    /** Its start time as /proc has it (field 22 of stat); empty when it is gone. */
    public static String startTime(ProcessHandle process) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[19];
        } catch (IOException e) {
            return "";
        }
    }
}
