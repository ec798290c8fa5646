package org.albatross.host.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.albatross.host.LibexecDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibexecDirectoryTest {
    @Test
    void takesTheDirectoryThatTheLauncherNames() {
        assertThat(LibexecDirectory.named(Optional.of(Machine.LIBEXEC.toString())))
                .isEqualTo(Machine.LIBEXEC);
    }

    @Test
    void namesThePropertyAndTheValueOfADirectoryWithoutTheWrapper(@TempDir Path empty) throws IOException {
        Files.createFile(empty.resolve("albatross-run"));

        assertThatThrownBy(() -> LibexecDirectory.named(Optional.of(empty.toString())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("framework property albatross.libexec.dir = '" + empty
                        + "': holds no executable albatross-run");
    }

    @Test
    void needsAnAbsolutePath() {
        assertThatThrownBy(() -> LibexecDirectory.named(Optional.of("libexec")))
                .hasMessage("framework property albatross.libexec.dir = 'libexec': an absolute path is needed");
        assertThatThrownBy(() -> LibexecDirectory.named(Optional.empty()))
                .hasMessage("framework property albatross.libexec.dir = '': an absolute path is needed");
    }
}
