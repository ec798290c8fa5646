package org.albatross.tender.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Solo5's own test images, in the folder that the environment variable {@value #FOLDER} names: the evaluation tender
 * prints and returns what {@code solo5-hvt} does. Left out are those that need devices, and that print the time.
 */
@Timeout(120)
@EnabledIfEnvironmentVariable(named = Solo5ImagesTest.FOLDER, matches = ".+")
class Solo5ImagesTest {

    static final String FOLDER = "ALBATROSS_SOLO5_TESTS";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dumpcore",
                "exception",
                "fpu",
                "globals",
                "hello",
                "notls",
                "output",
                "quiet",
                "rnow",
                "rnox",
                "tls",
                "wnox",
                "xnor",
                "xnow",
                "zeropage"
            })
    void doesAsTheRealTender(String name) throws Exception {
        Path image = Path.of(System.getenv(FOLDER), "test_" + name + ".hvt");

        try (Running real = TenderUnderTest.SOLO5_HVT.boot(image, List.of("--mem=16"), "Hello_Solo5");
                Running ours = TenderUnderTest.EVALUATION.boot(image, List.of("--mem=16"), "Hello_Solo5")) {
            assertThat(ours.rest()).isEqualTo(real.rest());
            assertThat(ours.status()).isEqualTo(real.status());
        }
    }
}
