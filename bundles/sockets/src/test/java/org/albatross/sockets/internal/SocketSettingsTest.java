package org.albatross.sockets.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;

class SocketSettingsTest {
    @Test
    void readsPermissionsAsABitEach() {
        assertThat(SocketSettings.permissions(0660)).isEqualTo(PosixFilePermissions.fromString("rw-rw----"));
        assertThat(SocketSettings.permissions(0751)).isEqualTo(PosixFilePermissions.fromString("rwxr-x--x"));
    }
}
