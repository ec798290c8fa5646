package org.albatross.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.albatross.model.Payload;
import org.albatross.model.Reply;
import org.albatross.pki.Certificates;
import org.albatross.pki.Keys;
import org.albatross.wire.BlobSink;
import org.albatross.wire.Frame;
import org.albatross.wire.Limits;
import org.albatross.wire.MessageReader;
import org.albatross.wire.ProtocolException;
import org.albatross.wire.WireDecoder;

/**
 * A client over TLS with a certificate that was made before. It believes every server, so that what is measured is the
 * server and one signature and one verification of the client. For any thread.
 */
final class RemotePeer {
    private static final String SIGNATURES = "org.albatross.tls.internal.Ed25519Provider$Ed25519Signature";
    private static final int TIMEOUT_MILLIS = 60_000;
    private static final int CHUNK = 1 << 16;
    private static final byte[] GET = "GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    static {
        Security.insertProviderAt(new FastSignatures(), 1);
    }

    private final SSLContext context;
    private final KeyPair key;
    private final List<X509Certificate> chain;

    private RemotePeer(SSLContext context, KeyPair key, List<X509Certificate> chain) {
        this.context = context;
        this.key = key;
        this.chain = chain;
    }

    static RemotePeer of(KeyPair key, List<X509Certificate> chain) throws IOException {
        char[] password = "secret".toCharArray();
        try {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(null, null);
            keys.setKeyEntry("client", key.getPrivate(), password, chain.toArray(X509Certificate[]::new));
            KeyManagerFactory factory = KeyManagerFactory.getInstance("SunX509");
            factory.init(keys, password);
            KeyManager[] managers = factory.getKeyManagers();
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(managers, new TrustManager[] {new Anybody()}, new SecureRandom());
            return new RemotePeer(context, key, chain);
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS cannot be spoken", e);
        }
    }

    /** Returns another client with the same certificate, whose files are made in {@code directory}. */
    LeanClient lean(Path directory) throws IOException {
        Path certificateFile = Files.writeString(directory.resolve("client.pem"), Certificates.text(chain));
        Path keyFile = Files.writeString(directory.resolve("client.key"), Keys.text(key.getPrivate()));
        return new LeanClient(certificateFile, keyFile);
    }

    private SSLSocket connect(InetSocketAddress server) throws IOException {
        Socket plain = new Socket();
        plain.setTcpNoDelay(true);
        plain.setSoTimeout(TIMEOUT_MILLIS);
        plain.connect(server);
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, null, server.getPort(), true);
        socket.setUseClientMode(true);
        socket.startHandshake();
        return socket;
    }

    /** Has the command carried out that the certificate carries. */
    Reply ask(InetSocketAddress server) throws IOException {
        try (SSLSocket socket = connect(server)) {
            return answer(socket);
        }
    }

    /** The same for a command that an image follows. */
    Reply ask(InetSocketAddress server, byte[] image) throws IOException {
        try (SSLSocket socket = connect(server)) {
            OutputStream out = socket.getOutputStream();
            for (int from = 0; from < image.length; from += CHUNK) {
                int length = Math.min(CHUNK, image.length - from);
                out.write(Frame.header(length));
                out.write(image, from, length);
            }
            out.write(Frame.header(0));
            return answer(socket);
        }
    }

    private static Reply answer(SSLSocket socket) throws IOException {
        try {
            Payload payload = new MessageReader(
                            socket.getInputStream(), new WireDecoder(Limits.ANSWERS, BlobSink.REFUSING))
                    .next()
                    .orElseThrow(() -> new IOException("the platform closed the connection without an answer"))
                    .payload();
            if (payload instanceof Payload.Answer answer && !(answer.reply() instanceof Reply.Failure)) {
                return answer.reply();
            }
            throw new IOException("a success was expected, this came: " + payload);
        } catch (ProtocolException e) {
            throw new IOException("the platform's answer cannot be read", e);
        }
    }

    /** Asks a web server for its page. */
    void page(InetSocketAddress server) throws IOException {
        try (SSLSocket socket = connect(server)) {
            socket.getOutputStream().write(GET);
            InputStream in = socket.getInputStream();
            if (in.readAllBytes().length == 0) {
                throw new IOException("no page came");
            }
        }
    }

    /** Sends bytes to whoever takes them. */
    void send(InetSocketAddress server, byte[] bytes) throws IOException {
        try (SSLSocket socket = connect(server)) {
            socket.getOutputStream().write(bytes);
        }
    }

    /** Ed25519 as the platform has it: the JDK's own takes ten times as long, and would be most of what is measured. */
    private static final class FastSignatures extends Provider {
        private static final long serialVersionUID = 1L;

        FastSignatures() {
            super("BenchEd25519", "1", "Ed25519 signatures of the platform");
            for (String algorithm : List.of("Ed25519", "EdDSA")) {
                put("Signature." + algorithm, SIGNATURES);
                put("Signature." + algorithm + " SupportedKeyClasses", Key.class.getName());
            }
        }
    }

    private static final class Anybody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authentication) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authentication) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
