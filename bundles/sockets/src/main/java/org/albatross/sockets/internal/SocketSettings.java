package org.albatross.sockets.internal;

import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Which sockets there are.
 *
 * @param names of lower-case letters
 * @param backlog how many connections may wait on each
 * @param mode the permissions of the sockets
 */
record SocketSettings(List<String> names, int backlog, Set<PosixFilePermission> mode) {
    private static final int LEAST_BACKLOG = 128;

    /** Throws {@link IllegalArgumentException}, naming file, key and value, for a bad value. */
    SocketSettings {
        names = List.copyOf(names);
        for (String name : names) {
            if (!name.matches("[a-z]+")) {
                throw bad("names", name, "a name has lower-case letters only");
            }
        }
        if (backlog < LEAST_BACKLOG) {
            throw bad("backlog.connections", String.valueOf(backlog), "at least " + LEAST_BACKLOG + " is needed");
        }
        mode = Set.copyOf(mode);
    }

    /** Reads the configuration. */
    static SocketSettings of(SocketsConfig config) {
        return of(List.of(config.names()), config.backlog_connections(), config.mode_octal());
    }

    /** Reads these values; {@code octal} are the permissions. */
    static SocketSettings of(List<String> names, int backlog, String octal) {
        return new SocketSettings(names, backlog, permissions(octal));
    }

    private static Set<PosixFilePermission> permissions(String octal) {
        if (!octal.matches("0?[0-7]{3}")) {
            throw bad("mode.octal", octal, "three octal digits are needed");
        }
        int bits = Integer.parseInt(octal, 8);
        PosixFilePermission[] highestFirst = PosixFilePermission.values();
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        for (int i = 0; i < highestFirst.length; i++) {
            if ((bits >> (highestFirst.length - 1 - i) & 1) == 1) {
                permissions.add(highestFirst[i]);
            }
        }
        return permissions;
    }

    private static IllegalArgumentException bad(String key, String value, String rule) {
        return new IllegalArgumentException(SocketsConfig.PID + ".cfg: " + key + " = " + value + ", but " + rule);
    }
}
