package org.albatross.pki;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.albatross.model.Arguments;
import org.albatross.model.Blob;
import org.albatross.model.Bytes;
import org.albatross.model.Command;
import org.albatross.model.CpuId;
import org.albatross.model.FailBehaviour;
import org.albatross.model.Megabytes;
import org.albatross.model.Policy;
import org.albatross.model.PolicyCommand;
import org.albatross.model.Text;
import org.albatross.model.UnikernelConfig;
import org.albatross.model.UnikernelType;
import org.albatross.wire.BlobSource;
import org.albatross.wire.WireEncoder;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Certificates for tests, sound ones by {@link Authority}, others extension by extension. */
final class TestPki {
    static final Instant NOW = Instant.parse("2026-11-29T10:00:00Z");
    static final Validity YEAR = Validity.of(NOW, Duration.ofDays(365));

    private TestPki() {}

    static Policy policy(long unikernels, long memory) {
        return new Policy(
                CpuId.setOf(0, 1),
                unikernels,
                new Megabytes(memory),
                Optional.of(new Megabytes(100)),
                new TreeSet<>(Set.of(Text.of("service"))));
    }

    static UnikernelConfig config(long memory, Blob image) {
        return new UnikernelConfig(
                UnikernelType.SOLO5,
                false,
                image,
                new Arguments(
                        new FailBehaviour.Quit(),
                        Optional.empty(),
                        true,
                        CpuId.setOf(0),
                        new Megabytes(memory),
                        List.of(),
                        List.of(),
                        Optional.empty(),
                        1,
                        Optional.empty()));
    }

    static Authority root(String commonName) {
        return Authority.root(commonName, KeyType.ED25519.generate(), YEAR);
    }

    static Authority below(Authority issuer, String label, Policy policy) throws Exception {
        KeyPair key = KeyType.ED25519.generate();
        return Authority.of(
                issuer.chain(issuer.issue(
                        label,
                        key.getPublic(),
                        YEAR,
                        Profile.AUTHORITY,
                        Authority.Request.of(new PolicyCommand.Add(policy), BlobSource.NONE))),
                key);
    }

    /** Returns the chain of a leaf with a command. */
    static List<X509Certificate> leaf(Authority issuer, String commonName, Command command) throws Exception {
        return issuer.chain(issuer.issue(
                commonName,
                KeyType.ED25519.generate().getPublic(),
                YEAR,
                Profile.CLIENT,
                Authority.Request.of(command, BlobSource.NONE)));
    }

    static Bytes extension(Command command) {
        return Bytes.of(WireEncoder.extension(command).toBytes());
    }

    /** A certificate whose every part can be wrong. */
    static final class Forge {
        private X500Name subject;
        private KeyPair key = KeyType.ED25519.generate();
        private Validity validity = YEAR;
        private Optional<BasicConstraints> constraints = Optional.of(new BasicConstraints(false));
        private Optional<Integer> usage = Optional.empty();
        private Optional<KeyPurposeId> purpose = Optional.empty();
        private final List<Extension> others = new ArrayList<>();
        private Optional<KeyPair> signer = Optional.empty();
        private String algorithm = "Ed25519";
        private BigInteger serial = BigInteger.valueOf(4711);

        Forge(String commonName) {
            subject = Authority.name(commonName);
        }

        static Forge authority(String commonName) {
            Forge forge = new Forge(commonName);
            forge.constraints = Optional.of(new BasicConstraints(true));
            return forge;
        }

        Forge subject(String name) {
            subject = new X500Name(name);
            return this;
        }

        Forge key(KeyPair other) {
            key = other;
            return this;
        }

        Forge valid(Instant begin, Instant end) {
            validity = new Validity(begin, end);
            return this;
        }

        Forge pathLength(int most) {
            constraints = Optional.of(new BasicConstraints(most));
            return this;
        }

        Forge serial(BigInteger other) {
            serial = other;
            return this;
        }

        Forge withoutConstraints() {
            constraints = Optional.empty();
            return this;
        }

        Forge usage(int bits) {
            usage = Optional.of(bits);
            return this;
        }

        Forge purpose(KeyPurposeId other) {
            purpose = Optional.of(other);
            return this;
        }

        Forge command(Bytes value) {
            return with(CommandExtension.OID, false, value);
        }

        Forge with(String oid, boolean critical, Bytes value) {
            others.add(new Extension(new ASN1ObjectIdentifier(oid), critical, value.toArray()));
            return this;
        }

        Forge signedBy(KeyPair other, String by) {
            signer = Optional.of(other);
            algorithm = by;
            return this;
        }

        KeyPair key() {
            return key;
        }

        X509Certificate issuedBy(Authority issuer) throws Exception {
            return Certificates.ofDer(der(Certificates.subject(issuer.certificate()), issuer.key()));
        }

        X509Certificate issuedBy(X509Certificate issuer, KeyPair issuerKey) throws Exception {
            return Certificates.ofDer(der(Certificates.subject(issuer), issuerKey));
        }

        Bytes der(X500Name issuer, KeyPair issuerKey) throws Exception {
            X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                    issuer,
                    serial,
                    Date.from(validity.begin()),
                    Date.from(validity.end()),
                    subject,
                    SubjectPublicKeyInfo.getInstance(key.getPublic().getEncoded()));
            if (constraints.isPresent()) {
                builder.addExtension(Extension.basicConstraints, true, constraints.get());
            }
            if (usage.isPresent()) {
                builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage.get()));
            }
            if (purpose.isPresent()) {
                builder.addExtension(Extension.extendedKeyUsage, true, new ExtendedKeyUsage(purpose.get()));
            }
            for (Extension other : others) {
                builder.addExtension(other);
            }
            KeyPair signing = signer.orElse(issuerKey);
            return Bytes.of(builder.build(new JcaContentSignerBuilder(algorithm).build(signing.getPrivate()))
                    .getEncoded());
        }
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
