package org.albatross.local.internal;

import com.codahale.metrics.Counter;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Map;
import org.albatross.api.CommandService;
import org.albatross.host.Peers;
import org.albatross.model.Caller;
import org.albatross.session.BlobReceiver;
import org.albatross.session.SessionLimits;
import org.albatross.session.Sessions;
import org.newsclub.net.unix.AFUNIXSelectorProvider;
import org.newsclub.net.unix.AFUNIXSocketChannel;
import org.newsclub.net.unix.AFUNIXSocketCredentials;
import org.newsclub.net.unix.FileDescriptorCast;

/** Conversations on Unix domain sockets: the kernel says who is behind each. */
final class LocalServer {
    private final Sessions sessions;
    private final Peers peers;
    private final Counter accepted = new Counter();

    /**
     * A server that is not started.
     *
     * @param peers tells the groups of who connects
     */
    LocalServer(SessionLimits limits, BlobReceiver blobs, Peers peers) throws IOException {
        this.peers = peers;
        this.sessions = new Sessions("local", limits, blobs, AFUNIXSelectorProvider.provider());
    }

    /** Serves what comes on these sockets. */
    void start(Map<SocketRole, ServerSocketChannel> sockets) {
        sockets.forEach((role, listening) -> sessions.listen(listening, role, this::callerOf));
        sessions.start();
    }

    /** Ends within some seconds. The listening sockets stay open. */
    void stop() throws InterruptedException, IOException {
        sessions.stop();
    }

    /** Says who carries commands out from now on. */
    void open(CommandService service) {
        sessions.open(service);
    }

    /** Says that this service goes away. */
    void close(CommandService service) {
        sessions.close(service);
    }

    /** Returns how many connections are open. */
    int connections() {
        return sessions.open();
    }

    /** Returns how many connections there were up to now. */
    Counter accepted() {
        return accepted;
    }

    private Caller callerOf(SocketChannel channel) throws IOException {
        accepted.inc();
        AFUNIXSocketChannel connection = (AFUNIXSocketChannel) channel;
        AFUNIXSocketCredentials peer = connection.getPeerCredentials();
        int descriptor =
                FileDescriptorCast.using(connection.getFileDescriptor()).as(Integer.class);
        return new Caller.Local(peer.getUid(), peer.getGid(), peers.groups(descriptor), peer.getPid());
    }
}
