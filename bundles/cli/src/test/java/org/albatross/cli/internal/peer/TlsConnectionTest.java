package org.albatross.cli.internal.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.albatross.pki.Authority;
import org.albatross.pki.Certificates;
import org.albatross.pki.KeyType;
import org.albatross.pki.Keys;
import org.albatross.pki.Validity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TlsConnectionTest {
    private static final String LISTENING = "listening on AF=2 127.0.0.1:";

    /** The JDK's records are never full; those of others are. */
    @Test
    void readsFullRecords(@TempDir Path folder) throws Exception {
        byte[] contents = new byte[300_000];
        new Random(1).nextBytes(contents);
        Path file = Files.write(folder.resolve("contents"), contents);
        KeyPair key = KeyType.P256.generate();
        Authority server = Authority.root("server", key, Validity.of(Instant.now(), Duration.ofDays(1)));
        Path own = Files.writeString(
                folder.resolve("own.pem"),
                Keys.text(key.getPrivate()) + Certificates.text(List.of(server.certificate())));
        Process socat = new ProcessBuilder(
                        "socat",
                        "-dd",
                        "-b524288",
                        "-t60",
                        "OPENSSL-LISTEN:0,bind=127.0.0.1,verify=0,cert=" + own,
                        "OPEN:" + file + ",rdonly")
                .start();
        try (BufferedReader log =
                        new BufferedReader(new InputStreamReader(socat.getErrorStream(), StandardCharsets.UTF_8));
                TlsConnection connection = TlsConnection.of(
                        new Connected(new Socket(InetAddress.getLoopbackAddress(), port(log))), engine())) {
            assertThat(connection.input().readNBytes(contents.length)).isEqualTo(contents);
        } finally {
            socat.destroyForcibly().waitFor(60, TimeUnit.SECONDS);
        }
    }

    private static int port(BufferedReader log) throws IOException {
        for (String line = log.readLine(); line != null; line = log.readLine()) {
            if (line.contains(LISTENING)) {
                return Integer.parseInt(line.substring(line.indexOf(LISTENING) + LISTENING.length()));
            }
        }
        throw new IOException("socat does not listen");
    }

    private static SSLEngine engine() throws Exception {
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(null, new TrustManager[] {new Anybody()}, new SecureRandom());
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(true);
        return engine;
    }

    private record Connected(Socket socket) implements Streams {
        @Override
        public InputStream input() {
            try {
                return socket.getInputStream();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public OutputStream output() {
            try {
                return socket.getOutputStream();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void waitForEver() {}

        @Override
        public void close() throws IOException {
            socket.close();
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
