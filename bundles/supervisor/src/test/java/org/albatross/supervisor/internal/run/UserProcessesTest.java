package org.albatross.supervisor.internal.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.albatross.disk.DurableFiles;
import org.albatross.host.WrapperLine;
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
    private static final String INSTANCE = "0123456789abcdef";
    private static final String OTHER = "fedcba9876543210";

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
                new ProcessScanner(host.processes(), new Hypervisors(mode), INSTANCE, identities::contains),
                PATIENCE);
        return new UserProcesses(host.processes(), INSTANCE, new Isolation(mode, identities, host.facts()), leftovers);
    }

    @Test
    void endsEveryProcessOfAUserOfTheRange() throws Exception {
        Process one = Claimant.start();
        Process other = Claimant.start();

        users(Mode.SEPARATE, Claimant.UID, Claimant.UID).end(Claimant.UID);

        assertThat(one.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(other.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    /** Starts what looks as the wrapper of a tender, which runs as another user, and waits until it is there. */
    private Process wrapper(String instance, Path runDirectory) throws Exception {
        String tender = String.join(" ", Claimant.commandLine());
        Path script = Files.writeString(directory.resolve(WrapperLine.PROGRAM), tender + " 'read nothing'\n:\n");
        Process process = new ProcessBuilder(
                        "sh", script.toString(), instance, "a:web", "7", "2", "lock", runDirectory.toString())
                .start();
        Claimant.awaitChildLine(process);
        return process;
    }

    private static ProcessHandle tenderOf(Process wrapper) {
        return wrapper.children().findFirst().orElseThrow();
    }

    @Test
    void endsNothingOfAnotherPlatformAndSaysWhichItIs() throws Exception {
        Process wrapper = wrapper(OTHER, directory);
        Process leftBehind = Claimant.start();
        try {
            ProcessHandle tender = tenderOf(wrapper);
            assertThatThrownBy(() ->
                            users(Mode.SEPARATE, Claimant.UID, Claimant.UID).end(Claimant.UID))
                    .isInstanceOf(IOException.class)
                    .hasMessage("process " + tender.pid() + " is that of a:web of another platform, in " + directory
                            + ", and runs as uid 4711: the ranges of uids of the two platforms overlap (--uid-base)");
            assertThat(tender.isAlive()).isTrue();
            assertThat(leftBehind.isAlive()).isTrue();
        } finally {
            Claimant.end(wrapper);
            Claimant.end(leftBehind);
        }
    }

    @Test
    void endsWhatThisPlatformHasLeftBehindThoughItsWrapperLives() throws Exception {
        endsTheTenderOf(wrapper(INSTANCE, directory));
    }

    @Test
    void endsWhatNoPlatformCanTakeOverAnyMore() throws Exception {
        endsTheTenderOf(wrapper(OTHER, directory.resolve("removed")));
    }

    private void endsTheTenderOf(Process wrapper) throws Exception {
        try {
            ProcessHandle tender = tenderOf(wrapper);
            users(Mode.SEPARATE, Claimant.UID, Claimant.UID).end(Claimant.UID);
            assertThat(tender.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isEqualTo(tender);
        } finally {
            Claimant.end(wrapper);
        }
    }

    @Test
    void endsWhatPretendsToBeOfAnotherPlatform() throws Exception {
        List<String> words = new ArrayList<>(Claimant.asUser());
        Path script = Files.writeString(directory.resolve(WrapperLine.PROGRAM), "sh -c 'read nothing'\n:\n");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        words.addAll(List.of("sh", script.toString(), OTHER, "a:web", "7", "2", "lock", directory.toString()));
        Process pretending = new ProcessBuilder(words).start();
        Claimant.awaitChildLine(pretending);

        users(Mode.SEPARATE, Claimant.UID, Claimant.UID).end(Claimant.UID);

        assertThat(pretending.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
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
