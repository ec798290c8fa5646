package org.albatross.tender.internal;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;

/**
 * A network device backed by a tap interface that exists already.
 *
 * <p>Source: {@code netdevice(7)}, the kernel's {@code Documentation/networking/tuntap.rst}.
 */
final class Tap implements NetDevice {

    private static final int INTERFACE_NAME = 16;
    private static final int REQUEST_BYTES = 40;

    private static final long SIOCGIFFLAGS = 0x8913;
    private static final long SIOCGIFMTU = 0x8921;
    private static final long SIOCETHTOOL = 0x8946;
    private static final long TUNSETIFF = 0x400454ca;

    private static final int UP_OR_RUNNING = 0x41;
    private static final int TAP_WITHOUT_HEADER = 0x1002;
    private static final int ETHTOOL_SET_GSO = 0x24;
    private static final int ETHTOOL_SET_GRO = 0x2c;

    private static final int ENOENT = 2;
    private static final int ENODEV = 19;
    private static final int EINVAL = 22;
    private static final int ENAMETOOLONG = 36;
    private static final int ENETDOWN = 100;

    private final int fd;
    private final int mtu;
    private final byte[] mac;

    private Tap(int fd, int mtu, byte[] mac) {
        this.fd = fd;
        this.mtu = mtu;
        this.mac = mac;
    }

    /**
     * Attaches to an interface.
     *
     * @param name of the interface, one character for each byte
     * @param mac the guest's address
     * @throws TenderException when there is no such interface, it is down, or no tap, or in use
     */
    static Tap attach(String name, byte[] mac) throws TenderException {
        if (name.length() >= INTERFACE_NAME) {
            throw failed(name, ENAMETOOLONG);
        }
        if (name.indexOf('@') == 0 || name.indexOf('%') >= 0) {
            throw failed(name, EINVAL);
        }
        int socket = Libc.socket(Libc.AF_INET, Libc.SOCK_DGRAM, 0);
        if (socket == -1) {
            throw failed(name, Libc.errno());
        }
        try {
            int flags = query(socket, name, SIOCGIFFLAGS).getShort(INTERFACE_NAME);
            if ((flags & UP_OR_RUNNING) == 0) {
                throw failed(name, ENETDOWN);
            }
            int fd = open(name);
            int mtu = query(socket, name, SIOCGIFMTU).getInt(INTERFACE_NAME);
            switchOff(socket, name, ETHTOOL_SET_GRO);
            switchOff(socket, name, ETHTOOL_SET_GSO);
            return new Tap(fd, mtu, mac.clone());
        } finally {
            Libc.close(socket);
        }
    }

    private static int open(String name) throws TenderException {
        int fd = Libc.open(Libc.path("/dev/net/tun"), Libc.O_RDWR | Libc.O_NONBLOCK | Libc.O_CLOEXEC);
        if (fd == -1) {
            throw failed(name, Libc.errno());
        }
        Memory request = request(name);
        request.setShort(INTERFACE_NAME, (short) TAP_WITHOUT_HEADER);
        if (Libc.ioctl(fd, TUNSETIFF, request) == -1) {
            throw failed(name, Libc.errno());
        }
        return fd;
    }

    private static Memory query(int socket, String name, long number) throws TenderException {
        Memory request = request(name);
        if (Libc.ioctl(socket, number, request) == -1) {
            int errno = Libc.errno();
            throw failed(name, errno == ENODEV ? ENOENT : errno);
        }
        return request;
    }

    /** Frames merged by the kernel are longer than a guest's buffer. A kernel that can't merge them is fine too. */
    private static void switchOff(int socket, String name, int command) {
        Memory value = new Memory(2L * Integer.BYTES);
        value.setInt(0, command);
        value.setInt(Integer.BYTES, 0);
        Memory request = request(name);
        request.setPointer(INTERFACE_NAME, value);
        Libc.ioctl(socket, SIOCETHTOOL, request);
    }

    private static Memory request(String name) {
        Memory request = new Memory(REQUEST_BYTES);
        request.clear();
        request.write(0, name.getBytes(StandardCharsets.ISO_8859_1), 0, name.length());
        return request;
    }

    private static TenderException failed(String name, int errno) {
        return TenderException.errno("Could not attach interface: " + name, errno);
    }

    @Override
    public byte[] mac() {
        return mac.clone();
    }

    @Override
    public int mtu() {
        return mtu;
    }

    @Override
    public int descriptor() {
        return fd;
    }

    @Override
    public void write(Pointer frame, long length) throws TenderException {
        long count = Libc.write(fd, frame, length);
        if (count == -1) {
            throw TenderException.errno("Fatal error when writing", Libc.errno());
        }
        if (count != length) {
            throw new TenderException("Fatal error: wrote only " + count + " out of " + length + " bytes");
        }
    }

    @Override
    public long read(Pointer frame, long capacity) throws TenderException {
        long count = Libc.read(fd, frame, capacity);
        if (count == -1) {
            int errno = Libc.errno();
            if (errno == Libc.EAGAIN || errno == Libc.EINTR) {
                return 0;
            }
            throw TenderException.errno("Fatal error when reading", errno);
        }
        return count;
    }
}
