package org.albatross.remote.internal;

import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.albatross.model.Bytes;
import org.albatross.model.Payload;
import org.albatross.model.Text;
import org.albatross.session.Transport;
import org.albatross.session.Upstream;
import org.albatross.wire.Header;
import org.albatross.wire.Message;
import org.albatross.wire.WireEncoder;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.Designate;

/** Passes connections on to the process that listens on {@code edge.sock}. */
@Component(configurationPid = RemoteConfig.PID)
@Designate(ocd = RemoteConfig.class)
public final class RemoteComponent implements Upstream {
    private final HostSocket socket;
    private final PassingLimits limits;

    /** Connects to nobody before there is a connection to be passed on. */
    @Activate
    public RemoteComponent(BundleContext context, RemoteConfig config) {
        String run = context.getProperty("albatross.run.dir");
        if (run == null) {
            throw new IllegalStateException("the framework property albatross.run.dir is not set");
        }
        socket = HostSocket.of(run, config);
        limits = new PassingLimits(
                Duration.ofSeconds(config.reach_seconds()),
                Duration.ofSeconds(config.write_seconds()),
                Duration.ofSeconds(config.stall_seconds()));
    }

    @Override
    public ByteBuffer introduction(List<X509Certificate> chain, String peer, Instant time) {
        return introductionOf(chain, peer, time);
    }

    static ByteBuffer introductionOf(List<X509Certificate> chain, String peer, Instant time) {
        List<Bytes> encoded = new ArrayList<>();
        for (X509Certificate certificate : chain) {
            try {
                encoded.add(Bytes.of(certificate.getEncoded()));
            } catch (CertificateEncodingException e) {
                throw new IllegalStateException("a certificate that was read can be written", e);
            }
        }
        Payload origin = new Payload.Origin(encoded, Text.of(peer), time);
        return ByteBuffer.wrap(
                WireEncoder.frame(new Message(Header.UNKNOWN, origin)).toBytes());
    }

    @Override
    public Runnable pass(
            Transport transport, ByteBuffer introduction, Function<SocketChannel, Transport> sockets, Runnable sent) {
        Passing passing = new Passing(transport, introduction, socket, sockets, limits, sent);
        passing.open();
        return passing::end;
    }
}
