package org.albatross.tender.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.albatross.fixture.Device;
import org.albatross.fixture.Image;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A unikernel on a tap. Only in a network namespace that has no interface but loopback, as the contained test JVM
 * makes one: nothing of the host is touched.
 */
@Timeout(120)
class NetworkTest {

    private static final String TAP = "test0";
    private static final String GUEST = "10.250.0.2";
    private static final String MAC = "02:00:00:00:fa:ce";

    private final Path directory;
    private final Path ping;

    NetworkTest(@TempDir Path directory) {
        this.directory = directory;
        ping = directory.resolve("ping");
    }

    @BeforeEach
    void makeTap() throws Exception {
        assumeTrue(
                NetworkInterface.networkInterfaces()
                        .allMatch(link ->
                                link.getName().equals("lo") || link.getName().equals(TAP)),
                "the network is not the test's own");
        assumeTrue(succeeds("ip", "tuntap", "add", TAP, "mode", "tap"), "no tap can be made");
        Optional<Path> installed = TenderUnderTest.onPath("ping");
        assumeTrue(installed.isPresent(), "ping is not installed");
        Files.copy(installed.get(), ping); // without the file capability, which the contained JVM may not pass on
        Files.writeString(Path.of("/proc/sys/net/ipv4/ping_group_range"), "0 2147483647");
        run("ip", "address", "add", "10.250.0.1/24", "dev", TAP);
        run("ip", "link", "set", TAP, "up");
    }

    @AfterEach
    void removeTap() throws Exception {
        succeeds("ip", "link", "delete", TAP);
    }

    @ParameterizedTest
    @EnumSource
    void answersArpAndPingWithTheMacThatItIsGiven(TenderUnderTest tender) throws Exception {
        List<String> options = List.of("--net:service0=" + TAP, "--net-mac:service0=" + MAC);

        try (Running network = tender.boot(directory, Image.network(GUEST), options)) {
            assertThat(network.line()).isEqualTo("service0 up: " + GUEST + " at " + MAC);
            run(ping.toString(), "-q", "-c", "20", "-i", "0.01", "-W", "5", GUEST);
            run(ping.toString(), "-q", "-c", "3", "-i", "0.01", "-s", "1472", "-W", "5", GUEST);
            assertThat(output("ip", "neighbour", "show", GUEST)).contains("lladdr " + MAC);
            assertThat(succeeds(ping.toString(), "-c", "1", "-W", "0.2", "10.250.0.3"))
                    .as("an address that is not its own")
                    .isFalse();
            network.terminate();
            assertThat(network.status()).isEqualTo(tender.statusOfTermination());
        }
    }

    @ParameterizedTest
    @EnumSource
    void makesALocallyAdministeredMacUnlessTold(TenderUnderTest tender) throws Exception {
        try (Running network = tender.boot(directory, Image.network(GUEST), List.of("--net:service0=" + TAP))) {
            String mac = network.line().replaceFirst(".* at ", "");
            assertThat(Integer.parseInt(mac.substring(0, 2), 16) & 3).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void sleepsThoughFramesWait(TenderUnderTest tender) throws Exception {
        Image image = Image.ticks(Duration.ofMillis(100)).manifest(Device.net("unused"));
        long start = System.nanoTime();

        try (Running ticks = tender.boot(directory, image, List.of("--net:unused=" + TAP))) {
            assertThat(ticks.line()).isEqualTo("tick 1");
            succeeds(ping.toString(), "-c", "1", "-W", "0.05", GUEST);
            for (int tick = 2; tick <= 5; tick++) {
                assertThat(ticks.line()).isEqualTo("tick " + tick);
            }
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(400));
    }

    @ParameterizedTest
    @EnumSource
    void refusesATapThatIsDownOrInUse(TenderUnderTest tender) throws Exception {
        List<String> options = List.of("--net:service0=" + TAP);
        try (Running first = tender.boot(directory, Image.network(GUEST), options)) {
            first.line();
            try (Running second = tender.boot(directory, Image.network(GUEST), options)) {
                assertThat(second.status()).isEqualTo(1);
                assertThat(second.messages()).contains("Device or resource busy");
            }
        }
        run("ip", "link", "set", TAP, "down");
        try (Running third = tender.boot(directory, Image.network(GUEST), options)) {
            assertThat(third.status()).isEqualTo(1);
            assertThat(third.messages()).contains("Network is down");
        }
    }

    private static void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s: %s", List.of(command), output).isZero();
    }

    private static boolean succeeds(String... command) throws Exception {
        return new ProcessBuilder(command)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    private static String output(String... command) throws IOException {
        Process process = new ProcessBuilder(command).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
