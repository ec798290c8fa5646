package org.albatross.itests.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.albatross.fixture.Image;
import org.albatross.fixture.Target;
import org.albatross.itests.Await;
import org.albatross.itests.Daemon;
import org.albatross.model.Name;
import org.albatross.model.Text;
import org.albatross.model.UnikernelInfo;
import org.albatross.model.UnikernelStatus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The platform is killed by signal 9 while unikernels run, and started again. */
class KillIT {
    private static final int UNIKERNELS = 20;
    private static final int ON_THE_HYPERVISOR = 2;
    private static final int FLOODING = 2;
    private static final int FLOOD = 15_000;
    private static final int SOME_LINES = 50;
    private static final Duration TICK = Duration.ofMillis(20);

    @RegisterExtension
    final Platforms platforms = new Platforms();

    private Platform platform;

    @BeforeEach
    void makePlatform() throws Exception {
        platform = platforms.make();
    }

    @Test
    void leavesTwentyUnikernelsRunningAndLosesNoLine() throws Exception {
        platform.start();
        Map<Name, String> fleet = fleet();
        List<Tender> before = platform.running();
        SortedMap<Name, UnikernelInfo> told = platform.info();
        assertThat(before).extracting(Tender::name).containsExactlyElementsOf(fleet.keySet());
        assertThat(told.keySet()).isEqualTo(fleet.keySet());
        platform.kill();
        assertThat(platform.running()).isEqualTo(before);

        Daemon next = platform.start();
        assertThat(platform.info()).isEqualTo(told);
        for (Map.Entry<Name, String> unikernel : fleet.entrySet()) {
            assertNumberedWithoutGap(unikernel.getKey(), unikernel.getValue());
        }
        assertThat(platform.running()).isEqualTo(before);
        assertThat(platform.status().values()).allSatisfy(status -> {
            assertThat(status.state()).isEqualTo(UnikernelStatus.State.RUNNING.text());
            assertThat(status.restarts()).isZero();
        });
        assertThat(next.log()).doesNotContain(" WARN ", " ERROR ");
    }

    /** Creates twenty that print numbered lines, two of them as fast as they can; returns the word before the number. */
    private Map<Name, String> fleet() throws Exception {
        Map<Name, String> fleet = new TreeMap<>();
        for (int i = 0; i < UNIKERNELS; i++) {
            Name name = Name.parse("fleet:u%02d".formatted(i));
            boolean floods = i >= UNIKERNELS - FLOODING;
            Image image = floods ? Image.flood(FLOOD).stay() : Image.ticks(TICK);
            Target target = i < ON_THE_HYPERVISOR && Tenders.HVT ? Target.HVT : Tenders.FASTEST;
            platform.deploy(name, Deployment.of(image, target));
            fleet.put(name, floods ? "line" : "tick");
        }
        return fleet;
    }

    /** Reads a console from the first line, what was printed while nobody read it, and what comes now. */
    private void assertNumberedWithoutGap(Name name, String word) throws Exception {
        int least = word.equals("line") ? FLOOD : platform.console(name, 1).size() + SOME_LINES;
        List<String> lines = platform.console(name, least);
        assertThat(lines)
                .as("console of %s", name)
                .isEqualTo(IntStream.rangeClosed(1, lines.size())
                        .mapToObj(number -> word + " " + number)
                        .toList());
    }

    @Test
    void judgesWhatEndedMeanwhileByItsExitCodeAndKeepsItsLastWords() throws Exception {
        Name finishes = Name.parse("finishes");
        Name returns = Name.parse("returns");
        Name signalled = Name.parse("signalled");
        Name orphaned = Name.parse("orphaned");
        Daemon killed = platform.start();
        platform.deploy(orphaned, Deployment.of(Image.ticks(TICK)).restarted());
        platform.deploy(signalled, Deployment.of(Image.ticks(TICK)).restarted());
        Deployment counting = Deployment.of(Image.ticks(TICK, 150).exit(7));
        platform.deploy(finishes, counting);
        platform.deploy(returns, counting.restarted(new TreeSet<>(List.of(7L))));
        List<Tender> before = platform.running();
        killed.kill();
        assertThat(platform.running()).isEqualTo(before);

        platform.tender(signalled).handle().destroyForcibly();
        platform.tender(orphaned).wrapper().destroyForcibly();
        platform.tender(orphaned).handle().destroyForcibly();
        Await.until(Platform.LIMIT, () -> assertThat(platform.running()).isEmpty());

        platform.start();
        Await.until(Platform.LIMIT, () -> {
            SortedMap<Name, UnikernelStatus> status = platform.status();
            assertEnded(status.get(finishes), "finished", "exit 7");
            assertEnded(status.get(returns), "running", "exit 7");
            assertEnded(status.get(signalled), "running", "signal 9");
            assertEnded(status.get(orphaned), "running", "unknown");
            assertThat(platform.info().keySet()).containsExactlyInAnyOrder(returns, signalled, orphaned);
        });
        assertThat(platform.console(finishes, 150)).last().isEqualTo("tick 150");
        List<String> twice = platform.console(returns, 151);
        assertThat(twice.subList(148, 151)).containsExactly("tick 149", "tick 150", "tick 1");
        Await.until(Platform.LIMIT, () -> assertThat(platform.running())
                .extracting(Tender::name)
                .containsExactlyInAnyOrder(returns, signalled, orphaned));

        UnikernelStatus finished = platform.status().get(finishes);
        Path memory = platform.state().resolve("finished");
        Await.until(Platform.LIMIT, () -> assertThat(Files.readString(memory)).contains(finishes.toString()));
        platform.kill();
        platform.start();
        SortedMap<Name, UnikernelStatus> status = platform.status();
        assertThat(status.get(finishes)).isEqualTo(finished);
        assertThat(status.keySet()).containsExactly(finishes, orphaned, returns, signalled);
        assertEnded(status.get(signalled), "running", "signal 9");
        assertThat(status.get(signalled).restarts()).isEqualTo(1);
    }

    private static void assertEnded(UnikernelStatus status, String state, String exit) {
        assertThat(status.state().decoded()).isEqualTo(state);
        assertThat(status.lastExit().map(Text::decoded)).hasValue(exit);
    }
}
