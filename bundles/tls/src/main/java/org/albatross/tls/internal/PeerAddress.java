package org.albatross.tls.internal;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.HexFormat;

/**
 * Where a connection comes from.
 *
 * @param text address and port, as people read them
 * @param network whose share of what strangers may take it uses: the address, of IPv6 the first 64 bits, which one
 *     subscriber has for itself
 */
record PeerAddress(String text, String network) {
    private static final int PREFIX = 8;

    /** What comes through forwarders, of which the addresses are not known: it shares what one network may take. */
    private static final PeerAddress FORWARDED = new PeerAddress("inetd", "inetd");

    /** Returns that of a connected socket. */
    static PeerAddress of(SocketAddress address) {
        if (!(address instanceof InetSocketAddress internet)) {
            return FORWARDED;
        }
        InetAddress host = internet.getAddress();
        boolean six = host instanceof Inet6Address;
        String written = withoutZone(host.getHostAddress());
        return new PeerAddress(
                (six ? "[" + written + "]" : written) + ":" + internet.getPort(),
                six ? HexFormat.of().formatHex(host.getAddress(), 0, PREFIX) + "/64" : written);
    }

    private static String withoutZone(String address) {
        int zone = address.indexOf('%');
        return zone < 0 ? address : address.substring(0, zone);
    }

    @Override
    public String toString() {
        return text;
    }
}
