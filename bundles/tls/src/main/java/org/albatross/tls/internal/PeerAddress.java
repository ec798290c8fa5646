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

    /** Returns that of a connected socket, or of one that a service manager or inetd has handed over. */
    static PeerAddress of(SocketAddress address) {
        if (!(address instanceof InetSocketAddress internet)) {
            return new PeerAddress(String.valueOf(address), String.valueOf(address));
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
