package org.albatross.host.linux.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** In a process that is the first of a namespace, {@link ReapedMain}. */
class ChildReaperTest {
    private static final List<String> AS_FIRST =
            List.of("unshare", "--user", "--map-root-user", "--pid", "--fork", "--kill-child");

    private static Process start(String... command) throws Exception {
        List<String> words = new ArrayList<>(AS_FIRST);
        words.addAll(List.of(command));
        return new ProcessBuilder(words).redirectErrorStream(true).start();
    }

    @Test
    void leavesNoZombieAndStealsNoExitCode() throws Exception {
        assumeTrue(start("true").waitFor() == 0, "no user namespace with processes of its own can be had here");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();

        Process first = start(
                java,
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                ReapedMain.class.getName());

        String said = new String(first.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(first.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(said.strip()).endsWith("process 1: no zombie, every exit code");
    }
}
