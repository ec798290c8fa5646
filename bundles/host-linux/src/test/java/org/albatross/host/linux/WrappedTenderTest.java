package org.albatross.host.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code packaging/libexec/albatross-run} gives a tender, and what it takes from it; the tender is a shell. */
class WrappedTenderTest {
    private static final String NO_CAPABILITY = "0000000000000000";

    private final WrapperRun run;

    WrappedTenderTest(@TempDir Path root) throws IOException {
        this.run = new WrapperRun(root);
    }

    @AfterEach
    void endWhatIsLeft() throws IOException {
        run.close();
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void hasDefaultSignals() throws IOException {
        run.before = List.of("env", "--ignore-signal=HUP,INT,TERM,PIPE");

        String ignored = run.printed("grep SigIgn /proc/self/status").split("\t", -1)[1];

        // Signals 1 to 31; the next two belong to the C library and cannot be set.
        assertThat(Long.parseUnsignedLong(ignored, 16) & 0x7fffffff).isZero();
    }

    @Test
    void hasNothingOpenButConsoleAndLock() throws IOException {
        run.start(1, "exec sleep 60");
        Path descriptors =
                Path.of("/proc", Long.toString(run.awaitProcess(1).process().pid()), "fd");
        // Its loader opens others for a moment.
        Await.until(
                "the tender with four descriptors",
                () -> Files.readString(descriptors.resolveSibling("comm")).equals("sleep\n")
                        && names(descriptors).equals(List.of("0", "1", "2", "9")));

        assertThat(descriptors.resolve("0").toRealPath()).isEqualTo(Path.of("/dev/null"));
        assertThat(descriptors.resolve("1").toRealPath()).isEqualTo(run.console.toRealPath());
        assertThat(descriptors.resolve("2").toRealPath()).isEqualTo(run.console.toRealPath());
        assertThat(descriptors.resolve("9").toRealPath()).isEqualTo(run.lock.toRealPath());
    }

    @Test
    void isInTheRootDirectoryWithAStrictMask() throws IOException {
        assertThat(run.printed("echo $(pwd) $(umask)")).isEqualTo("/ 0077");
    }

    @Test
    void isPinnedToItsCpus() throws IOException {
        String allowed = Machine.statusOf("self", "Cpus_allowed_list");
        run.cpus = allowed.split("[,-]", 2)[0];

        assertThat(run.printed("grep Cpus_allowed_list /proc/self/status")).endsWith(":\t" + run.cpus);
    }

    @Test
    void gainsNoPrivileges() throws IOException {
        assertThat(run.printed("echo $(grep -E 'CapAmb|CapInh|NoNewPrivs' /proc/self/status)"))
                .isEqualTo("CapInh: 0000000000000000 CapAmb: 0000000000000000 NoNewPrivs: 1");
    }

    @Test
    void losesTheCapabilitiesOfThePlatformInSharedMode() throws IOException {
        Machine.assumeCapability("CAP_NET_ADMIN", 12);
        assumeFalse(Machine.statusOf("self", "Uid").startsWith("0\t"), "root keeps capabilities in this mode");

        assertThat(run.printed("echo $(grep -E 'Cap(Eff|Prm|Amb)' /proc/self/status)"))
                .isEqualTo("CapPrm: 0000000000000000 CapEff: 0000000000000000 CapAmb: 0000000000000000");
    }

    @Test
    void isAUserOfItsOwnInSeparateMode() throws IOException {
        Machine.assumeMayChangeUser();
        run.identity = "5000:5001:5002,5003";

        assertThat(run.printed("echo $(grep -E '^Uid|^Gid|^Groups|Cap(Eff|Prm|Amb|Inh)|NoNewPrivs' /proc/self/status)"))
                .isEqualTo("Uid: 5000 5000 5000 5000 Gid: 5001 5001 5001 5001 Groups: 5002 5003"
                        + " CapInh: 0000000000000000 CapPrm: 0000000000000000 CapEff: 0000000000000000"
                        + " CapAmb: 0000000000000000 NoNewPrivs: 1");
    }

    @Test
    void hasNoFurtherGroupsUnlessTheyAreGiven() throws IOException {
        Machine.assumeMayChangeUser();
        run.identity = "5000:5001:";

        assertThat(run.printed("echo $(id -u) $(id -G)")).isEqualTo("5000 5001");
    }

    @Test
    void hasNoBoundingSetWhereThePlatformHasNone() throws IOException {
        assumeTrue(Machine.statusOf("self", "CapBnd").equals(NO_CAPABILITY), "needs an empty bounding set");
        assertThat(run.printed("grep CapBnd /proc/self/status")).endsWith(NO_CAPABILITY);
    }

    @Test
    void hasNoCapabilityInAnySetInSeparateMode() throws IOException {
        Machine.assumeMayChangeUser();
        assumeTrue(Machine.statusOf("self", "CapBnd").equals(NO_CAPABILITY), "needs an empty bounding set");
        run.identity = "5000:5001:";

        assertThat(run.printed("echo $(grep ^Cap /proc/self/status | cut -f 2 | sort -u)"))
                .isEqualTo(NO_CAPABILITY);
    }

    @Test
    void hasNoBoundingSetWhereTheWrapperMayDropIt() throws IOException {
        Machine.assumeCapability("CAP_SETPCAP", 8);

        assertThat(run.printed("grep CapBnd /proc/self/status")).endsWith(NO_CAPABILITY);
    }
}
