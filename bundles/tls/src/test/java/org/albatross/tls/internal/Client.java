package org.albatross.tls.internal;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.albatross.model.Payload;
import org.albatross.model.Reply;
import org.albatross.wire.BlobSink;
import org.albatross.wire.Frame;
import org.albatross.wire.Limits;
import org.albatross.wire.Message;
import org.albatross.wire.MessageReader;
import org.albatross.wire.ProtocolException;
import org.albatross.wire.WireDecoder;

/** A client by the JDK's sockets; whatever it waits for, it waits at most a minute. */
final class Client implements Closeable {
    private static final int LIMIT_MILLIS = 60_000;
    private static final char[] PASSWORD = "secret".toCharArray();

    private final SSLSocket socket;
    private final MessageReader messages;

    Client(Endpoint endpoint, Credentials credentials) throws Exception {
        this(endpoint, context(credentials));
    }

    Client(Endpoint endpoint, SSLContext context) throws Exception {
        this(connected(endpoint), context);
    }

    private static Socket connected(Endpoint endpoint) throws IOException {
        Socket plain = new Socket();
        plain.connect(endpoint.address());
        return plain;
    }

    Client(Socket plain, SSLContext context) throws Exception {
        plain.setSoTimeout(LIMIT_MILLIS);
        plain.setTcpNoDelay(true);
        socket = (SSLSocket) context.getSocketFactory().createSocket(plain, "localhost", plain.getPort(), true);
        socket.startHandshake();
        messages = new MessageReader(
                socket.getInputStream(), new WireDecoder(Limits.ANSWERS.withFrame(1 << 30), BlobSink.REFUSING));
    }

    /** Returns how a client with these shows them, to whatever server. */
    static SSLContext context(Credentials credentials) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        if (!credentials.chain().isEmpty()) {
            keys.setKeyEntry(
                    "client",
                    credentials.key().getPrivate(),
                    PASSWORD,
                    credentials.chain().toArray(X509Certificate[]::new));
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance("SunX509");
        factory.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(factory.getKeyManagers(), new TrustManager[] {new Anybody()}, new SecureRandom());
        return context;
    }

    SSLSocket socket() {
        return socket;
    }

    InputStream in() throws IOException {
        return socket.getInputStream();
    }

    Client send(byte[] bytes) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(bytes);
        out.flush();
        return this;
    }

    /** Sends raw data as a frame. */
    Client frame(byte[] content) throws IOException {
        return send(Frame.header(content.length)).send(content);
    }

    Message next() throws IOException, ProtocolException {
        return messages.next().orElseThrow(() -> new IOException("the server has closed the connection"));
    }

    Reply answer() throws IOException, ProtocolException {
        return ((Payload.Answer) next().payload()).reply();
    }

    String failure() throws IOException, ProtocolException {
        return ((Reply.Failure) answer()).message().decoded();
    }

    /** Waits for the end of the stream. */
    void assertClosed() throws IOException, ProtocolException {
        try {
            if (messages.next().isPresent()) {
                throw new AssertionError("a message came");
            }
        } catch (SocketException e) {
            // closed as well
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
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
