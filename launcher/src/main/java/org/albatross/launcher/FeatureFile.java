package org.albatross.launcher;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;

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
    /** Copies both. */
    public FeatureFile {
        frameworkProperties = Map.copyOf(frameworkProperties);
        bundles = List.copyOf(bundles);
    }

    /** Returns this one with what another one adds to it: bundles that are in both are there once, properties count from the other. */
    public FeatureFile with(FeatureFile addition) {
        Map<String, String> properties = new HashMap<>(frameworkProperties);
        properties.putAll(addition.frameworkProperties);
        Set<Entry> all = new LinkedHashSet<>(bundles);
        all.addAll(addition.bundles);
        return new FeatureFile(properties, List.copyOf(all));
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
     * @throws IOException when it cannot be read, or is not a feature file: the message names file, line, column and reason
     */
    public static FeatureFile read(Path file, Properties placeholders) throws IOException {
        try (InputStream bytes = Files.newInputStream(file)) {
            return FeatureParser.parse(bytes, placeholders);
        } catch (JsonProcessingException e) {
            throw new IOException(file + ": " + FeatureParser.explain(e), e);
        }
    }
}
