package org.albatross.host.internal.linux;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;

/** A {@code struct ifreq} of netdevice(7): the name of an interface, and a union of which numbers are used. */
final class InterfaceRequest {
    private static final int NAME_BYTES = 16;
    private static final int BYTES = 40;

    private final Memory memory = new Memory(BYTES);

    /** Takes a name of at most 15 bytes. */
    InterfaceRequest(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        memory.clear();
        memory.write(0, bytes, 0, Math.min(bytes.length, NAME_BYTES - 1));
    }

    Pointer pointer() {
        return memory;
    }

    String name() {
        return memory.getString(0);
    }

    InterfaceRequest setInt(int value) {
        memory.setInt(NAME_BYTES, value);
        return this;
    }

    int getInt() {
        return memory.getInt(NAME_BYTES);
    }

    InterfaceRequest setShort(short value) {
        memory.setShort(NAME_BYTES, value);
        return this;
    }

    short getShort() {
        return memory.getShort(NAME_BYTES);
    }
}
