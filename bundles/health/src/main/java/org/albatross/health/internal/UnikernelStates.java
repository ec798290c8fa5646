package org.albatross.health.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.albatross.api.Health.Status;
import org.albatross.model.Named;
import org.albatross.model.Text;
import org.albatross.model.UnikernelStatus;

/** Whether what is desired runs. */
final class UnikernelStates {
    /** How long after the platform's start what is desired may still be starting. */
    static final Duration BOOT = Duration.ofMinutes(2);

    private static final int MOST_NAMED = 20;

    private UnikernelStates() {}

    /** Looks at where all unikernels stand. */
    static Finding look(List<Named<UnikernelStatus>> statuses, Duration sinceStart) {
        Map<String, Integer> counts = new TreeMap<>();
        List<String> waiting = new ArrayList<>();
        for (Named<UnikernelStatus> named : statuses) {
            counts.merge(named.value().state().line(), 1, Integer::sum);
            if (named.value().state().equals(UnikernelStatus.State.WAITING.text()) && waiting.size() < MOST_NAMED) {
                waiting.add(named.name().brief() + " waits: "
                        + named.value().reason().map(Text::line).orElse("no reason given"));
            }
        }
        String all = counts.isEmpty()
                ? "no unikernels"
                : counts.entrySet().stream()
                        .map(count -> count.getValue() + " " + count.getKey())
                        .collect(Collectors.joining(", "));
        Finding finding = Finding.ok(all);
        if (waiting.isEmpty()) {
            return finding;
        }
        Status status = isBoot(sinceStart) ? Status.TEMPORARILY_UNAVAILABLE : Status.WARN;
        return finding.and(new Finding(status, waiting));
    }

    /** Tells whether what is desired may still be starting. */
    static boolean isBoot(Duration sinceStart) {
        return sinceStart.compareTo(BOOT) < 0;
    }
}
