package org.albatross.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationDirectoryTest {
    @TempDir
    private Path etc;

    private Map<Path, String> read() throws IOException {
        return new ConfigurationDirectory(etc).read();
    }

    @Test
    void readsVisibleFilesOfTheEndingOnly() throws IOException {
        Path file = Files.writeString(etc.resolve("a.cfg"), "x = 1");
        for (String other : List.of("logback.xml", ".a.cfg", "a.cfg~", ".a.cfg.swp", "cfg")) {
            Files.writeString(etc.resolve(other), "other");
        }
        Files.createSymbolicLink(etc.resolve(".#a.cfg"), Path.of("user@host.1"));

        assertThat(read()).isEqualTo(Map.of(file, "x = 1"));
    }

    @Test
    void namesTheFileInWhatItFinds() throws IOException {
        Path file = Files.writeString(etc.resolve("a.cfg"), "x = 1");

        List<ConfigurationFile> files = ConfigurationDirectory.check(new Schema(Map.of("a", List.of())), read());

        assertThat(files)
                .containsExactly(new ConfigurationFile(
                        "a", Map.of(), List.of(file + ": x = 1: there is no such key; there are ")));
    }

    @Test
    void failsWhenItCannotReadEverything() throws IOException {
        assertThatThrownBy(() -> new ConfigurationDirectory(etc.resolve("none")).read())
                .isInstanceOf(IOException.class)
                .hasMessage(etc.resolve("none") + ": the configuration cannot be read: " + etc.resolve("none")
                        + " (NoSuchFileException)");

        Files.write(etc.resolve("a.cfg"), new byte[65537]);
        assertThatThrownBy(this::read).hasMessageContaining("a.cfg is longer than 65536 bytes");

        Files.write(etc.resolve("a.cfg"), new byte[] {'x', (byte) 0xe9});
        assertThatThrownBy(this::read).hasMessageContaining("a.cfg is not in UTF-8");
    }
}
