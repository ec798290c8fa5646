package org.albatross.edge.internal;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.albatross.admission.LineLimit;
import org.albatross.model.AccessEvent;
import org.albatross.model.Caller;
import org.newsclub.net.unix.AFUNIXSocketChannel;
import org.newsclub.net.unix.AFUNIXSocketCredentials;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets one user in, by the credentials that the kernel tells; who else comes is told of in the log and as an event. */
final class KernelDoorkeeper implements EdgeServer.Doorkeeper {
    private static final Logger LOG = LoggerFactory.getLogger(KernelDoorkeeper.class);

    private final EdgeUser user;
    private final BiConsumer<Caller, AccessEvent> events;
    private final LineLimit limit = new LineLimit();

    KernelDoorkeeper(EdgeUser user, BiConsumer<Caller, AccessEvent> events) {
        this.user = user;
        this.events = events;
    }

    @Override
    public Caller.Local peer(SocketChannel channel) throws IOException {
        AFUNIXSocketCredentials peer = ((AFUNIXSocketChannel) channel).getPeerCredentials();
        return new Caller.Local(peer.getUid(), peer.getGid(), peer.getPid());
    }

    @Override
    public Optional<String> refusal(Caller.Local peer) {
        Optional<String> refusal = user.refusal(peer);
        boolean self = peer.pid() == ProcessHandle.current().pid(); // asks whether somebody answers
        if (refusal.isPresent() && !self && limit.allow()) {
            long missing = limit.takeUnsaid();
            if (missing > 0) {
                LOG.warn("{} more connections to edge.sock were refused before", missing);
            }
            LOG.warn("refused {}: {}", peer, refusal.get());
            events.accept(peer, new AccessEvent.EdgeRefused(refusal.get()));
        }
        return refusal;
    }
}
