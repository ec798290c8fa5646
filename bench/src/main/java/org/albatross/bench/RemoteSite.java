package org.albatross.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.albatross.model.Command;
import org.albatross.pki.Authority;
import org.albatross.pki.Certificates;
import org.albatross.pki.KeyType;
import org.albatross.pki.Keys;
import org.albatross.pki.MalformedPkiException;
import org.albatross.pki.Profile;
import org.albatross.pki.Validity;
import org.albatross.wire.BlobSource;

/** A small CA, and a platform's directory {@code etc} with which it serves the CA's clients on a port of its own. */
final class RemoteSite {
    private static final String PRIVATE = "rw-------";

    private final Authority root;
    private final KeyType type;
    private final Path etc;
    private final InetSocketAddress address;

    private RemoteSite(Authority root, KeyType type, Path etc, InetSocketAddress address) {
        this.root = root;
        this.type = type;
        this.etc = etc;
        this.address = address;
    }

    /** Makes one whose keys are all of this type. */
    static RemoteSite make(Bench bench, KeyType type) throws IOException {
        Path etc = Files.createTempDirectory(bench.disk(), "etc");
        Files.setPosixFilePermissions(etc, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.copy(bench.program("albatrossd").resolveSibling("../etc/logback.xml"), etc.resolve("logback.xml"));
        Authority root = Authority.root("ca", type.generate(), year());
        RemoteSite site = new RemoteSite(root, type, etc, freePort());
        KeyPair server = type.generate();
        X509Certificate certificate =
                root.issue("server", server.getPublic(), year(), Profile.SERVER, new Authority.Request());
        Files.writeString(site.authorities(), Certificates.text(List.of(root.certificate())));
        Files.writeString(site.certificate(), Certificates.text(List.of(certificate)));
        Files.createFile(site.key(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(PRIVATE)));
        Files.writeString(site.key(), Keys.text(server.getPrivate()));
        Files.setOwner(site.key(), Files.getOwner(bench.disk()));
        Files.writeString(
                etc.resolve("org.albatross.tls.cfg"),
                "addresses = 127.0.0.1:" + site.address.getPort() + "\nca = " + site.authorities() + "\ncertificate = "
                        + site.certificate() + "\nkey = " + site.key() + "\n");
        return site;
    }

    /** Makes a leaf of another CA with an image of so many bytes, its key {@code large.key} beside it, and returns its file. */
    static Path large(Bench bench, int bytes) throws IOException {
        try {
            KeyPair key = KeyType.ED25519.generate();
            Authority stranger = Authority.root("stranger", KeyType.ED25519.generate(), year());
            X509Certificate leaf = stranger.issue(
                    "large",
                    key.getPublic(),
                    year(),
                    Profile.CLIENT,
                    Authority.Request.of(Unikernels.carrying(new byte[bytes]), BlobSource.NONE));
            Files.writeString(bench.disk().resolve("large.key"), Keys.text(key.getPrivate()));
            return Files.writeString(bench.disk().resolve("large.pem"), Certificates.text(List.of(leaf)));
        } catch (MalformedPkiException e) {
            throw new IOException("a certificate cannot be made", e);
        }
    }

    private static Validity year() {
        return Validity.of(Instant.now(), Duration.ofDays(365));
    }

    /** A port of this machine that nobody listens on. */
    static InetSocketAddress freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort());
        }
    }

    /** Returns who may ask for this command, once and again. */
    RemotePeer peer(String commonName, Command command) throws IOException {
        try {
            KeyPair key = type.generate();
            List<X509Certificate> chain = root.chain(root.issue(
                    commonName,
                    key.getPublic(),
                    year(),
                    Profile.CLIENT,
                    Authority.Request.of(command, BlobSource.NONE)));
            return RemotePeer.of(key, chain);
        } catch (MalformedPkiException e) {
            throw new IOException("a certificate cannot be made", e);
        }
    }

    Path etc() {
        return etc;
    }

    InetSocketAddress address() {
        return address;
    }

    Path authorities() {
        return etc.resolve("cacert.pem");
    }

    Path certificate() {
        return etc.resolve("server.pem");
    }

    Path key() {
        return etc.resolve("server.key");
    }
}
