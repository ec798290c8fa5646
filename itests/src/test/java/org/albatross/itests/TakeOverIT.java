package org.albatross.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A platform that was killed while unikernels ran and printed, and the next one. */
class TakeOverIT {
    private static final String MODE = ProcessStatus.mayChangeUsers() ? "separate" : "shared";

    private Path home;
    private TickingUnikernels unikernels;

    @BeforeEach
    void makeHome() throws Exception {
        home = Tree.newHome();
        unikernels = new TickingUnikernels(home, 20);
    }

    @AfterEach
    void endWhatIsLeft() {
        unikernels.kill();
    }

    @Test
    void leavesEveryUnikernelAsItWasAndLosesNoLine() throws Exception {
        List<String> before;
        try (Daemon killed = Daemon.start(home, "--mode", MODE)) {
            unikernels.create();
            before = unikernels.processes();
            killed.kill();
        }
        assertThat(unikernels.processes()).isEqualTo(before);

        try (Daemon next = Daemon.start(home, "--mode", MODE)) {
            assertThat(new Client(home).require("info")).contains(unikernels.names());
            assertThat(unikernels.processes()).isEqualTo(before);
            unikernels.assertNoLineLost();
            unikernels.destroy();
            assertThat(next.log()).doesNotContain(" ERROR ");
        }
    }
}
