package org.albatross.host.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.albatross.host.Machine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostComponentTest {
    private final Path programs = Machine.LIBEXEC;

    @Test
    void takesTheConfiguredDirectoryBeforeTheFrameworks() {
        assertThat(HostComponent.libexec(programs.toString(), Optional.of("/elsewhere")))
                .isEqualTo(programs);
        assertThat(HostComponent.libexec("", Optional.of(programs.toString()))).isEqualTo(programs);
    }

    @Test
    void namesTheKeyAndTheValueOfADirectoryWithoutTheWrapper(@TempDir Path empty) throws IOException {
        Files.createFile(empty.resolve("albatross-run"));

        assertThatThrownBy(() -> HostComponent.libexec(empty.toString(), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("org.albatross.host.cfg: libexec.dir = '" + empty + "': holds no executable albatross-run");
    }

    @Test
    void needsAnAbsolutePath() {
        assertThatThrownBy(() -> HostComponent.libexec("libexec", Optional.empty()))
                .hasMessage("org.albatross.host.cfg: libexec.dir = 'libexec': an absolute path is needed");
        assertThatThrownBy(() -> HostComponent.libexec("", Optional.empty()))
                .hasMessage("framework property albatross.libexec.dir = '': an absolute path is needed");
    }
}
