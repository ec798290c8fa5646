package org.albatross.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A platform that loses a thread ends, instead of living on deaf. */
class VitalThreadIT {
    @Test
    void endsWithTheReasonWhenAJarIsDamagedUnderIt() throws Exception {
        Path home = Tree.newHome();
        Path tree = home.resolve("albatross");
        Shell.require("cp", "-R", Tree.file("").toString(), tree.toString());
        try (Daemon daemon = Daemon.launchFrom(tree, home)) {
            daemon.awaitUp();
            Client client = new Client(home);
            client.require("create-block", "data", "1");
            truncate(jar(tree, "org.albatross.supervisor-"));

            // What sends contents is used for the first time here, so that its classes are still to be loaded.
            Shell.Outcome asked = client.run("dump-block", "data", "--output=" + home.resolve("contents"));

            assertThat(daemon.awaitEnd()).as(daemon.log()).isEqualTo(1);
            assertThat(asked.exit()).isNotZero();
            assertThat(daemon.log())
                    .containsPattern("ERROR PlatformThreads The thread \\S+ has ended \\| java\\.lang\\.");
            List<String> lines = daemon.log().lines().toList();
            assertThat(lines.get(lines.size() - 1))
                    .startsWith("albatrossd: the platform ends, and its unikernels run on: the thread albatross-")
                    .containsPattern("java\\.lang\\.(NoClassDefFound|ClassFormat)Error");
        }
    }

    private static Path jar(Path tree, String prefix) throws Exception {
        try (Stream<Path> jars = Files.list(tree.resolve("lib/current/bundles"))) {
            return jars.filter(jar -> jar.getFileName().toString().startsWith(prefix))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static void truncate(Path file) throws Exception {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.setLength(0);
        }
    }
}
