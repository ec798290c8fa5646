package org.albatross.configuration;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One checked configuration file.
 *
 * @param pid whose configuration it is
 * @param values those that it sets, by key, each allowed: a {@link String}, or a list of them; empty when there are
 *     mistakes
 * @param mistakes one line each for an operator, with the file's name
 */
public record ConfigurationFile(String pid, Map<String, Object> values, List<String> mistakes) {
    /** Copies both. */
    public ConfigurationFile {
        values = Collections.unmodifiableMap(new TreeMap<>(values));
        mistakes = List.copyOf(mistakes);
    }

    /** Returns the one value of a key that is not a list, if the file sets it. */
    public Optional<String> value(String key) {
        return Optional.ofNullable(values.get(key)).map(String.class::cast);
    }
}
