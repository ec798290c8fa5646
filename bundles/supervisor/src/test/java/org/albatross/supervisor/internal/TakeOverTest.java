package org.albatross.supervisor.internal;

import static org.albatross.supervisor.internal.TestPlatform.eventually;
import static org.albatross.supervisor.internal.TestPlatform.names;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.albatross.fixture.Image;
import org.albatross.model.CpuId;
import org.albatross.model.Megabytes;
import org.albatross.model.Name;
import org.albatross.model.Named;
import org.albatross.model.Reply;
import org.albatross.model.RunningUnikernel;
import org.albatross.model.Text;
import org.albatross.model.UnikernelCommand.Create;
import org.albatross.model.UnikernelCommand.Destroy;
import org.albatross.model.UnikernelCommand.Restart;
import org.albatross.model.UnikernelStatus;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a platform does with what runs already, or has run, when it starts. */
class TakeOverTest {
    private static final Image TICKS = Image.ticks(Duration.ofMillis(20));

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    Path directory;

    @SuppressWarnings("NullAway.Init") // set before each test
    private TestPlatform platform;

    @BeforeEach
    void startPlatform() throws Exception {
        platform = TestPlatform.start(directory);
    }

    @AfterEach
    void stopPlatform() throws Exception {
        platform.destroyAll();
        platform.close();
    }

    /** Creates a unikernel that prints, and waits until it does: its image is read then. */
    private void create(String name, Image image) throws Exception {
        platform.done(name, new Create(Configs.of(image, Configs.QUIT)));
        platform.lines(name, 1);
    }

    private void startAgain() throws Exception {
        platform = TestPlatform.start(directory);
    }

    private Path runDirectory(String name) {
        return platform.run.resolve("unikernels").resolve(":" + name);
    }

    private static List<String> ticks(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> "tick " + i).toList();
    }

    private static void wipe(Path folder) throws Exception {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void adoptsWhatRunsAndLosesNoLine() throws Exception {
        create("a", TICKS);
        create("b", TICKS);
        var before = platform.info();
        long pid = platform.pid("a");
        platform.close();

        startAgain();

        assertThat(platform.info()).isEqualTo(before);
        assertThat(platform.pid("a")).isEqualTo(pid);
        assertThat(platform.lines("a", 30)).isEqualTo(ticks(30));
        assertThat(platform.done("a", new Destroy())).isEqualTo("destroyed unikernel");
    }

    @Test
    void tellsObserversWhatRunsBeforeAndAfterATakeOver() throws Exception {
        create("a", TICKS);
        RecordingObserver former = new RecordingObserver();
        platform.supervisor.runs().add(former);
        Object before = former.next();
        assertThat(before)
                .asInstanceOf(InstanceOfAssertFactories.list(RunningUnikernel.class))
                .singleElement()
                .satisfies(run -> {
                    assertThat(run.pid()).isEqualTo(platform.pid("a"));
                    assertThat(run.cpus()).containsExactly(new CpuId(0));
                    assertThat(run.image()).isPresent();
                });
        platform.close();

        startAgain();
        RecordingObserver observer = new RecordingObserver();
        platform.supervisor.runs().add(observer);

        assertThat(observer.next()).isEqualTo(before);
        RunningUnikernel run = (RunningUnikernel) ((List<?>) before).get(0);
        platform.done("a", new Destroy());
        assertThat(observer.next()).isEqualTo(new RecordingObserver.Ended(run.name(), run.runId()));
        create("a", TICKS);
        assertThat(((RunningUnikernel) observer.next()).pid()).isEqualTo(platform.pid("a"));
        assertThat(former.hasMore()).isFalse();
    }

    @Test
    void startsNothingThatWasDestroyed() throws Exception {
        create("gone", TICKS);
        create("kept", TICKS);
        platform.done("gone", new Destroy());
        platform.close();

        startAgain();

        assertThat(platform.info()).extracting(Named::name).containsExactly(Name.parse("kept"));
        assertThat(platform.status("gone")).isEmpty();
    }

    @Test
    void remembersWhatHasFinishedAndDoesNotStartIt() throws Exception {
        create("a", Image.hello().exit(3));
        eventually("it is finished", () -> isFinished("a"));
        Optional<UnikernelStatus> finished = platform.status("a");
        platform.close();

        startAgain();

        assertThat(finished.orElseThrow().lastExit()).contains(Text.of("exit 3"));
        assertThat(platform.status("a")).isEqualTo(finished);
        assertThat(platform.info()).isEmpty();
        platform.close();
        Files.writeString(platform.state.resolve("finished"), "torn");
        startAgain();
        assertThat(platform.status("a")).isEmpty();
        create("b", Image.hello().exit(0));
        eventually("another is finished", () -> isFinished("b"));
    }

    private boolean isFinished(String name) {
        return platform.status(name)
                .filter(status -> status.state().equals(UnikernelStatus.State.FINISHED.text()))
                .isPresent();
    }

    @Test
    void judgesWhatEndedMeanwhileWithItsLastWords() throws Exception {
        create("a", Image.ticks(Duration.ofMillis(100), 3).exit(7));
        long pid = platform.pid("a");
        platform.close();
        eventually("it ended", () -> !TestPlatform.lives(pid));

        startAgain();

        eventually("it is finished", () -> platform.status("a")
                .filter(status -> status.lastExit().equals(Optional.of(Text.of("exit 7"))))
                .isPresent());
        assertThat(platform.lines("a", 3)).isEqualTo(ticks(3));
        eventually("no trace is left", () -> names(platform.run.resolve("unikernels"))
                .isEmpty());
        assertThat(names(platform.state.resolve("unikernels"))).isEmpty();
    }

    @Test
    void restartsWhatEndedMeanwhile() throws Exception {
        platform.done("a", new Create(Configs.of(TICKS, Configs.RESTART)));
        long pid = platform.pid("a");
        platform.close();
        platform.signal("KILL", pid);
        eventually("it ended", () -> !TestPlatform.lives(pid));

        startAgain();

        eventually("it runs again", () -> platform.info().size() == 1);
        assertThat(platform.pid("a")).isNotEqualTo(pid);
    }

    @Test
    void tellsAfterItsOwnRestartHowOftenAndWhyWhatRunsWasRestarted() throws Exception {
        platform.done("a", new Create(Configs.of(TICKS, Configs.RESTART)));
        long first = platform.pid("a");
        platform.signal("KILL", first);
        eventually(
                "it was restarted",
                () -> platform.status("a")
                                .filter(status -> status.restarts() == 1)
                                .isPresent()
                        && platform.info().size() == 1);
        UnikernelStatus before = platform.status("a").orElseThrow();
        platform.close();

        startAgain();

        eventually("it is taken over", () -> platform.info().size() == 1);
        UnikernelStatus after = platform.status("a").orElseThrow();
        assertThat(after.restarts()).isEqualTo(1);
        assertThat(after.lastExit()).contains(Text.of("signal 9"));
        assertThat(after.runId()).isEqualTo(before.runId());
        assertThat(after.since().orElseThrow()).isBeforeOrEqualTo(before.since().orElseThrow());

        platform.done("a", new Restart(Optional.empty()));
        assertThat(platform.status("a").orElseThrow().restarts()).isZero();
        platform.close();
        startAgain();
        eventually("it is taken over", () -> platform.info().size() == 1);
        assertThat(platform.status("a").orElseThrow().restarts()).isZero();
    }

    @Test
    void rebuildsTheRecordWhenTheRunDirectoryWasWiped() throws Exception {
        create("a", TICKS);
        long pid = platform.pid("a");
        platform.close();
        wipe(platform.run);

        startAgain();

        assertThat(platform.info()).hasSize(1);
        assertThat(platform.pid("a")).isEqualTo(pid);
        assertThat(platform.lines("a", 30)).isEqualTo(ticks(30));
        platform.close();
        startAgain();
        assertThat(platform.pid("a")).isEqualTo(pid);
        assertThat(platform.done("a", new Destroy())).isEqualTo("destroyed unikernel");
        assertThat(TestPlatform.lives(pid)).isFalse();
        create("a", TICKS);
    }

    @Test
    void rebuildsTheRecordThoughTheWrapperWasKilledToo() throws Exception {
        create("a", TICKS);
        long pid = platform.pid("a");
        long wrapper = platform.wrapper("a");
        platform.close();
        platform.signal("KILL", wrapper);
        eventually("the wrapper ended", () -> !TestPlatform.lives(wrapper));
        wipe(platform.run);

        startAgain();

        assertThat(platform.pid("a")).isEqualTo(pid);
        assertThat(platform.lines("a", 30)).isEqualTo(ticks(30));
        assertThat(platform.done("a", new Destroy())).isEqualTo("destroyed unikernel");
    }

    @Test
    void startsAnewWhatRanInAnotherBoot() throws Exception {
        create("a", TICKS);
        long pid = platform.pid("a");
        long wrapper = platform.wrapper("a");
        platform.close();
        platform.signal("KILL", wrapper);
        platform.signal("KILL", pid);
        eventually("it ended", () -> !TestPlatform.lives(pid));
        for (String file : List.of("process", "record")) {
            String text = Files.readString(runDirectory("a").resolve(file));
            Files.writeString(
                    runDirectory("a").resolve(file),
                    text.replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "11111111-1111-1111-1111-111111111111"));
        }
        Files.deleteIfExists(runDirectory("a").resolve("exit"));

        startAgain();

        eventually("it runs again", () -> platform.info().size() == 1);
        assertThat(platform.pid("a")).isNotEqualTo(pid);
    }

    @Test
    void takesNoOtherProcessForTheTender() throws Exception {
        platform.done("a", new Create(Configs.of(TICKS, Configs.RESTART)));
        long pid = platform.pid("a");
        long wrapper = platform.wrapper("a");
        platform.close();
        platform.signal("KILL", wrapper);
        platform.signal("KILL", pid);
        eventually("it ended", () -> !TestPlatform.lives(pid));
        Path process = runDirectory("a").resolve("process");
        Files.writeString(
                process,
                Files.readString(process)
                        .replace(" " + pid + " ", " " + ProcessHandle.current().pid() + " "));

        startAgain();

        eventually("it runs again", () -> platform.info().size() == 1);
        assertThat(platform.pid("a")).isNotEqualTo(ProcessHandle.current().pid());
        assertThat(platform.status("a").orElseThrow().lastExit()).contains(Text.of("unknown"));
    }

    @Test
    void leavesAloneWhatAnotherUserCallsOurs() throws Exception {
        assumeTrue(Claimant.isPossible(), "needs the capability to change users");
        platform.done("a", new Create(Configs.of(TICKS, Configs.RESTART)));
        long pid = platform.pid("a");
        String instance = Files.readString(platform.state.resolve("instance")).strip();
        platform.close();
        platform.signal("KILL", pid);
        eventually("it ended", () -> !TestPlatform.lives(pid));
        Process wrapper = Claimant.start("albatross-run", instance, ":a", "9");
        Process tender = Claimant.start("/run/unikernels/:a/image." + instance + ".9." + "0".repeat(64));
        try {
            startAgain();

            eventually("it runs again", () -> platform.info().size() == 1);
            assertThat(List.of(pid, tender.pid())).doesNotContain(platform.pid("a"));
            platform.done("a", new Destroy());
            assertThat(wrapper.isAlive() && tender.isAlive()).isTrue();
        } finally {
            Claimant.end(wrapper);
            Claimant.end(tender);
        }
    }

    @Test
    void startsNothingWhileItCannotSeeWhatRuns() throws Exception {
        create("a", TICKS);
        long pid = platform.pid("a");
        platform.close();

        HidingHost hiding = new HidingHost();
        platform = TestPlatform.start(directory, hiding);
        assertThat(platform.info()).isEmpty();
        assertThat(platform.refused("a", new Destroy())).startsWith("it cannot be known whether :a runs: ");
        assertThat(TestPlatform.lives(pid)).isTrue();

        hiding.show();
        eventually("it is adopted", () -> platform.info().size() == 1);
        assertThat(platform.pid("a")).isEqualTo(pid);
    }

    @Test
    void refusesACreateWhileItCannotSeeWhatRuns() throws Exception {
        platform.close();
        HidingHost hiding = new HidingHost();
        platform = TestPlatform.start(directory, hiding);

        assertThat(platform.refused("a", new Create(Configs.of(TICKS, Configs.QUIT))))
                .contains("/proc is hidden");
        assertThat(names(directory.resolve("run/unikernels"))).isEmpty();

        hiding.show();
        create("a", TICKS);
    }

    @Test
    void endsAWrapperThatHangsBeforeItsLockAndThenStarts() throws Exception {
        create("a", TICKS);
        long pid = platform.pid("a");
        long wrapper = platform.wrapper("a");
        platform.close();
        platform.signal("KILL", wrapper);
        platform.signal("KILL", pid);
        eventually("both ended", () -> !TestPlatform.lives(pid) && !TestPlatform.lives(wrapper));
        wipe(runDirectory("a"));
        Process hanging = platform.hangingWrapper("a", 7);

        startAgain();

        assertThat(hanging.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(hanging.exitValue()).isEqualTo(137);
        eventually("it runs", () -> platform.info().size() == 1);
    }

    @Test
    void endsAHangingWrapperBesideALiveTender() throws Exception {
        create("a", TICKS);
        long pid = platform.pid("a");
        platform.close();
        wipe(platform.run.resolve("locks"));
        Process hanging = platform.hangingWrapper("a", 7);

        startAgain();

        assertThat(hanging.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(platform.pid("a")).isEqualTo(pid);
        assertThat(platform.info()).hasSize(1);
    }

    @Test
    void endsWhatNobodyDesires() throws Exception {
        create("a", TICKS);
        long pid = platform.pid("a");
        platform.close();
        Files.delete(platform.state.resolve("unikernels/:a"));

        startAgain();

        eventually("it ended", () -> !TestPlatform.lives(pid));
        eventually(
                "its name is free",
                () -> platform.ask("a", new Create(Configs.of(TICKS, Configs.QUIT))) instanceof Reply.Done);
    }

    @Test
    void leavesAloneWhatMayBeDesired() throws Exception {
        create("a", TICKS);
        long pid = platform.pid("a");
        platform.close();
        Path desired = platform.state.resolve("unikernels/:a");
        String text = Files.readString(desired);
        Files.writeString(desired, text.substring(0, text.length() - 4));

        startAgain();

        create("b", Image.hello().stay());
        platform.done("b", new Destroy());
        assertThat(TestPlatform.lives(pid)).isTrue();
        assertThat(names(platform.state.resolve("images"))).isNotEmpty();
        assertThat(platform.refused("a", new Create(Configs.of(TICKS, Configs.QUIT))))
                .isNotEmpty();
        assertThat(TestPlatform.lives(pid)).isTrue();

        platform.close();
        Files.writeString(desired, text);
        startAgain();
        assertThat(platform.pid("a")).isEqualTo(pid);
    }

    @Test
    void replacesWhatRunsWithAnotherConfiguration() throws Exception {
        create("a", TICKS);
        long pid = platform.pid("a");
        platform.close();
        Path desired = platform.state.resolve("unikernels/:a");
        Files.writeString(desired, Files.readString(desired).replace("memory 32", "memory 33"));

        startAgain();

        eventually(
                "it is replaced",
                () -> platform.info().stream()
                                .anyMatch(info -> info.value().memory().equals(new Megabytes(33)))
                        && !TestPlatform.lives(pid));
    }

    @Test
    void keepsWhatRunsWhenWhatIsDesiredOfItCannotStart() throws Exception {
        create("a", TICKS);
        long pid = platform.pid("a");
        platform.close();
        Path desired = platform.state.resolve("unikernels/:a");
        String text = Files.readString(desired);
        Files.writeString(desired, text.replaceFirst("image [0-9a-f]{8}", "image 00000000"));

        startAgain();

        eventually(
                "it is said",
                () -> platform.status("a").orElseThrow().reason().toString().contains(" is missing"));
        assertThat(platform.status("a").orElseThrow().state()).isEqualTo(UnikernelStatus.State.RUNNING.text());
        assertThat(platform.pid("a")).isEqualTo(pid);
        assertThat(platform.lines("a", 30)).isEqualTo(ticks(30));
        platform.close();
        Files.writeString(desired, text);
        startAgain();
        assertThat(platform.status("a").orElseThrow().reason()).isEmpty();
        assertThat(platform.pid("a")).isEqualTo(pid);
        assertThat(platform.done("a", new Restart(Optional.empty()))).isEqualTo("created unikernel");
    }

    @Test
    void refusesADirectoryThatAnotherPlatformHolds() throws Exception {
        assertThatIOException()
                .isThrownBy(() -> TestPlatform.start(directory))
                .withMessageMatching("another platform holds .*/state/lock: pid "
                        + ProcessHandle.current().pid() + " since .*");
    }
}
