package org.albatross.host.internal.linux;

import static org.albatross.host.internal.linux.SystemCall.EACCES;
import static org.albatross.host.internal.linux.SystemCall.EBUSY;
import static org.albatross.host.internal.linux.SystemCall.ENODEV;
import static org.albatross.host.internal.linux.SystemCall.ENOENT;
import static org.albatross.host.internal.linux.SystemCall.ENOPKG;
import static org.albatross.host.internal.linux.SystemCall.EOPNOTSUPP;
import static org.albatross.host.internal.linux.SystemCall.EPERM;
import static org.albatross.host.internal.linux.SystemCall.O_CLOEXEC;
import static org.albatross.host.internal.linux.SystemCall.O_RDWR;
import static org.albatross.host.internal.linux.SystemCall.check;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.albatross.host.Network;
import org.albatross.model.MacAddress;

/**
 * Bridges and taps on Linux through the ioctls of netdevice(7), the bridge and {@code /dev/net/tun}, in the
 * network namespace of the calling thread.
 */
final class LinuxNetwork implements Network {
    private static final String TAP_PREFIX = "vmmtap";
    private static final String TUN = "/dev/net/tun";
    private static final int MAX_NAME = 15;

    private static final int AF_UNIX = 1;
    private static final int SOCK_DGRAM_CLOEXEC = 2 | O_CLOEXEC;

    private static final long SIOCGIFNAME = 0x8910;
    private static final long SIOCGIFFLAGS = 0x8913;
    private static final long SIOCSIFFLAGS = 0x8914;
    private static final long SIOCSIFHWADDR = 0x8924;
    private static final long SIOCGIFHWADDR = 0x8927;
    private static final long SIOCGIFINDEX = 0x8933;
    private static final long SIOCGIFBR = 0x8940;
    private static final long SIOCBRADDIF = 0x89a2;
    private static final long TUNSETIFF = 0x400454caL;
    private static final long TUNSETPERSIST = 0x400454cbL;
    private static final long TUNSETOWNER = 0x400454ccL;

    private static final short IFF_UP = 1;
    private static final short IFF_TAP = 0x0002;
    private static final short IFF_NO_PI = 0x1000;
    private static final short IFF_TUN_EXCL = (short) 0x8000;
    private static final long BRCTL_GET_BRIDGES = 1;

    private static final LibC C = LibC.INSTANCE;

    @Override
    public String tapPrefix() {
        return TAP_PREFIX;
    }

    @Override
    public SortedSet<String> bridges() throws IOException {
        int socket = socket();
        try {
            SortedSet<String> names = new TreeSet<>();
            for (int index : bridgeIndices(socket)) {
                InterfaceRequest request = new InterfaceRequest("").setInt(index);
                // One that was removed meanwhile has no name any more.
                if (C.ioctl(socket, SIOCGIFNAME, request.pointer()) == 0) {
                    names.add(request.name());
                }
            }
            return names;
        } finally {
            C.close(socket);
        }
    }

    /** All of them: the kernel is asked again with more space as long as it fills what it is given. */
    private static int[] bridgeIndices(int socket) throws IOException {
        for (int space = 16; ; space *= 4) {
            Memory indices = new Memory((long) space * Integer.BYTES);
            Memory arguments = new Memory(3L * Long.BYTES);
            arguments.setLong(0, BRCTL_GET_BRIDGES);
            arguments.setPointer(Long.BYTES, indices);
            arguments.setLong(2L * Long.BYTES, space);
            int count = C.ioctl(socket, SIOCGIFBR, arguments);
            if (count < 0 && Native.getLastError() == ENOPKG) {
                // The kernel has no bridges, since their module was never loaded.
                return new int[0];
            }
            check(count, "cannot list the bridges");
            if (count < space) {
                return indices.getIntArray(0, count);
            }
        }
    }

    @Override
    public SortedSet<String> taps() throws IOException {
        Pointer list = C.if_nameindex();
        if (list == null) {
            throw new ErrnoException("cannot list the network interfaces", Native.getLastError());
        }
        try {
            // struct if_nameindex { unsigned int if_index; char *if_name; }, up to one without a name
            SortedSet<String> names = new TreeSet<>();
            for (long at = Long.BYTES; ; at += 2L * Long.BYTES) {
                Pointer name = list.getPointer(at);
                if (name == null) {
                    return names;
                }
                if (name.getString(0).startsWith(TAP_PREFIX)) {
                    names.add(name.getString(0));
                }
            }
        } finally {
            C.if_freenameindex(list);
        }
    }

    @Override
    public void createTap(String tap, String bridge, Optional<Long> owner, MacAddress address) throws IOException {
        checkName(tap);
        checkName(bridge);
        String what = "cannot create the tap " + tap + " on the bridge " + bridge + ": ";
        int socket = socket();
        try {
            if (index(socket, bridge).isEmpty()) {
                throw new IOException("bridge " + bridge + " does not exist");
            }
            int tun = openTun(what);
            try {
                // Until it is persistent, the tap goes with the descriptor, whatever happens.
                attach(tun, tap, IFF_TUN_EXCL, what);
                long uid = owner.orElse(Integer.toUnsignedLong(C.geteuid()));
                check(C.ioctl(tun, TUNSETOWNER, uid), what + "cannot set its owner " + uid);
                InterfaceRequest addressed = new InterfaceRequest(tap).setAddress(address);
                check(C.ioctl(socket, SIOCSIFHWADDR, addressed.pointer()), what + "cannot set its address " + address);
                enslave(socket, tap, bridge, what);
                setUp(socket, tap, what);
                check(C.ioctl(tun, TUNSETPERSIST, 1), what + "cannot make it persistent");
            } finally {
                C.close(tun);
            }
        } finally {
            C.close(socket);
        }
    }

    @Override
    public boolean removeTap(String tap, MacAddress address) throws IOException {
        checkName(tap);
        String what = "cannot remove the tap " + tap + ": ";
        int socket = socket();
        try {
            if (index(socket, tap).isEmpty()) {
                return true;
            }
            if (!hasAddress(socket, tap, address)) {
                return false;
            }
        } finally {
            C.close(socket);
        }
        int tun = openTun(what);
        try {
            attach(tun, tap, (short) 0, what);
            // Asked of what is held now: the name may have gone to another one since.
            if (!hasAddress(tun, tap, address)) {
                return false;
            }
            check(C.ioctl(tun, TUNSETPERSIST, 0), what + "cannot end its persistence");
            return true;
        } finally {
            C.close(tun);
        }
    }

    /** Asks a socket about an interface, or a descriptor of a tap about that. */
    private static boolean hasAddress(int descriptor, String name, MacAddress address) throws IOException {
        InterfaceRequest request = new InterfaceRequest(name);
        check(C.ioctl(descriptor, SIOCGIFHWADDR, request.pointer()), "cannot read the address of " + name);
        return request.address().equals(address);
    }

    private static void checkName(String name) throws IOException {
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (bytes == 0 || bytes > MAX_NAME) {
            throw new IOException(
                    "the interface name '" + name + "' has " + bytes + " bytes; 1 to " + MAX_NAME + " are possible");
        }
    }

    private static int socket() throws IOException {
        return check(C.socket(AF_UNIX, SOCK_DGRAM_CLOEXEC, 0), "cannot make a socket");
    }

    private static Optional<Integer> index(int socket, String name) throws IOException {
        InterfaceRequest request = new InterfaceRequest(name);
        if (C.ioctl(socket, SIOCGIFINDEX, request.pointer()) < 0) {
            int errno = Native.getLastError();
            if (errno == ENODEV) {
                return Optional.empty();
            }
            throw new ErrnoException("cannot look up the interface " + name, errno);
        }
        return Optional.of(request.getInt());
    }

    static int openTun(String what) throws IOException {
        int tun = C.open(TUN, O_RDWR | O_CLOEXEC, 0);
        if (tun < 0) {
            int errno = Native.getLastError();
            throw new ErrnoException(
                    what
                            + switch (errno) {
                                case EACCES, EPERM -> TUN + " needs to be readable and writable for this user";
                                case ENOENT, ENODEV -> TUN + " is missing (modprobe tun)";
                                default -> "cannot open " + TUN;
                            },
                    errno);
        }
        return tun;
    }

    static void attach(int tun, String tap, short flag, String what) throws IOException {
        InterfaceRequest request = new InterfaceRequest(tap).setShort((short) (IFF_TAP | IFF_NO_PI | flag));
        if (C.ioctl(tun, TUNSETIFF, request.pointer()) < 0) {
            int errno = Native.getLastError();
            throw new ErrnoException(
                    what
                            + switch (errno) {
                                case EPERM -> "the capability CAP_NET_ADMIN is needed";
                                case EBUSY -> flag == 0 ? "a process uses it" : "the name is in use";
                                default -> "TUNSETIFF";
                            },
                    errno);
        }
    }

    private static void enslave(int socket, String tap, String bridge, String what) throws IOException {
        int index = index(socket, tap).orElseThrow(() -> new IOException(what + "it is gone"));
        InterfaceRequest request = new InterfaceRequest(bridge).setInt(index);
        if (C.ioctl(socket, SIOCBRADDIF, request.pointer()) < 0) {
            int errno = Native.getLastError();
            throw new ErrnoException(
                    what
                            + switch (errno) {
                                case EPERM -> "the capability CAP_NET_ADMIN is needed";
                                case EOPNOTSUPP -> bridge + " is no bridge";
                                default -> "SIOCBRADDIF";
                            },
                    errno);
        }
    }

    private static void setUp(int socket, String tap, String what) throws IOException {
        InterfaceRequest request = new InterfaceRequest(tap);
        check(C.ioctl(socket, SIOCGIFFLAGS, request.pointer()), what + "cannot read its flags");
        request.setShort((short) (request.getShort() | IFF_UP));
        check(C.ioctl(socket, SIOCSIFFLAGS, request.pointer()), what + "cannot set it up");
    }
}
