package org.albatross.host.freebsd.internal;

import com.sun.jna.Memory;
import com.sun.jna.ptr.IntByReference;
import java.io.IOException;
import java.util.stream.IntStream;
import org.albatross.host.Peers;
import org.albatross.model.Groups;

/** Peers as unix(4) tells of them: {@code LOCAL_PEERCRED}, a {@code struct xucred}, which holds 16 groups at most. */
final class FreeBsdPeers implements Peers {
    private static final int SOL_LOCAL = 0;
    private static final int LOCAL_PEERCRED = 1;
    private static final int BYTES = 88;
    private static final int GROUP_COUNT = 8;
    private static final int GROUPS = 12;
    private static final int MOST_GROUPS = 16;

    private final LibC c;

    FreeBsdPeers(LibC c) {
        this.c = c;
    }

    @Override
    public Groups groups(int descriptor) throws IOException {
        Memory credentials = new Memory(BYTES);
        credentials.clear();
        IntByReference length = new IntByReference(BYTES);
        ErrnoException.check(
                c,
                c.getsockopt(descriptor, SOL_LOCAL, LOCAL_PEERCRED, credentials, length),
                "cannot read the groups of a connection's peer");
        return groups(credentials);
    }

    /** Returns the groups of a {@code struct xucred}: version, uid, their number, the groups. */
    static Groups groups(Memory credentials) {
        int count = Math.min(MOST_GROUPS, Math.max(0, credentials.getShort(GROUP_COUNT)));
        return Groups.of(IntStream.range(0, count)
                .mapToLong(i -> Integer.toUnsignedLong(credentials.getInt(GROUPS + (long) i * Integer.BYTES)))
                .toArray());
    }
}
