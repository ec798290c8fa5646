package org.albatross.cli.internal;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.albatross.model.Command;
import org.albatross.model.CpuId;
import org.albatross.model.Megabytes;
import org.albatross.model.Name;
import org.albatross.model.Policy;
import org.albatross.model.PolicyCommand;
import org.albatross.model.Text;
import org.albatross.pki.Authority;
import org.albatross.pki.Certificates;
import org.albatross.pki.CommandExtension;
import org.albatross.pki.KeyType;
import org.albatross.pki.Keys;
import org.albatross.pki.Profile;
import org.albatross.pki.Validity;
import org.albatross.wire.BlobSink;
import org.albatross.wire.BlobSource;
import org.albatross.wire.Header;
import org.albatross.wire.Message;
import org.albatross.wire.WireEncoder;

/** A platform elsewhere, for one client, by the JDK's sockets; and the files of a CA, a user and the platform. */
final class RemotePeerFixture implements Closeable {
    private static final char[] PASSWORD = "secret".toCharArray();
    private static final Validity YEAR = Validity.of(Outcome.NOW, Duration.ofDays(365));

    /** What the platform does with a client. */
    @FunctionalInterface
    interface Talk {
        void with(Connection connection) throws Exception;
    }

    private final Path directory;
    private final Authority root = Authority.root("ca", KeyType.ED25519.generate(), YEAR);
    private final SSLServerSocket socket;
    private final CompletableFuture<Void> served = new CompletableFuture<>();

    RemotePeerFixture(Path directory, boolean trusting, Talk talk) throws Exception {
        this.directory = directory;
        Files.writeString(directory.resolve("cacert.pem"), Certificates.text(List.of(root.certificate())));
        KeyPair userKey = KeyType.ED25519.generate();
        Policy policy = new Policy(
                CpuId.setOf(0),
                3,
                new Megabytes(100),
                Optional.of(new Megabytes(10)),
                new TreeSet<>(Set.of(Text.of("service"))));
        X509Certificate user = root.issue(
                "user",
                userKey.getPublic(),
                YEAR,
                Profile.AUTHORITY,
                Authority.Request.of(new PolicyCommand.Add(policy), BlobSource.NONE));
        Files.writeString(directory.resolve("ca.pem"), Certificates.text(List.of(user)));
        Files.writeString(directory.resolve("ca.key"), Keys.text(userKey.getPrivate()));
        socket = listen(trusting);
        Thread server = new Thread(() -> serve(talk), "server");
        server.setDaemon(true);
        server.start();
    }

    private SSLServerSocket listen(boolean trusting) throws Exception {
        KeyPair key = KeyType.ED25519.generate();
        X509Certificate own = root.issue("server", key.getPublic(), YEAR, Profile.SERVER, new Authority.Request());
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setKeyEntry("server", key.getPrivate(), PASSWORD, new X509Certificate[] {own});
        KeyManagerFactory factory = KeyManagerFactory.getInstance("SunX509");
        factory.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(factory.getKeyManagers(), new TrustManager[] {new Trust(trusting)}, new SecureRandom());
        SSLServerSocket listening = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 8, InetAddress.getLoopbackAddress());
        listening.setNeedClientAuth(true);
        return listening;
    }

    private void serve(Talk talk) {
        try (SSLSocket accepted = (SSLSocket) socket.accept()) {
            accepted.setSoTimeout(60_000);
            talk.with(new Connection(accepted));
            served.complete(null);
        } catch (Exception e) {
            served.completeExceptionally(e);
        }
    }

    /** Runs a command with the files of the user, against this platform. */
    Outcome run(String... words) throws Exception {
        String[] all = new String[words.length + 4];
        System.arraycopy(words, 0, all, 0, words.length);
        all[words.length] = "--destination=127.0.0.1:" + socket.getLocalPort();
        all[words.length + 1] = "--ca=" + directory.resolve("ca.pem");
        all[words.length + 2] = "--ca-key=" + directory.resolve("ca.key");
        all[words.length + 3] = "--server-ca=" + directory.resolve("cacert.pem");
        return new Outcome.Client(directory).run(all);
    }

    int port() {
        return socket.getLocalPort();
    }

    Authority root() {
        return root;
    }

    /** Waits until the client was served, and fails as that did. */
    void awaitServed() {
        served.join();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** The client, as the platform sees it. */
    static final class Connection {
        private final SSLSocket socket;

        Connection(SSLSocket socket) {
            this.socket = socket;
        }

        /** Returns the common name of the client's certificate. */
        String subject() throws Exception {
            return Certificates.commonName(leaf()).orElse("");
        }

        /** Returns the command of the client's certificate. */
        Command command() throws Exception {
            return CommandExtension.of(leaf(), BlobSink.REFUSING).orElseThrow();
        }

        private X509Certificate leaf() throws SSLException {
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }

        int certificates() throws SSLException {
            return socket.getSession().getPeerCertificates().length;
        }

        /** Returns the raw data behind the handshake, to the empty frame. */
        byte[] data() throws IOException {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            java.io.ByteArrayOutputStream data = new java.io.ByteArrayOutputStream();
            for (int length = in.readInt(); length > 0; length = in.readInt()) {
                data.writeBytes(in.readNBytes(length));
            }
            return data.toByteArray();
        }

        void send(org.albatross.model.Reply reply) throws IOException {
            send(Message.answer(new Header(0, Name.parse("user:")), reply));
        }

        void send(Message message) throws IOException {
            socket.getOutputStream().write(WireEncoder.frame(message).toBytes());
        }

        SSLSocket socket() {
            return socket;
        }
    }

    private record Trust(boolean trusting) implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authentication) throws CertificateException {
            if (!trusting) {
                throw new CertificateException("not trusted");
            }
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authentication) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
