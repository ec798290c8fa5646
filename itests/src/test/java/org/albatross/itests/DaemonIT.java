package org.albatross.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code bin/albatrossd}: start, end, the lock, and what it refuses. */
class DaemonIT {
    private static final int TERMINATED = 143;
    private static final int BAD_COMMAND_LINE = 124;

    /** CHOWN, KILL, SETGID, SETUID, NET_ADMIN. */
    private static final long CAPABILITIES = 1L << 0 | 1L << 5 | 1L << 6 | 1L << 7 | 1L << 12;

    private Path home;

    @BeforeEach
    void makeHome() throws Exception {
        home = Tree.newHome();
    }

    @Test
    void endsOnTerminationWithoutAComplaint() throws Exception {
        try (Daemon daemon = Daemon.start(home)) {
            assertThat(daemon.terminate()).isEqualTo(TERMINATED);
            assertThat(daemon.log()).doesNotContain(" WARN ", " ERROR ", "did not stop");
        }
    }

    @Test
    void isNotRootAndHasNoOtherCapabilityThanThePlatformNeeds() throws Exception {
        try (Daemon daemon = Daemon.start(home)) {
            Map<String, String> status = ProcessStatus.of(daemon.pid());
            assertThat(status.get("Uid").split("\\s")).doesNotContain("0");
            for (String set : Set.of("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")) {
                assertThat(Long.parseLong(status.get(set), 16) & ~CAPABILITIES)
                        .as(set)
                        .isZero();
            }
        }
    }

    @Test
    void saysWhoHoldsAStateDirectoryAndEnds() throws Exception {
        try (Daemon first = Daemon.start(home);
                Daemon second = Daemon.launch(home)) {
            assertThat(second.awaitEnd()).isEqualTo(1);
            assertThat(second.log())
                    .contains(home.resolve("state") + " is held by process " + first.pid() + ", another platform");
        }
    }

    @Test
    void waitsForWhatAKilledPlatformLeftHoldingItsStateDirectory() throws Exception {
        Path lock = Files.createDirectories(home.resolve("state/platform")).resolve("lock");
        long gone = goneProcess();
        Process left = new ProcessBuilder("flock", lock.toString(), "sh", "-c", "echo held; read -r _").start();
        try (BufferedReader said = left.inputReader()) {
            assertThat(said.readLine()).isEqualTo("held");
            Files.writeString(lock, gone + "\n");
            try (Daemon daemon = Daemon.launch(home)) {
                Await.until(
                        Daemon.LIMIT, () -> assertThat(children(daemon)).anyMatch(line -> line.contains("flock -w")));
                left.getOutputStream().close();
                daemon.awaitUp();
            }
        } finally {
            left.destroyForcibly();
        }
    }

    private static long goneProcess() throws Exception {
        Process process = new ProcessBuilder("true").start();
        process.waitFor();
        return process.pid();
    }

    private static List<String> children(Daemon daemon) {
        return ProcessHandle.of(daemon.pid())
                .orElseThrow()
                .children()
                .map(Processes::commandLine)
                .toList();
    }

    @Test
    void runsBesideAnotherOnOtherDirectories() throws Exception {
        try (Daemon first = Daemon.start(home);
                Daemon second = Daemon.start(Tree.newHome())) {
            assertThat(first.terminate()).isEqualTo(TERMINATED);
            assertThat(second.terminate()).isEqualTo(TERMINATED);
        }
    }

    @Test
    void startsAgainAfterItWasKilledAndForgetsWhatTheFrameworkKept() throws Exception {
        Path kept = home.resolve("state/platform/configurations/left.config");
        try (Daemon daemon = Daemon.start(home)) {
            daemon.kill();
            Files.writeString(kept, "left");
        }
        try (Daemon daemon = Daemon.start(home)) {
            assertThat(kept).doesNotExist();
            assertThat(daemon.terminate()).isEqualTo(TERMINATED);
        }
    }

    @Test
    void refusesACommandLineThatItDoesNotUnderstand() throws Exception {
        assertRefused("unknown option --frob", "--frob");
        assertRefused("--mode needs a value", "--mode");
        assertRefused("--mode none is neither separate nor shared", "--mode", "none");
        assertRefused("--uid-base '1x' is not a number", "--uid-base", "1x");
        assertRefused("'etc' is not an absolute path", "--etc-dir", "etc");
        assertRefused("'' is not an absolute path", "--state-dir=");
        assertRefused("unknown option --no-account=x", "--no-account=x");
    }

    @Test
    void saysWhatToWriteInPlaceOfTheOriginalsOptions() throws Exception {
        for (String option : List.of(
                "--systemd-socket-activation",
                "--no-drop-path",
                "--influx=host",
                "--interval=5",
                "--allow-zvol-for=a")) {
            // As a .socket unit of the original hands sockets over.
            try (Daemon daemon = Daemon.launch(home, Map.of("LISTEN_FDS", "1"), option)) {
                assertThat(daemon.awaitEnd()).isEqualTo(BAD_COMMAND_LINE);
                assertThat(daemon.log())
                        .startsWith("albatrossd: " + option.replaceAll("=.*", "") + " is the original's: ")
                        .hasLineCount(1);
            }
        }
    }

    @Test
    void writesItsLogToSyslogWhereItIsAskedTo() throws Exception {
        Path bin = Files.createDirectory(home.resolve("bin"));
        Path sent = Files.createFile(home.resolve("sent"));
        Files.setPosixFilePermissions(sent, PosixFilePermissions.fromString("rw-rw-rw-"));
        Path logger = Files.writeString(
                bin.resolve("logger"), "#!/bin/sh\necho \"$*\" >" + sent + "\nexec cat >>" + sent + "\n");
        Files.setPosixFilePermissions(bin, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(logger, PosixFilePermissions.fromString("rwxr-xr-x"));
        Map<String, String> path = Map.of("PATH", bin + ":" + System.getenv("PATH"));
        try (Daemon daemon = Daemon.launch(home, path, "--syslog")) {
            Await.until(Daemon.LIMIT, () -> assertThat(sent).content().contains(" started in "));
            assertThat(daemon.terminate()).isEqualTo(TERMINATED);
            assertThat(sent)
                    .content()
                    .startsWith("--prio-prefix --id --tag albatrossd\n")
                    .containsPattern("(?m)^<6>SocketsComponent listening on ");
            assertThat(daemon.log())
                    .contains("albatrossd: the log goes to syslog\n")
                    .doesNotContain("listening");
        }
    }

    @Test
    void takesTheOriginalsNamesOfItsDirectoriesAndSaysWhatHasNoEffect() throws Exception {
        Path state = home.resolve("db");
        Path run = home.resolve("tmp");
        try (Daemon daemon = Daemon.start(
                home,
                "-v",
                "--systemd-socket-activation",
                "--verbosity=debug",
                "--dbdir=" + state,
                "--tmpdir",
                "" + run)) {
            assertThat(state.resolve("platform/lock")).hasContent(Long.toString(daemon.pid()));
            assertThat(run.resolve("util/vmmd.sock")).exists();
            assertThat(daemon.log())
                    .contains(
                            "albatrossd: without effect: -v --systemd-socket-activation --verbosity; ",
                            "/logback.xml says");
            assertThat(home.resolve("state")).doesNotExist();
            assertThat(daemon.terminate()).isEqualTo(TERMINATED);
        }
    }

    @Test
    void tellsItsVersionAndItsOptions() throws Exception {
        try (Daemon version = Daemon.launch(home, "--version");
                Daemon brief = Daemon.launch(home, "-h");
                Daemon help = Daemon.launch(home, "--help")) {
            assertThat(version.awaitEnd()).isZero();
            assertThat(version.log()).matches("albatross \\d+\\.\\d+.*\n");
            assertThat(brief.awaitEnd()).isZero();
            assertThat(help.awaitEnd()).isZero();
            assertThat(brief.log()).startsWith("Usage: albatrossd [OPTION]...").isEqualTo(help.log());
        }
    }

    @Test
    void saysWhichDirectoryItCannotWriteTo() throws Exception {
        try (Daemon daemon = Daemon.launch(home, "--state-dir", "/proc/none")) {
            assertThat(daemon.awaitEnd()).isEqualTo(1);
            assertThat(daemon.log()).contains("cannot make /proc/none/platform: ");
        }
    }

    private void assertRefused(String reason, String... options) throws Exception {
        try (Daemon daemon = Daemon.launch(home, options)) {
            assertThat(daemon.awaitEnd()).isEqualTo(BAD_COMMAND_LINE);
            assertThat(daemon.log()).isEqualTo("albatrossd: " + reason + ", see albatrossd --help\n");
        }
    }
}
