package org.albatross.pki;

import static org.albatross.pki.TestPki.ascii;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyPair;
import org.albatross.model.Bytes;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KeysTest {
    @ParameterizedTest
    @EnumSource(KeyType.class)
    void readsWhatItWritesWithThePublicHalf(KeyType type) throws Exception {
        KeyPair key = type.generate();
        String text = Keys.text(key.getPrivate());
        KeyPair read = Keys.read(ascii(text));
        assertThat(read.getPublic()).isEqualTo(key.getPublic());
        assertThat(read.getPrivate()).isEqualTo(key.getPrivate());
        assertThat(Keys.text(read.getPrivate())).isEqualTo(text);
        assertThat(Keys.belongTogether(read, key.getPublic())).isTrue();
        assertThat(Keys.belongTogether(read, anotherLike(type).getPublic())).isFalse();
        assertThat(PrivateKeyInfo.getInstance(key.getPrivate().getEncoded())
                        .getVersion()
                        .intValueExact())
                .isZero();
    }

    /** The largest keys are made once: that may take a minute. */
    private static KeyPair anotherLike(KeyType type) throws Exception {
        return (type == KeyType.RSA4096 ? KeyType.RSA2048 : type).generate();
    }

    @Test
    void readsTheOlderFormOfRsaKeys() throws Exception {
        KeyPair key = KeyType.RSA2048.generate();
        Bytes inner = Bytes.of(PrivateKeyInfo.getInstance(key.getPrivate().getEncoded())
                .parsePrivateKey()
                .toASN1Primitive()
                .getEncoded());
        assertThat(Keys.read(ascii(new Pem("RSA PRIVATE KEY", inner).text())).getPublic())
                .isEqualTo(key.getPublic());
    }

    @Test
    void saysWhyAFileIsNotAKeys() {
        assertRefused("", "it is not PEM: there is no -----BEGIN in it");
        assertRefused("-----BEGIN PRIVATE KEY-----\nMIIB", "it is not PEM: ");
        assertRefused(
                new Pem(Pem.CERTIFICATE, Bytes.ofHex("3000")).text(),
                "it holds no private key (-----BEGIN PRIVATE KEY-----), one is needed");
        String key = Keys.text(KeyType.ED25519.generate().getPrivate());
        assertRefused(key + key, "it holds 2 times a private key (-----BEGIN PRIVATE KEY-----), one is needed");
        assertRefused(new Pem(Pem.KEY, Bytes.ofHex("3003020100")).text(), "the key in it is not PKCS#8");
        assertRefused(new Pem(Pem.KEY, Bytes.ofHex("0500")).text(), "the key in it is not PKCS#8");
        assertRefused(
                new Pem("ENCRYPTED PRIVATE KEY", Bytes.ofHex("3000")).text(),
                "the key is encrypted (openssl pkey -in FILE writes it without encryption)");
        assertRefused(
                new Pem("EC PRIVATE KEY", Bytes.ofHex("3000")).text(),
                "the key is not in the form PKCS#8 (openssl pkcs8 -topk8 -nocrypt -in FILE writes that)");
    }

    @Test
    void refusesAFileThatIsTooLong() {
        assertThatThrownBy(() -> Pem.read(new byte[Pem.MAX_FILE + 1]))
                .hasMessage("it has 33554433 bytes, at most 33554432 are read");
    }

    private static void assertRefused(String file, String message) {
        assertThatThrownBy(() -> Keys.read(ascii(file)))
                .isInstanceOf(MalformedPkiException.class)
                .hasMessageStartingWith(message);
    }
}
