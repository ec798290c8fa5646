package org.albatross.host.linux.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.albatross.host.linux.Machine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostComponentTest {
    @Test
    void takesTheDirectoryThatTheLauncherNames() {
        assertThat(HostComponent.libexec(Optional.of(Machine.LIBEXEC.toString())))
                .isEqualTo(Machine.LIBEXEC);
    }

    @Test
    void namesThePropertyAndTheValueOfADirectoryWithoutTheWrapper(@TempDir Path empty) throws IOException {
        Files.createFile(empty.resolve("albatross-run"));

        assertThatThrownBy(() -> HostComponent.libexec(Optional.of(empty.toString())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("framework property albatross.libexec.dir = '" + empty
                        + "': holds no executable albatross-run");
    }

    @Test
    void needsAnAbsolutePath() {
        assertThatThrownBy(() -> HostComponent.libexec(Optional.of("libexec")))
                .hasMessage("framework property albatross.libexec.dir = 'libexec': an absolute path is needed");
        assertThatThrownBy(() -> HostComponent.libexec(Optional.empty()))
                .hasMessage("framework property albatross.libexec.dir = '': an absolute path is needed");
    }
}
