package org.albatross.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The statistics of a platform that runs, through the client. */
class StatsIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Path home;
    private final Client client;

    StatsIT() throws IOException {
        home = Tree.newHome();
        client = new Client(home);
    }

    @Test
    void samplesAnAddedProcessForWhoSubscribesBeforeAndAfterARestart() throws Exception {
        Path etc = Files.createDirectory(home.resolve("etc"));
        Files.copy(Tree.file("etc/logback.xml"), etc.resolve("logback.xml"));
        Files.writeString(etc.resolve("org.albatross.stats.cfg"), "interval.seconds = 1\n");
        String pid = Long.toString(ProcessHandle.current().pid());
        for (int start = 0; start < 2; start++) {
            try (Daemon daemon = Daemon.start(home, "--etc-dir", etc.toString());
                    Client.Stream all = client.follow("stats", "a:");
                    Client.Stream top = client.follow("top", "a:")) {
                assertThat(client.require("stats-add", "--name", "a:b:this", pid, "--net", "service:lo"))
                        .isEqualTo("host [unikernel: a:b:this]: success: added\n");
                Await.until(LIMIT, () -> assertThat(all.out())
                        .startsWith("host [unikernel: a:]: success: subscribed\nstats: utime ")
                        .contains("\nno vmm stats\nbridge service flags "));
                Await.until(LIMIT, () -> assertThat(top.out()).containsPattern(" a:b:this state running cpu [0-9]"));

                client.require("stats-remove", "--name", "a:b:this");

                assertThat(daemon.terminate()).isEqualTo(143);
                assertThat(daemon.log()).doesNotContain(" ERROR ");
            }
        }
    }
}
