package org.albatross.dispatch.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.Counting;
import com.codahale.metrics.Timer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.albatross.model.CommandKind;
import org.junit.jupiter.api.Test;

class CommandMetricsTest {
    private final AtomicLong nanos = new AtomicLong();
    private final CommandMetrics metrics = new CommandMetrics(nanos::get);

    /** What is not zero. */
    private Map<String, Long> counted() {
        Map<String, Long> counted = new TreeMap<>();
        metrics.getMetrics().forEach((name, metric) -> {
            if (metric instanceof Counting counting && counting.getCount() != 0) {
                counted.put(name, counting.getCount());
            }
        });
        return counted;
    }

    @Test
    void measuresUntilTheAnswerAndCountsAtTheEnd() {
        CommandMetrics.Measured get = metrics.begin(CommandKind.UNIKERNEL_GET);
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(2));
        get.answered();
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(60));

        assertThat(metrics.running()).isEqualTo(1L);
        assertThat(counted()).containsExactly(Map.entry("answer{command=unikernel_get}", 1L));
        get.ended(CommandMetrics.Outcome.DONE);

        assertThat(metrics.running()).isEqualTo(0L);
        assertThat(counted())
                .containsOnly(
                        Map.entry("answer{command=unikernel_get}", 1L),
                        Map.entry("commands{command=unikernel_get,outcome=done}", 1L));
        assertThat(metrics.getMetrics()).hasEntrySatisfying("answer{command=unikernel_get}", answer -> assertThat(
                        ((Timer) answer).getSnapshot().getMax())
                .isEqualTo(TimeUnit.SECONDS.toNanos(2)));
    }

    @Test
    void countsEachCommandOnceWhateverIsSaidOfIt() {
        CommandMetrics.Measured measured = metrics.begin(CommandKind.LOG_SHOW);
        measured.ended(CommandMetrics.Outcome.LEFT);
        measured.answered();
        measured.failed();
        measured.ended(CommandMetrics.Outcome.DONE);

        assertThat(counted()).containsOnly(Map.entry("commands{command=log_show,outcome=left}", 1L));
        assertThat(metrics.running()).isEqualTo(0L);
    }

    @Test
    void tellsARefusalFromWhatIsBrokenOff() {
        metrics.begin(CommandKind.CONSOLE_SUBSCRIBE).failed();
        CommandMetrics.Measured answered = metrics.begin(CommandKind.CONSOLE_SUBSCRIBE);
        answered.answered();
        answered.failed();

        assertThat(counted())
                .containsOnly(
                        Map.entry("answer{command=console_subscribe}", 2L),
                        Map.entry("commands{command=console_subscribe,outcome=refused}", 1L),
                        Map.entry("commands{command=console_subscribe,outcome=broken_off}", 1L));
    }

    @Test
    void hasEveryKindOfCommandFromTheStart() {
        for (CommandKind kind : CommandKind.values()) {
            for (String outcome : List.of("done", "refused", "not_allowed", "broken_off", "left")) {
                assertThat(metrics.getMetrics()).containsKey("commands{command=" + kind + ",outcome=" + outcome + "}");
            }
        }
    }
}
