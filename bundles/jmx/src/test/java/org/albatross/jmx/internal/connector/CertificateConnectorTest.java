package org.albatross.jmx.internal.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import org.albatross.endpoint.EndpointTls;
import org.albatross.jmx.internal.MBeans;
import org.albatross.model.Command;
import org.albatross.model.CpuId;
import org.albatross.model.Megabytes;
import org.albatross.model.Policy;
import org.albatross.model.PolicyCommand;
import org.albatross.model.UnikernelCommand;
import org.albatross.pki.Authority;
import org.albatross.pki.CertificateId;
import org.albatross.pki.ChainVerifier;
import org.albatross.pki.Distrust;
import org.albatross.pki.KeyType;
import org.albatross.pki.Profile;
import org.albatross.pki.Revocation;
import org.albatross.pki.Validity;
import org.albatross.wire.BlobSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The connector with TLS, as clients in processes of their own see it. */
class CertificateConnectorTest {
    private static final String SECRET = "store password";

    /** Clients compare the name, by Java 25 and its like. */
    private static final Authority.Request LOCALHOST =
            new Authority.Request(Optional.empty(), List.of("localhost"), List.of());

    /** Clients go by the time of day. */
    private final Instant now = Instant.now();

    private final Authority root = Authority.root("ca", KeyType.ED25519.generate(), validity());
    private volatile Optional<X509Certificate> revoked = Optional.empty();
    private final Told told = new Told();
    private final MBeanServer server = MBeanServerFactory.newMBeanServer();
    private Path folder;
    private Authority customer;
    private MBeans mbeans;
    private Connector connector;
    private int port;

    private record Holder(KeyPair key, List<X509Certificate> chain) {}

    private Validity validity() {
        return Validity.of(now, Duration.ofDays(365));
    }

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        folder = directory;
        mbeans = new MBeans(server, folder.resolve("spool"));
        customer = below(root, "a");
        KeyPair key = KeyType.P256.generate();
        X509Certificate own = root.issue("server", key.getPublic(), validity(), Profile.SERVER, LOCALHOST);
        Revocation revocation = (certificate, when) -> revoked.map(CertificateId::of)
                .filter(certificate.id()::equals)
                .map(each -> new Distrust.Revoked(each, when));
        ChainVerifier verifier = new ChainVerifier(List.of(root.certificate()), revocation);
        InstantSource clock = InstantSource.fixed(now.plusSeconds(1));
        EndpointTls tls = new EndpointTls(key, List.of(own), verifier, clock);
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        connector = new Connector(
                server,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                "localhost",
                Optional.of(() -> tls),
                new CertificateLogin(() -> verifier, true, clock),
                told);
        connector.start();
    }

    @AfterEach
    void stop() throws Exception {
        connector.stop();
        mbeans.close();
    }

    private Authority below(Authority issuer, String label) throws Exception {
        KeyPair key = KeyType.ED25519.generate();
        Policy policy = new Policy(CpuId.setOf(0), 5, new Megabytes(512), Optional.empty(), new TreeSet<>());
        return Authority.of(
                issuer.chain(issuer.issue(
                        label,
                        key.getPublic(),
                        validity(),
                        Profile.AUTHORITY,
                        Authority.Request.of(new PolicyCommand.Add(policy), BlobSource.NONE))),
                key);
    }

    private static Holder leaf(Authority issuer, String name, Validity validity, Authority.Request request)
            throws Exception {
        KeyPair key = KeyType.P256.generate();
        return new Holder(key, issuer.chain(issuer.issue(name, key.getPublic(), validity, Profile.CLIENT, request)));
    }

    private static Authority.Request role(Command.PersonRole.Kind kind) throws Exception {
        return Authority.Request.of(new Command.PersonRole(kind), BlobSource.NONE);
    }

    private Process client(Holder holder, String... more) throws Exception {
        Path own = Files.createTempFile(folder, "own", ".p12");
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, SECRET.toCharArray());
        store.setKeyEntry(
                "me",
                holder.key().getPrivate(),
                SECRET.toCharArray(),
                holder.chain().toArray(Certificate[]::new));
        write(store, own);
        Path trusted = Files.createTempFile(folder, "trusted", ".p12");
        KeyStore trust = KeyStore.getInstance("PKCS12");
        trust.load(null, SECRET.toCharArray());
        trust.setCertificateEntry("ca", root.certificate());
        write(trust, trusted);
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1"));
        for (String word : documentedCommand()) {
            if (word.startsWith("-J")) {
                command.add(word.substring("-J".length())
                        .replace("alice.p12", own.toString())
                        .replace("ca.p12", trusted.toString())
                        .replace("SECRET", SECRET));
            }
        }
        command.addAll(List.of(
                "-cp", System.getProperty("java.class.path"), JmxClientMain.class.getName(), Integer.toString(port)));
        command.addAll(List.of(more));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    /** The words of JConsole's command line for TLS in docs/manage.md. */
    private static List<String> documentedCommand() throws IOException {
        String text = Files.readString(Path.of("../../docs/manage.md")).replace("\\\n", "");
        return text.lines()
                .map(String::strip)
                .filter(line -> line.startsWith("jconsole -J"))
                .map(line -> List.of(line.split(" +")))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void isReachedByTheDocumentedCommandLine() throws Exception {
        // With an address of the form service:jmx: JConsole looks for the registry without TLS.
        assertThat(documentedCommand()).last().isEqualTo("host.example:1099");
        assertThat(documentedCommand())
                .filteredOn(word -> word.startsWith("-J-D"))
                .hasSize(4);
        Holder viewer = leaf(customer, "alice", validity(), role(Command.PersonRole.Kind.VIEWER));
        assertThat(said(viewer)).contains("connect: yes");
    }

    private static void write(KeyStore store, Path file) throws Exception {
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, SECRET.toCharArray());
        }
    }

    private List<String> said(Holder holder) throws Exception {
        Process client = client(holder);
        try {
            client.getOutputStream().close();
            return new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } finally {
            client.destroyForcibly();
        }
    }

    @Test
    void letsPeopleInByTheirRoleAndThePathOfTheirChain() throws Exception {
        Holder viewer = leaf(customer, "alice", validity(), role(Command.PersonRole.Kind.VIEWER));
        assertThat(said(viewer))
                .containsSubsequence(
                        "state: running",
                        "stop: done it",
                        "other: InstanceNotFoundException org.albatross:type=Unikernel,path=\"b\",name=other",
                        "connect: yes")
                .anyMatch(line -> line.startsWith("create: SecurityException not allowed: createMBean"));
        assertThat(mbeans.fake().callers()).isNotEmpty().allSatisfy(caller -> assertThat(caller.toString())
                .startsWith("JMX a:alice, serial "));
        assertThat(mbeans.fake().callers().get(0))
                .hasToString(told.lines().get(0).substring("in ".length()));
        Holder operator = leaf(root, "bob", validity(), role(Command.PersonRole.Kind.OPERATOR));
        assertThat(said(operator)).contains("state: running", "other: running", "connect: yes");
    }

    @Test
    void letsNobodyInWhoseCertificateSaysNothingOfAPerson() throws Exception {
        Holder command = leaf(
                customer, "web", validity(), Authority.Request.of(new UnikernelCommand.Destroy(), BlobSource.NONE));
        assertThat(said(command)).singleElement().asString().startsWith("connect: SecurityException not logged in: ");
        assertThat(told.lines())
                .singleElement()
                .asString()
                .contains("carries a command; that of a person carries a role");
        Holder plain = leaf(customer, "plain", validity(), new Authority.Request());
        assertThat(said(plain)).singleElement().asString().startsWith("connect: SecurityException not logged in: ");
    }

    @Test
    void letsNobodyInWhoIsNotTrusted() throws Exception {
        Validity past = Validity.of(now.minus(Duration.ofDays(30)), Duration.ofDays(1));
        Holder expired = leaf(customer, "late", past, role(Command.PersonRole.Kind.VIEWER));
        Authority strange = Authority.root("ca", KeyType.ED25519.generate(), validity());
        Holder stranger = leaf(strange, "eve", validity(), role(Command.PersonRole.Kind.OPERATOR));
        Holder gone = leaf(customer, "gone", validity(), role(Command.PersonRole.Kind.VIEWER));
        revoked = Optional.of(gone.chain().get(0));
        for (Holder holder : List.of(expired, stranger, gone)) {
            assertThat(said(holder))
                    .singleElement()
                    .asString()
                    .startsWith("connect: ")
                    .doesNotContain("yes");
        }
        assertThat(told.lines()).isEmpty();
        assertThat(mbeans.fake().callers()).isEmpty();
    }

    @Test
    void shutsOutWhoseCertificateIsRevokedMeanwhile() throws Exception {
        Holder viewer = leaf(customer, "alice", validity(), role(Command.PersonRole.Kind.VIEWER));
        Process client = client(viewer, "wait");
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(until(lines, "waiting")).isTrue();
            revoked = Optional.of(viewer.chain().get(0));
            for (int i = 0; i < 1000 && connector.clients() > 0; i++) {
                connector.expire();
                Thread.onSpinWait();
                java.util.concurrent.locks.LockSupport.parkNanos(10_000_000);
            }
            assertThat(connector.clients()).isZero();
            client.getOutputStream().write('\n');
            client.getOutputStream().flush();
            // What the JDK's client logs meanwhile comes by the same way.
            assertThat(lines.lines().filter(line -> line.startsWith("later: ")).findFirst())
                    .hasValueSatisfying(later -> assertThat(later).doesNotContain("running"));
        } finally {
            client.destroyForcibly();
        }
    }

    private static boolean until(BufferedReader lines, String wanted) throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.equals(wanted)) {
                return true;
            }
        }
        return false;
    }
}
