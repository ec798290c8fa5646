package org.albatross.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.albatross.fixture.Device;
import org.albatross.fixture.Image;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens when something goes wrong in the middle, through the client, as an operator sees it. */
class BadMomentsIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int MEGABYTE = 1024 * 1024;
    private static final int FAILED = 117;

    /** How many bytes a client compresses for some seconds when they are random. */
    private static final int SOME_SECONDS = 64 * MEGABYTE;

    private static final String NO_SPACE = "No space left on device";

    private Path home;
    private Client client;
    private Optional<Path> smallDisk = Optional.empty();

    @BeforeEach
    void makeHome() throws Exception {
        home = Tree.newHome();
        client = new Client(home);
    }

    @AfterEach
    void removeWhatIsLeft() throws Exception {
        Processes.naming(home.toString()).forEach(process -> {
            process.destroyForcibly();
            process.onExit().join();
        });
        if (smallDisk.isPresent()) {
            Shell.require("rm", "-r", smallDisk.get().toString());
        }
    }

    private Path file(String name, byte[] content) throws IOException {
        return Files.write(home.resolve(name), content);
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private Path dump(String device) throws Exception {
        Path dump = home.resolve("dump");
        Files.deleteIfExists(dump);
        client.require("dump-block", device, "--output", dump.toString());
        return dump;
    }

    @Test
    void keepsABlockDeviceWhenTheClientIsKilledInTheMiddleOfASet() throws Exception {
        byte[] data = random(SOME_SECONDS);
        Path blocks = home.resolve("state/block");
        String name = "a:disk";
        try (Daemon daemon = Daemon.start(home)) {
            client.require(
                    "create-block",
                    name,
                    String.valueOf(SOME_SECONDS / MEGABYTE),
                    "--data",
                    file("data", data).toString());
            String other = file("other", random(SOME_SECONDS - 1)).toString();
            try (Client.Stream setting = client.follow("set-block", name, other, "--compression-level=9")) {
                Await.until(LIMIT, () -> assertThat(unfinished(blocks)).anyMatch(size -> size > 0));
                setting.process().destroyForcibly();
            }

            Await.until(LIMIT, () -> assertThat(unfinished(blocks)).isEmpty());
            assertThat(dump(name)).hasBinaryContent(data);
            client.require("set-block", name, file("other", random(MEGABYTE)).toString());
            assertThat(dump(name)).hasBinaryContent(Arrays.copyOf(random(MEGABYTE), SOME_SECONDS));
            assertThat(daemon.log()).doesNotContain(" ERROR ");
        }
    }

    /** The sizes of what is being written. */
    private static List<Long> unfinished(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith("~"))
                    .map(file -> file.toFile().length())
                    .toList();
        }
    }

    @Test
    void keepsWhatThereIsWhenTheDiskIsFullAndGoesOn() throws Exception {
        String directory = System.getenv("ALBATROSS_TEST_SMALL_DISK");
        assumeTrue(directory != null, "needs a namespace in which it may mount a small file system");
        Path state = Files.createDirectory(Path.of(directory, "itest"));
        smallDisk = Optional.of(state);
        byte[] data = random(2 * MEGABYTE);
        String larger = file("larger", random(4 * MEGABYTE)).toString();
        try (Daemon daemon = Daemon.start(home, "--state-dir", state.toString())) {
            client.require(
                    "create-block", "a:disk", "4", "--data", file("data", data).toString());
            fillUpTo(state, MEGABYTE);

            assertRefused(
                    "block device a:disk is as it was: cannot write its 4 MB to " + state.resolve("block")
                            + ", where 0 MB are free: " + NO_SPACE,
                    "set-block",
                    "a:disk",
                    larger);
            Path image = home.resolve("image");
            Image.hello().target(TenderKind.HVT.target()).write(image);
            Files.write(image, random(3 * MEGABYTE), java.nio.file.StandardOpenOption.APPEND);
            assertRefused("cannot be written to " + state.resolve("spool"), "create", "a:hello", image.toString());
            assertThat(state.resolve("spool")).isEmptyDirectory();
            fillUpTo(state, 0);
            assertRefused(NO_SPACE, "add-policy", "b", "1", "--cpu=0", "--mem=32");
            assertThat(client.require("info")).contains("no unikernels");
            assertThat(dump("a:disk")).hasBinaryContent(Arrays.copyOf(data, 4 * MEGABYTE));

            Files.delete(state.resolve("filler"));
            client.require("set-block", "a:disk", larger);
            client.require("add-policy", "b", "1", "--cpu=0", "--mem=32");
            assertThat(daemon.log()).doesNotContain(" ERROR ");
        }
    }

    private void assertRefused(String reason, String... words) throws Exception {
        Shell.Outcome outcome = client.run(words);
        assertThat(outcome.err()).contains(reason);
        assertThat(outcome.exit()).isEqualTo(FAILED);
    }

    private static void fillUpTo(Path state, int left) throws Exception {
        Path filler = state.resolve("filler");
        Files.deleteIfExists(filler);
        long size = Files.getFileStore(state).getUsableSpace() - left;
        Shell.require("fallocate", "-l", Long.toString(size), filler.toString());
    }

    /** With a log that says everything: arguments hold secrets. */
    @Test
    void logsNoArgumentWhateverHappens() throws Exception {
        TenderKind tender = TenderKind.best();
        Path etc = Files.createDirectory(home.resolve("etc"));
        String verbose =
                Files.readString(Tree.file("etc/logback.xml")).replaceAll("level=\"[A-Z]+\"", "level=\"TRACE\"");
        Files.writeString(etc.resolve("logback.xml"), verbose);
        String image = image("ticks", Image.ticks(Duration.ofMillis(20)), tender);
        String network = image("network", Image.hello().manifest(Device.net("service0")), tender);
        Map<String, String> environment = Map.of("PATH", tender.searchPath());
        String log;
        try (Daemon daemon = Daemon.start(home, environment, "--etc-dir", etc.toString())) {
            client.require("create", "a:web", image, "--mem=2", "--arg=--key=s3cret-1", "--restart-on-fail");
            client.run("create", "a:web", image, "--mem=2", "--arg=--key=s3cret-2");
            client.run("create", "a:none", network, "--mem=2", "--net=service0:nowhere0", "--arg=s3cret-3");
            client.run("create", "a:long", image, "--mem=2", "--arg=" + "s3cret-4".repeat(2000));
            client.require("create", "a:web", image, "--force", "--mem=2", "--arg=--key=s3cret-5");
            client.require("restart", "a:web", "--replace-arguments", "--arg=--key=s3cret-6", "--mem=2");
            assertThat(client.require("info", "-v", "-v")).contains("s3cret-6");
            daemon.kill();
            log = daemon.log();
        }
        try (Daemon daemon = Daemon.start(home, environment, "--etc-dir", etc.toString())) {
            client.require("destroy", "a:web");
            log += daemon.log();
        }
        assertThat(log).contains(" DEBUG ", "a:web").doesNotContain("s3cret");
    }

    private String image(String name, Image image, TenderKind tender) throws IOException {
        Path file = home.resolve(name);
        image.target(tender.target()).write(file);
        return file.toString();
    }
}
