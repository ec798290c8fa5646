package org.albatross.sockets.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;

class SocketSettingsTest {
    @Test
    void readsPermissionsAsAnOctalNumber() {
        assertThat(SocketSettings.of(List.of("vmmd"), 128, "0660").mode())
                .isEqualTo(PosixFilePermissions.fromString("rw-rw----"));
        assertThat(SocketSettings.of(List.of("vmmd"), 128, "751").mode())
                .isEqualTo(PosixFilePermissions.fromString("rwxr-x--x"));
    }

    @Test
    void namesFileKeyAndValueOfABadValue() {
        assertThatThrownBy(() -> SocketSettings.of(List.of("../x"), 128, "0660"))
                .hasMessage("org.albatross.sockets.cfg: names = ../x, but a name has lower-case letters only");
        assertThatThrownBy(() -> SocketSettings.of(List.of("vmmd"), 1, "0660"))
                .hasMessage("org.albatross.sockets.cfg: backlog.connections = 1, but at least 128 is needed");
        assertThatThrownBy(() -> SocketSettings.of(List.of("vmmd"), 128, "rw"))
                .hasMessage("org.albatross.sockets.cfg: mode.octal = rw, but three octal digits are needed");
    }
}
