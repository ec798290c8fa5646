package org.albatross.host.freebsd.internal;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;

/**
 * A {@code struct kevent} of kevent(2), as FreeBSD has it since 12: what is watched, and what is wanted of it or has come of it.
 *
 * @param ident the descriptor, the process, or a number of our own
 * @param filter one of the filters below
 * @param flags of the {@code EV_} flags
 * @param conditions of the {@code NOTE_} flags
 * @param data milliseconds of a timer, or what the filter tells
 * @param key what comes back with each event
 */
record Kevent(long ident, short filter, int flags, int conditions, long data, long key) {
    /** Its size, with the four words at its end that are not used. */
    static final int BYTES = 64;

    static final short READ = -1;
    static final short PROCESS = -5;
    static final short TIMER = -7;
    static final short USER = -11;

    static final int ADD = 0x1;
    static final int DELETE = 0x2;
    static final int ENABLE = 0x4;
    static final int DISABLE = 0x8;
    static final int ONESHOT = 0x10;
    static final int CLEAR = 0x20;

    static final int EXIT = 0x80000000;
    static final int TRIGGER = 0x01000000;

    /** Returns it as the kernel takes it. */
    Memory memory() {
        Memory memory = new Memory(BYTES);
        memory.clear();
        memory.setLong(0, ident);
        memory.setShort(8, filter);
        memory.setShort(10, (short) flags);
        memory.setInt(12, conditions);
        memory.setLong(16, data);
        memory.setLong(24, key);
        return memory;
    }

    /** Reads the one of that index from an array. */
    static Kevent read(Pointer array, int index) {
        long at = (long) index * BYTES;
        return new Kevent(
                array.getLong(at),
                array.getShort(at + 8),
                Short.toUnsignedInt(array.getShort(at + 10)),
                array.getInt(at + 12),
                array.getLong(at + 16),
                array.getLong(at + 24));
    }
}
