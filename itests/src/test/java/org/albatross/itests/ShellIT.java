package org.albatross.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Constants;

/** The shell of a platform that runs, through the client. */
class ShellIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** For a line that replaces every bundle. */
    private static final Duration LINE_LIMIT = Duration.ofMinutes(4);

    private final Path home;
    private final Client client;

    ShellIT() throws IOException {
        home = Tree.newHome();
        client = new Client(home);
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
            String number = client.bundle("Albatross console");

            client.require("shell", "felix:stop " + number);
            assertThat(client.require("shell", "lb")).containsPattern(number + "\\|Resolved ");
            client.require("shell", "felix:start " + number);
            Await.until(LIMIT, () -> assertThat(client.require("shell", "inactive-consoles"))
                    .contains("no consoles"));

            String exposition = client.bundle("Albatross exposition");
            client.require("shell", "felix:stop " + exposition);
            Await.until(
                    LIMIT,
                    () -> assertThat(daemon.log())
                            .containsPattern(
                                    "ERROR .* A component is missing: org\\.albatross\\.prometheus: .* waits for the service "));
            client.require("shell", "felix:start " + exposition);

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
            Set<String> exporters = exporters();
            assertThat(exporters)
                    .contains("Albatross model")
                    .doesNotContain("Albatross supervisor", "Albatross console");
            String line = ours.stream().map(shown -> replaced(shown, exporters)).collect(Collectors.joining("; "));
            String last = number(ours.get(ours.size() - 1));

            assertThat(client.run("shell", line).exit()).isEqualTo(121);

            Await.until(LINE_LIMIT, () -> assertThat(
                            client.run("shell", "$.context getBundle " + last).out())
                    .contains("[org.albatross.readiness [" + last + "](R " + last + ".1)]"));
            Await.until(LIMIT, () -> assertThat(ours()).isEqualTo(ours));
            Await.until(LIMIT, () -> assertThat(client.run("shell", "scr:list").out())
                    .contains("supervisor")
                    .doesNotContain("UNSATISFIED"));
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

    private static String number(String shown) {
        return shown.strip().split("\\|", 2)[0].strip();
    }

    /**
     * The commands about a bundle of which {@code lb} shows a line. One whose packages others use is not updated, for that takes a
     * refresh, and {@code upgrade} does both; the shell's own one cannot be named while it is stopped.
     */
    private static String replaced(String shown, Set<String> exporters) {
        String number = number(shown);
        String name = shown.split("\\|", 5)[3].replaceFirst(" \\(.*", "");
        if (name.equals("Albatross shell")) {
            return "felix:update " + number;
        }
        String update = exporters.contains(name) ? "" : "felix:update " + number + "; ";
        return "felix:stop " + number + "; " + update + "felix:start " + number;
    }

    /** The names of the bundles that have packages for others. */
    private static Set<String> exporters() throws IOException {
        Set<String> exporters = new HashSet<>();
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(Tree.file("lib/current/bundles"))) {
            for (Path jar : jars) {
                try (JarFile file = new JarFile(jar.toFile())) {
                    Attributes of = file.getManifest().getMainAttributes();
                    if (of.getValue(Constants.EXPORT_PACKAGE) != null) {
                        exporters.add(of.getValue(Constants.BUNDLE_NAME));
                    }
                }
            }
        }
        return exporters;
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
            String number = client.bundle("Albatross shell");

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
