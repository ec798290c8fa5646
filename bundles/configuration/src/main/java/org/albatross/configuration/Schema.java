package org.albatross.configuration;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;

/**
 * Which configurations there are (a component's PID names one), and the keys of each: what the bundles of Albatross
 * declare by {@code @ObjectClassDefinition} and carry as {@code OSGI-INF/metatype/*.xml} (OSGi Compendium, chapter 105).
 *
 * @param keys by PID; where there may be several instances, by the PID of their factory and {@link #INSTANCE}
 * @param refused why a PID is not for this composition of bundles, though it may be one that a bundle knows
 */
public record Schema(Map<String, List<Key>> keys, Map<String, String> refused) {
    /** The property of a framework that tells which configurations are refused, as {@code PID: words; PID: words}. */
    public static final String REFUSED = "albatross.configurations.refused";

    /** Stands between the PID of a factory and the name of one of its instances, as OSGi has it. */
    static final String INSTANCE = "~";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final String OURS = "org.albatross.";
    private static final String FOLDER = "OSGI-INF/metatype";

    /** Copies the maps and orders them by PID. */
    public Schema {
        keys = Collections.unmodifiableMap(new TreeMap<>(keys));
        refused = Collections.unmodifiableMap(new TreeMap<>(refused));
    }

    /** One that refuses none of those that it knows. */
    public Schema(Map<String, List<Key>> keys) {
        this(keys, Map.of());
    }

    /** Returns the keys of the configuration of a PID, which may be that of one instance of several. */
    public Optional<List<Key>> find(String pid) {
        int end = pid.indexOf(INSTANCE);
        if (end < 0) {
            return Optional.ofNullable(keys.get(pid));
        }
        return NAME.matcher(pid.substring(end + 1)).matches()
                ? Optional.ofNullable(keys.get(pid.substring(0, end + 1)))
                : Optional.empty();
    }

    /**
     * Reads what all installed bundles of Albatross declare, which need not be started, and what the framework's feature refuses
     * of that.
     *
     * @throws IOException when a declaration cannot be read, or allows what no {@link Key} says
     */
    public static Schema of(BundleContext context) throws IOException {
        Map<String, List<Key>> keys = new TreeMap<>();
        for (Bundle bundle : context.getBundles()) {
            String name = bundle.getSymbolicName();
            if (name != null && name.startsWith(OURS)) {
                for (URL declaration : declarations(bundle)) {
                    try (InputStream xml = declaration.openStream()) {
                        keys.putAll(MetatypeReader.read(xml, name));
                    }
                }
            }
        }
        return new Schema(keys, refused(context.getProperty(REFUSED)));
    }

    /** Reads the property {@link #REFUSED}; {@link IllegalArgumentException} when it cannot be read. */
    static Map<String, String> refused(@Nullable String property) {
        Map<String, String> refused = new TreeMap<>();
        for (String one : property == null ? new String[0] : property.split(";", -1)) {
            int colon = one.indexOf(':');
            if (colon < 0) {
                throw new IllegalArgumentException(REFUSED + ": '" + one + "' is not PID: words");
            }
            refused.put(
                    one.substring(0, colon).strip(), one.substring(colon + 1).strip());
        }
        return refused;
    }

    /**
     * Reads what the bundles of Albatross among the jars of a release declare, for a program without a framework.
     *
     * @param bundles where the jars are
     * @throws IOException as above, or when a jar cannot be read
     */
    public static Schema ofJars(Path bundles) throws IOException {
        Map<String, List<Key>> keys = new TreeMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(bundles, "*.jar")) {
            for (Path file : files) {
                try (JarFile jar = new JarFile(file.toFile())) {
                    addDeclarations(jar, keys);
                }
            }
        }
        return new Schema(keys);
    }

    private static void addDeclarations(JarFile jar, Map<String, List<Key>> keys) throws IOException {
        String name = Optional.ofNullable(jar.getManifest())
                .map(manifest -> manifest.getMainAttributes().getValue(Constants.BUNDLE_SYMBOLICNAME))
                .orElse("");
        if (name.startsWith(OURS)) {
            for (JarEntry entry : Collections.list(jar.entries())) {
                if (entry.getName().matches(FOLDER + "/[^/]*\\.xml")) {
                    try (InputStream xml = jar.getInputStream(entry)) {
                        keys.putAll(MetatypeReader.read(xml, name));
                    }
                }
            }
        }
    }

    private static List<URL> declarations(Bundle bundle) {
        return Optional.ofNullable(bundle.findEntries(FOLDER, "*.xml", false))
                .map(Collections::list)
                .map(List::copyOf)
                .orElse(List.of());
    }
}
