package org.albatross.pki;

import static org.albatross.pki.TestPki.NOW;
import static org.albatross.pki.TestPki.below;
import static org.albatross.pki.TestPki.config;
import static org.albatross.pki.TestPki.extension;
import static org.albatross.pki.TestPki.leaf;
import static org.albatross.pki.TestPki.policy;
import static org.albatross.pki.TestPki.root;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.albatross.model.Arguments;
import org.albatross.model.Blob;
import org.albatross.model.BlockCommand;
import org.albatross.model.Bytes;
import org.albatross.model.Command;
import org.albatross.model.Confirmation;
import org.albatross.model.ConsoleCommand;
import org.albatross.model.CpuId;
import org.albatross.model.LifecycleCommand;
import org.albatross.model.LogCommand;
import org.albatross.model.Megabytes;
import org.albatross.model.Name;
import org.albatross.model.Path;
import org.albatross.model.PolicyCommand;
import org.albatross.model.StatsCommand;
import org.albatross.model.Text;
import org.albatross.model.UnikernelCommand;
import org.albatross.pki.ChainVerifier.Purpose;
import org.albatross.pki.TestPki.Forge;
import org.albatross.wire.BlobSink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntitlementTest {
    private static final Command INFO = new UnikernelCommand.Info(UnikernelCommand.InfoForm.CURRENT);
    private static final Command.Begin LAST = new Command.Begin.Count(20);
    private static final String INFO_5 = extension(INFO).hex();

    private final Authority root = root("ca");

    @Test
    void givesAnAdministratorTheRootWithoutPolicies() throws Exception {
        Entitlement entitlement = entitlement(leaf(root, ".", INFO));
        assertThat(entitlement.path()).isEqualTo(Path.ROOT);
        assertThat(entitlement.policies()).isEmpty();
        assertThat(entitlement.leaf()).isEqualTo(new Leaf.Ask(Name.ROOT, INFO));
        assertThat(entitlement.subjects()).containsExactly(".");
    }

    @Test
    void makesThePathOfTheLabelsFromTheRootDownAndCollectsPolicies() throws Exception {
        Authority a = below(root, "a", policy(9, 1000));
        Authority b = below(a, "B", policy(8, 500));
        List<X509Certificate> chain = leaf(b, "web", INFO);
        Entitlement entitlement = entitlement(chain);
        assertThat(entitlement.path()).isEqualTo(Path.parse("a:b"));
        assertThat(entitlement.policies())
                .containsExactly(
                        new PathPolicy(Path.parse("a"), policy(9, 1000)),
                        new PathPolicy(Path.parse("a:b"), policy(8, 500)));
        assertThat(entitlement.leaf()).isEqualTo(new Leaf.Ask(Name.parse("a:b:web"), INFO));
        assertThat(entitlement.subjects()).containsExactly("a", "B", "web");
        assertThat(entitlement.serial()).isEqualTo(Certificates.serial(chain.get(0)));
    }

    @Test
    void letsACaWithoutExtensionAddNothing() throws Exception {
        Forge plain = Forge.authority("not:a:label");
        X509Certificate above = plain.issuedBy(root);
        X509Certificate leaf = new Forge("web").command(extension(INFO)).issuedBy(above, plain.key());
        Entitlement entitlement = entitlement(List.of(leaf, above));
        assertThat(entitlement.path()).isEqualTo(Path.ROOT);
        assertThat(entitlement.policies()).isEmpty();
        assertThat(entitlement.leaf()).isEqualTo(new Leaf.Ask(Name.parse("web"), INFO));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", ":"})
    void takesSomeCommonNamesAsThePathItself(String commonName) throws Exception {
        Authority a = below(root, "a", policy(9, 1000));
        assertThat(entitlement(leaf(a, commonName, INFO)).leaf()).isEqualTo(new Leaf.Ask(Name.parse("a:"), INFO));
    }

    @Test
    void takesASubjectWithoutCommonNameAsThePathItself() throws Exception {
        X509Certificate leaf =
                new Forge("x").subject("O=somebody").command(extension(INFO)).issuedBy(root);
        assertThat(entitlement(List.of(leaf)).leaf()).isEqualTo(new Leaf.Ask(Name.ROOT, INFO));
    }

    @Test
    void tellsAPlainLeafAndAPersonsFromOneWithACommand() throws Exception {
        Authority a = below(root, "a", policy(9, 1000));
        X509Certificate plain = new Forge("host.example").issuedBy(a);
        assertThat(entitlement(a.chain(plain)).leaf()).isEqualTo(new Leaf.Plain());
        Entitlement person = entitlement(leaf(a, "alice", new Command.PersonRole(Command.PersonRole.Kind.OPERATOR)));
        assertThat(person.leaf()).isEqualTo(new Leaf.Person(Command.PersonRole.Kind.OPERATOR));
        assertThat(person.path()).isEqualTo(Path.parse("a"));
        assertThat(person.subjects()).containsExactly("a", "alice");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "-a", "..", "a:b", "über", "a/b"})
    void refusesACommonNameThatIsNotALabel(String commonName) throws Exception {
        assertThat(refusal(leaf(root, commonName, INFO))).isInstanceOf(NoEntitlement.NotALabel.class);
        assertThat(refusal(authority(commonName, extension(new PolicyCommand.Add(policy(1, 100))))))
                .isInstanceOf(NoEntitlement.NotALabel.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", ":"})
    void refusesACaWithAPolicyForThePathItself(String commonName) throws Exception {
        assertThat(refusal(authority(commonName, extension(new PolicyCommand.Add(policy(1, 100))))))
                .isInstanceOf(NoEntitlement.NotALabel.class);
    }

    @Test
    void refusesASubjectWithSeveralCommonNames() throws Exception {
        for (String subject : List.of("CN=a,CN=b", "CN=a+CN=b")) {
            X509Certificate leaf =
                    new Forge("x").subject(subject).command(extension(INFO)).issuedBy(root);
            assertThat(refusal(List.of(leaf)).message()).endsWith("its subject has more than one common name");
        }
    }

    @Test
    void refusesACommonNameThatIsTooLongAlsoOfACertificateThatAddsNothing() throws Exception {
        Forge plain = Forge.authority("a".repeat(65));
        X509Certificate above = plain.issuedBy(root);
        X509Certificate leaf = new Forge("web").command(extension(INFO)).issuedBy(above, plain.key());
        assertThat(refusal(List.of(leaf, above)).message())
                .endsWith("the common name of its subject has 65 characters, at most 64 are allowed");
    }

    @Test
    void refusesANameThatIsTooLong() throws Exception {
        Authority authority = root;
        for (int i = 0; i < 3; i++) {
            authority = below(authority, "a".repeat(63), policy(9, 1000));
        }
        assertThat(entitlement(leaf(authority, "x".repeat(8), INFO)).leaf()).isInstanceOf(Leaf.Ask.class);
        assertThat(refusal(leaf(authority, "x".repeat(9), INFO)).message())
                .endsWith("a name has 201 bytes, at most 200 are allowed");
        assertThat(refusal(leaf(below(authority, "x".repeat(8), policy(9, 1000)), ".", INFO))
                        .message())
                .endsWith("a name has 201 bytes, at most 200 are allowed");
    }

    @Test
    void refusesALeafThatSaysItIsACa() throws Exception {
        X509Certificate leaf = Forge.authority("x").command(extension(INFO)).issuedBy(root);
        assertThat(refusal(List.of(leaf))).isEqualTo(new NoEntitlement.LeafIsAuthority(CertificateId.of(leaf)));
        assertThat(refusal(below(root, "a", policy(9, 1000)).withoutRoot()))
                .isInstanceOf(NoEntitlement.LeafIsAuthority.class);
    }

    @Test
    void refusesACaWithACommand() throws Exception {
        assertThat(refusal(authority("a", extension(INFO)))).isInstanceOf(NoEntitlement.CommandOfAuthority.class);
        assertThat(refusal(authority("a", extension(new PolicyCommand.Remove()))))
                .isInstanceOf(NoEntitlement.CommandOfAuthority.class);
    }

    @Test
    void refusesTwoExtensionsWhenACertificateIsRead() throws Exception {
        Bytes info = extension(INFO);
        Bytes twice = twoExtensions(info, extension(new UnikernelCommand.Destroy()));
        assertThatThrownBy(() -> Certificates.ofDer(twice))
                .isInstanceOf(MalformedPkiException.class)
                .hasMessageContaining("Duplicate extensions")
                .hasCauseInstanceOf(CertificateException.class);
    }

    @Test
    void refusesVersions4And6() throws Exception {
        for (int version : new int[] {4, 6}) {
            Bytes other = Bytes.ofHex(INFO_5.replaceFirst("020105", "02010" + version));
            String message = refusal(List.of(new Forge("x").command(other).issuedBy(root)))
                    .message();
            assertThat(message).contains("version " + version + " of the protocol, only version 5 is spoken here");
            assertThat(refusal(authority("a", other))).isInstanceOf(NoEntitlement.MalformedExtension.class);
        }
    }

    @Test
    void refusesAnUnknownCommandTrailingBytesAndNoDer() throws Exception {
        assertThat(malformed("3007020105a70205 00".replace(" ", ""))).contains("unknown command [7]");
        assertThat(malformed(INFO_5 + "00")).contains("1 trailing bytes");
        assertThat(malformed("")).contains("cannot be read");
        assertThat(malformed("ffff")).contains("cannot be read");
        assertThat(malformed("30800201050000")).contains("cannot be read");
    }

    private String malformed(String hex) throws Exception {
        X509Certificate leaf = new Forge("x").command(Bytes.ofHex(hex)).issuedBy(root);
        NoEntitlement refusal = refusal(List.of(leaf));
        assertThat(refusal).isInstanceOf(NoEntitlement.MalformedExtension.class);
        return refusal.message();
    }

    static List<Command> refusedCommands() {
        return List.of(
                new PolicyCommand.Add(policy(1, 100)),
                new PolicyCommand.Remove(),
                new ConsoleCommand.Add(1),
                new StatsCommand.Add(Text.of(""), 1, List.of()),
                new StatsCommand.Remove(),
                new StatsCommand.Initial());
    }

    @ParameterizedTest
    @MethodSource("refusedCommands")
    void refusesCommandsThatAreNoneOfALeaf(Command command) throws Exception {
        NoEntitlement refusal = refusal(leaf(root, "x", command));
        assertThat(refusal).isInstanceOf(NoEntitlement.UnexpectedCommand.class);
        assertThat(refusal.message()).startsWith("unexpected command");
    }

    static List<Command> takenCommands() {
        return List.of(
                INFO,
                new UnikernelCommand.Get(9),
                new UnikernelCommand.Create(config(10, Blob.EMPTY)),
                new UnikernelCommand.ForceCreate(config(10, Blob.EMPTY)),
                new UnikernelCommand.Restart(Optional.empty()),
                new UnikernelCommand.Destroy(),
                new BlockCommand.Info(),
                new BlockCommand.Add(new Megabytes(1)),
                new BlockCommand.Remove(),
                new BlockCommand.Set(true),
                new BlockCommand.Dump(1),
                new BlockCommand.DumpPaused(1),
                new BlockCommand.AddOld(new Megabytes(1), false, Optional.empty()),
                new BlockCommand.SetOld(false, Blob.EMPTY),
                new BlockCommand.DumpOld(0),
                new ConsoleCommand.Subscribe(LAST),
                new StatsCommand.Subscribe(),
                new LogCommand.Subscribe(LAST),
                new LogCommand.Show(LAST),
                new LifecycleCommand.Start(),
                new LifecycleCommand.Stop(),
                new LifecycleCommand.Status(),
                new LifecycleCommand.Shutdown(),
                new LifecycleCommand.Replace(new Confirmation(5), config(10, Blob.EMPTY)),
                new Command.AddRevocationList(Bytes.ofHex("3000")),
                new Command.SayHello());
    }

    @ParameterizedTest
    @MethodSource("takenCommands")
    void takesTheOtherCommandsOfALeaf(Command command) throws Exception {
        assertThat(entitlement(leaf(root, "x", command)).leaf()).isEqualTo(new Leaf.Ask(Name.parse("x"), command));
    }

    @Test
    void takesLabelsAsEachCommandNeedsThem() throws Exception {
        assertThat(entitlement(leaf(root, "x", new PolicyCommand.Info())).leaf())
                .isEqualTo(new Leaf.Ask(Name.ROOT, new PolicyCommand.Info()));
        assertThat(entitlement(leaf(root, ".", new ConsoleCommand.ListInactive()))
                        .leaf())
                .isEqualTo(new Leaf.Ask(Name.ROOT, new ConsoleCommand.ListInactive()));
        assertThat(refusal(leaf(root, "x", new ConsoleCommand.ListInactive())).message())
                .startsWith("name used");
        for (Command command : List.of(
                new ConsoleCommand.Subscribe(LAST), new BlockCommand.Add(new Megabytes(1)), new BlockCommand.Dump(0))) {
            assertThat(refusal(leaf(root, ".", command)).message()).startsWith("path used instead of name");
        }
    }

    @Test
    void refusesAPolicyThatExceedsTheOneAbove() throws Exception {
        Authority a = below(root, "a", policy(9, 1000));
        NoEntitlement refusal = refusal(leaf(below(a, "b", policy(9, 1001)), "x", INFO));
        assertThat(refusal).isInstanceOf(NoEntitlement.PolicyExceeds.class);
        assertThat(refusal.message())
                .endsWith("carries a policy for a:b: that exceeds the one above it: policy above allows 1000 MB memory,"
                        + " which is fewer than 1001 MB (policy of a:)");
    }

    @Test
    void comparesWithTheNearestPolicyNotWithTheUppermost() throws Exception {
        Authority b = below(below(root, "a", policy(9, 1000)), "b", policy(9, 500));
        assertThat(refusal(leaf(below(b, "c", policy(9, 600)), "x", INFO)).message())
                .endsWith("which is fewer than 600 MB (policy of a:b:)");
    }

    @Test
    void comparesWithTheNearestPolicyAboveACaWithoutOne() throws Exception {
        Authority a = below(root, "a", policy(9, 1000));
        Forge plain = Forge.authority("plain");
        X509Certificate between = plain.issuedBy(a);
        Forge lower = Forge.authority("b").command(extension(new PolicyCommand.Add(policy(10, 1000))));
        X509Certificate b = lower.issuedBy(between, plain.key());
        X509Certificate leaf = new Forge("x").command(extension(INFO)).issuedBy(b, lower.key());
        List<X509Certificate> chain = new ArrayList<>(List.of(leaf, b, between));
        chain.addAll(a.withoutRoot());
        assertThat(refusal(chain)).isInstanceOf(NoEntitlement.PolicyExceeds.class);
    }

    @Test
    void refusesAUnikernelThatAloneExceedsAPolicyAbove() throws Exception {
        Authority b = below(below(root, "a", policy(9, 1000)), "b", policy(9, 500));
        for (Command command : List.of(
                new UnikernelCommand.Create(config(501, Blob.EMPTY)),
                new UnikernelCommand.ForceCreate(config(501, Blob.EMPTY)),
                new LifecycleCommand.Replace(new Confirmation(5), config(501, Blob.EMPTY)),
                new UnikernelCommand.Restart(Optional.of(config(501, Blob.EMPTY).arguments())))) {
            assertThat(refusal(leaf(b, "x", command)).message())
                    .endsWith(
                            "asks for more than the policy of a:b: allows: 501 MB memory assigned to unikernel exceeds"
                                    + " policy (500MB)");
        }
        assertThat(entitlement(leaf(b, "x", new UnikernelCommand.Create(config(500, Blob.EMPTY))))
                        .leaf())
                .isInstanceOf(Leaf.Ask.class);
    }

    @Test
    void refusesACpuThatAPolicyAboveDoesNotHave() throws Exception {
        Authority a = below(root, "a", policy(9, 1000));
        Arguments plain = config(10, Blob.EMPTY).arguments();
        Arguments other = new Arguments(
                plain.failBehaviour(),
                plain.startup(),
                true,
                CpuId.setOf(7),
                new Megabytes(10),
                List.of(),
                List.of(),
                Optional.empty(),
                1,
                Optional.empty());
        assertThat(refusal(leaf(a, "x", new UnikernelCommand.Restart(Optional.of(other))))
                        .message())
                .contains("CPUids 7 requested by the unikernel");
    }

    @Test
    void putsALargeImageIntoTheSinkAndDiscardsOneThatIsRefused() throws Exception {
        Authority a = below(root, "a", policy(9, 1000));
        Blob image = Blob.of(Bytes.of(new byte[3 << 20]));
        CountingSink sink = new CountingSink();
        Entitlement taken = Entitlement.of(trusted(leaf(a, "x", new UnikernelCommand.Create(config(10, image)))), sink);
        UnikernelCommand.Create create = (UnikernelCommand.Create) ((Leaf.Ask) taken.leaf()).command();
        assertThat(create.config().image()).isInstanceOf(Blob.Spooled.class);
        assertThat(create.config().image().length()).isEqualTo(3 << 20);
        assertThat(sink.bytes).isEqualTo(3 << 20);
        assertThat(sink.discarded).isZero();
        TrustedChain tooMuch = trusted(leaf(a, "x", new UnikernelCommand.Create(config(1001, image))));
        assertThatThrownBy(() -> Entitlement.of(tooMuch, sink)).isInstanceOf(EntitlementException.class);
        assertThat(sink.discarded).isEqualTo(1);
    }

    private static final class CountingSink implements BlobSink {
        private long bytes;
        private int discarded;

        @Override
        public Writer begin(long length) {
            return new Writer() {
                @Override
                public void write(byte[] contents, int offset, int count) {
                    bytes += count;
                }

                @Override
                public String finish() {
                    return "blob";
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public void discard(Blob.Spooled blob) {
            discarded++;
        }
    }

    /** Returns the chain of a leaf below a CA with this common name and extension. */
    private List<X509Certificate> authority(String commonName, Bytes extension) throws Exception {
        Forge forge = Forge.authority(commonName).command(extension);
        X509Certificate authority = forge.issuedBy(root);
        return List.of(new Forge("x").command(extension(INFO)).issuedBy(authority, forge.key()), authority);
    }

    /** A builder refuses to make such a certificate: another extension's identifier is overwritten by ours. */
    private Bytes twoExtensions(Bytes first, Bytes second) throws Exception {
        String other = CommandExtension.OID.replaceFirst("42$", "43");
        String hex = new Forge("x")
                .command(first)
                .with(other, false, second)
                .der(Certificates.subject(root.certificate()), root.key())
                .hex();
        return Bytes.ofHex(hex.replace("2b0601040183852c2b", "2b0601040183852c2a"));
    }

    private Entitlement entitlement(List<X509Certificate> chain) throws Exception {
        return Entitlement.of(trusted(chain), BlobSink.REFUSING);
    }

    private NoEntitlement refusal(List<X509Certificate> chain) {
        return catchThrowableOfType(EntitlementException.class, () -> entitlement(chain))
                .reason();
    }

    private TrustedChain trusted(List<X509Certificate> chain) throws UntrustedException {
        return new ChainVerifier(List.of(root.certificate()), Revocation.NONE).verify(chain, Purpose.CLIENT, NOW);
    }
}
