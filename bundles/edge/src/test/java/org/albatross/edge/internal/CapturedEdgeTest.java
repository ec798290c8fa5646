package org.albatross.edge.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.albatross.admission.CertificateLimits;
import org.albatross.api.Request;
import org.albatross.api.Sink;
import org.albatross.model.Arguments;
import org.albatross.model.Blob;
import org.albatross.model.BlockCommand;
import org.albatross.model.Bytes;
import org.albatross.model.Caller;
import org.albatross.model.Command;
import org.albatross.model.ConsoleCommand;
import org.albatross.model.CpuId;
import org.albatross.model.Data;
import org.albatross.model.FailBehaviour;
import org.albatross.model.Megabytes;
import org.albatross.model.Name;
import org.albatross.model.Refusal;
import org.albatross.model.Reply;
import org.albatross.model.UnikernelCommand;
import org.albatross.model.UnikernelConfig;
import org.albatross.model.UnikernelType;
import org.albatross.pki.Authority;
import org.albatross.pki.RevocationList;
import org.albatross.pki.Validity;
import org.albatross.wire.Frame;
import org.albatross.wire.Header;
import org.albatross.wire.Message;
import org.albatross.wire.WireEncoder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An edge in the hands of an attacker, and what it gets. */
class CapturedEdgeTest {
    private static final Command INFO = new UnikernelCommand.Info(UnikernelCommand.InfoForm.CURRENT);

    private final Authority root = Chains.root();
    private Path folder;

    @BeforeEach
    void name(@TempDir Path temporary) {
        folder = temporary;
    }

    private static Command creating(byte[] image) {
        return new UnikernelCommand.Create(new UnikernelConfig(
                UnikernelType.SOLO5,
                false,
                Blob.of(Bytes.of(image)),
                new Arguments(
                        new FailBehaviour.Quit(),
                        Optional.empty(),
                        true,
                        CpuId.setOf(0),
                        new Megabytes(32),
                        List.of(),
                        List.of(),
                        Optional.empty(),
                        1,
                        Optional.empty())));
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(7).nextBytes(bytes);
        return bytes;
    }

    private String refusal(Site site, List<X509Certificate> chain) throws Exception {
        try (Edge edge = site.connect()) {
            String said = edge.introduce(chain).failure();
            edge.assertClosed();
            return said;
        }
    }

    private String refusal(Site site, byte[] introduction) throws Exception {
        try (Edge edge = site.connect()) {
            String said = edge.send(introduction).failure();
            edge.assertClosed();
            return said;
        }
    }

    /** By design: the host cannot see whether its key was used, for a chain is what everybody is shown. */
    @Test
    void mayUseAChainWhoseKeyItDoesNotHaveAsOftenAsItLikes() throws Exception {
        Authority customer = Chains.below(root, "customer");
        List<X509Certificate> chain = Chains.leaf(customer, "hello", new UnikernelCommand.Destroy());
        try (Site site = new Site(folder, root)) {
            for (int i = 0; i < 3; i++) {
                try (Edge edge = site.connect()) {
                    assertThat(edge.introduce(chain).answer()).isEqualTo(Site.DONE);
                    edge.assertClosed();
                }
                Request asked = site.asked();
                assertThat(asked.command()).isEqualTo(new UnikernelCommand.Destroy());
                assertThat(asked.name()).isEqualTo(Name.parse("customer:hello"));
                Caller.Remote caller = (Caller.Remote) asked.caller();
                assertThat(caller.subjects()).containsExactly("customer", "hello");
                assertThat(caller.address()).isEqualTo("192.0.2.7:4711, as the edge says");
            }
        }
    }

    @Test
    void getsNothingByAChainThatIsForgedExpiredOrOfAnotherCa() throws Exception {
        Authority other = Chains.root();
        Authority customer = Chains.below(root, "customer");
        Instant before = Chains.NOW.minus(Duration.ofDays(2));
        List<X509Certificate> expired = Chains.leaf(root, ".", INFO, Validity.of(before, Duration.ofDays(1)));
        List<X509Certificate> grafted = new ArrayList<>(Chains.leaf(Chains.below(other, "customer"), ".", INFO));
        grafted.set(1, customer.chain(grafted.get(0)).get(1));
        List<X509Certificate> many = new ArrayList<>(Collections.nCopies(10, expired.get(0)));
        try (Site site = new Site(folder, root)) {
            assertThat(refusal(site, Chains.leaf(other, ".", INFO))).contains("is not that of /CN=ca");
            assertThat(refusal(site, expired)).contains("expired at");
            assertThat(refusal(site, grafted)).contains("is not that of /CN=customer");
            assertThat(refusal(site, many)).contains("a chain of 10 certificates, at most 9 are allowed");
            assertThat(refusal(site, List.of())).contains("no certificate was presented");
            assertThat(refusal(site, List.of(root.certificate()))).isNotEmpty();
            assertThat(site.isQuiet()).isTrue();
        }
    }

    @Test
    void getsNothingByAChainThatWasRevokedAndWhatStreamsEnds() throws Exception {
        Authority customer = Chains.below(root, "customer");
        List<X509Certificate> chain =
                Chains.leaf(customer, "hello", new ConsoleCommand.Subscribe(new Command.Begin.Count(5)));
        try (Site site = new Site(folder, root);
                Edge subscriber = site.connect()) {
            assertThat(subscriber.introduce(chain).answer()).isEqualTo(Site.DONE);

            revoke(site, chain.get(1));

            assertThat(subscriber.failure()).contains("/CN=customer", "revoked");
            subscriber.assertClosed();
            assertThat(refusal(site, chain)).contains("/CN=customer", "revoked");
        }
    }

    private void revoke(Site site, X509Certificate certificate) throws Exception {
        RevocationList list = RevocationList.of(
                root,
                Map.of(certificate.getSerialNumber(), Chains.NOW),
                Optional.empty(),
                Chains.NOW,
                Duration.ofDays(30));
        CountDownLatch added = new CountDownLatch(1);
        site.endpoint().revocations().add(list.der(), new Sink() {
            @Override
            public void answer(Reply reply) {
                added.countDown();
            }

            @Override
            public void answer(Reply reply, java.io.InputStream content) {
                throw new AssertionError("there is no content");
            }

            @Override
            public boolean data(Name name, Data data) {
                throw new AssertionError("there are no data");
            }

            @Override
            public void whenReady(Runnable resume) {
                resume.run();
            }

            @Override
            public void end() {
                assertThat(added.getCount()).isZero();
            }

            @Override
            public void fail(Refusal refusal) {
                throw new AssertionError(refusal.message());
            }
        });
        assertThat(added.await(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void isToldWhatIsWrongWithRubbish() throws Exception {
        byte[] good = Edge.introduction(Chains.leaf(root, ".", INFO), "192.0.2.7:4711");
        byte[] hello = WireEncoder.frame(Message.ask(new Header(1, Name.ROOT), new Command.SayHello()))
                .toBytes();
        byte[] spoilt = good.clone();
        spoilt[good.length / 2] ^= 0x40;
        byte[] garbage = random(5_000);
        byte[] framed = Arrays.copyOf(Frame.header(garbage.length), 4 + garbage.length);
        System.arraycopy(garbage, 0, framed, 4, garbage.length);
        try (Site site = new Site(folder, root)) {
            assertThat(refusal(site, hello)).isEqualTo("a connection of the edge begins with whom or what it is for");
            assertThat(refusal(site, framed)).contains("at byte");
            assertThat(refusal(site, new byte[4])).isNotEmpty();
            assertThat(refusal(site, Edge.introductionOf(List.of(Bytes.of(garbage)), "x")))
                    .startsWith("the edge has passed on a certificate that cannot be read");
            assertThat(refusal(site, spoilt)).isNotEmpty();
            assertThat(refusal(
                            site,
                            Edge.introduction(Chains.leaf(root, ".", INFO), "x".repeat(Introduction.LONGEST_PEER + 1))))
                    .isEqualTo("the edge tells a peer's address of 129 bytes, at most 128 are allowed");
            assertThat(site.isQuiet()).isTrue();
            for (int cut = 1; cut < good.length; cut += good.length / 7) {
                try (Edge edge = site.connect()) {
                    edge.send(Arrays.copyOf(good, cut)).end().assertClosed();
                }
            }
            assertThat(site.isQuiet()).isTrue();
        }
    }

    @Test
    void mayNotAnnounceMoreThanTheHostReceives() throws Exception {
        try (Site site = new Site(folder, root)) {
            assertThat(refusal(site, Frame.header(0xffff_ffffL)))
                    .isEqualTo("an introduction of 4294967295 bytes was announced, at most 17825792 are allowed");
        }
    }

    @Test
    void mayNotWaitForLongWithinAnIntroduction() throws Exception {
        ReceptionLimits brief = new ReceptionLimits(64, Duration.ofMillis(300), new CertificateLimits(17 << 20));
        try (Site site = new Site(folder, root, brief, Optional.empty());
                Edge silent = site.connect()) {
            assertThat(refusal(site, new byte[] {0, 0, 0, 40, 1, 2, 3, 4, 5, 6}))
                    .isEqualTo("6 of the 40 bytes of an introduction came within 0 s");
            assertThat(silent.failure()).startsWith("0 of the 4 bytes");
        }
    }

    @Test
    void hasOnlySoManyConnectionsThatSayNothing() throws Exception {
        ReceptionLimits few = new ReceptionLimits(3, Duration.ofMinutes(10), new CertificateLimits(17 << 20));
        List<Edge> silent = new ArrayList<>();
        try (Site site = new Site(folder, root, few, Optional.empty())) {
            for (int i = 0; i < 20; i++) {
                silent.add(site.connect());
            }
            for (int i = 0; i < 17; i++) {
                assertThat(silent.get(i).failure())
                        .isEqualTo("at most 3 connections may wait for an introduction, and this one was the oldest");
            }
            try (Edge edge = site.connect()) {
                assertThat(edge.introduce(Chains.leaf(root, ".", INFO)).answer())
                        .isEqualTo(Site.DONE);
            }
        } finally {
            for (Edge edge : silent) {
                edge.close();
            }
        }
    }

    @Test
    void delaysNobodyByALargeIntroductionThatDoesNotCome() throws Exception {
        try (Site site = new Site(folder, root);
                Edge large = site.connect()) {
            large.send(Frame.header(16 << 20)).send(new byte[1000]);
            for (int i = 0; i < 3; i++) {
                try (Edge edge = site.connect()) {
                    assertThat(edge.introduce(Chains.leaf(root, ".", INFO)).answer())
                            .isEqualTo(Site.DONE);
                }
            }
        }
    }

    @Test
    void isTurnedAwayWhoIsNotTheEdge() throws Exception {
        String reason = "only uid 992 (albatross-edge) may connect to edge.sock, this is uid 7";
        EdgeUser user = EdgeUser.of(EdgeConfig.ACCOUNT, "992");
        assertThat(user.refusal(new Caller.Local(7, 7, 7))).contains(reason);
        assertThat(user.refusal(new Caller.Local(992, 7, 7))).isEmpty();
        assertThat(EdgeUser.of("7", "992").refusal(new Caller.Local(7, 1, 1))).isEmpty();
        assertThat(EdgeUser.of("7", "").refusal(new Caller.Local(992, 1, 1)))
                .contains("only uid 7 may connect to edge.sock, this is uid 992");
        assertThat(EdgeUser.of(EdgeConfig.ACCOUNT, "").refusal(new Caller.Local(0, 0, 7)))
                .hasValueSatisfying(none -> assertThat(none).contains("there was none"));
        try (Site site = new Site(folder, root, Site.RECEPTIONS, Optional.of(reason))) {
            assertThat(refusal(site, Chains.leaf(root, ".", INFO))).isEqualTo(reason);
            assertThat(site.isQuiet()).isTrue();
        }
    }

    @Test
    void passesOnWhatFollowsTheIntroduction() throws Exception {
        byte[] contents = random(300_000);
        try (Site site = new Site(folder, root);
                Edge edge = site.connect()) {
            edge.introduce(Chains.leaf(root, "disk", new BlockCommand.Set(false)));
            Request asked = site.asked();
            edge.frame(Arrays.copyOf(contents, 200_000))
                    .frame(Arrays.copyOfRange(contents, 200_000, 300_000))
                    .frame(new byte[0]);
            assertThat(asked.data().readAllBytes()).isEqualTo(contents);
            site.carriedOut();
            assertThat(edge.answer()).isEqualTo(Site.DONE);
        }
    }

    @Test
    void passesOnALeafWithAnImageOfFifteenMegabytes() throws Exception {
        byte[] image = random(15 << 20);
        try (Site site = new Site(folder, root);
                Edge edge = site.connect()) {
            assertThat(edge.introduce(Chains.leaf(root, "hello", creating(image)))
                            .answer())
                    .isEqualTo(Site.DONE);
            UnikernelCommand.Create asked =
                    (UnikernelCommand.Create) site.asked().command();
            Blob.Spooled spooled = (Blob.Spooled) asked.config().image();
            assertThat(Path.of(spooled.handle())).hasBinaryContent(image);
        }
    }

    @Test
    void receivesOneLargeIntroductionAfterTheOther() throws Exception {
        byte[] introduction = Edge.introduction(Chains.leaf(root, "hello", creating(random(1 << 20))), "x");
        try (Site site = new Site(folder, root);
                Edge first = site.connect();
                Edge second = site.connect()) {
            first.send(Arrays.copyOf(introduction, 100_000));
            second.send(introduction);
            first.send(Arrays.copyOfRange(introduction, 100_000, introduction.length));
            assertThat(first.answer()).isEqualTo(Site.DONE);
            assertThat(second.answer()).isEqualTo(Site.DONE);
        }
    }
}
