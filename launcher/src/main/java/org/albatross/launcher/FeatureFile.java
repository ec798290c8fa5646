package org.albatross.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What one process is made of: the bundles with their start levels, and the framework's properties.
 *
 * <p>The file is JSON in the form of Apache Sling's feature model, of which {@code bundles} (each with
 * {@code id} and {@code start-order}) and {@code framework-properties} are used. In the properties
 * {@code ${name}} stands for the system property of that name.
 *
 * @param frameworkProperties by name, with every placeholder replaced
 * @param bundles in the order of the file
 */
public record FeatureFile(Map<String, String> frameworkProperties, List<Entry> bundles) {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}]*)}");

    /** Copies both. */
    public FeatureFile {
        frameworkProperties = Map.copyOf(frameworkProperties);
        bundles = List.copyOf(bundles);
    }

    /**
     * One bundle.
     *
     * @param id {@code group:artifact:version}
     * @param startLevel the framework's start level at which it starts, 1 or more
     */
    public record Entry(String id, int startLevel) {
        private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]+:[A-Za-z0-9._-]+:[A-Za-z0-9._-]+");

        /** Checks the form of the id and the start level. */
        public Entry {
            if (!ID.matcher(id).matches()) {
                throw new IllegalArgumentException("the bundle id " + id + " is not group:artifact:version");
            }
            if (startLevel < 1) {
                throw new IllegalArgumentException(
                        "the start-order of " + id + " is " + startLevel + ", the least is 1");
            }
        }

        /** The bundle's file in the folder with the bundles of a release. */
        public Path in(Path bundles) {
            String[] parts = id.split(":", 3);
            return bundles.resolve(parts[0] + "." + parts[1] + "-" + parts[2] + ".jar");
        }
    }

    /**
     * Reads a feature file.
     *
     * @throws IOException when it cannot be read, or is no feature file: the message names file and reason
     */
    public static FeatureFile read(Path file, Properties placeholders) throws IOException {
        try {
            Map<?, ?> feature = object(Json.read(Files.readString(file)), "the file");
            return new FeatureFile(frameworkProperties(feature, placeholders), bundles(feature));
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    private static Map<String, String> frameworkProperties(Map<?, ?> feature, Properties placeholders) {
        Map<String, String> properties = new LinkedHashMap<>();
        object(feature.get("framework-properties"), "framework-properties").forEach((name, value) -> {
            String key = String.valueOf(name);
            properties.put(key, replace(string(value, key), placeholders));
        });
        return properties;
    }

    private static List<Entry> bundles(Map<?, ?> feature) {
        if (!(feature.get("bundles") instanceof List<?> list)) {
            throw new IllegalArgumentException("bundles is missing or no list");
        }
        List<Entry> bundles = new ArrayList<>();
        for (Object element : list) {
            Map<?, ?> bundle = object(element, "an element of bundles");
            String id = string(bundle.get("id"), "id");
            if (!(bundle.get("start-order") instanceof Double level)) {
                throw new IllegalArgumentException("the start-order of " + id + " is missing or no number");
            }
            bundles.add(new Entry(id, level.intValue()));
        }
        return bundles;
    }

    private static String replace(String value, Properties placeholders) {
        return PLACEHOLDER.matcher(value).replaceAll(match -> {
            String replacement = placeholders.getProperty(match.group(1));
            if (replacement == null) {
                throw new IllegalArgumentException("the system property " + match.group(1) + " is not set");
            }
            return Matcher.quoteReplacement(replacement);
        });
    }

    private static Map<?, ?> object(@Nullable Object value, String what) {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw new IllegalArgumentException(what + " is missing or no object");
    }

    private static String string(@Nullable Object value, String what) {
        if (value instanceof String string) {
            return string;
        }
        throw new IllegalArgumentException(what + " is missing or no string");
    }
}
