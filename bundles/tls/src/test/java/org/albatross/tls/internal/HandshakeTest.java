package org.albatross.tls.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.albatross.admission.CertificateLimits;
import org.albatross.model.Blob;
import org.albatross.model.Bytes;
import org.albatross.model.Command;
import org.albatross.model.Reply;
import org.albatross.model.UnikernelCommand;
import org.albatross.pki.Authority;
import org.albatross.session.Share;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Handshakes of strangers that take their time, or more than they may. */
class HandshakeTest {
    private static final Command INFO = new UnikernelCommand.Info(UnikernelCommand.InfoForm.CURRENT);
    private static final Reply DONE = new Reply.Done("done");
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Share MANY = new Share(1024, 1024);

    private final Authority root = Credentials.root();
    private final List<Socket> peers = new ArrayList<>();
    private Path folder;
    private Credentials good;

    @BeforeEach
    void name(@TempDir Path temporary) throws Exception {
        folder = temporary;
        good = Credentials.leaf(root, ".", INFO);
    }

    @AfterEach
    void closePeers() throws IOException {
        for (Socket peer : peers) {
            peer.close();
        }
    }

    private Endpoint endpoint(HandshakeLimits limits) throws Exception {
        return new Endpoint(folder, root.certificate(), Credentials.server(root), Endpoint.LIMITS, limits)
                .open(FakeCommands.answering(DONE));
    }

    private Socket connect(Endpoint endpoint) throws IOException {
        Socket socket = new Socket();
        socket.connect(endpoint.address());
        socket.setSoTimeout(60_000);
        peers.add(socket);
        return socket;
    }

    private void assertServes(Endpoint endpoint) throws Exception {
        try (Client client = new Client(endpoint, good)) {
            assertThat(client.answer()).isEqualTo(DONE);
        }
    }

    private static void assertClosed(Socket socket) throws IOException {
        try {
            assertThat(socket.getInputStream().readAllBytes()).hasSizeLessThan(5000);
        } catch (SocketException e) {
            assertThat(e).hasMessageContaining("reset");
        }
    }

    /** Returns what a client says first. */
    private byte[] clientHello() throws Exception {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try (java.net.ServerSocket listening =
                new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            Thread client = new Thread(() -> {
                try (Socket socket = new Socket(listening.getInetAddress(), listening.getLocalPort());
                        SSLSocket tls = (SSLSocket)
                                Client.context(good).getSocketFactory().createSocket(socket, "localhost", 1, true)) {
                    tls.startHandshake();
                } catch (Exception e) {
                    said.size(); // as nobody answers
                }
            });
            client.start();
            try (Socket accepted = listening.accept()) {
                InputStream in = accepted.getInputStream();
                byte[] header = in.readNBytes(5);
                said.writeBytes(header);
                said.writeBytes(in.readNBytes((header[3] & 0xff) << 8 | (header[4] & 0xff)));
            }
            client.join();
        }
        return said.toByteArray();
    }

    @Test
    void closesAConnectionWithoutAHandshake() throws Exception {
        byte[] hello = clientHello();
        try (Endpoint endpoint =
                endpoint(new HandshakeLimits(MANY, Duration.ofMillis(600), new CertificateLimits(1 << 24)))) {
            Socket silent = connect(endpoint);
            Socket half = connect(endpoint);
            half.getOutputStream().write(Arrays.copyOf(hello, 100));
            Socket stalled = connect(endpoint);
            stalled.getOutputStream().write(hello);
            assertClosed(silent);
            assertClosed(half);
            assertClosed(stalled);
            assertServes(endpoint);
        }
    }

    @Test
    void closesTheOldestHandshakeOfANetworkWithTooMany() throws Exception {
        try (Endpoint endpoint =
                endpoint(new HandshakeLimits(new Share(1024, 3), LONG, new CertificateLimits(1 << 24)))) {
            List<Socket> silent = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                silent.add(connect(endpoint));
            }
            assertClosed(silent.get(0));
            assertServes(endpoint);
            assertClosed(silent.get(1));
            silent.get(3).setSoTimeout(200);
            assertThat(catchThrowable(() -> silent.get(3).getInputStream().read()))
                    .isInstanceOf(java.net.SocketTimeoutException.class);
        }
    }

    @Test
    void closesTheOldestHandshakeWhenThereAreTooMany() throws Exception {
        try (Endpoint endpoint =
                endpoint(new HandshakeLimits(new Share(3, 1024), LONG, new CertificateLimits(1 << 24)))) {
            Socket first = connect(endpoint);
            for (int i = 0; i < 3; i++) {
                connect(endpoint);
            }
            assertClosed(first);
            assertServes(endpoint);
        }
    }

    @Test
    void answersRubbishWithAnAlertAndServesOthers() throws Exception {
        Random random = new Random(5);
        try (Endpoint endpoint = endpoint(Endpoint.HANDSHAKES)) {
            for (int i = 0; i < 100; i++) {
                byte[] rubbish = new byte[1 + random.nextInt(3000)];
                random.nextBytes(rubbish);
                if (i % 2 == 0) {
                    rubbish[0] = 22; // a record of a handshake
                }
                Socket peer = connect(endpoint);
                peer.getOutputStream().write(rubbish);
                peer.shutdownOutput();
                assertClosed(peer);
            }
            assertServes(endpoint);
        }
    }

    @Test
    void servesOthersWhileMostSayNothingOrAByteNowAndThen() throws Exception {
        byte[] hello = clientHello();
        try (Endpoint endpoint = endpoint(new HandshakeLimits(MANY, LONG, new CertificateLimits(1 << 24)))) {
            for (int i = 0; i < 500; i++) {
                connect(endpoint);
            }
            for (int sent = 0; sent < 20; sent++) {
                for (Socket slow : peers.subList(0, 100)) {
                    slow.getOutputStream().write(hello[sent]);
                }
                assertServes(endpoint);
            }
        }
    }

    @Test
    void keepsNoDescriptorOfPeersThatLeave() throws Exception {
        byte[] hello = clientHello();
        try (Endpoint endpoint = endpoint(Endpoint.HANDSHAKES)) {
            assertServes(endpoint);
            leaveEarly(endpoint, hello, 50);
            assertServes(endpoint);
            int before = descriptors();
            leaveEarly(endpoint, hello, 500);
            assertServes(endpoint);
            await(() -> descriptors() <= before);
        }
    }

    private void leaveEarly(Endpoint endpoint, byte[] hello, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            try (Socket peer = connect(endpoint)) {
                peer.getOutputStream().write(Arrays.copyOf(hello, i % (hello.length + 1)));
            }
        }
    }

    private static int descriptors() {
        return Optional.ofNullable(new File("/proc/self/fd").list())
                .map(names -> names.length)
                .orElse(0);
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + LONG.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - end).isNegative();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    private static Command creating(int bytes) {
        byte[] image = new byte[bytes];
        new Random(1).nextBytes(image);
        return ConversationTest.creating(Blob.of(Bytes.of(image)));
    }

    @Test
    void refusesCertificatesThatAreTooLarge() throws Exception {
        Credentials large = Credentials.leaf(root, "hello", creating(600_000));
        try (Endpoint endpoint = endpoint(new HandshakeLimits(MANY, LONG, new CertificateLimits(500_000)))) {
            assertThat(catchThrowable(() -> {
                        try (Client client = new Client(endpoint, large)) {
                            client.next();
                        }
                    }))
                    .isInstanceOf(IOException.class);
            assertServes(endpoint);
        }
    }

    @Test
    void refusesALargeHandshakeInSmallRecords() throws Exception {
        Credentials large = Credentials.leaf(root, "hello", creating(600_000));
        try (Endpoint endpoint = endpoint(Endpoint.HANDSHAKES)) {
            SSLContext context = Client.context(large);
            Socket socket = connect(endpoint);
            SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(socket, "localhost", 1, true);
            SSLParameters small = tls.getSSLParameters();
            small.setMaximumPacketSize(600);
            tls.setSSLParameters(small);
            byte[] got = new byte[0];
            try {
                tls.startHandshake();
                got = tls.getInputStream().readAllBytes();
            } catch (IOException e) {
                assertThat(e).isInstanceOfAny(SocketException.class, SSLException.class);
            }
            assertThat(got).isEmpty();
            assertServes(endpoint);
        }
    }

    @Test
    void takesLargeCertificatesOneAfterTheOtherAndServesOthersMeanwhile() throws Exception {
        Credentials large = Credentials.leaf(root, "hello", creating(2_000_000));
        Credentials stranger = Credentials.leaf(Credentials.root(), "hello", creating(2_000_000));
        ExecutorService clients = Executors.newCachedThreadPool();
        try (Endpoint endpoint = endpoint(Endpoint.HANDSHAKES)) {
            CountDownLatch over = new CountDownLatch(5);
            for (int i = 0; i < 4; i++) {
                Credentials credentials = i == 0 ? large : stranger;
                clients.execute(() -> {
                    try (Client client = new Client(endpoint, credentials)) {
                        client.next();
                        over.countDown(); // once more for the one that is answered
                    } catch (Exception e) {
                        assertThat(e).isInstanceOf(IOException.class);
                    }
                    over.countDown();
                });
            }
            while (over.getCount() > 0) {
                assertServes(endpoint);
            }
        } finally {
            clients.shutdownNow();
        }
    }
}
