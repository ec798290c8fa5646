package org.albatross.api;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The name of a metric of the platform as its registry has it ({@link Statistics}): words with points between them, and labels
 * where there is one metric for each of several things, {@code dispatch.commands{command=hello,outcome=done}}. An exporter makes
 * of labels what its receiver has for them. A last word {@code millis}, {@code nanos} or {@code bytes} is the unit.
 *
 * @param name words of lower-case letters, digits and {@code _}, with points between them
 * @param labels values by names, ordered by name; a value is not empty and holds no comma, brace or control character
 */
public record MetricName(String name, Map<String, String> labels) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*(\\.[a-z0-9_]+)*");
    private static final Pattern LABEL = Pattern.compile("[a-z][a-z0-9_]*");
    private static final Pattern VALUE = Pattern.compile("[^,{}\\p{Cntrl}]+");

    /** Checks and copies. */
    public MetricName {
        check(NAME, name, "the name of a metric");
        SortedMap<String, String> copy = new TreeMap<>(labels);
        copy.forEach((label, value) -> {
            check(LABEL, label, "a label of " + name);
            check(VALUE, value, "a value of the label " + label + " of " + name);
        });
        labels = Collections.unmodifiableSortedMap(copy);
    }

    private static void check(Pattern pattern, String text, String what) {
        if (!pattern.matcher(text).matches()) {
            throw new IllegalArgumentException("'" + text + "' is not " + what);
        }
    }

    /** Returns a name without labels. */
    public static MetricName of(String name) {
        return new MetricName(name, Map.of());
    }

    /** Returns this name with one more label. */
    public MetricName with(String label, String value) {
        Map<String, String> more = new TreeMap<>(labels);
        more.put(label, value);
        return new MetricName(name, more);
    }

    /**
     * Reads what {@link #toString} has written.
     *
     * @throws IllegalArgumentException when it is not the name of a metric
     */
    public static MetricName parse(String text) {
        int brace = text.indexOf('{');
        if (brace < 0) {
            return of(text);
        }
        if (!text.endsWith("}")) {
            throw new IllegalArgumentException("'" + text + "' has no closing brace");
        }
        Map<String, String> labels = new TreeMap<>();
        for (String pair : text.substring(brace + 1, text.length() - 1).split(",", -1)) {
            int equals = pair.indexOf('=');
            if (equals < 0 || labels.put(pair.substring(0, equals), pair.substring(equals + 1)) != null) {
                throw new IllegalArgumentException("'" + pair + "' of '" + text + "' is not a label of its own");
            }
        }
        return new MetricName(text.substring(0, brace), labels);
    }

    /** Returns the name, and the labels in braces if there are any. */
    @Override
    public String toString() {
        return labels.isEmpty()
                ? name
                : labels.entrySet().stream()
                        .map(label -> label.getKey() + "=" + label.getValue())
                        .collect(Collectors.joining(",", name + "{", "}"));
    }
}
