package org.albatross.supervisor.internal.check;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.albatross.model.NetDevice;
import org.albatross.model.ServiceCheck;
import org.albatross.model.Text;
import org.albatross.store.RefusedException;

/**
 * The address that a check may ask: one of a network that this host has on a bridge of the unikernel. So who may create
 * unikernels can have the platform ask nobody whom the unikernel could not ask itself. For any thread.
 */
public final class CheckedAddress {
    private CheckedAddress() {}

    /**
     * Returns the address of a check.
     *
     * @throws RefusedException with a message for people when it may not be asked
     */
    public static InetAddress of(ServiceCheck check, List<NetDevice> devices) throws IOException, RefusedException {
        InetAddress address = InetAddress.getByName(check.address());
        SortedSet<String> bridges = new TreeSet<>();
        devices.forEach(device -> bridges.add(device.hostBridge().decoded()));
        List<String> networks = new ArrayList<>();
        for (String bridge : bridges) {
            NetworkInterface there = NetworkInterface.getByName(bridge);
            if (there == null) {
                continue;
            }
            for (InterfaceAddress own : there.getInterfaceAddresses()) {
                if (holds(own, address)) {
                    return scoped(address, there);
                }
                if (own.getAddress().getClass().equals(address.getClass())) {
                    networks.add(
                            bridge + ": " + own.getAddress().getHostAddress() + "/" + own.getNetworkPrefixLength());
                }
            }
        }
        throw new RefusedException(
                "the check " + check + " is about an address that is in no network which this host has"
                        + " on the unikernel's bridges, or is the host's own (" + list(bridges, networks) + ")");
    }

    private static String list(SortedSet<String> bridges, List<String> networks) {
        if (bridges.isEmpty()) {
            return "it has no network device";
        }
        return networks.isEmpty()
                ? "no address on " + Text.of(String.join(", ", bridges)).line()
                : String.join(", ", networks);
    }

    /** An address of link-local scope means nothing without its interface. */
    private static InetAddress scoped(InetAddress address, NetworkInterface there) throws IOException {
        return address instanceof Inet6Address && address.isLinkLocalAddress()
                ? Inet6Address.getByAddress(address.getHostAddress(), address.getAddress(), there)
                : address;
    }

    /** Tells whether an address is one of another machine in the network of an interface's own one. */
    private static boolean holds(InterfaceAddress own, InetAddress address) {
        return isNeighbour(own.getAddress(), own.getNetworkPrefixLength(), address);
    }

    /** As {@link #holds}, of an address and the length of its network's prefix in bits. */
    static boolean isNeighbour(InetAddress own, int prefix, InetAddress address) {
        byte[] one = own.getAddress();
        byte[] other = address.getAddress();
        boolean another = one.length == other.length && !isSame(one, other, one.length * 8);
        return another
                && !address.isMulticastAddress()
                && isSame(one, other, prefix)
                && !(one.length == 4 && prefix <= 30 && isForAll(other, prefix));
    }

    /** Tells whether all bits behind the prefix are alike: the network itself, and its broadcast address. */
    private static boolean isForAll(byte[] address, int prefix) {
        for (int bit = prefix; bit < address.length * 8; bit++) {
            if (bit(address, bit) != bit(address, prefix)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSame(byte[] one, byte[] other, int bits) {
        for (int bit = 0; bit < bits; bit++) {
            if (bit(one, bit) != bit(other, bit)) {
                return false;
            }
        }
        return true;
    }

    private static int bit(byte[] address, int bit) {
        return (address[bit / 8] >> (7 - bit % 8)) & 1;
    }
}
