package org.albatross.host.linux.internal;

import static org.albatross.host.linux.internal.SystemCall.EACCES;
import static org.albatross.host.linux.internal.SystemCall.EBUSY;
import static org.albatross.host.linux.internal.SystemCall.ENODEV;
import static org.albatross.host.linux.internal.SystemCall.ENOENT;
import static org.albatross.host.linux.internal.SystemCall.EPERM;
import static org.albatross.host.linux.internal.SystemCall.O_CLOEXEC;
import static org.albatross.host.linux.internal.SystemCall.O_RDWR;
import static org.albatross.host.linux.internal.SystemCall.check;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.albatross.host.Network;
import org.albatross.model.Bytes;
import org.albatross.model.MacAddress;

/** Bridges and taps on Linux through {@link InterfaceSocket} and {@code /dev/net/tun}. */
final class LinuxNetwork implements Network {
    private static final String TAP_PREFIX = "vmmtap";
    private static final String TUN = "/dev/net/tun";
    private static final int MAX_NAME = 15;

    private static final long TUNSETIFF = 0x400454caL;
    private static final long TUNSETPERSIST = 0x400454cbL;
    private static final long TUNSETOWNER = 0x400454ccL;

    private static final short IFF_TAP = 0x0002;
    private static final short IFF_NO_PI = 0x1000;
    private static final short IFF_TUN_EXCL = (short) 0x8000;

    /** What a tap can have: 65535 less the header of Ethernet. */
    private static final int MAX_MTU = 65521;
    /** {@code NET_ADDR_SET} in sysfs. */
    private static final int SET_BY_SOMEBODY = 3;
    /** What a bridge has whose last port has left. */
    private static final MacAddress NO_ADDRESS = new MacAddress(Bytes.of(new byte[MacAddress.LENGTH]));

    private static final LibC C = LibC.INSTANCE;

    private final Path sys;

    /**
     * The network namespace of whoever calls.
     *
     * @param sys where sysfs is, {@code /sys}
     */
    LinuxNetwork(Path sys) {
        this.sys = sys;
    }

    @Override
    public String tapPrefix() {
        return TAP_PREFIX;
    }

    @Override
    public SortedSet<String> bridges() throws IOException {
        try (InterfaceSocket interfaces = new InterfaceSocket()) {
            return new TreeSet<>(interfaces.bridges());
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
        try (InterfaceSocket interfaces = new InterfaceSocket()) {
            requireExisting(interfaces, bridge);
            int tun = openTun(what);
            try {
                // Until it is persistent, the tap goes with the descriptor, whatever happens.
                attach(tun, tap, IFF_TUN_EXCL, what);
                long uid = owner.orElse(Integer.toUnsignedLong(C.geteuid()));
                check(C.ioctl(tun, TUNSETOWNER, uid), what + "cannot set its owner " + uid);
                requireBridge(interfaces, bridge, what);
                interfaces.setAddress(tap, address, what);
                takeMtu(interfaces, tap, bridge, what);
                interfaces.connect(tap, bridge, what);
                interfaces.setUp(tap, what);
                check(C.ioctl(tun, TUNSETPERSIST, 1), what + "cannot make it persistent");
            } finally {
                C.close(tun);
            }
        }
    }

    private static void requireExisting(InterfaceSocket interfaces, String bridge) throws IOException {
        if (interfaces.index(bridge).isEmpty()) {
            throw new IOException("bridge " + bridge + " does not exist");
        }
    }

    private static void requireBridge(InterfaceSocket interfaces, String bridge, String what) throws IOException {
        if (!interfaces.bridges().contains(bridge)) {
            throw new IOException(what + bridge + " is not a bridge");
        }
    }

    /** A bridge whose MTU nobody has set takes the smallest of its ports': so a port of 1500 would lower it for all others. */
    private static void takeMtu(InterfaceSocket interfaces, String tap, String bridge, String what) throws IOException {
        int mtu = interfaces.mtu(bridge);
        if (mtu > MAX_MTU) {
            throw new IOException(what + "the bridge has an MTU of " + mtu + ", a tap can have " + MAX_MTU
                    + " at most: lower that of the bridge");
        }
        interfaces.setMtu(tap, mtu, what);
    }

    @Override
    public Optional<MacAddress> keepAddress(String bridge, Predicate<MacAddress> ours) throws IOException {
        checkName(bridge);
        try (InterfaceSocket interfaces = new InterfaceSocket()) {
            requireExisting(interfaces, bridge);
            String what = "cannot keep the address of the bridge " + bridge + ": ";
            requireBridge(interfaces, bridge, what);
            MacAddress now = interfaces.address(bridge);
            if (assignment(interfaces, bridge, now).equals(Optional.of(SET_BY_SOMEBODY))) {
                return Optional.empty();
            }
            for (String port : interfaces.ports(bridge)) {
                if (!port.startsWith(TAP_PREFIX) || !ours.test(interfaces.address(port))) {
                    return Optional.empty();
                }
            }
            MacAddress kept = now.equals(NO_ADDRESS) ? randomAddress() : now;
            interfaces.setAddress(bridge, kept, what);
            return Optional.of(kept);
        }
    }

    /**
     * Returns how an interface got its address, as sysfs tells; nothing where sysfs is missing, or is that of another
     * network namespace. Setting again what somebody has set changes nothing.
     */
    private Optional<Integer> assignment(InterfaceSocket interfaces, String name, MacAddress address)
            throws IOException {
        Path directory = sys.resolve("class/net").resolve(name);
        int index = interfaces.index(name).orElseThrow(() -> new IOException(name + " is gone"));
        try {
            boolean same = number(directory.resolve("ifindex")) == index
                    && Files.readString(directory.resolve("address")).strip().equals(address.toString());
            return same ? Optional.of(number(directory.resolve("addr_assign_type"))) : Optional.empty();
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static int number(Path file) throws IOException {
        return Integer.parseInt(Files.readString(file).strip());
    }

    /** Returns one of a single device, given locally. */
    private static MacAddress randomAddress() {
        byte[] bytes = new byte[MacAddress.LENGTH];
        new SecureRandom().nextBytes(bytes);
        bytes[0] = (byte) ((bytes[0] & 0xfc) | 0x02);
        return new MacAddress(Bytes.of(bytes));
    }

    @Override
    public boolean removeTap(String tap, MacAddress address) throws IOException {
        checkName(tap);
        String what = "cannot remove the tap " + tap + ": ";
        try (InterfaceSocket interfaces = new InterfaceSocket()) {
            if (interfaces.index(tap).isEmpty()) {
                return true;
            }
            if (!interfaces.address(tap).equals(address)) {
                return false;
            }
        }
        int tun = openTun(what);
        try {
            attach(tun, tap, (short) 0, what);
            // Asked of what is held now: the name may have gone to another one since.
            if (!InterfaceSocket.address(tun, tap).equals(address)) {
                return false;
            }
            check(C.ioctl(tun, TUNSETPERSIST, 0), what + "cannot end its persistence");
            return true;
        } finally {
            C.close(tun);
        }
    }

    private static void checkName(String name) throws IOException {
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (bytes == 0 || bytes > MAX_NAME) {
            throw new IOException(
                    "the interface name '" + name + "' has " + bytes + " bytes; 1 to " + MAX_NAME + " are possible");
        }
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
}
