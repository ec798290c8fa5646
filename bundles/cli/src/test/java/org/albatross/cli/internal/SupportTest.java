package org.albatross.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.albatross.model.Reply;
import org.albatross.model.Text;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code support}: what is in the file, and what is not. */
class SupportTest {
    private static final String SECRET = "correct-horse-battery";

    private final Path directory;
    private final Path etc;
    private final Path state;
    private final Path log;
    private final Path file;

    SupportTest(@TempDir Path directory) {
        this.directory = directory;
        etc = directory.resolve("etc");
        state = directory.resolve("state");
        log = directory.resolve("platform.log");
        file = directory.resolve("report.tar.gz");
    }

    @BeforeEach
    void makeAPlatformsFiles() throws IOException {
        Files.createDirectories(etc);
        Files.createDirectories(state.resolve("images"));
        Files.createDirectories(state.resolve("unikernels"));
        Files.writeString(
                etc.resolve("org.albatross.influx~a.cfg"),
                "# " + SECRET + "\nurl = http://localhost:8086\ntoken.file = " + SECRET + "\n" + SECRET + "\n");
        Files.writeString(etc.resolve("server.key"), SECRET);
        Files.writeString(state.resolve("images").resolve("ab"), SECRET);
        Files.writeString(state.resolve("unikernels").resolve(":hello"), SECRET);
        Files.writeString(
                state.resolve("lock"), "pid " + ProcessHandle.current().pid() + " since 2026\n");
        Files.writeString(log, "the last line\n");
    }

    private Outcome run() {
        return new Outcome.Client(directory)
                .run("support", file.toString(), "--etc-dir=" + etc, "--dbdir=" + state, "--log=" + log);
    }

    /** Returns what is in the archive. */
    private Map<String, String> contents() throws Exception {
        Path unpacked = Files.createDirectory(directory.resolve("unpacked"));
        Process tar = new ProcessBuilder("tar", "-C", unpacked.toString(), "-xzf", file.toString()).start();
        assertThat(tar.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(tar.exitValue()).isZero();
        Map<String, String> contents = new TreeMap<>();
        Path root = unpacked.resolve("albatross-support");
        try (Stream<Path> files = Files.walk(root)) {
            for (Path entry : files.filter(Files::isRegularFile).toList()) {
                contents.put(root.relativize(entry).toString(), Files.readString(entry));
            }
        }
        return contents;
    }

    @Test
    void collectsWhatTheHostSaysWhenNoPlatformAnswers() throws Exception {
        Outcome outcome = run();

        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        Map<String, String> contents = contents();
        assertThat(contents.keySet())
                .containsExactly(
                        "block-devices",
                        "bundles",
                        "configuration/org.albatross.influx~a.cfg",
                        "events",
                        "health",
                        "limits",
                        "platform-log",
                        "policies",
                        "status",
                        "system",
                        "tenders",
                        "version");
        contents.keySet().forEach(name -> assertThat(outcome.out()).contains("  " + name + "\n"));
        assertThat(contents.get("platform-log")).isEqualTo("the last line\n");
        assertThat(contents.get("status")).startsWith("(not known: [ERROR] ");
        assertThat(contents.get("version")).contains("platform: (not known: ");
        assertThat(contents.get("system")).contains("Linux version", System.getProperty("java.runtime.version"));
        assertThat(contents.get("limits"))
                .contains("Max open files", "/proc/" + ProcessHandle.current().pid() + "/status");
    }

    @Test
    void holdsNoSecret() throws Exception {
        assertThat(run().exitCode()).isZero();

        Map<String, String> contents = contents();
        assertThat(contents.values()).noneMatch(text -> text.contains(SECRET));
        assertThat(contents.get("configuration/org.albatross.influx~a.cfg"))
                .isEqualTo("url = http://localhost:8086\ntoken.file = (hidden)\n(a line that sets nothing)\n");
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("etc", "state", "platform.log", "report.tar.gz", "unpacked");
        }
    }

    @Test
    void asksAPlatformThatAnswers() throws Exception {
        Reply hello = new Reply.Hello(Text.of("albatross"), Text.of("1.2.3"), List.of(Text.of("isolation=separate")));
        try (FakePlatform platform = FakePlatform.listen(
                directory,
                "util/vmmd.sock",
                connection -> connection.answer(hello),
                connection -> {
                    connection.answer(hello);
                    connection.answer(new Reply.Statuses(List.of()));
                },
                connection -> connection.answer(new Reply.Policies(List.of())),
                connection -> connection.answer(new Reply.BlockDevices(List.of())))) {
            assertThat(run().exitCode()).isZero();
            assertThat(platform.received()).hasSize(5);
        }
        Map<String, String> contents = contents();
        assertThat(contents.get("version")).contains("platform: albatross 1.2.3 isolation=separate\n");
        assertThat(contents.get("status")).doesNotContain("not known");
    }

    @Test
    void findsTheConfigurationOfTheInstallationThroughTheLinkToItsRelease() throws Exception {
        Path libexec = Files.createDirectories(directory.resolve("lib/releases/1/libexec"));
        Files.createSymbolicLink(directory.resolve("lib/current"), libexec.getParent());

        Outcome outcome = new Outcome.Client(directory)
                .startingFrom(directory.resolve("lib/current/libexec"))
                .run("support", file.toString(), "--dbdir=" + state, "--log=" + log);

        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out()).contains("configuration/org.albatross.influx~a.cfg\n");
    }

    @Test
    void replacesNothing() throws Exception {
        Files.writeString(file, "of yesterday");

        Outcome outcome = run();

        assertThat(outcome.exitCode()).isEqualTo(124);
        assertThat(outcome.err()).contains(file + " exists already: it is not replaced");
        assertThat(file).hasContent("of yesterday");
    }

    @Test
    void leavesNothingWhereItCannotWrite() {
        Outcome outcome = new Outcome.Client(directory)
                .run("support", directory.resolve("no/such").toString());

        assertThat(outcome.exitCode()).isNotZero();
        assertThat(directory.resolve("no")).doesNotExist();
    }
}
