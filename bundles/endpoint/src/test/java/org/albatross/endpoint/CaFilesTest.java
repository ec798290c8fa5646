package org.albatross.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.albatross.pki.Authority;
import org.albatross.pki.Certificates;
import org.albatross.pki.KeyType;
import org.albatross.pki.Validity;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaFilesTest {
    private static final Validity DAY = Validity.of(Instant.parse("2026-11-28T10:00:00Z"), Duration.ofDays(1));

    private Path file;

    @BeforeEach
    void name(@TempDir Path folder) {
        file = folder.resolve("cacert.pem");
    }

    private List<X509Certificate> roots(int count) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(Certificates.text(List.of(root("ca"))));
        }
        Files.writeString(file, text);
        return new CaFiles(List.of(file)).roots();
    }

    private static X509Certificate root(String commonName) {
        return Authority.root(commonName, KeyType.ED25519.generate(), DAY).certificate();
    }

    @Test
    void trustsOneOrTwo() throws IOException {
        assertThat(roots(1)).hasSize(1);
        assertThat(roots(2)).hasSize(2);
        assertThatIOException()
                .isThrownBy(() -> roots(3))
                .withMessage(
                        file + ": 3 CAs are given, at most 2 are trusted; the file holds the one at the top alone");
    }

    @Test
    void refusesACaWhoseCertificateIsLarge() throws IOException {
        X509Certificate large = root("x".repeat(1 << 16));
        Files.writeString(file, Certificates.text(List.of(large)));
        assertThatIOException()
                .isThrownBy(() -> new CaFiles(List.of(file)).roots())
                .withMessageStartingWith(file + ": the certificate of /CN=xxx")
                .withMessageEndingWith(
                        " has " + Certificates.length(large) + " bytes, at most 65536 are allowed for a CA");
    }
}
