package org.albatross.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A directory {@code etc} with which a platform serves remote clients on a port of its own, by certificates of the original. */
final class RemoteConfiguration {
    private static final Path CERTIFICATES = Path.of("../bundles/tls/src/test/resources/pki-ed25519")
            .toAbsolutePath()
            .normalize();

    private final Path etc;
    private final int port;

    private RemoteConfiguration(Path etc, int port) {
        this.etc = etc;
        this.port = port;
    }

    /** Makes it below {@code home}. */
    static RemoteConfiguration in(Path home) throws Exception {
        Path etc = Files.createDirectory(home.resolve("etc"));
        Files.copy(Tree.file("etc/logback.xml"), etc.resolve("logback.xml"));
        RemoteConfiguration made = new RemoteConfiguration(etc, freePort());
        Files.copy(CERTIFICATES.resolve("cacert.pem"), etc.resolve("cacert.pem"));
        Files.copy(CERTIFICATES.resolve("server.pem"), etc.resolve("server.pem"));
        made.key("server");
        Files.writeString(
                etc.resolve("org.albatross.tls.cfg"),
                "addresses = 127.0.0.1:" + made.port + "\nca = " + etc + "/cacert.pem\ncertificate = " + etc
                        + "/server.pem\nkey = " + etc + "/server.key\n");
        return made;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Writes the key of a certificate as the original does, and returns its file. */
    private Path key(String name) throws Exception {
        Path key = etc.resolve(name + ".key");
        Shell.Outcome outcome = Shell.run(
                Map.of(),
                List.of(
                        "openssl",
                        "pkey",
                        "-inform",
                        "DER",
                        "-in",
                        CERTIFICATES.resolve(name + ".key.der").toString(),
                        "-out",
                        key.toString()));
        assertThat(outcome.exit()).as(outcome.err()).isZero();
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        return key;
    }

    Path etc() {
        return etc;
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    /** Returns a command of the client for this platform, by the certificate of the user. */
    String[] client(String... words) throws Exception {
        List<String> all = new ArrayList<>(List.of(words));
        all.add("--destination=" + address());
        all.add("--ca=" + CERTIFICATES.resolve("user.pem"));
        all.add("--ca-key=" + key("user"));
        all.add("--server-ca=" + etc.resolve("cacert.pem"));
        return all.toArray(String[]::new);
    }

    /** Has the platform listen where a forwarder reaches it, {@code socket}, and not on {@link #address}. */
    void listenOn(Path socket) throws IOException {
        Path file = etc.resolve("org.albatross.tls.cfg");
        Files.writeString(file, Files.readString(file).replace("addresses = " + address(), "addresses = " + socket));
    }

    /** Returns the operands of the original's client for the certificate {@code name.pem}: CA, certificate, key and where to. */
    List<String> operands(String name) throws Exception {
        return List.of(
                etc.resolve("cacert.pem").toString(),
                CERTIFICATES.resolve(name + ".pem").toString(),
                key(name).toString(),
                address());
    }

    /** Has the command of the certificate {@code name.pem} carried out, by openssl, and returns what the platform sent. */
    byte[] ask(String name) throws Exception {
        Path errors = Files.createTempFile(etc.getParent(), "openssl", "");
        Process openssl = new ProcessBuilder(
                        "openssl",
                        "s_client",
                        "-quiet",
                        "-connect",
                        address(),
                        "-cert",
                        CERTIFICATES.resolve(name + ".pem").toString(),
                        "-cert_chain",
                        CERTIFICATES.resolve("user.pem").toString(),
                        "-key",
                        key(name).toString())
                .redirectError(errors.toFile())
                .start();
        byte[] answer = openssl.getInputStream().readAllBytes();
        assertThat(openssl.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(answer).as(Files.readString(errors)).isNotEmpty();
        return answer;
    }
}
