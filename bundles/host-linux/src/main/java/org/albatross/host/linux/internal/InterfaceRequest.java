package org.albatross.host.linux.internal;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;
import org.albatross.model.Bytes;
import org.albatross.model.MacAddress;

/** A {@code struct ifreq} of netdevice(7): the name of an interface, and a union of which numbers and addresses are used. */
final class InterfaceRequest {
    private static final int NAME_BYTES = 16;
    private static final int BYTES = 40;
    private static final int ADDRESS = NAME_BYTES + Short.BYTES;
    private static final short ARPHRD_ETHER = 1;

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

    InterfaceRequest setPointer(Pointer value) {
        memory.setPointer(NAME_BYTES, value);
        return this;
    }

    InterfaceRequest setShort(short value) {
        memory.setShort(NAME_BYTES, value);
        return this;
    }

    /** Puts a {@code struct sockaddr} in: the kind of the address, Ethernet's, and the address. */
    InterfaceRequest setAddress(MacAddress address) {
        setShort(ARPHRD_ETHER);
        memory.write(ADDRESS, address.bytes().toArray(), 0, MacAddress.LENGTH);
        return this;
    }

    MacAddress address() {
        return new MacAddress(Bytes.of(memory.getByteArray(ADDRESS, MacAddress.LENGTH)));
    }

    short getShort() {
        return memory.getShort(NAME_BYTES);
    }
}
