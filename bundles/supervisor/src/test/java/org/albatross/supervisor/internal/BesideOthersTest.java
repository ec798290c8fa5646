package org.albatross.supervisor.internal;

import static org.albatross.supervisor.internal.TestPlatform.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.albatross.fixture.Device;
import org.albatross.fixture.Image;
import org.albatross.fixture.Target;
import org.albatross.model.BlockCommand;
import org.albatross.model.Megabytes;
import org.albatross.model.NetDevice;
import org.albatross.model.PolicyCommand;
import org.albatross.model.Reply;
import org.albatross.model.Text;
import org.albatross.model.UnikernelCommand.Create;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Other systems on the host: bridges of theirs, a tender of theirs, and the directories of an original Albatross. */
class BesideOthersTest {
    private static final String OURS = "br-ours";
    private static final String THEIRS = "virbr0";

    private final Path directory;
    private final Path original;
    private final Process tender;
    private final Path printed;

    BesideOthersTest(@TempDir Path directory, @TempDir Path original) throws IOException {
        this.directory = directory;
        this.original = original;
        Files.createDirectories(original.resolve("block"));
        Files.createDirectories(original.resolve("run/fifo"));
        Files.createDirectories(original.resolve("run/util"));
        Files.write(original.resolve("state"), new byte[] {0x30, 0});
        Files.write(original.resolve("block/a:disk"), new byte[1 << 20]);
        Path image = original.resolve("run/a:hello.img");
        Image.ticks(Duration.ofMillis(20)).target(Target.SPT).write(image);
        printed = directory.resolve("printed");
        tender = TestPlatform.tenderOfOthers(image, printed);
    }

    @AfterEach
    void endTheirTender() throws InterruptedException {
        tender.destroyForcibly().waitFor();
    }

    private SortedMap<Path, Object> theirs() throws IOException {
        SortedMap<Path, Object> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(original)) {
            for (Path file : (Iterable<Path>) all::iterator) {
                files.put(
                        file,
                        List.of(
                                Files.getLastModifiedTime(file),
                                Files.getPosixFilePermissions(file),
                                Files.isDirectory(file) ? 0L : Files.size(file)));
            }
        }
        return files;
    }

    private void useEverything(TestPlatform platform) {
        platform.done("a:disk", new BlockCommand.Add(new Megabytes(1)));
        assertThat(platform.info()).isEmpty();
        platform.done("a:hello", new Create(Configs.of(Image.ticks(Duration.ofMillis(20)), Configs.QUIT)));
        assertThat(platform.info()).hasSize(1);
        platform.destroyAll();
        platform.done("a:disk", new BlockCommand.Remove());
    }

    @Test
    void leavesTheirTenderAndTheFilesOfAnOriginalAlone() throws IOException {
        SortedMap<Path, Object> before = theirs();
        for (int start = 0; start < 2; start++) {
            try (TestPlatform platform = TestPlatform.start(directory)) {
                useEverything(platform);
            }
        }

        assertTheirTenderRunsOn();
        assertThat(theirs()).isEqualTo(before);
    }

    private void assertTheirTenderRunsOn() throws IOException {
        assertThat(tender.isAlive()).isTrue();
        long length = Files.size(printed);
        eventually("it prints more", () -> Files.size(printed) > length);
    }

    /** One that prints when its tender has opened its tap. */
    private static Image connected() {
        return Image.ticks(Duration.ofMillis(20))
                .manifest(Device.net("service0"))
                .target(Target.SPT);
    }

    @Test
    void leavesTheirTapAndTheirBridgeAlone() throws Exception {
        try (TestPlatform platform = TestPlatform.start(directory)) {
            platform.makeBridge(OURS);
            platform.makeBridge(THEIRS);
            String theirTap = platform.host.network().tapPrefix() + 0;
            TestPlatform.command("ip", "tuntap", "add", theirTap, "mode", "tap");
            TestPlatform.command("ip", "link", "set", theirTap, "master", THEIRS, "up");
            Path image = original.resolve("net.img");
            connected().write(image);
            Path secondPrinted = original.resolve("net.out");
            Process second = TestPlatform.tenderOfOthers(image, secondPrinted, "--net:service0=" + theirTap);
            try {
                byte[] theirAddress = address(THEIRS);
                eventually("it is connected", () -> Files.size(secondPrinted) > 0);
                String link = link(theirTap);
                assertThat(link).contains("master " + THEIRS);
                NetDevice device = new NetDevice(Text.of("service0"), Optional.of(Text.of(OURS)), Optional.empty());
                byte[] ours = connected().build();

                platform.done("a", new Create(Configs.with(ours, Configs.arguments(Configs.QUIT, List.of(device)))));
                assertThat(platform.host.network().taps()).hasSize(2);
                platform.destroyAll();

                assertThat(platform.host.network().taps()).containsExactly(theirTap);
                assertThat(link(theirTap)).isEqualTo(link);
                assertThat(address(THEIRS)).isEqualTo(theirAddress);
                assertThat(second.isAlive()).isTrue();
                assertTheirTenderRunsOn();
            } finally {
                second.destroyForcibly().waitFor();
                TestPlatform.command("ip", "link", "del", theirTap);
            }
        } finally {
            removeBridges();
        }
    }

    @Test
    void connectsNothingToABridgeThatIsHeldBack() throws IOException {
        try (TestPlatform platform = TestPlatform.start(directory, RootPolicy.of("all", OURS, 0, 0))) {
            platform.makeBridge(OURS);
            platform.makeBridge(THEIRS);
            byte[] theirAddress = address(THEIRS);
            NetDevice device = new NetDevice(Text.of("service"), Optional.of(Text.of(THEIRS)), Optional.empty());

            Reply.Policies policies = (Reply.Policies) platform.ask(":", new PolicyCommand.Info());
            assertThat(policies.policies().get(0).value().bridges()).containsExactly(Text.of(OURS));
            assertThat(platform.refused(
                            "net",
                            new Create(Configs.with(new byte[] {1}, Configs.arguments(Configs.QUIT, List.of(device))))))
                    .isEqualTo("bridges virbr0 do not exist on this host, or are not for unikernels"
                            + " (for them it has: br-ours)");
            assertThat(platform.host.network().taps()).isEmpty();
            assertThat(address(THEIRS)).isEqualTo(theirAddress);
        } finally {
            removeBridges();
        }
    }

    /** Returns an interface's bridge and address, and whether somebody has it open. */
    private static String link(String name) throws IOException {
        Process process = new ProcessBuilder("ip", "-o", "link", "show", "dev", name).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static byte[] address(String bridge) throws IOException {
        return Optional.ofNullable(NetworkInterface.getByName(bridge))
                .orElseThrow()
                .getHardwareAddress();
    }

    private static void removeBridges() throws IOException {
        for (String bridge : List.of(OURS, THEIRS)) {
            if (NetworkInterface.getByName(bridge) != null) {
                TestPlatform.command("ip", "link", "del", bridge);
            }
        }
    }
}
