package org.albatross.supervisor.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That what may be desired fits into memory, together with the answers that tell all of it. */
class LargestStateTest {
    /** Half of what {@code albatrossd} has: the other half is for the framework, connections and transfers. */
    private static final String HEAP = "-Xmx64m";

    @ParameterizedTest
    @ValueSource(strings = {"policies", "unikernels"})
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void fitsIntoHalfOfThePlatformsHeapWithAsManyAnswersAsThereMayBe(String what)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        HEAP,
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LargestStateMain.class.getName(),
                        what)
                .redirectErrorStream(true)
                .start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(process.waitFor()).as(output).isZero();
            assertThat(output).contains(": []"); // no limit is exceeded
        } finally {
            process.destroyForcibly();
        }
    }
}
