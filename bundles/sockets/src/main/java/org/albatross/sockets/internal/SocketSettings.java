package org.albatross.sockets.internal;

import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/**
 * What holds of every socket.
 *
 * @param backlog how many connections may wait on it
 * @param mode its permissions
 */
record SocketSettings(int backlog, Set<PosixFilePermission> mode) {
    /** Copies the permissions. */
    SocketSettings {
        mode = Set.copyOf(mode);
    }

    /** Reads the configuration, whose values are what {@link SocketsConfig} allows. */
    static SocketSettings of(SocketsConfig config) {
        return new SocketSettings(config.backlog_connections(), permissions(Integer.parseInt(config.mode_octal(), 8)));
    }

    /** Returns what the lowest nine bits of a file's mode permit. */
    static Set<PosixFilePermission> permissions(int bits) {
        PosixFilePermission[] highestFirst = PosixFilePermission.values();
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        for (int i = 0; i < highestFirst.length; i++) {
            if ((bits >> (highestFirst.length - 1 - i) & 1) == 1) {
                permissions.add(highestFirst[i]);
            }
        }
        return permissions;
    }
}
