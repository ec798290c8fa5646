package org.albatross.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A start that could not serve ends with exit code 1, and says why in its last line. */
class StartFailureIT {
    private Path home;

    @BeforeEach
    void makeHome() throws Exception {
        home = Tree.newHome();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "state/console",
                "state/spool",
                "state/images",
                "state/unikernels",
                "state/policies",
                "state/block",
                "state/identities",
                "state/events",
                "state/platform",
                "run/unikernels",
                "run/locks",
                "run/util"
            })
    void namesAFileThatStandsWhereItNeedsADirectory(String name) throws Exception {
        Path file = home.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "precious");

        assertEndsNaming(file);
        assertThat(file).hasContent("precious");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "state/lock",
                "state/platform/lock",
                "run/lock",
                "state/instance",
                "run/util/vmmd.sock",
                "run/util/console.sock"
            })
    void namesADirectoryThatStandsWhereItNeedsAFile(String name) throws Exception {
        Path directory = Files.createDirectories(home.resolve(name));

        assertEndsNaming(directory);
    }

    @ParameterizedTest
    @ValueSource(strings = {"state/console", "run/util"})
    void namesADirectoryThatItMayNotUse(String name) throws Exception {
        Path directory = Files.createDirectories(home.resolve(name));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("---------"));

        assertEndsNaming(directory);
    }

    @Test
    void namesAnInstanceFileThatIsDamaged() throws Exception {
        Path instance = Files.createDirectories(home.resolve("state")).resolve("instance");
        Files.write(instance, new byte[] {(byte) 0xc3, (byte) 0x28, 0, 1, 2, (byte) 0xff, 7, 9});

        assertThat(assertEndsNaming(instance)).contains("is damaged");
    }

    @Test
    void refusesAStateDirectoryOfALaterVersion() throws Exception {
        Path state = Files.createDirectories(home.resolve("state"));
        Files.writeString(state.resolve("version"), "1000\n");

        assertThat(assertEndsNaming(state)).contains("is of version 1000, and this platform knows versions up to ");
        assertThat(state.resolve("instance")).doesNotExist();
        assertThat(state.resolve("version")).hasContent("1000\n");
    }

    @Test
    void takesNoSocketAwayThatAnotherProcessListensOnAndLeavesNoneOfItsOwn() throws Exception {
        Path util = Files.createDirectories(home.resolve("run/util"));
        Path socket = util.resolve("console.sock");
        try (ServerSocketChannel other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            other.bind(UnixDomainSocketAddress.of(socket));

            assertThat(assertEndsNaming(socket)).contains("another process listens there");
            assertThat(entries(util)).containsExactly(socket);
        }
    }

    @Test
    void refusesARunDirectoryWhoseSocketsNobodyCouldName() throws Exception {
        Path run = home.resolve("r".repeat(100));

        String reason = assertEndsNaming(run.resolve("util/vmmd.sock"), "--run-dir", run.toString());

        assertThat(reason)
                .contains("the path of a socket has at most 106 bytes")
                .contains("choose a shorter --run-dir");
        assertThat(entries(run.resolve("util"))).isEmpty();
    }

    private String assertEndsNaming(Path path, String... options) throws Exception {
        try (Daemon daemon = Daemon.launch(home, options)) {
            assertThat(daemon.awaitEnd()).as(daemon.log()).isEqualTo(1);
            assertThat(daemon.log()).doesNotContain("Service factory returned null");
            List<String> lines = daemon.log().lines().toList();
            String last = lines.get(lines.size() - 1);
            assertThat(last).startsWith("albatrossd: ").contains(path.toString());
            assertThat(last.replace(path.toString(), ""))
                    .doesNotContain("Exception")
                    .matches(".*: .*[a-z]+ .*");
            assertThat(daemon.log()).doesNotContain(" started in ");
            return last;
        }
    }

    private static List<Path> entries(Path directory) throws Exception {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.toList();
        }
    }
}
