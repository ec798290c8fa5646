package org.albatross.health.internal;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.albatross.api.HealthSource;
import org.albatross.health.internal.FindingCheck.Look;

/**
 * Checks that other bundles offer: one for each name, while anybody offers it. For any thread; its lock is held while a check is
 * offered to the framework or taken away, so that there is never a second one of a name.
 */
final class HealthSources {
    private final BiFunction<String, Look, Runnable> offering;
    private final Map<String, Set<HealthSource>> sources = new HashMap<>();
    private final Map<String, Runnable> offered = new HashMap<>();

    /** Offers a check by {@code offering}, which returns how it is taken away. */
    HealthSources(BiFunction<String, Look, Runnable> offering) {
        this.offering = offering;
    }

    /** Somebody offers one. */
    synchronized void add(HealthSource source) {
        String name = source.check();
        sources.computeIfAbsent(name, key -> new LinkedHashSet<>()).add(source);
        offered.computeIfAbsent(name, key -> offering.apply(name, () -> look(name)));
    }

    /** Somebody does no longer. */
    synchronized void remove(HealthSource source) {
        Set<HealthSource> others = sources.getOrDefault(source.check(), Set.of());
        others.remove(source);
        if (others.isEmpty()) {
            sources.remove(source.check());
            Optional.ofNullable(offered.remove(source.check())).ifPresent(Runnable::run);
        }
    }

    private synchronized Set<HealthSource> of(String name) {
        return Set.copyOf(sources.getOrDefault(name, Set.of()));
    }

    private Finding look(String name) {
        return of(name).stream()
                .map(HealthSource::look)
                .map(report -> new Finding(report.status(), report.details()))
                .reduce(Finding::and)
                .orElse(Finding.ok("nobody offers this check any more"));
    }
}
