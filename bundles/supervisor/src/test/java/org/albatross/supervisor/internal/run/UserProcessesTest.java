package org.albatross.supervisor.internal.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.albatross.disk.DurableFiles;
import org.albatross.host.linux.internal.LinuxHost;
import org.albatross.store.IdentityTable;
import org.albatross.supervisor.internal.Claimant;
import org.albatross.supervisor.internal.run.Isolation.Mode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserProcessesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    Path directory;

    private final LinuxHost host;

    UserProcessesTest() throws Exception {
        host = new LinuxHost(Path.of("../../packaging/libexec").toAbsolutePath().normalize(), Path.of("/proc"));
    }

    @BeforeEach
    void needsOtherUsers() throws Exception {
        assumeTrue(Claimant.isPossible(), "needs the capability to change users");
    }

    @AfterEach
    void close() {
        host.close();
    }

    private UserProcesses users(Mode mode, long first, long last) throws Exception {
        IdentityTable identities = new IdentityTable(
                directory, first, last, host.facts().bootId(), new DurableFiles(host.files()::syncDirectory));
        LeftoverProcesses leftovers = new LeftoverProcesses(
                host.processes(),
                new ProcessScanner(host.processes(), new Hypervisors(mode), "0123456789abcdef", identities::contains),
                PATIENCE);
        return new UserProcesses(host.processes(), new Isolation(mode, identities, host.facts()), leftovers);
    }

    @Test
    void endsEveryProcessOfAUserOfTheRange() throws Exception {
        Process one = Claimant.start();
        Process other = Claimant.start();

        users(Mode.SEPARATE, Claimant.UID, Claimant.UID).end(Claimant.UID);

        assertThat(one.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(other.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void endsNothingOfAnotherUser() throws Exception {
        Process process = Claimant.start();
        try {
            users(Mode.SEPARATE, Claimant.UID, Claimant.UID + 1).end(Claimant.UID + 1);

            assertThat(process.isAlive()).isTrue();
        } finally {
            Claimant.end(process);
        }
    }

    @Test
    void endsNothingOfAUserOutsideTheRange() throws Exception {
        Process process = Claimant.start();
        try {
            users(Mode.SEPARATE, Claimant.UID + 1, Claimant.UID + 2).end(Claimant.UID);

            assertThat(process.isAlive()).isTrue();
        } finally {
            Claimant.end(process);
        }
    }

    @Test
    void endsNothingInSharedMode() throws Exception {
        Process process = Claimant.start();
        try {
            users(Mode.SHARED, Claimant.UID, Claimant.UID).end(Claimant.UID);

            assertThat(process.isAlive()).isTrue();
        } finally {
            Claimant.end(process);
        }
    }

    @Test
    void endsNothingOfThePlatformsOwnUser() throws Exception {
        long own = Integer.toUnsignedLong((Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        Process process = new ProcessBuilder("sh", "-c", "read nothing").start();
        try {
            users(Mode.SEPARATE, own, own).end(own);

            assertThat(process.isAlive()).isTrue();
        } finally {
            Claimant.end(process);
        }
    }
}
