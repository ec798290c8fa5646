package org.albatross.tls.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.ByteArrayInputStream;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.albatross.endpoint.EndpointTls;
import org.albatross.endpoint.PeerCertificates;
import org.albatross.model.Blob;
import org.albatross.model.Bytes;
import org.albatross.pki.Authority;
import org.albatross.pki.ChainVerifier;
import org.albatross.pki.IssuedCertificate;
import org.albatross.pki.Revocation;
import org.albatross.pki.TrustedChain;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an open connection keeps of its client's certificates. */
class PeerCertificatesTest {
    /** The JDK has a cache of smaller ones, which memory that is needed empties. */
    private static final int IMAGE = 5 << 20;

    private final Authority root = Credentials.root();
    private final ByteBuffer toServer = ByteBuffer.allocate(IMAGE + (1 << 20)).flip();
    private final ByteBuffer toClient = ByteBuffer.allocate(1 << 20).flip();

    private SSLEngine client;
    private SSLEngine server;
    private EndpointTls endpoint;

    @BeforeEach
    void connect() throws Exception {
        JsseSettings.VALUES.forEach(System::setProperty);
        PeerCertificates.install();
        byte[] image = new byte[IMAGE];
        new Random(1).nextBytes(image);
        Credentials leaf = Credentials.leaf(root, "hello", ConversationTest.creating(Blob.of(Bytes.of(image))));
        Credentials own = Credentials.server(root);
        endpoint = new EndpointTls(
                own.key(),
                own.chain(),
                new ChainVerifier(List.of(root.certificate()), Revocation.NONE),
                InstantSource.fixed(Credentials.NOW));
        server = endpoint.newEngine();
        client = Client.context(leaf).createSSLEngine("localhost", 1);
        client.setUseClientMode(true);
    }

    @AfterEach
    void remove() {
        PeerCertificates.remove();
    }

    @Test
    void letsGoOfAnImageInALeafOnceItsChainWasTaken() throws Exception {
        shakeHands();
        WeakReference<X509Certificate> leaf = leafOf(endpoint.takeChain(server).orElseThrow());
        for (int i = 0; i < 100 && leaf.get() != null; i++) {
            System.gc();
        }
        assertThat(leaf.get()).isNull();
        say("still here");
        Certificate kept = server.getSession().getPeerCertificates()[0];
        assertThat(kept).hasToString("a peer's certificate that is not kept");
        assertThatIllegalStateException().isThrownBy(kept::getPublicKey);
    }

    @Test
    void leavesCertificatesThatAreReadElsewhereAlone() throws Exception {
        Certificate certificate = CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(root.certificate().getEncoded()));
        assertThat(certificate.getClass()).isEqualTo(root.certificate().getClass());
        assertThat(certificate).isEqualTo(root.certificate());
    }

    private static WeakReference<X509Certificate> leafOf(TrustedChain chain) {
        List<IssuedCertificate> kept = chain.issued();
        assertThat(kept).hasSize(1);
        return new WeakReference<>(chain.leaf());
    }

    private void shakeHands() throws SSLException {
        client.beginHandshake();
        server.beginHandshake();
        while (isShaking(client) || isShaking(server)) {
            step(client, toClient, toServer);
            step(server, toServer, toClient);
        }
    }

    private static boolean isShaking(SSLEngine engine) {
        return engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING;
    }

    private static void step(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
        switch (engine.getHandshakeStatus()) {
            case NEED_TASK -> {
                List<Runnable> tasks = new ArrayList<>();
                for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
                    tasks.add(task);
                }
                PeerCertificates.reading(tasks);
            }
            case NEED_WRAP -> {
                out.compact();
                engine.wrap(ByteBuffer.allocate(0), out);
                out.flip();
            }
            default -> engine.unwrap(in, ByteBuffer.allocate(1 << 15));
        }
    }

    private void say(String words) throws SSLException {
        toServer.compact();
        client.wrap(ByteBuffer.wrap(words.getBytes(java.nio.charset.StandardCharsets.US_ASCII)), toServer);
        toServer.flip();
        ByteBuffer heard = ByteBuffer.allocate(1 << 15);
        while (toServer.hasRemaining()) {
            server.unwrap(toServer, heard);
        }
        assertThat(heard.flip().remaining()).isEqualTo(words.length());
    }
}
