package org.albatross.tls.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Where to listen, as the configuration says it: an address and a port, or {@code *} for all addresses of IPv4 and IPv6. */
final class ListenAddress {
    private ListenAddress() {}

    /**
     * Reads what {@link TlsConfig#addresses} allows.
     *
     * @throws IOException when a name has no address, or the port is none
     */
    static InetSocketAddress parse(String text) throws IOException {
        int colon = text.lastIndexOf(':');
        String host = text.substring(0, colon);
        int port = Integer.parseInt(text.substring(colon + 1));
        if (port > 0xffff) {
            throw new IOException("a port is at most 65535");
        }
        if (host.equals("*")) {
            return new InetSocketAddress(port);
        }
        return new InetSocketAddress(InetAddress.getByName(host), port);
    }
}
