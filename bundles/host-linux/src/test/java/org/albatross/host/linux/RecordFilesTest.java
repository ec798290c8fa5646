package org.albatross.host.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.albatross.host.ExitFile;
import org.albatross.host.ProcessFile;
import org.albatross.host.ProcessId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files that a wrapper writes, at each moment of its writing. */
class RecordFilesTest {
    private static final String RESERVED = "1 7 reserved" + " ".repeat(51) + "\n";
    private static final String PROCESS = "1 0f-boot 4711 99 7\n";

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    Path directory;

    @ParameterizedTest
    @ValueSource(ints = {0, 9, 137})
    void haveAnExitOnceItIsThereAsAWhole(int code) throws IOException {
        Path file = directory.resolve(ExitFile.NAME);
        String ended = ("1 7 " + code + " ".repeat(60)).substring(0, 63) + "\n";
        for (int written = 0; written <= ended.length(); written++) {
            Files.writeString(file, RESERVED.substring(0, written));
            assertThat(ExitFile.read(directory)).as("reserved, %d", written).isEmpty();
        }
        for (int written = 0; written <= ended.length(); written++) {
            Files.writeString(file, ended.substring(0, written) + RESERVED.substring(written));
            assertThat(ExitFile.read(directory).stream())
                    .as("%d", written)
                    .allMatch(exit -> exit.equals(new ExitFile(7, code)));
        }
        assertThat(ExitFile.read(directory)).hasValue(new ExitFile(7, code));
    }

    @Test
    void haveAProcessOnceItIsThereAsAWhole() throws IOException {
        for (int written = 0; written < PROCESS.length(); written++) {
            Files.writeString(directory.resolve(ProcessFile.NAME), PROCESS.substring(0, written));
            assertThat(ProcessFile.read(directory)).as("%d", written).isEmpty();
        }
        Files.writeString(directory.resolve(ProcessFile.NAME), PROCESS);
        assertThat(ProcessFile.read(directory)).hasValue(new ProcessFile("0f-boot", new ProcessId(4711, 99), 7));
    }

    @Test
    void areRefusedInAnotherFormat() throws IOException {
        Files.writeString(directory.resolve(ExitFile.NAME), "2 7 0\n");
        assertThatThrownBy(() -> ExitFile.read(directory)).isInstanceOf(IOException.class);
    }
}
