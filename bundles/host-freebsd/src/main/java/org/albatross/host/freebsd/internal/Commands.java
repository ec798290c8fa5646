package org.albatross.host.freebsd.internal;

import java.io.IOException;
import java.util.List;

/** Runs programs of the base system. For any thread. */
interface Commands {
    /**
     * What a program did.
     *
     * @param code its exit code
     * @param text what it printed on its standard output
     * @param errors what it printed on its standard error
     */
    record Output(int code, String text, String errors) {
        /** Returns why it failed, in one line. */
        String reason() {
            String said = String.join("; ", errors.strip().lines().toList());
            return said.isEmpty() ? "exit code " + code : said;
        }
    }

    /**
     * Runs a program to its end, in the C locale and UTC.
     *
     * @throws IOException when it cannot be run, or does not end in time
     */
    Output run(List<String> line) throws IOException;

    /**
     * Returns what a program prints.
     *
     * @param what what was attempted, which begins the message of a failure
     * @throws IOException also when it ends with another code than 0
     */
    default String text(List<String> line, String what) throws IOException {
        Output output = run(line);
        if (output.code() != 0) {
            throw new IOException(what + ": " + output.reason());
        }
        return output.text();
    }
}
