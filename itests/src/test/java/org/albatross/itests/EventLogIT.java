package org.albatross.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The event log of a platform that runs, through the client. */
class EventLogIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Pattern SEQUENCE = Pattern.compile("\\{\"sequence\": (\\d+), .*");

    private final Path home;
    private final Client client;

    EventLogIT() throws IOException {
        home = Tree.newHome();
        client = new Client(home);
    }

    private List<String> log(String... words) throws Exception {
        return client.require(words).lines().toList();
    }

    private static long sequence(String line) {
        var matcher = SEQUENCE.matcher(line);
        assertThat(matcher.matches()).as(line).isTrue();
        return Long.parseLong(matcher.group(1));
    }

    @Test
    void tellsWhatBecomesOfTheConfiguration() throws Exception {
        Path etc = Files.createDirectory(home.resolve("etc"));
        Files.copy(Tree.file("etc/logback.xml"), etc.resolve("logback.xml"));
        Path file = etc.resolve("org.albatross.console.cfg");
        Files.writeString(file, "inactive.rings = 7\n");
        try (Daemon daemon = Daemon.start(home, "--etc-dir", etc.toString())) {
            String change = " configuration changed : (file org.albatross.console.cfg, key inactive.rings, ";
            Await.until(LIMIT, () -> assertThat(log("log"))
                    .anySatisfy(line -> assertThat(line).contains(change + "after 7) by albatross")));

            Files.writeString(file, "inactive.rings = 8\n");

            Await.until(LIMIT, () -> assertThat(log("log"))
                    .anySatisfy(line -> assertThat(line).contains(change + "before 7, after 8) by albatross")));
            assertThat(daemon.terminate()).isEqualTo(143);
        }
        Files.writeString(etc.resolve("org.albatross.stats.cfg"), "interval.seconds = 9\n");
        try (Daemon daemon = Daemon.start(home, "--etc-dir", etc.toString())) {
            // Told at the first start and the change; at this one only what is new.
            Await.until(LIMIT, () -> assertThat(log("log"))
                    .anySatisfy(line -> assertThat(line).contains("key interval.seconds, after 9)")));
            assertThat(log("log", "--count=-1").stream().filter(line -> line.contains("configuration changed")))
                    .hasSize(3);
            assertThat(daemon.terminate()).isEqualTo(143);
        }
    }

    @Test
    void tellsWhoHasDoneWhatAndGoesOnAfterAKill() throws Exception {
        try (Daemon daemon = Daemon.start(home)) {
            client.require("create-block", "a:data", "1");
            assertThat(client.run("destroy", "a:nosuch").exit()).isNotZero();
            Await.until(LIMIT, () -> assertThat(log("log", "a:"))
                    .anySatisfy(line -> assertThat(line).contains(" block added a:data (size mb 1) by uid "))
                    .anySatisfy(line -> assertThat(line)
                            .contains(" command refused a:nosuch (command unikernel_destroy, reason ")));
            assertThat(log("log", "b:")).isEmpty();
            assertThat(String.join("\n", log("log"))).contains(" platform started : (version ");
            daemon.kill();
        }
        try (Daemon daemon = Daemon.start(home);
                Client.Stream follower = client.follow("log", "a:", "--follow", "--json", "--count=-1")) {
            Await.until(LIMIT, () -> assertThat(follower.out()).contains("\"block_added\""));

            client.require("destroy-block", "a:data");

            Await.until(LIMIT, () -> assertThat(follower.out()).contains("\"block_removed\""));
            List<Long> sequences =
                    follower.out().lines().map(EventLogIT::sequence).toList();
            assertThat(sequences).isSorted().doesNotHaveDuplicates();
            long first = sequences.get(0);
            assertThat(log("log", "a:", "--json", "--after", Long.toString(first)).stream()
                            .map(EventLogIT::sequence))
                    .startsWith(sequences.get(1))
                    .doesNotContain(first);
            assertThat(daemon.terminate()).isEqualTo(143);
        }
        try (Daemon daemon = Daemon.start(home)) {
            assertThat(String.join("\n", log("log", "--count=-1"))).contains(" platform stopped : by albatross");
            assertThat(daemon.log()).doesNotContain(" ERROR ");
        }
    }
}
