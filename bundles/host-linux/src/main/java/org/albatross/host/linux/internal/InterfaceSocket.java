package org.albatross.host.linux.internal;

import static org.albatross.host.linux.internal.SystemCall.ENODEV;
import static org.albatross.host.linux.internal.SystemCall.ENOPKG;
import static org.albatross.host.linux.internal.SystemCall.EPERM;
import static org.albatross.host.linux.internal.SystemCall.O_CLOEXEC;
import static org.albatross.host.linux.internal.SystemCall.check;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.albatross.model.MacAddress;

/**
 * Asks the kernel about network interfaces and changes them, by the ioctls of netdevice(7) and of the bridge, in the
 * network namespace of the thread that opened it. A {@code what} begins the message of a failure. For one thread.
 */
final class InterfaceSocket implements AutoCloseable {
    private static final int AF_UNIX = 1;
    private static final int SOCK_DGRAM_CLOEXEC = 2 | O_CLOEXEC;

    private static final long SIOCGIFNAME = 0x8910;
    private static final long SIOCGIFFLAGS = 0x8913;
    private static final long SIOCSIFFLAGS = 0x8914;
    private static final long SIOCGIFMTU = 0x8921;
    private static final long SIOCSIFMTU = 0x8922;
    private static final long SIOCSIFHWADDR = 0x8924;
    private static final long SIOCGIFHWADDR = 0x8927;
    private static final long SIOCGIFINDEX = 0x8933;
    private static final long SIOCGIFBR = 0x8940;
    private static final long SIOCBRADDIF = 0x89a2;
    private static final long SIOCDEVPRIVATE = 0x89f0;

    private static final long BRCTL_GET_BRIDGES = 1;
    private static final long BRCTL_GET_PORT_LIST = 7;
    /** The most ports that a bridge of Linux has. */
    private static final int MAX_PORTS = 1024;

    private static final short IFF_UP = 1;
    private static final LibC C = LibC.INSTANCE;

    private final int descriptor;

    InterfaceSocket() throws IOException {
        descriptor = check(C.socket(AF_UNIX, SOCK_DGRAM_CLOEXEC, 0), "cannot make a socket");
    }

    @Override
    public void close() {
        C.close(descriptor);
    }

    Optional<Integer> index(String name) throws IOException {
        InterfaceRequest request = new InterfaceRequest(name);
        if (C.ioctl(descriptor, SIOCGIFINDEX, request.pointer()) < 0) {
            int errno = Native.getLastError();
            if (errno == ENODEV) {
                return Optional.empty();
            }
            throw new ErrnoException("cannot look up the interface " + name, errno);
        }
        return Optional.of(request.getInt());
    }

    /** Returns nothing for one that was removed meanwhile. */
    private Optional<String> name(int index) {
        InterfaceRequest request = new InterfaceRequest("").setInt(index);
        return C.ioctl(descriptor, SIOCGIFNAME, request.pointer()) == 0
                ? Optional.of(request.name())
                : Optional.empty();
    }

    private List<String> names(IntStream indices) {
        return indices.mapToObj(this::name).flatMap(Optional::stream).toList();
    }

    /** Returns the names of all bridges: the kernel is asked again with more space as long as it fills what it is given. */
    List<String> bridges() throws IOException {
        for (int space = 16; ; space *= 4) {
            Memory indices = new Memory((long) space * Integer.BYTES);
            int count = C.ioctl(descriptor, SIOCGIFBR, arguments(BRCTL_GET_BRIDGES, indices, space));
            if (count < 0 && Native.getLastError() == ENOPKG) {
                // The kernel has no bridges, since their module was never loaded.
                return List.of();
            }
            check(count, "cannot list the bridges");
            if (count < space) {
                return names(IntStream.of(indices.getIntArray(0, count)));
            }
        }
    }

    /** Returns the names of a bridge's ports. */
    List<String> ports(String bridge) throws IOException {
        Memory indices = new Memory((long) MAX_PORTS * Integer.BYTES);
        // The argument of a private request lies where its structure ends: ifr_data.
        InterfaceRequest request =
                new InterfaceRequest(bridge).setPointer(arguments(BRCTL_GET_PORT_LIST, indices, MAX_PORTS));
        check(C.ioctl(descriptor, SIOCDEVPRIVATE, request.pointer()), "cannot list the ports of the bridge " + bridge);
        // By the number of the port; where there is none, zero.
        return names(IntStream.of(indices.getIntArray(0, MAX_PORTS)).filter(index -> index != 0));
    }

    private static Memory arguments(long command, Memory indices, int space) {
        Memory arguments = new Memory(4L * Long.BYTES);
        arguments.clear();
        arguments.setLong(0, command);
        arguments.setPointer(Long.BYTES, indices);
        arguments.setLong(2L * Long.BYTES, space);
        return arguments;
    }

    /** Connects a tap to a bridge. */
    void connect(String tap, String bridge, String what) throws IOException {
        int index = index(tap).orElseThrow(() -> new IOException(what + "it is gone"));
        InterfaceRequest request = new InterfaceRequest(bridge).setInt(index);
        if (C.ioctl(descriptor, SIOCBRADDIF, request.pointer()) < 0) {
            int errno = Native.getLastError();
            throw new ErrnoException(
                    what + (errno == EPERM ? "the capability CAP_NET_ADMIN is needed" : "SIOCBRADDIF"), errno);
        }
    }

    void setUp(String name, String what) throws IOException {
        InterfaceRequest request = new InterfaceRequest(name);
        check(C.ioctl(descriptor, SIOCGIFFLAGS, request.pointer()), what + "cannot read its flags");
        request.setShort((short) (request.getShort() | IFF_UP));
        check(C.ioctl(descriptor, SIOCSIFFLAGS, request.pointer()), what + "cannot set it up");
    }

    /** Returns the lower 16 flags of an interface; nothing when it is gone. */
    Optional<Integer> flags(String name) throws IOException {
        InterfaceRequest request = new InterfaceRequest(name);
        if (C.ioctl(descriptor, SIOCGIFFLAGS, request.pointer()) < 0) {
            int errno = Native.getLastError();
            if (errno == ENODEV) {
                return Optional.empty();
            }
            throw new ErrnoException("cannot read the flags of " + name, errno);
        }
        return Optional.of(Short.toUnsignedInt(request.getShort()));
    }

    int mtu(String name) throws IOException {
        InterfaceRequest request = new InterfaceRequest(name);
        check(C.ioctl(descriptor, SIOCGIFMTU, request.pointer()), "cannot read the MTU of " + name);
        return request.getInt();
    }

    void setMtu(String name, int mtu, String what) throws IOException {
        InterfaceRequest request = new InterfaceRequest(name).setInt(mtu);
        check(C.ioctl(descriptor, SIOCSIFMTU, request.pointer()), what + "cannot set its MTU to " + mtu);
    }

    MacAddress address(String name) throws IOException {
        return address(descriptor, name);
    }

    /** Asks any socket about an interface, or a descriptor of a tap about that. */
    static MacAddress address(int descriptor, String name) throws IOException {
        InterfaceRequest request = new InterfaceRequest(name);
        check(C.ioctl(descriptor, SIOCGIFHWADDR, request.pointer()), "cannot read the address of " + name);
        return request.address();
    }

    void setAddress(String name, MacAddress address, String what) throws IOException {
        InterfaceRequest request = new InterfaceRequest(name).setAddress(address);
        check(C.ioctl(descriptor, SIOCSIFHWADDR, request.pointer()), what + "cannot set its address " + address);
    }
}
