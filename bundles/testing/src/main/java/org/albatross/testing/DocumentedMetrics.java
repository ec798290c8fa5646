package org.albatross.testing;

import com.codahale.metrics.MetricRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.albatross.api.MetricName;

/** The platform's own metrics as docs/observing.md lists them, which is what a running platform has (ExportersIT). */
public final class DocumentedMetrics {
    private static final Path PAGE = Path.of("../../docs/observing.md");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    private DocumentedMetrics() {}

    /** Returns a registry with each of them, every label with the value {@code x}, every number 7. */
    public static MetricRegistry registry() throws IOException {
        MetricRegistry registry = new MetricRegistry();
        boolean here = false;
        for (String line : Files.readAllLines(PAGE)) {
            here = line.startsWith("#") ? line.equals("### Metrics of the platform") : here;
            if (here && line.startsWith("| `")) {
                add(registry, line.split("\\|", -1));
            }
        }
        return registry;
    }

    private static void add(MetricRegistry registry, String[] cells) {
        List<String> labels = words(cells[2]);
        for (String word : words(cells[1])) {
            MetricName name = MetricName.of(word);
            for (String label : labels) {
                name = name.with(label, "x");
            }
            if (cells[4].contains("a time")) {
                registry.timer(name.toString()).update(7, TimeUnit.SECONDS);
            } else if (cells[3].contains("counter")) {
                registry.counter(name.toString()).inc(7);
            } else {
                registry.gauge(name.toString(), () -> () -> 7);
            }
        }
    }

    private static List<String> words(String cell) {
        return CODE.matcher(cell)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }
}
