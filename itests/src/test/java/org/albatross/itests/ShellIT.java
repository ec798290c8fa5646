package org.albatross.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The shell of a platform that runs, through the client. */
class ShellIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Path home;
    private final Client client;

    ShellIT() throws IOException {
        home = Tree.newHome();
        client = new Client(home);
    }

    private String number(String bundle) throws Exception {
        return client.require("shell", "lb")
                .lines()
                .filter(line -> line.contains("(" + bundle + ")") || line.contains(bundle))
                .map(line -> line.strip().split("\\|", 2)[0].strip())
                .findFirst()
                .orElseThrow(() -> new AssertionError(bundle));
    }

    @Test
    void stopsAndStartsBundles() throws Exception {
        try (Daemon daemon = Daemon.start(home)) {
            assertThat(client.require("shell", "lb")).contains("Albatross supervisor");
            assertThat(client.require("shell", "scr:list")).contains("org.albatross.shell.internal.ShellComponent");
            client.require("shell", "create-block data 1");
            assertThat(client.require("shell", "block")).contains("data");
            Path dump = home.resolve("state").resolve("dump");
            assertThat(client.require("shell", "dump-block data --output " + dump))
                    .isEqualTo("1048576 bytes are in " + dump + "\n");
            assertThat(dump).hasSize(1 << 20);
            String number = number("Albatross console");

            client.require("shell", "felix:stop " + number);
            assertThat(client.require("shell", "lb")).containsPattern(number + "\\|Resolved ");
            client.require("shell", "felix:start " + number);
            Await.until(LIMIT, () -> assertThat(client.require("shell", "inactive-consoles"))
                    .contains("no consoles"));

            Shell.Outcome failed = client.run("shell", "destroy nosuch");
            assertThat(failed.exit()).isEqualTo(117);
            assertThat(failed.err()).isEqualTo("albatross: destroy: not found\n");
            assertThat(daemon.terminate()).isEqualTo(143);
        }
    }

    /** Those that the shell stands on close it; the line goes on. */
    @Test
    void stopsUpdatesAndStartsEachBundleOfOursWhileUnikernelsRun() throws Exception {
        TickingUnikernels unikernels = new TickingUnikernels(home, 3);
        try (Daemon daemon = Daemon.start(home)) {
            unikernels.create();
            List<String> before = unikernels.processes();
            List<String> ours = ours();
            assertThat(ours).hasSizeGreaterThan(20);
            String line = ours.stream().map(ShellIT::replaced).collect(Collectors.joining("; "));

            assertThat(client.run("shell", line).exit()).isEqualTo(121);

            Await.until(
                    LIMIT, () -> assertThat(client.run("log", "--count", "1000").out())
                            .contains("bundle started : (bundle org.albatross.readiness, "));
            Await.until(LIMIT, () -> assertThat(ours()).isEqualTo(ours));
            assertThat(ours).allSatisfy(each -> assertThat(each).contains("|Active "));
            assertThat(unikernels.processes()).isEqualTo(before);
            unikernels.assertNoLineLost();
            unikernels.destroy();
            assertThat(daemon.log()).doesNotContain("was broken off");
            assertThat(daemon.terminate()).isEqualTo(143);
        } finally {
            unikernels.kill();
        }
    }

    /** The commands about a bundle of which {@code lb} shows a line; the shell's own one cannot be named while it is stopped. */
    private static String replaced(String shown) {
        String number = shown.strip().split("\\|", 2)[0].strip();
        return shown.contains("Albatross shell")
                ? "felix:update " + number
                : "felix:stop " + number + "; felix:update " + number + "; felix:start " + number;
    }

    /** What {@code lb} shows of each; nothing while nobody answers. */
    private List<String> ours() throws Exception {
        return client.run("shell", "lb")
                .out()
                .lines()
                .filter(line -> line.contains("|Albatross "))
                .toList();
    }

    @Test
    void endsWithTheShellThatItStops() throws Exception {
        try (Daemon daemon = Daemon.start(home)) {
            String number = number("Albatross shell");

            Shell.Outcome stopped = client.run("shell", "felix:update " + number);

            assertThat(stopped.exit()).isEqualTo(121);
            Await.until(
                    LIMIT, () -> assertThat(client.run("shell", "hello").exit()).isZero());
            client.require("info");
            assertThat(daemon.terminate()).isEqualTo(143);
        }
    }

    @Test
    void tellsTheEventLogWhatItIsUsedFor() throws Exception {
        try (Daemon daemon = Daemon.start(home)) {
            client.require("shell", "x = hunter2; echo $x");
            Await.until(LIMIT, () -> assertThat(client.require("log"))
                    .contains(" shell opened : by uid ")
                    .contains(" shell used : (commands echo) by uid "));
            assertThat(client.require("log", "--json")).doesNotContain("hunter2");
            assertThat(daemon.log()).doesNotContain("hunter2");
        }
    }

    @Test
    void isForAdminsAlone() throws Exception {
        Path etc = Files.createDirectory(home.resolve("etc"));
        Files.copy(Tree.file("etc/logback.xml"), etc.resolve("logback.xml"));
        Object uid = Files.getAttribute(etc, "unix:uid");
        Files.writeString(etc.resolve("org.albatross.roles.cfg"), "operators = uid " + uid + " of :\n");
        try (Daemon daemon = Daemon.start(home, "--etc-dir", etc.toString())) {
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(home.resolve("run/util/shell.sock"))))
                    .isEqualTo("rw-------");
            Shell.Outcome refused = client.run("shell", "lb");
            assertThat(refused.exit()).isEqualTo(117);
            assertThat(refused.err()).contains("not allowed for :: it needs admin of :, and uid " + uid);
            Await.until(
                    LIMIT, () -> assertThat(client.require("log")).contains(" shell refused : (reason not allowed"));

            Files.writeString(etc.resolve("org.albatross.roles.cfg"), "admins = uid " + uid + "\n");

            Await.until(
                    LIMIT, () -> assertThat(client.run("shell", "lb").exit()).isZero());
            assertThat(daemon.log()).doesNotContain("ERROR");
        }
    }
}
