package org.albatross.configuration;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One checked configuration file.
 *
 * @param pid whose configuration it is
 * @param values those that it sets, by key, each allowed; empty when there are mistakes
 * @param mistakes one line each for an operator, with the file's name
 */
public record ConfigurationFile(String pid, Map<String, String> values, List<String> mistakes) {
    /** Copies both. */
    public ConfigurationFile {
        values = Collections.unmodifiableMap(new TreeMap<>(values));
        mistakes = List.copyOf(mistakes);
    }
}
