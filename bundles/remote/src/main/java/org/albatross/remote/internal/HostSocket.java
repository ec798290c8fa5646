package org.albatross.remote.internal;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** Where the other process listens. */
record HostSocket(Path file) {
    /** Returns the one that is configured, from the run directory on. */
    static HostSocket of(String run, RemoteConfig config) {
        return new HostSocket(Path.of(run).resolve(config.socket()));
    }

    /**
     * Connects, without waiting.
     *
     * @throws IOException when that is not possible now, with the reason
     */
    SocketChannel connect() throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        boolean connected = false;
        try {
            channel.configureBlocking(false);
            // A Unix domain socket connects at once, or its backlog is full: there is no connection that is pending.
            connected = channel.connect(UnixDomainSocketAddress.of(file));
            if (!connected) {
                throw new IOException("too many connections wait there");
            }
            return channel;
        } finally {
            if (!connected) {
                channel.close();
            }
        }
    }
}
