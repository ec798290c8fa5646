package org.albatross.host.linux.internal;

import static org.albatross.host.linux.internal.SystemCall.ENOPROTOOPT;
import static org.albatross.host.linux.internal.SystemCall.ERANGE;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.ptr.IntByReference;
import java.io.IOException;
import java.util.stream.IntStream;
import org.albatross.host.Peers;
import org.albatross.model.Groups;

/** Peers as unix(7) and socket(7) tell of them: {@code SO_PEERGROUPS}, which Linux has since 4.13. */
final class LinuxPeers implements Peers {
    private static final int SOL_SOCKET = 1;
    private static final int SO_PEERGROUPS = 59;
    private static final int FEW = 64;
    private static final LibC C = LibC.INSTANCE;

    /** Asks again with the room that the kernel says it needs, which does not change while the connection is open. */
    @Override
    public Groups groups(int descriptor) throws IOException {
        for (int room = FEW; ; ) {
            Memory groups = new Memory((long) room * Integer.BYTES);
            IntByReference length = new IntByReference(room * Integer.BYTES);
            if (C.getsockopt(descriptor, SOL_SOCKET, SO_PEERGROUPS, groups, length) == 0) {
                return Groups.of(IntStream.of(groups.getIntArray(0, length.getValue() / Integer.BYTES))
                        .mapToLong(Integer::toUnsignedLong)
                        .toArray());
            }
            int errno = Native.getLastError();
            if (errno == ENOPROTOOPT) {
                return Groups.NONE;
            }
            int needed = length.getValue() / Integer.BYTES;
            if (errno != ERANGE || needed <= room) {
                throw new ErrnoException("cannot read the groups of a connection's peer", errno);
            }
            room = needed;
        }
    }
}
