package org.albatross.itests.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.albatross.fixture.Device;
import org.albatross.fixture.Image;
import org.albatross.itests.Await;
import org.albatross.model.Name;
import org.albatross.model.Text;
import org.albatross.model.UnikernelCommand;
import org.albatross.model.UnikernelStatus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Unikernels that end by themselves, or cannot start: when they are started again, and what an operator sees. */
class RestartIT {
    private static final Duration TICK = Duration.ofMillis(20);
    private static final Name NAME = Name.parse("again");
    private static final String SUPERVISOR = "org.albatross.supervisor";

    @RegisterExtension
    final Platforms platforms = new Platforms();

    private Platform platform;

    @BeforeEach
    void makePlatform() throws Exception {
        platform = platforms.make();
    }

    private UnikernelStatus status(String name) throws Exception {
        return Optional.ofNullable(platform.status().get(Name.parse(name))).orElseThrow();
    }

    private static List<String> stateAndExit(UnikernelStatus status) {
        return List.of(
                status.state().decoded(), status.lastExit().map(Text::decoded).orElse("none"));
    }

    /** What the kernel does to a tender when memory is short: signal 9, of which neither we nor the tender know. */
    @Test
    void restartsWhatTheKernelHasKilledUnlessExitCodesAreNamed() throws Exception {
        Deployment ticking = Deployment.of(Image.ticks(TICK));
        platform.start();
        platform.deploy(Name.parse("plain"), ticking.restarted());
        platform.deploy(Name.parse("codes"), ticking.restarted(new TreeSet<>(List.of(7L))));
        platform.deploy(Name.parse("named"), ticking.restarted(new TreeSet<>(List.of(137L))));
        platform.deploy(Name.parse("quits"), ticking);
        List<Tender> killed = platform.running();
        killed.forEach(tender -> tender.handle().destroyForcibly());

        Await.until(Platform.LIMIT, () -> {
            assertThat(stateAndExit(status("plain"))).containsExactly("running", "signal 9");
            assertThat(stateAndExit(status("codes"))).containsExactly("finished", "signal 9");
            assertThat(stateAndExit(status("named"))).containsExactly("running", "exit 137");
            assertThat(stateAndExit(status("quits"))).containsExactly("finished", "signal 9");
        });
        assertThat(status("plain").restarts()).isEqualTo(1);
        Await.until(Platform.LIMIT, () -> assertThat(platform.running())
                .doesNotContainAnyElementsOf(killed)
                .extracting(tender -> tender.name().toString())
                .containsExactly(":named", ":plain"));
    }

    @Test
    void waitsAtBootForABridgeAndStartsWhenItAppears() throws Exception {
        Optional<Bridge> bridge = platforms.bridge("late0");
        assumeTrue(bridge.isPresent(), "needs a network in which it may make bridges");
        platform.start();
        Deployment ticking = Deployment.of(Image.ticks(TICK).manifest(Device.net("service0")));
        Tender before = platform.deploy(NAME, ticking.on("service0", "late0"));
        platform.deploy(Name.parse("other"), Deployment.of(Image.ticks(TICK)));
        platform.kill();
        platform.endEverything();
        platform.wipeRunDirectory();
        platforms.remove(bridge.get());

        platform.start();
        Await.until(Platform.LIMIT, () -> {
            assertThat(status("again").state()).isEqualTo(UnikernelStatus.State.WAITING.text());
            assertThat(status("other").state()).isEqualTo(UnikernelStatus.State.RUNNING.text());
        });
        assertThat(status("again").reason().map(Text::decoded)).hasValue("bridge late0 does not exist");
        assertThat(status("again").nextTry()).isPresent();
        Await.until(Platform.LIMIT, () -> assertThat(platform.info()).containsOnlyKeys(Name.parse("other")));

        bridge = platforms.bridge("late0");
        Await.until(Platform.LIMIT, () -> assertThat(platform.info()).containsKey(NAME));
        assertThat(Await.value(Platform.LIMIT, () -> platform.tender(NAME))).isNotEqualTo(before);
        assertThat(bridge.orElseThrow().taps()).hasSize(1);
        assertThat(platform.console(NAME, 1)).contains("tick 1");
        assertThat(stateAndExit(status("again"))).first().isEqualTo("running");
        assertThat(status("again").reason()).isEmpty();
    }

    @Test
    void waitsLongerBeforeEachRestartOfABootLoop() throws Exception {
        int restarts = 4;
        platform.start();
        long begin = System.nanoTime();
        platform.require(
                NAME,
                new UnikernelCommand.Create(
                        Deployment.of(Image.hello().exit(7)).restarted().config()));

        Await.until(Platform.LIMIT, () -> assertThat(status("again").restarts()).isGreaterThanOrEqualTo(restarts));
        // 500 ms and then the double each time, four fifths of it by chance.
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .isGreaterThan(Duration.ofMillis((500 + 1000 + 2000 + 4000) * 4 / 5));
        assertThat(status("again").lastExit().map(Text::decoded)).hasValue("exit 7");
    }

    @Test
    void destroysWithinItsBackOffWhatIsInABootLoop() throws Exception {
        platform.configure(SUPERVISOR, "restart.first.millis=60000", "restart.longest.seconds=60");
        platform.start();
        platform.require(
                NAME,
                new UnikernelCommand.Create(
                        Deployment.of(Image.hello().exit(7)).restarted().config()));
        Await.until(Platform.LIMIT, () -> assertThat(stateAndExit(status("again")))
                .containsExactly("restarting", "exit 7"));
        Instant next = status("again").nextTry().orElseThrow();

        platform.require(NAME, new UnikernelCommand.Destroy());

        assertThat(Instant.now()).isBefore(next);
        assertThat(platform.status()).isEmpty();
        assertThat(platform.running()).isEmpty();
        Await.until(Platform.LIMIT, () -> assertThat(Tender.wrappers(platform.run()))
                .isEmpty());
    }
}
