package org.albatross.supervisor.internal.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.function.LongPredicate;
import org.albatross.host.linux.internal.LinuxHost;
import org.albatross.model.Name;
import org.albatross.supervisor.internal.Claimant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProcessScannerTest {
    private static final String INSTANCE = "0123456789abcdef";
    private static final String MARK = "/run/unikernels/a:b/image." + INSTANCE + ".9." + "0".repeat(64);

    private final LinuxHost host;

    ProcessScannerTest() throws Exception {
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

    private ProcessScan scan(LongPredicate given) throws Exception {
        return new ProcessScanner(host.processes(), new Hypervisors(Isolation.Mode.SHARED), INSTANCE, given).scan();
    }

    @Test
    void findsTendersAndWrappersOfUsersThatThePlatformGivesOnly() throws Exception {
        Process tender = Claimant.start(MARK);
        Process wrapper = Claimant.start("albatross-run", INSTANCE, "a:c", "9");
        try {
            assertThat(scan(uid -> uid == Claimant.UID).names()).containsExactly(Name.parse("a:b"), Name.parse("a:c"));
            assertThat(scan(uid -> uid != Claimant.UID).names()).isEmpty();
        } finally {
            Claimant.end(tender);
            Claimant.end(wrapper);
        }
    }

    @Test
    void findsWhatRunsAsThePlatformsOwnUser() throws Exception {
        Process tender = new ProcessBuilder("sh", "-c", "read nothing", MARK).start();
        try {
            Claimant.awaitLine(tender);
            assertThat(scan(uid -> false).names()).containsExactly(Name.parse("a:b"));
        } finally {
            Claimant.end(tender);
        }
    }
}
