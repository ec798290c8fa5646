package org.albatross.pki;

import static org.albatross.pki.TestPki.NOW;
import static org.albatross.pki.TestPki.YEAR;
import static org.albatross.pki.TestPki.below;
import static org.albatross.pki.TestPki.leaf;
import static org.albatross.pki.TestPki.policy;
import static org.albatross.pki.TestPki.root;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.albatross.disk.DurableFiles;
import org.albatross.model.Bytes;
import org.albatross.model.UnikernelCommand;
import org.albatross.pki.ChainVerifier.Purpose;
import org.albatross.pki.TestPki.Forge;
import org.albatross.testing.RecordedDisk;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrlsTest {
    private static final Duration DAY = Duration.ofDays(1);

    @SuppressWarnings("NullAway.Init") // set by JUnit
    @TempDir
    private Path directory;

    private final List<String> reports = new ArrayList<>();
    private final Authority root = root("ca");

    @SuppressWarnings("NullAway.Init") // set before each test
    private Crls crls;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Authority user;

    @SuppressWarnings("NullAway.Init") // set before each test
    private List<X509Certificate> chain;

    @BeforeEach
    void open() throws Exception {
        crls = new Crls(directory, Crls.Expired.PASSES, reports::add);
        user = below(root, "user", policy(9, 1000));
        chain = leaf(user, "web", new UnikernelCommand.Destroy());
    }

    @Test
    void letsTheCertificatesOfACaWithoutAListPass() throws Exception {
        assertThat(verify(crls, NOW).certificates()).isEqualTo(chain);
        assertThat(reports).isEmpty();
    }

    @Test
    void refusesARevokedLeaf() throws Exception {
        verify(crls, NOW);
        crls.add(list(user, 0, chain.get(0)).der(), roots(), NOW);
        assertThat(refusal(crls, NOW)).isEqualTo(new Distrust.Revoked(CertificateId.of(chain.get(0)), NOW));
        chain = leaf(user, "other", new UnikernelCommand.Destroy());
        assertThat(verify(crls, NOW)).isNotNull();
    }

    @Test
    void refusesEverythingBelowARevokedCaAtOnce() throws Exception {
        TrustedChain open = verify(crls, NOW);
        crls.add(list(root, 0, user.certificate()).der(), roots(), NOW);
        assertThat(refusal(crls, NOW)).isEqualTo(new Distrust.Revoked(CertificateId.of(user.certificate()), NOW));
        assertThatThrownBy(() -> new ChainVerifier(roots(), crls).recheck(open, NOW))
                .isInstanceOf(UntrustedException.class);
    }

    @Test
    void keepsListsOverARestart() throws Exception {
        crls.add(list(root, 0, user.certificate()).der(), roots(), NOW);
        Crls again = new Crls(directory, Crls.Expired.PASSES, reports::add);
        assertThat(again.reload()).isTrue();
        assertThat(again.reload()).isFalse();
        assertThat(refusal(again, NOW)).isInstanceOf(Distrust.Revoked.class);
        assertThat(reports).isEmpty();
    }

    @Test
    void readsListsThatSomebodyPutsIntoTheDirectoryAndForgetsThoseThatAreRemoved() throws Exception {
        Files.writeString(
                directory.resolve("root.crl"), list(root, 0, user.certificate()).text());
        assertThat(crls.reload()).isTrue();
        assertThat(refusal(crls, NOW)).isInstanceOf(Distrust.Revoked.class);
        Files.write(directory.resolve("newer.crl"), list(root, 1).der().toArray());
        assertThat(crls.reload()).isTrue();
        assertThat(verify(crls, NOW)).isNotNull();
        Files.delete(directory.resolve("newer.crl"));
        assertThat(crls.reload()).isTrue();
        assertThat(refusal(crls, NOW)).isInstanceOf(Distrust.Revoked.class);
    }

    @Test
    void reportsAFileThatIsNotAListOnceAndUsesTheOthers() throws Exception {
        Files.writeString(
                directory.resolve("root.crl"), list(root, 0, user.certificate()).text());
        Files.writeString(directory.resolve("bad.crl"), "nonsense");
        Files.write(directory.resolve("large.crl"), new byte[2 * RevocationList.MAX_LENGTH + 1]);
        crls.reload();
        crls.reload();
        assertThat(reports)
                .containsExactlyInAnyOrder(
                        "the revocation list " + directory.resolve("bad.crl")
                                + " is not used: it is not PEM: there is no -----BEGIN in it",
                        "the revocation list " + directory.resolve("large.crl")
                                + " has 2097153 bytes, and is not used");
        assertThat(refusal(crls, NOW)).isInstanceOf(Distrust.Revoked.class);
    }

    @Test
    void knowsWhenTheFirstListEndsThatCounts() throws Exception {
        assertThat(crls.firstEnd()).isEmpty();
        Files.write(directory.resolve("old.crl"), list(root, 0, DAY).der().toArray());
        assertThat(crls.reload()).isTrue();
        assertThat(crls.firstEnd()).contains(NOW.plus(DAY));

        crls.add(list(root, 60, DAY.multipliedBy(3)).der(), roots(), NOW.plusSeconds(60));
        assertThat(crls.firstEnd()).contains(NOW.plusSeconds(60).plus(DAY.multipliedBy(3)));
        verify(crls, NOW);
        crls.add(list(user, 60, DAY).der(), roots(), NOW.plusSeconds(60));
        assertThat(crls.firstEnd()).contains(NOW.plusSeconds(60).plus(DAY));
    }

    @Test
    void believesNoListOfAnotherCaOfTheSameName() throws Exception {
        Files.writeString(
                directory.resolve("x.crl"),
                list(root("ca"), 0, user.certificate()).text());
        crls.reload();
        assertThat(verify(crls, NOW)).isNotNull();
    }

    @Test
    void takesAListOnlyFromACaThatIsKnown() throws Exception {
        Bytes stranger = list(root("ca"), 0).der();
        assertThatThrownBy(() -> crls.add(stranger, roots(), NOW))
                .isInstanceOf(MalformedPkiException.class)
                .hasMessage("the revocation list of /CN=ca is not signed by a CA that is known here; send it with a"
                        + " certificate of that CA");
        Bytes users = list(user, 0).der();
        assertThatThrownBy(() -> crls.add(users, roots(), NOW)).isInstanceOf(MalformedPkiException.class);
        assertThat(directory).isEmptyDirectory();
        assertThat(crls.add(users, verify(crls, NOW).authorities(), NOW).issuer())
                .isEqualTo("/CN=user");
    }

    @Test
    void takesTheListOfACaWhoseChainWasVerifiedBefore() throws Exception {
        verify(crls, NOW);
        assertThat(crls.add(list(user, 0).der(), roots(), NOW).issuer()).isEqualTo("/CN=user");
    }

    @Test
    void takesNoListFromACaThatMayNotMakeOne() throws Exception {
        Forge forge = Forge.authority("user").usage(KeyUsage.keyCertSign);
        Authority other = Authority.of(List.of(forge.issuedBy(root)), forge.key());
        assertThatThrownBy(() -> crls.add(list(other, 0).der(), List.of(other.certificate()), NOW))
                .isInstanceOf(MalformedPkiException.class);
        Forge person = new Forge("person");
        X509Certificate certificate = person.issuedBy(root);
        assertThat(list(user, 0).isOf(ListIssuer.of(certificate))).isFalse();
    }

    @Test
    void takesNoListsOfCasBelowTheRootThatWouldFillTheMemory() throws Exception {
        Map<BigInteger, Instant> many = new LinkedHashMap<>();
        for (int i = 0; i < 30_000; i++) {
            many.put(BigInteger.TWO.pow(78).add(BigInteger.valueOf(i)), NOW);
        }
        int taken = 0;
        for (int i = 0; i < 5; i++) {
            Authority other = below(root, "u" + i, policy(9, 1000));
            chain = leaf(other, "x", new UnikernelCommand.Destroy());
            verify(crls, NOW);
            Bytes list =
                    RevocationList.of(other, many, Optional.empty(), NOW, DAY).der();
            int others = taken * list.length();
            if (others + list.length() <= Crls.MAX_TOGETHER) {
                crls.add(list, roots(), NOW);
                taken++;
            } else {
                assertThatThrownBy(() -> crls.add(list, roots(), NOW))
                        .isInstanceOf(MalformedPkiException.class)
                        .hasMessage("a revocation list of " + list.length() + " bytes beside others of " + others
                                + ", at most 4194304 are kept together");
            }
        }
        assertThat(taken).isEqualTo(4);
        crls.add(RevocationList.of(root, many, Optional.empty(), NOW, DAY).der(), roots(), NOW);
    }

    @Test
    void leavesRoomForOthersWhenOneCaBelowTheRootHasManyBelowItself() throws Exception {
        Authority greedy = below(root, "greedy", policy(9, 1000));
        Bytes first = longListBelow(greedy, "a");
        crls.add(first, roots(), NOW);
        for (int restarts = 0; restarts < 2; restarts++) {
            Bytes list = longListBelow(greedy, "b");
            assertThatThrownBy(() -> crls.add(list, roots(), NOW))
                    .isInstanceOf(MalformedPkiException.class)
                    .hasMessage("a revocation list of " + list.length() + " bytes beside others of " + first.length()
                            + " in 1 lists: at most 1048576 bytes in 256 lists are kept of one CA below the root and of"
                            + " all CAs below that");
            crls = new Crls(directory, Crls.Expired.PASSES, reports::add);
            crls.reload();
        }
        crls.add(longListBelow(user, "c"), roots(), NOW);
    }

    @Test
    void replacesTheListOfACaThatCameByAnotherWay() throws Exception {
        Authority middle = below(user, "middle", policy(9, 1000));
        chain = leaf(middle, "x", new UnikernelCommand.Destroy());
        verify(crls, NOW);
        crls.add(list(middle, 0).der(), roots(), NOW);
        Authority again =
                Authority.of(List.of(Forge.authority("middle").key(middle.key()).issuedBy(root)), middle.key());
        chain = leaf(again, "x", new UnikernelCommand.Destroy());
        verify(crls, NOW);
        crls.add(list(again, 1, chain.get(0)).der(), roots(), NOW);
        assertThat(refusal(crls, NOW)).isInstanceOf(Distrust.Revoked.class);
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).hasSize(1);
        }
    }

    private Bytes longListBelow(Authority authority, String name) throws Exception {
        Authority other = below(authority, name, policy(9, 1000));
        chain = leaf(other, "x", new UnikernelCommand.Destroy());
        verify(crls, NOW);
        return longList(other);
    }

    private static Bytes longList(Authority authority) throws Exception {
        Map<BigInteger, Instant> many = new LinkedHashMap<>();
        for (int i = 0; i < 20_000; i++) {
            many.put(BigInteger.TWO.pow(78).add(BigInteger.valueOf(i)), NOW);
        }
        return RevocationList.of(authority, many, Optional.empty(), NOW, DAY).der();
    }

    @Test
    void takesNewerNumbersOnly() throws Exception {
        crls.add(list(root, 5).der(), roots(), NOW);
        for (long later : new long[] {5, 4}) {
            assertThatThrownBy(
                            () -> crls.add(list(root, later, user.certificate()).der(), roots(), NOW))
                    .isInstanceOf(MalformedPkiException.class)
                    .hasMessageContaining("has the number " + (NOW.getEpochSecond() + later)
                            + ", and the one that is known has " + (NOW.getEpochSecond() + 5));
        }
        crls.add(list(root, 6, user.certificate()).der(), roots(), NOW);
        assertThat(refusal(crls, NOW)).isInstanceOf(Distrust.Revoked.class);
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void takesNoListThatIsExpiredOrFromTheFuture() throws Exception {
        Bytes list = list(root, 0).der();
        assertThatThrownBy(() -> crls.add(list, roots(), NOW.plus(DAY).plusSeconds(1)))
                .hasMessageContaining("has expired");
        assertThatThrownBy(() -> crls.add(list, roots(), NOW.minusSeconds(30)))
                .hasMessageContaining("says that it was made at 2026-11-29T09:59:50Z");
    }

    @Test
    void takesNoBytesThatAreNotAList() throws Exception {
        byte[] list = list(root, 0).der().toArray();
        for (byte[] bad : List.of(
                new byte[0],
                "nonsense".getBytes(StandardCharsets.US_ASCII),
                Arrays.copyOf(list, list.length - 1),
                Arrays.copyOf(list, list.length + 1),
                new byte[RevocationList.MAX_LENGTH + 1])) {
            assertThatThrownBy(() -> crls.add(Bytes.of(bad), roots(), NOW)).isInstanceOf(MalformedPkiException.class);
        }
        byte[] changed = list.clone();
        changed[list.length - 1] ^= 1;
        assertThatThrownBy(() -> crls.add(Bytes.of(changed), roots(), NOW)).hasMessageContaining("is not signed by");
    }

    @Test
    void letsAnExpiredListPassWithAReportEachHourAndStillKnowsWhatItRevoked() throws Exception {
        crls.add(list(root, 0).der(), roots(), NOW);
        Instant later = NOW.plus(DAY).plusSeconds(60);
        verify(crls, later);
        verify(crls, later.plusSeconds(3599));
        assertThat(reports)
                .containsExactly(
                        "the revocation list of /CN=ca expired at 2026-11-30T10:00:00Z: what was revoked since is"
                                + " not known, and passes");
        verify(crls, later.plusSeconds(3600));
        assertThat(reports).hasSize(2);
        crls.add(list(root, 1, user.certificate()).der(), roots(), NOW);
        assertThat(refusal(crls, later)).isInstanceOf(Distrust.Revoked.class);
    }

    @Test
    void refusesWhatAnExpiredListIsAboutWhereThatIsSet() throws Exception {
        Crls strict = new Crls(directory, Crls.Expired.REFUSED, reports::add);
        strict.add(list(root, 0).der(), roots(), NOW);
        assertThat(verify(strict, NOW.plus(DAY))).isNotNull();
        assertThat(refusal(strict, NOW.plus(DAY).plusSeconds(1)))
                .isEqualTo(new Distrust.ListExpired(CertificateId.of(user.certificate()), NOW.plus(DAY)));
        assertThat(reports).isEmpty();
    }

    @Test
    void believesTheListOfARenewedCaOfTheSameKey() throws Exception {
        crls.add(list(root, 0, user.certificate()).der(), roots(), NOW);
        Authority renewed = Authority.root("ca", root.key(), YEAR);
        UntrustedException refused = catchThrowableOfType(
                UntrustedException.class,
                () -> new ChainVerifier(List.of(renewed.certificate()), crls).verify(chain, Purpose.CLIENT, NOW));
        assertThat(refused.reason()).isInstanceOf(Distrust.Revoked.class);
    }

    @Test
    void leavesTheOldOrTheNewListWhenThePowerGoes(@TempDir Path elsewhere) throws Exception {
        RecordedDisk disk = new RecordedDisk(elsewhere);
        Crls kept = new Crls(elsewhere.resolve("crls"), Crls.Expired.PASSES, reports::add, new DurableFiles(disk));
        List<RevocationList> lists =
                List.of(list(root, 0, user.certificate()), list(root, 1, chain.get(0)), list(user, 2, chain.get(0)));
        List<Integer> begins = new ArrayList<>();
        for (RevocationList one : lists) {
            begins.add(disk.steps());
            kept.add(one.der(), List.of(root.certificate(), user.certificate()), NOW.plusSeconds(9));
        }
        begins.add(disk.steps());
        // What is there after each: of two lists of a CA the later one.
        List<Set<Bytes>> states = List.of(
                Set.of(),
                Set.of(lists.get(0).der()),
                Set.of(lists.get(1).der()),
                Set.of(lists.get(1).der(), lists.get(2).der()));
        int looked = 0;
        for (int i = 0; i < lists.size(); i++) {
            for (int cut = begins.get(i); cut <= begins.get(i + 1); cut++) {
                List<Set<Bytes>> allowed = cut == begins.get(i + 1)
                        ? List.of(states.get(i + 1))
                        : cut == begins.get(i) ? List.of(states.get(i)) : List.of(states.get(i), states.get(i + 1));
                for (RecordedDisk.Image image : disk.images(cut)) {
                    Path copy = directory.resolve("copy" + looked++);
                    image.writeTo(copy);
                    assertThat(lists(copy.resolve("crls")))
                            .as("cut before step %d of%n%s", cut, disk)
                            .isIn(allowed);
                }
            }
        }
        assertThat(looked).isGreaterThan(20);
        assertThat(reports).isEmpty();
    }

    /** The lists that the next start reads, and no other files that it takes for one. */
    private Set<Bytes> lists(Path folder) throws Exception {
        Crls again = new Crls(folder, Crls.Expired.PASSES, reports::add);
        again.reload();
        Set<Bytes> found = new HashSet<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".crl")).toList()) {
                found.add(RevocationList.ofFile(Files.readAllBytes(file)).der());
            }
        }
        return found;
    }

    private Distrust refusal(Revocation revocation, Instant now) {
        return catchThrowableOfType(UntrustedException.class, () -> verify(revocation, now))
                .reason();
    }

    private RevocationList list(Authority authority, long later, X509Certificate... revoked) throws Exception {
        return list(authority, later, DAY, revoked);
    }

    private static RevocationList list(Authority authority, long later, Duration lasting, X509Certificate... revoked)
            throws Exception {
        Map<BigInteger, Instant> serials = new LinkedHashMap<>();
        Stream.of(revoked).forEach(one -> serials.put(one.getSerialNumber(), NOW));
        return RevocationList.of(authority, serials, Optional.empty(), NOW.plusSeconds(later), lasting);
    }

    private List<X509Certificate> roots() {
        return List.of(root.certificate());
    }

    private TrustedChain verify(Revocation revocation, Instant now) throws UntrustedException {
        return new ChainVerifier(roots(), revocation).verify(chain, Purpose.CLIENT, now);
    }
}
