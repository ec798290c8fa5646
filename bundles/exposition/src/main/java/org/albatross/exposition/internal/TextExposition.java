package org.albatross.exposition.internal;

import com.codahale.metrics.MetricRegistry;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.albatross.api.Exposition;
import org.albatross.api.Sample;
import org.albatross.api.Statistics;

/**
 * The text of Prometheus, or of OpenMetrics for who asks for it: the last sample, which is not taken for it, and the platform's own metrics, whose
 * names begin with {@code albatross_platform_}. Samples are taken while it is asked for. For any thread.
 */
final class TextExposition implements Exposition {
    /** After what time without a question no more samples are taken. */
    static final Duration IDLE = Duration.ofMinutes(15);

    private final Supplier<Optional<Sample>> latest;
    private final Supplier<Statistics.Watch> watching;
    private final MetricRegistry registry;
    private final LongSupplier nanos;
    private final ExpositionFormats formats = ExpositionFormats.init();
    private Optional<Statistics.Watch> watch = Optional.empty();
    private long asked;

    /**
     * Nothing is measured for it yet.
     *
     * @param watching begins to keep samples coming
     * @param nanos a monotonic clock
     */
    TextExposition(
            Supplier<Optional<Sample>> latest,
            Supplier<Statistics.Watch> watching,
            MetricRegistry registry,
            LongSupplier nanos) {
        this.latest = latest;
        this.watching = watching;
        this.registry = registry;
        this.nanos = nanos;
    }

    @Override
    public Page page(String accept) {
        watch();
        List<MetricSnapshot> snapshots = new ArrayList<>();
        latest.get().ifPresent(sample -> snapshots.addAll(SampleMetrics.of(sample)));
        snapshots.addAll(RegistryMetrics.of(registry));
        ExpositionFormatWriter writer = formats.findWriter(accept);
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try {
            writer.write(text, new MetricSnapshots(snapshots));
        } catch (IOException e) {
            throw new UncheckedIOException("memory can be written", e);
        }
        return new Page(writer.getContentType(), text.toString(StandardCharsets.UTF_8));
    }

    private synchronized void watch() {
        asked = nanos.getAsLong();
        if (watch.isEmpty()) {
            watch = Optional.of(watching.get());
        }
    }

    /** Has no more samples taken when nobody has asked for a while. To be called now and then. */
    synchronized void look() {
        if (nanos.getAsLong() - asked > IDLE.toNanos()) {
            stop();
        }
    }

    /** Has no more samples taken. */
    synchronized void stop() {
        watch.ifPresent(Statistics.Watch::close);
        watch = Optional.empty();
    }
}
