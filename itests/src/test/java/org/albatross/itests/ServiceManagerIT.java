package org.albatross.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a service manager is told, as systemd with {@code Type=notify} and {@code WatchdogSec} listens. */
class ServiceManagerIT {
    private Path home;
    private Path notify;
    private Path told;
    private Process manager;

    @BeforeEach
    void listen() throws Exception {
        home = Tree.newHome();
        notify = home.resolve("notify");
        told = home.resolve("told");
        manager = new ProcessBuilder("socat", "-u", "UNIX-RECV:" + notify, "-")
                .redirectOutput(told.toFile())
                .start();
        Await.until(Daemon.LIMIT, () -> assertThat(notify).exists());
    }

    @AfterEach
    void endManager() {
        manager.destroyForcibly();
        manager.onExit().join();
    }

    @Test
    void hearsThatThePlatformServesAndIsAliveAndThatItEnds() throws Exception {
        Map<String, String> environment = Map.of("NOTIFY_SOCKET", notify.toString(), "WATCHDOG_USEC", "300000");
        try (Daemon daemon = Daemon.start(home, environment)) {
            Await.until(
                    Daemon.LIMIT, () -> assertThat(Files.readString(told)).startsWith("READY=1WATCHDOG=1WATCHDOG=1"));

            daemon.terminate();

            Await.until(Daemon.LIMIT, () -> assertThat(Files.readString(told)).endsWith("STOPPING=1"));
            assertThat(Files.readString(told)).containsOnlyOnce("READY=1");
        }
    }

    @Test
    void isToldOnByTheNextBundleThatTellsIt() throws Exception {
        Map<String, String> environment = Map.of("NOTIFY_SOCKET", notify.toString(), "WATCHDOG_USEC", "300000");
        try (Daemon daemon = Daemon.start(home, environment)) {
            Await.until(Daemon.LIMIT, () -> assertThat(Files.readString(told)).contains("WATCHDOG=1"));

            Client client = new Client(home);
            client.require("shell", "felix:update " + client.bundle("Albatross readiness"));

            Await.until(Daemon.LIMIT, () -> assertThat(Files.readString(told))
                    .matches("READY=1(WATCHDOG=1)+READY=1(WATCHDOG=1){3,}"));
            daemon.terminate();
        }
    }

    @Test
    void hearsNothingOfAPlatformThatDoesNotServe() throws Exception {
        Path inTheWay =
                Files.createDirectories(home.resolve("run/util/vmmd.sock")).resolve("file");
        Files.createFile(inTheWay);
        try (Daemon daemon = Daemon.launch(home, Map.of("NOTIFY_SOCKET", notify.toString()))) {
            assertThat(daemon.awaitEnd()).isEqualTo(1);
            assertThat(Files.readString(told)).doesNotContain("READY=1");
        }
    }

    @Test
    void isNamedWhenItCannotBeOne() throws Exception {
        try (Daemon daemon = Daemon.launch(home, Map.of("NOTIFY_SOCKET", "notify"))) {
            assertThat(daemon.awaitEnd()).isEqualTo(1);
            assertThat(daemon.log()).contains("NOTIFY_SOCKET=notify: an absolute path, or @ and a name");
        }
    }
}
