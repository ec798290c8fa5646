package org.albatross.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LargeBlobTest {
    private static final int BYTES = 100 * 1024 * 1024;

    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void passes100MegabytesBothWaysThroughAHeapOf64() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LargeBlobMain.class.getName(),
                        Integer.toString(BYTES))
                .redirectErrorStream(true)
                .start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(process.waitFor()).as(output).isZero();
            assertThat(output)
                    .contains("length=" + BYTES)
                    .contains("handle=" + BYTES + " bytes")
                    .contains("20492a4d0d84f8beb1767f6616229f85d44c2827b64bdbfb260ee12fa1109e0e");
        } finally {
            process.destroyForcibly();
        }
    }
}
