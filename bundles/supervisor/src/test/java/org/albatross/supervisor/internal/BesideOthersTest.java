package org.albatross.supervisor.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.albatross.fixture.Image;
import org.albatross.model.BlockCommand;
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

    BesideOthersTest(@TempDir Path directory, @TempDir Path original) throws IOException {
        this.directory = directory;
        this.original = original;
        Path program = Files.copy(Path.of("/bin/sleep").toRealPath(), original.resolve("solo5-spt"));
        Files.createDirectories(original.resolve("block"));
        Files.createDirectories(original.resolve("run/fifo"));
        Files.createDirectories(original.resolve("run/util"));
        Files.write(original.resolve("state"), new byte[] {0x30, 0});
        Files.write(original.resolve("block/a:disk"), new byte[1 << 20]);
        Files.write(original.resolve("run/a:hello.img"), new byte[100]);
        tender = new ProcessBuilder(program.toString(), "1000").start();
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
        platform.done("a:disk", new BlockCommand.Add(1));
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

        assertThat(tender.isAlive()).isTrue();
        assertThat(theirs()).isEqualTo(before);
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
