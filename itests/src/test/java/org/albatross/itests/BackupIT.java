package org.albatross.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.albatross.fixture.Device;
import org.albatross.fixture.Image;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** "Backup and restore" of docs/operations.md: its command lines, in their order, from one platform to another. */
class BackupIT {
    private static final Path PAGE = Path.of("../docs/operations.md");
    private static final String LINE = "    ";

    private Path home;
    private Path restored;
    private Client client;
    private TenderKind tender;

    @BeforeEach
    void makeHomes() throws Exception {
        home = Tree.newHome();
        restored = Tree.newHome();
        client = new Client(home);
        tender = TenderKind.best();
        tender.reported();
    }

    @AfterEach
    void endWhatAFailedTestLeaves() {
        for (Path left : List.of(home, restored)) {
            Processes.naming(left.toString()).forEach(ProcessHandle::destroyForcibly);
        }
    }

    /** Returns the command lines of a section of the page. */
    private static List<String> lines(String title) throws Exception {
        String page = Files.readString(PAGE);
        int begin = page.indexOf("\n## " + title + "\n");
        assertThat(begin).as("the section %s", title).isPositive();
        int end = page.indexOf("\n## ", begin + 1);
        return page.substring(begin, end)
                .lines()
                .filter(line -> line.startsWith(LINE))
                .map(String::strip)
                .toList();
    }

    /** Runs a line as an operator would type it, on the directories of this test. */
    private void run(String line) throws Exception {
        String here = line.replace("/var/lib/albatross", home.resolve("state").toString())
                .replace("/var/lib/restored", restored.resolve("state").toString());
        Map<String, String> environment = Map.of(
                "PATH",
                Tree.file("bin") + ":" + System.getenv("PATH"),
                "ALBATROSS_RUN_DIR",
                home.resolve("run").toString());
        Shell.Outcome outcome = Shell.run(environment, List.of("sh", "-ec", "cd '" + home + "'; umask 0022; " + here));
        assertThat(outcome.exit())
                .as("%s: %s%s", here, outcome.out(), outcome.err())
                .isZero();
    }

    private Daemon start(Path at) throws Exception {
        return Daemon.start(at, Map.of("PATH", tender.searchPath()));
    }

    @Test
    void isRestoredIntoASecondStateDirectory() throws Exception {
        byte[] data = new byte[1 << 20];
        new Random(42).nextBytes(data);
        try (Daemon daemon = start(home)) {
            createUserOf(data);
            for (String line : lines("Backup and restore")) {
                if (line.startsWith("albatrossd ")) {
                    client.require("destroy", "a:user");
                    daemon.terminate();
                } else {
                    run(line);
                }
            }
        }
        try (Daemon daemon = start(restored)) {
            Client there = new Client(restored);
            Await.until(Duration.ofSeconds(60), () -> assertThat(there.require("status", "a:user"))
                    .contains("running"));
            Path copy = restored.resolve("copy");
            there.require("dump-block", "--pause", "a:disk", "--output=" + copy);
            assertThat(copy).hasBinaryContent(data);
            there.require("destroy", "a:user");
            assertThat(daemon.log()).doesNotContain(" ERROR ");
        }
    }

    private void createUserOf(byte[] data) throws Exception {
        if (tender == TenderKind.STUB) {
            Files.createSymbolicLink(home.resolve("state").resolve(tender.program()), tender.file());
        }
        Path contents = Files.write(home.resolve("contents"), data);
        Path image = home.resolve("ticks");
        Image.ticks(Duration.ofMillis(20))
                .manifest(Device.block("storage"))
                .target(tender.target())
                .write(image);
        client.require("create-block", "a:disk", "1", "--data=" + contents);
        client.require("create", "a:user", image.toString(), "--mem=2", "--block=storage:disk");
    }
}
