package org.albatross.itests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of the platform's own metrics, with the labels that they have, as Prometheus has both. */
final class RegistryNames {
    private static final Path DOCUMENT = Path.of("../docs/observing.md");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern POINT = Pattern.compile("albatross_platform_(\\w+)(\\{[^}]*})? ");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"");

    private RegistryNames() {}

    /** Returns what a scrape has. */
    static Set<String> inScrape(String scrape) {
        Set<String> names = new TreeSet<>();
        scrape.lines().forEach(line -> {
            Matcher point = POINT.matcher(line);
            if (point.lookingAt()) {
                Set<String> labels = words(LABEL, point.group(2) == null ? "" : point.group(2));
                labels.remove("quantile");
                names.add(point.group(1).replaceAll("_(total|count)$", "") + labels);
            }
        });
        return names;
    }

    /** Returns what docs/observing.md lists. */
    static Set<String> documented() throws IOException {
        Set<String> names = new TreeSet<>();
        boolean here = false;
        for (String line : Files.readAllLines(DOCUMENT)) {
            here = line.startsWith("#") ? line.equals("### Metrics of the platform") : here;
            if (here && line.startsWith("| `")) {
                String[] cells = line.split("\\|", -1);
                for (String name : words(CODE, cells[1])) {
                    String unit = cells[4].contains("a time") ? ".seconds" : "";
                    names.add((name + unit)
                                    .replaceAll("\\.(millis|nanos)$", ".seconds")
                                    .replace('.', '_')
                            + words(CODE, cells[2]));
                }
            }
        }
        return names;
    }

    private static Set<String> words(Pattern pattern, String text) {
        Set<String> words = new TreeSet<>();
        pattern.matcher(text).results().forEach(match -> words.add(match.group(1)));
        return words;
    }
}
