package org.albatross.pki;

import static org.albatross.pki.TestPki.NOW;
import static org.albatross.pki.TestPki.root;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaDatabaseTest {
    private static final Duration MONTH = Duration.ofDays(30);

    @SuppressWarnings("NullAway.Init") // set by JUnit
    @TempDir
    private Path directory;

    @SuppressWarnings("NullAway.Init") // set before each test
    private CaDatabase database;

    @BeforeEach
    void open() {
        database = new CaDatabase(directory.resolve("db"));
    }

    @Test
    void readsTheOriginalsFileAndAppendsToIt() throws Exception {
        byte[] original = new OriginalFiles("ed25519").file("db");
        Files.write(directory.resolve("db"), original);
        X509Certificate certificate =
                new OriginalFiles("p256").certificates("hello").get(0);
        database.add(certificate, "web");
        assertThat(database.signed())
                .extracting(CaDatabase.Entry::name)
                .containsExactly("server", "user", "hello", "web");
        assertThat(database.signed().get(0).serial()).isEqualTo(new BigInteger("dd5d3a0dac0abfdcab0f", 16));
        assertThat(Files.readString(directory.resolve("db")))
                .isEqualTo(
                        new String(original, StandardCharsets.US_ASCII) + Certificates.serial(certificate) + " web\n");
    }

    @Test
    void goesOnBehindALineThatWasCutOff() throws Exception {
        Files.writeString(directory.resolve("db"), "00aa one\n00b");
        database.add(new OriginalFiles("p256").certificates("hello").get(0), "two");
        assertThat(Files.readAllLines(directory.resolve("db"))).hasSize(3);
        assertThat(database.signed()).extracting(CaDatabase.Entry::name).containsExactly("one", "two");
    }

    @Test
    void keepsANameOnItsLine() throws Exception {
        database.add(new OriginalFiles("p256").certificates("hello").get(0), "x\n00ff other");
        assertThat(database.signed()).extracting(CaDatabase.Entry::name).containsExactly("x\\n00ff other");
    }

    @Test
    void revokesAndNumbersListsUpwards() throws Exception {
        Authority root = root("ca");
        Files.writeString(directory.resolve("db"), "01 a\n02 b\n");
        BigInteger one = BigInteger.ONE;
        RevocationList first = database.revoke(root, List.of(new CaDatabase.Entry(one, "a")), NOW, MONTH);
        assertThat(first.number()).isEqualTo(BigInteger.valueOf(NOW.getEpochSecond()));
        assertThat(first.size()).isEqualTo(1);
        assertThat(first.end()).contains(NOW.plus(MONTH));
        RevocationList second = database.revoke(
                root,
                List.of(new CaDatabase.Entry(one, "a"), new CaDatabase.Entry(BigInteger.TWO, "b")),
                NOW.plusMillis(10),
                MONTH);
        assertThat(second.number()).isEqualTo(first.number().add(one));
        assertThat(second.size()).isEqualTo(2);
        assertThat(Files.readString(database.revokedFile()))
                .isEqualTo("01 2026-11-29T10:00:00Z a\n02 2026-11-29T10:00:00Z b\n");
        assertThat(Files.readString(directory.resolve("db"))).isEqualTo("01 a\n02 b\n");
        RevocationList third = database.revoke(root, List.of(), NOW.plusSeconds(500), MONTH);
        assertThat(third.number()).isEqualTo(BigInteger.valueOf(NOW.getEpochSecond() + 500));
        assertThat(third.size()).isEqualTo(2);
        assertThat(RevocationList.ofFile(Files.readAllBytes(database.listFile()))
                        .der())
                .isEqualTo(third.der());
    }

    @Test
    void makesNoListOfWhatItCannotRead() throws Exception {
        for (String line : List.of("zz 2026-11-29T10:00:00Z a", "01 yesterday a", "01")) {
            Files.writeString(database.revokedFile(), line + "\n");
            assertThatThrownBy(() -> database.revoke(root("ca"), List.of(), NOW, MONTH))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("db.revoked: '");
            assertThat(database.listFile()).doesNotExist();
        }
        Files.writeString(database.revokedFile(), "");
        Files.writeString(database.listFile(), "nonsense");
        assertThatThrownBy(() -> database.revoke(root("ca"), List.of(), NOW, MONTH))
                .isInstanceOf(MalformedPkiException.class)
                .hasMessageContaining("db.crl: it is not PEM");
    }

    @Test
    void takesTurnsWithOtherProcesses() throws Exception {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<Process> others = new ArrayList<>();
        for (String name : List.of("a", "b")) {
            others.add(new ProcessBuilder(
                            java.toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Revoker.class.getName(),
                            directory.resolve("db").toString(),
                            name)
                    .inheritIO()
                    .start());
        }
        for (Process other : others) {
            assertThat(other.waitFor()).isZero();
        }
        assertThat(database.signed()).hasSize(2 * Revoker.COUNT);
        Map<BigInteger, Instant> revoked = database.revoked();
        assertThat(revoked).hasSize(2 * Revoker.COUNT);
        assertThat(database.list().orElseThrow().size()).isEqualTo(2 * Revoker.COUNT);
    }

    /** A process that signs and revokes: each list it makes may be the last one, and has to have all. */
    static final class Revoker {
        static final int COUNT = 20;

        private Revoker() {}

        /** Works on a database under a name. */
        public static void main(String[] words) throws Exception {
            CaDatabase database = new CaDatabase(Path.of(words[0]));
            Authority root = root("ca");
            for (int i = 0; i < COUNT; i++) {
                X509Certificate certificate = root.issue(
                        words[1] + i, root.key().getPublic(), TestPki.YEAR, Profile.CLIENT, new Authority.Request());
                database.add(certificate, words[1] + i);
                database.revoke(
                        root,
                        List.of(new CaDatabase.Entry(certificate.getSerialNumber(), words[1] + i)),
                        Instant.now(),
                        MONTH);
            }
        }
    }
}
