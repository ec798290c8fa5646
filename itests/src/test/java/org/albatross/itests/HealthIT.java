package org.albatross.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The checks of a platform that runs, through the client, as a monitoring system asks for them. */
class HealthIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Path home;
    private final Client client;

    HealthIT() throws IOException {
        home = Tree.newHome();
        client = new Client(home);
    }

    @Test
    void isWellAndSaysWhatIsNot() throws Exception {
        Path etc = Files.createDirectory(home.resolve("etc"));
        Files.copy(Tree.file("etc/logback.xml"), etc.resolve("logback.xml"));
        Path config = etc.resolve("org.albatross.health.cfg");
        Files.writeString(
                config,
                """
                disk.warning.megabytes = 0
                disk.critical.megabytes = 0
                memory.warning.megabytes = 0
                memory.critical.megabytes = 0
                """);
        try (Daemon daemon = Daemon.start(home, "--etc-dir", etc.toString())) {
            Shell.Outcome well = client.run("health");
            assertThat(well.exit()).as(well.out()).isBetween(0, 1); // a warning where isolation is shared
            assertThat(well.out())
                    .contains("components  ok ", "sockets     ok ", "unikernels  ok ", "policies    ok ")
                    .contains("disk        ok ", "memory      ok ", "threads     ok ", "event-log   ok ")
                    .contains("isolation ");

            Files.writeString(config, "disk.critical.megabytes = 2147483647\n");
            Await.until(LIMIT, () -> {
                Shell.Outcome full = client.run("health", "--json");
                assertThat(full.exit()).isEqualTo(2);
                assertThat(full.out())
                        .startsWith("{\"status\": \"critical\", ")
                        .contains("\"name\": \"disk\", \"status\": \"critical\"");
            });
            client.require("info");
            assertThat(daemon.terminate()).isEqualTo(143);
        }
        assertThat(client.run("health").exit()).isEqualTo(3);
    }
}
