package org.albatross.bhyve.internal;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.albatross.api.Hypervisor.Run;
import org.albatross.model.Name;

/**
 * What the virtual machine of a run is called: {@code alba.INSTANCE.RUN.NAME}. bhyve puts that name in the place of its command line
 * when it has begun (setproctitle(3)), so whose run a process is stands in the process table as long as it lives, whatever becomes of
 * the run directory. The wrapper of FreeBSD knows the same name, to remove the machine at its end.
 */
final class MachineName {
    /** The most bytes that the name of a virtual machine has since FreeBSD 13 (VM_MAX_NAMELEN of dev/vmm/vmm_param.h). */
    private static final int MAX_BYTES = 229;

    private static final int MAX_RUN_DIGITS = 18;
    private static final int INSTANCE_DIGITS = 16;

    /** The most bytes of a unikernel's name that leave room for the rest. */
    static final int MAX_NAME_BYTES = MAX_BYTES - "alba...".length() - INSTANCE_DIGITS - MAX_RUN_DIGITS;

    private static final String WRITTEN = "alba\\.([0-9a-f]{16})\\.([0-9]{1,18})\\.([a-z0-9.:-]+)";

    /** As ps(1) prints it: the title that bhyve has given itself, or, for a moment before, the command line that it was started with. */
    private static final Pattern LINE =
            Pattern.compile("bhyve: " + WRITTEN + "(?: \\(bhyve\\))?|(?:\\S*/)?bhyve -A .* " + WRITTEN);

    private MachineName() {}

    static String of(Run run) {
        return "alba." + run.instance() + "." + run.runId() + "." + run.name();
    }

    /** Returns whose machine a process of bhyve runs, by the words of its command line, some of which may hold blanks. */
    static Optional<Run> in(List<String> commandLine) {
        Matcher found = LINE.matcher(String.join(" ", commandLine));
        if (!found.matches()) {
            return Optional.empty();
        }
        int first = found.group(1) == null ? 4 : 1;
        try {
            return Optional.of(new Run(
                    String.valueOf(found.group(first)),
                    Name.parse(String.valueOf(found.group(first + 2))),
                    Long.parseLong(String.valueOf(found.group(first + 1)))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
