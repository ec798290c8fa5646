package org.albatross.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * A directory with what a platform's process is made of: feature files, the bundles that they list, what starts the
 * framework, and the programs beside it.
 */
record Release(Path directory) {
    /** The feature file that is started; a release may have several. */
    static final String FEATURE = System.getProperty("albatross.feature", "albatross");

    /** The features that are added to it. */
    static final List<String> ADDITIONS = Stream.of(
                    System.getProperty("albatross.feature.additions", "").split(","))
            .filter(name -> !name.isEmpty())
            .toList();

    /** The parts of a release that a platform's process needs; there may be more, for other programs. */
    static final List<String> PARTS = List.of("bundles", "features", "launcher", "libexec", "tender", "version");

    /** Those of them that start unikernels. */
    static final List<String> PROGRAMS = List.of("libexec", "tender");

    private static final String LAUNCHER = "launcher";

    /** Returns the folder with the files of the bundles. */
    Path bundles() {
        return directory.resolve("bundles");
    }

    /** Returns the feature file that is started. */
    Path featureFile() {
        return featureFile(FEATURE);
    }

    private Path featureFile(String name) {
        return directory.resolve("features").resolve(name + ".json");
    }

    /** Returns the files of what is added to it. */
    List<Path> additions() {
        return ADDITIONS.stream().map(this::featureFile).toList();
    }

    /** Reads the feature file that is started, with what is added to it. */
    FeatureFile feature(Properties placeholders) throws IOException {
        FeatureFile feature = FeatureFile.read(featureFile(), placeholders);
        for (Path file : additions()) {
            feature = feature.with(FeatureFile.read(file, placeholders));
        }
        return feature;
    }

    /** Returns a digest of what starts the framework: of the jars before it, and its own. */
    String launcherDigest() throws IOException {
        List<Path> jars;
        try (Stream<Path> files = Files.list(directory.resolve(LAUNCHER))) {
            jars = files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
        MessageDigest whole = BundleContents.sha256();
        for (Path jar : jars) {
            try (InputStream in = Files.newInputStream(jar)) {
                BundleContents.update(whole, in);
            }
        }
        return HexFormat.of().formatHex(whole.digest());
    }
}
