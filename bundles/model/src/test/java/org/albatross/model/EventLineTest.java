package org.albatross.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class EventLineTest {
    private static final Name NAME = Name.parse("a:hello");
    private static final Caller OPERATOR = new Caller.Local(0, 0, 17);

    private static String line(Caller caller, Event event) {
        return EventLine.of(new EventRecord(Instant.EPOCH, caller, NAME, event));
    }

    private static String details(Event event) {
        return EventLine.details(EventFields.of(event));
    }

    @Test
    void saysWhatHappenedToWhomAndWhoAskedForIt() {
        Policy policy = new Policy(
                CpuId.setOf(0, 1), 2, new Megabytes(512), Optional.empty(), new TreeSet<>(Set.of(Text.of("br0"))));

        assertThat(line(OPERATOR, new PolicyEvent.Added(policy)))
                .isEqualTo(
                        "policy added a:hello (unikernels 2, memory mb 512, cpus 0 1, bridges br0) by uid 0, pid 17");
        assertThat(line(new Caller.Platform(), new UnikernelEvent.Confirmed()))
                .isEqualTo("confirmed a:hello by albatross");
    }

    @Test
    void saysWithWhatARunWasStarted() {
        RunningUnikernel run = new RunningUnikernel(
                NAME,
                7,
                4711,
                1,
                Instant.EPOCH,
                Optional.empty(),
                List.of(new CpuId(2)),
                new Megabytes(32),
                List.of(new RunningUnikernel.Tap(Text.of("service"), Text.of("br0"), "vmmtap0")));

        assertThat(details(new UnikernelEvent.Started(run)))
                .isEqualTo("run 7, pid 4711, cpus 2, memory mb 32, taps vmmtap0");
    }

    @Test
    void saysHowARunEndedWhereThatIsKnown() {
        assertThat(details(new UnikernelEvent.Exited(7, new Exit.Code(2)))).isEqualTo("run 7, code 2");
        assertThat(details(new UnikernelEvent.Ended(7, new Exit.Signal(15)))).isEqualTo("run 7, signal 15");
        assertThat(details(new UnikernelEvent.Exited(7, new Exit.Unknown()))).isEqualTo("run 7");
        assertThat(details(new UnikernelEvent.Restarting(Duration.ofMillis(1500))))
                .isEqualTo("delay ms 1500");
    }

    @Test
    void hidesWhatIsASecret() {
        Event changed = new PlatformEvent.ConfigurationChanged(
                "org.albatross.x", "token", new PlatformEvent.Unset(), new PlatformEvent.Hidden());

        assertThat(details(changed)).isEqualTo("file org.albatross.x, key token, after (hidden)");
    }

    @Test
    void staysOneLineOfAsciiWhateverAFieldHolds() {
        Caller caller = new Caller.Remote(List.of("ops\n"), "1f", "[::1]:9", Path.ROOT);

        assertThat(line(caller, new UnikernelEvent.Waiting("no\n\u001b[31m\u00fc")))
                .isEqualTo("waiting a:hello (reason no\\n\\027[31m\\195\\188) by ops\\n, serial 1f, from [::1]:9");
    }
}
