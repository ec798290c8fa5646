package org.albatross.shell.internal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Process;

/** What the lines of a shell need besides. Gogo calls its methods by their names. */
public final class ToolCommands {
    ToolCommands() {}

    /** Says it again. */
    @Descriptor("print words")
    public String echo(CommandSession session, @Descriptor("what to print") Object... words) {
        return Arrays.stream(words).map(String::valueOf).collect(Collectors.joining(" "));
    }

    /** Filters. */
    @Descriptor("print the lines of input that match")
    public void grep(CommandSession session, @Descriptor("a regular expression of Java") String pattern)
            throws IOException {
        Pattern wanted = Pattern.compile(pattern);
        Process process = Process.Utils.current();
        BufferedReader in = new BufferedReader(new InputStreamReader(process.in(), StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (wanted.matcher(line).find()) {
                process.out().println(line);
            }
        }
    }
}
