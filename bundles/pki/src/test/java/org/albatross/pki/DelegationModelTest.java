package org.albatross.pki;

import static org.albatross.pki.TestPki.NOW;
import static org.albatross.pki.TestPki.YEAR;
import static org.albatross.pki.TestPki.extension;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.albatross.model.Arguments;
import org.albatross.model.Blob;
import org.albatross.model.Command;
import org.albatross.model.CpuId;
import org.albatross.model.FailBehaviour;
import org.albatross.model.Megabytes;
import org.albatross.model.NetDevice;
import org.albatross.model.Policy;
import org.albatross.model.PolicyCommand;
import org.albatross.model.Text;
import org.albatross.model.UnikernelCommand;
import org.albatross.model.UnikernelConfig;
import org.albatross.model.UnikernelType;
import org.albatross.pki.ChainVerifier.Purpose;
import org.albatross.pki.TestPki.Forge;
import org.albatross.wire.BlobSink;
import org.albatross.wire.BlobSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random trees of policies and chains, those that a signer refuses among them, against a model that knows nothing but "at most": no
 * chain, however it was made, gets a command past a policy above it, and none that keeps to the rules is refused.
 */
class DelegationModelTest {
    private static final int CHAINS = 250;
    private static final int DEEPEST = 4;
    private static final List<String> BRIDGES = List.of("br0", "br1", "service");

    /** Keys are not what is random here, and cost time. */
    private static final List<KeyPair> KEYS =
            Stream.generate(KeyType.ED25519::generate).limit(DEEPEST + 2).toList();

    @ParameterizedTest
    @ValueSource(longs = {1, 20261129, 7_777_777})
    void noChainGetsACommandPastAPolicyAboveIt(long seed) throws Exception {
        Random random = new Random(seed);
        Authority root = Authority.root("ca", KEYS.get(0), YEAR);
        ChainVerifier verifier = new ChainVerifier(List.of(root.certificate()), Revocation.NONE);
        int taken = 0;
        for (int i = 0; i < CHAINS; i++) {
            List<Optional<Policy>> policies = policies(random);
            Arguments asked = arguments(random, policies);
            List<X509Certificate> chain = forged(root, policies, asked);
            boolean allowed = allows(policies, asked);
            String label = "seed " + seed + ", chain " + i + ": " + policies + " " + asked;
            assertThat(isTaken(verifier, chain)).as(label).isEqualTo(allowed);
            assertThat(isSigned(root, policies, asked)).as(label).isEqualTo(allowed && usable(policies));
            taken += allowed ? 1 : 0;
        }
        // Neither all nor none, or nothing was compared.
        assertThat(taken).isBetween(CHAINS / 10, CHAINS * 9 / 10);
    }

    /** The model: what is asked for, and each policy, is at most every policy above it. */
    private static boolean allows(List<Optional<Policy>> policies, Arguments asked) {
        List<Policy> all = policies.stream().flatMap(Optional::stream).toList();
        for (int above = 0; above < all.size(); above++) {
            for (int below = above + 1; below < all.size(); below++) {
                if (!isAtMost(all.get(below), all.get(above))) {
                    return false;
                }
            }
            NavigableSet<String> bridges = new TreeSet<>();
            asked.netDevices().forEach(net -> bridges.add(net.hostBridge().toString()));
            NavigableSet<String> allowed = new TreeSet<>();
            all.get(above).bridges().forEach(bridge -> allowed.add(bridge.toString()));
            if (asked.memory().count() > all.get(above).memory().count()
                    || !all.get(above).cpuids().containsAll(asked.cpuids())
                    || !allowed.containsAll(bridges)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAtMost(Policy one, Policy other) {
        return one.unikernels() <= other.unikernels()
                && one.memory().count() <= other.memory().count()
                && count(one.block()) <= count(other.block())
                && other.cpuids().containsAll(one.cpuids())
                && other.bridges().containsAll(one.bridges());
    }

    private static long count(Optional<Megabytes> block) {
        return block.map(Megabytes::count).orElse(-1L);
    }

    private static boolean usable(List<Optional<Policy>> policies) {
        return policies.stream()
                .flatMap(Optional::stream)
                .allMatch(policy -> policy.unikernels() > 0
                        && !policy.cpuids().isEmpty()
                        && policy.memory().count() > 16);
    }

    private static boolean isTaken(ChainVerifier verifier, List<X509Certificate> chain) throws Exception {
        TrustedChain trusted = verifier.verify(chain, Purpose.CLIENT, NOW);
        try {
            return Entitlement.of(trusted, BlobSink.REFUSING).leaf() instanceof Leaf.Ask;
        } catch (EntitlementException e) {
            return false;
        }
    }

    /** A chain that nobody has looked at when it was signed. */
    private static List<X509Certificate> forged(Authority root, List<Optional<Policy>> policies, Arguments asked)
            throws Exception {
        List<X509Certificate> chain = new ArrayList<>();
        X509Certificate issuer = root.certificate();
        KeyPair key = root.key();
        for (int i = 0; i < policies.size(); i++) {
            Forge forge = Forge.authority("a" + i).key(KEYS.get(i + 1));
            if (policies.get(i).isPresent()) {
                forge.command(extension(new PolicyCommand.Add(policies.get(i).get())));
            }
            issuer = forge.issuedBy(issuer, key);
            key = forge.key();
            chain.add(0, issuer);
        }
        chain.add(
                0,
                new Forge("web")
                        .key(KEYS.get(DEEPEST + 1))
                        .command(extension(create(asked)))
                        .issuedBy(issuer, key));
        return chain;
    }

    /** Tells whether the same chain can be had by asking its CAs. */
    private static boolean isSigned(Authority root, List<Optional<Policy>> policies, Arguments asked) throws Exception {
        Authority authority = root;
        try {
            for (int i = 0; i < policies.size(); i++) {
                KeyPair key = KEYS.get(i + 1);
                X509Certificate certificate;
                if (policies.get(i).isPresent()) {
                    Command add = new PolicyCommand.Add(policies.get(i).get());
                    certificate = SigningRules.of(authority)
                            .sign(
                                    SigningRequest.of("a" + i, key, Optional.of(add), BlobSource.NONE),
                                    Optional.of(add),
                                    Optional.empty(),
                                    NOW);
                } else {
                    certificate =
                            authority.issue("a" + i, key.getPublic(), YEAR, Profile.AUTHORITY, new Authority.Request());
                }
                authority = Authority.of(authority.chain(certificate), key);
            }
            SigningRules.of(authority).check("web", Optional.of(create(asked)));
            return true;
        } catch (MalformedPkiException e) {
            return false;
        }
    }

    private static Command create(Arguments arguments) {
        return new UnikernelCommand.Create(new UnikernelConfig(UnikernelType.SOLO5, false, Blob.EMPTY, arguments));
    }

    /** From the root down, some CAs without a policy among them; most are near the one above, some beyond it. */
    private static List<Optional<Policy>> policies(Random random) {
        List<Optional<Policy>> policies = new ArrayList<>();
        Policy above =
                new Policy(cpus(random, 4), 20, new Megabytes(2000), Optional.of(new Megabytes(500)), bridges(random));
        int depth = random.nextInt(DEEPEST + 1);
        for (int i = 0; i < depth; i++) {
            if (random.nextInt(5) == 0) {
                policies.add(Optional.empty());
                continue;
            }
            Policy policy = new Policy(
                    rarely(random) ? cpus(random, 4) : subset(random, above.cpuids()),
                    above.unikernels() + step(random, 2),
                    new Megabytes(above.memory().count() + step(random, 100)),
                    rarely(random)
                            ? Optional.of(new Megabytes(random.nextInt(600)))
                            : above.block().filter(size -> random.nextInt(4) > 0),
                    rarely(random) ? bridges(random) : subset(random, above.bridges()));
            policies.add(Optional.of(policy));
            above = policy;
        }
        return policies;
    }

    private static Arguments arguments(Random random, List<Optional<Policy>> policies) {
        Optional<Policy> last = policies.stream().flatMap(Optional::stream).reduce((one, other) -> other);
        List<NetDevice> nets = new ArrayList<>();
        NavigableSet<Text> near =
                last.isPresent() && !rarely(random) ? subset(random, last.get().bridges()) : bridges(random);
        near.forEach(
                bridge -> nets.add(new NetDevice(Text.of("net" + nets.size()), Optional.of(bridge), Optional.empty())));
        return new Arguments(
                new FailBehaviour.Quit(),
                Optional.empty(),
                true,
                last.isPresent() && !rarely(random) ? subset(random, last.get().cpuids()) : cpus(random, 4),
                new Megabytes(last.map(policy -> policy.memory().count() + step(random, 50))
                        .orElse(10L)),
                List.of(),
                nets,
                Optional.empty(),
                1,
                Optional.empty());
    }

    private static boolean rarely(Random random) {
        return random.nextInt(20) == 0;
    }

    /** Down as a rule, seldom up, now and then nowhere. */
    private static long step(Random random, int most) {
        return rarely(random) ? 1 + random.nextInt(most) : -random.nextInt(most);
    }

    private static <T extends Comparable<T>> NavigableSet<T> subset(Random random, Set<T> all) {
        NavigableSet<T> some = new TreeSet<>(all);
        some.removeIf(one -> random.nextInt(6) == 0);
        return some;
    }

    private static NavigableSet<CpuId> cpus(Random random, int count) {
        NavigableSet<CpuId> cpus = new TreeSet<>();
        for (long cpu = 0; cpu < count; cpu++) {
            if (random.nextInt(4) > 0) {
                cpus.add(new CpuId(cpu));
            }
        }
        return cpus;
    }

    private static NavigableSet<Text> bridges(Random random) {
        NavigableSet<Text> bridges = new TreeSet<>();
        BRIDGES.stream().filter(bridge -> random.nextInt(4) > 0).map(Text::of).forEach(bridges::add);
        return bridges;
    }
}
