package org.albatross.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The files in {@code etc/}: what a start refuses, and what a running platform does with a change. */
class ConfigurationIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String SOCKETS = "org.albatross.sockets.cfg";
    private static final String SUPERVISOR = "org.albatross.supervisor.cfg";

    private Path home;
    private Path etc;

    @BeforeEach
    void makeHome() throws Exception {
        home = Tree.newHome();
        etc = Files.createDirectory(home.resolve("etc"));
        Files.copy(Tree.file("etc/logback.xml"), etc.resolve("logback.xml"));
    }

    @Test
    void startsNothingWithAMistakeAndSaysEach() throws Exception {
        write(SUPERVISOR, "grace.milis = 100\neffect.threads = many");
        write("org.albatross.sokets.cfg", "");
        try (Daemon daemon = launch()) {
            assertThat(daemon.awaitEnd()).isEqualTo(1);
            assertThat(daemon.log())
                    .contains(
                            "albatrossd: " + etc + "/org.albatross.sokets.cfg: there is no component of this name,"
                                    + " is org.albatross.sockets.cfg meant?\n",
                            "albatrossd: " + etc + "/" + SUPERVISOR
                                    + ": grace.milis = 100: there is no such key, is grace.millis meant?\n",
                            "albatrossd: " + etc + "/" + SUPERVISOR
                                    + ": effect.threads = many: a whole number from 2 to 1024 is needed\n")
                    .doesNotContain(" ERROR ", "listening on");
        }
    }

    @Test
    void startsNothingWithoutItsDirectory() throws Exception {
        try (Daemon daemon = Daemon.launch(home, "--etc-dir", "/nowhere")) {
            assertThat(daemon.awaitEnd()).isEqualTo(1);
            assertThat(daemon.log()).contains("albatrossd: /nowhere: the configuration cannot be read: ");
        }
    }

    @Test
    void appliesWhatIsRightAndKeepsWhatWasInForceOtherwise() throws Exception {
        write(SOCKETS, "mode.octal = 0600");
        try (Daemon daemon = launch()) {
            Await.until(LIMIT, () -> assertThat(daemon.log()).contains(" started in "));
            assertThat(mode()).isEqualTo("rw-------");

            write(SOCKETS, "mode.octal = rw");
            awaitLog(
                    daemon,
                    etc + "/" + SOCKETS + ": mode.octal = rw: 0600, 0660 or 0666 is needed;"
                            + " what was in force stays in force");
            assertThat(mode()).isEqualTo("rw-------");

            write(SOCKETS, "mode.octal = 0666");
            Await.until(LIMIT, () -> assertThat(mode()).isEqualTo("rw-rw-rw-"));
            awaitLog(daemon, SOCKETS + " is in force");
            assertThat(Files.getPosixFilePermissions(home.resolve("run/util")))
                    .contains(PosixFilePermission.OTHERS_EXECUTE);

            Files.delete(etc.resolve(SOCKETS));
            Await.until(LIMIT, () -> assertThat(mode()).isEqualTo("rw-rw----"));
            new Client(home).require("info");
        }
    }

    @Test
    void keepsItsSupervisorWhateverIsWritten() throws Exception {
        try (Daemon daemon = launch()) {
            Await.until(LIMIT, () -> assertThat(daemon.log()).contains(" started in "));
            for (String mistake :
                    new String[] {"grace.millis = soon", "gracemillis = 1", "grace", "ancestors = none"}) {
                write(SUPERVISOR, mistake);
                awaitLog(daemon, etc + "/" + SUPERVISOR + ": " + (mistake.equals("grace") ? "line 1, " : "") + mistake);
            }
            new Client(home).require("info");

            write(SUPERVISOR, "grace.millis = 1000");
            awaitLog(daemon, SUPERVISOR + " is in force");
            new Client(home).require("info");
        }
    }

    private Daemon launch() throws IOException {
        return Daemon.launch(home, "--etc-dir", etc.toString());
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(etc.resolve(name), text);
    }

    private String mode() throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("run/util/vmmd.sock")));
    }

    private static void awaitLog(Daemon daemon, String text) throws Exception {
        Await.until(LIMIT, () -> assertThat(daemon.log()).contains(text));
    }
}
