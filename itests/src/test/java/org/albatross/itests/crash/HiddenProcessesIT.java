package org.albatross.itests.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.albatross.fixture.Image;
import org.albatross.itests.Daemon;
import org.albatross.itests.Shell;
import org.albatross.model.Name;
import org.albatross.model.UnikernelStatus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The platform cannot see in {@code /proc} what runs, as where it is mounted with {@code hidepid}: it starts nothing,
 * and says so.
 */
class HiddenProcessesIT {
    private static final List<String> OWN_MOUNTS = List.of("unshare", "--user", "--map-root-user", "--mount");

    /** Covers {@code /proc/PID} for all PID before {@code --}, and becomes what follows as the user that it was. */
    private static final String HIDE = "uid=$1; empty=$2; shift 2; while [ \"$1\" != -- ]; do"
            + " mount --bind \"$empty\" \"/proc/$1\" || exit 1; shift; done; shift;"
            + " exec unshare --user --map-user=\"$uid\" --map-group=\"$uid\" \"$@\"";

    private static final Name RECORDED = Name.parse("recorded");
    private static final Name UNRECORDED = Name.parse("unrecorded");

    @RegisterExtension
    final Platforms platforms = new Platforms();

    private Platform platform;

    @BeforeEach
    void makePlatformWithItsOwnProc() throws Exception {
        List<String> trial = new ArrayList<>(OWN_MOUNTS);
        trial.add("true");
        assumeTrue(Shell.run(Map.of(), trial).exit() == 0, "no user namespace with mounts of its own can be had here");
        // In a user namespace of its own the platform cannot give a tender another user.
        platform = platforms.make("shared");
    }

    @Test
    void startsNothingWhileItCannotBeKnownWhatRuns() throws Exception {
        Deployment ticking = Deployment.of(Image.ticks(Duration.ofMillis(20))).restarted();
        platform.start();
        List<Tender> before = List.of(platform.deploy(RECORDED, ticking), platform.deploy(UNRECORDED, ticking));
        platform.kill();
        Files.delete(platform.run().resolve("unikernels/" + UNRECORDED + "/process"));

        Daemon blind = platform.startBy(hiding(before));
        assertThat(platform.status().values()).hasSize(2).allSatisfy(status -> {
            assertThat(status.state()).isEqualTo(UnikernelStatus.State.WAITING.text());
            assertThat(status.reason())
                    .hasValueSatisfying(reason -> assertThat(reason.decoded()).contains("cannot be seen"));
        });
        assertThat(platform.info()).isEmpty();
        assertThat(blind.log()).contains(" ERROR ", "cannot be seen");
        platform.kill();
        assertThat(platform.running()).isEqualTo(before);

        platform.start();
        assertThat(platform.info()).containsOnlyKeys(RECORDED, UNRECORDED);
        assertThat(platform.running()).isEqualTo(before);
        for (Name name : List.of(RECORDED, UNRECORDED)) {
            int soFar = platform.console(name, 1).size();
            assertThat(platform.console(name, soFar + 20)).contains("tick " + (soFar + 20));
        }
    }

    /** What starts a program that does not see these tenders, their wrappers and process 1. */
    private List<String> hiding(List<Tender> tenders) throws Exception {
        Path empty = Files.createDirectory(platform.home().resolve("empty"));
        List<String> words = new ArrayList<>(OWN_MOUNTS);
        words.addAll(List.of("sh", "-c", HIDE, "hide", Shell.require("id", "-u").strip(), empty.toString(), "1"));
        tenders.stream()
                .flatMap(tender -> Stream.of(tender.pid(), tender.wrapper().pid()))
                .forEach(pid -> words.add(pid.toString()));
        words.add("--");
        return words;
    }
}
