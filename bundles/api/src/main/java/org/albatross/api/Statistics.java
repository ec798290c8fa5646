package org.albatross.api;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Samples what unikernels, domains and the platform use, at one interval for everybody, and only while somebody looks: a
 * subscriber on the wire, or a {@link Watch}.
 *
 * <p>What an exporter needs are two services:
 *
 * <ul>
 *   <li>this one, for what is about unikernels and domains, which come and go. One that pushes takes each sample as it is
 *       taken ({@link #watch}); one that is asked keeps a watch open and answers from {@link #latest};
 *   <li>{@code com.codahale.metrics.MetricRegistry}, for the platform itself: commands by kind and outcome, how long they
 *       took, connections, rings, events, the JVM. Its names are stable, each is a {@link MetricName}; docs/observing.md
 *       lists them with their units. It holds the metrics of every bundle that is there: each offers a service {@code
 *       com.codahale.metrics.MetricSet} with the property {@value #METRICS}, the first word of its names. What only grows is
 *       a {@code Counter}, what goes up and down a {@code Gauge}. Reading it needs no watch.
 * </ul>
 *
 * <p>For any thread.
 */
@ProviderType
public interface Statistics {
    /** The property of a {@code MetricSet} service that says what its metrics' names begin with. */
    String METRICS = "albatross.metrics";

    /** Keeps samples coming. */
    interface Watch extends AutoCloseable {
        /** Ends it. A call of its listener that runs may run on. */
        @Override
        void close();
    }

    /**
     * Carries out {@code stats} subscribe, add and remove; refuses every other command. Whoever calls has been allowed to.
     * Otherwise as {@link CommandService#execute}.
     */
    Cancellable execute(Request request, Sink sink);

    /**
     * Keeps samples coming until it is closed. The first one is that of the next round.
     *
     * @param listener gets each sample, one call after the other, on a thread of its own: one that is slow misses samples
     */
    Watch watch(Consumer<Sample> listener);

    /**
     * Returns the sample of the last round; nothing before the first one, and while nobody looks. So whoever needs it
     * keeps a watch open.
     */
    Optional<Sample> latest();

    /** Returns how long it is from one round to the next. */
    Duration interval();
}
