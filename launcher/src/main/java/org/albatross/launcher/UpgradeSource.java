package org.albatross.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Properties;

/** What somebody has asked to upgrade to: the jar of one bundle, a release, or a feature file of a release. */
sealed interface UpgradeSource {
    /** The jar of one bundle, which takes the place of the one of the same symbolic name. */
    record Jar(Path file) implements UpgradeSource {}

    /**
     * A whole set of bundles.
     *
     * @param release where the bundles are
     * @param featureFile what lists them
     */
    record Whole(Release release, Path featureFile) implements UpgradeSource {}

    /**
     * Finds out what a path is.
     *
     * @param placeholders of feature files
     * @throws IOException when there is nothing that can be upgraded to: the message says why
     */
    static UpgradeSource of(String text, Properties placeholders) throws IOException {
        Path path = path(text);
        if (Files.isDirectory(path)) {
            Path tree = path.resolve("lib").resolve("current");
            Release release = new Release((Files.isDirectory(tree) ? tree : path).toRealPath());
            if (!Files.isReadable(release.featureFile())) {
                throw new IOException(path + " is not a release: " + release.featureFile() + " cannot be read");
            }
            return whole(release, release.featureFile(), placeholders);
        }
        if (!Files.isReadable(path)) {
            throw new IOException(path
                    + (Files.exists(path) ? " cannot be read by the platform's user" : ": no such file or directory"));
        }
        if (path.getFileName().toString().endsWith(".json")) {
            Path file = path.toRealPath();
            return whole(new Release(file.resolve("../..").normalize()), file, placeholders);
        }
        return new Jar(path.toRealPath());
    }

    private static Path path(String text) throws IOException {
        try {
            Path path = Path.of(text);
            if (path.isAbsolute()) {
                return path;
            }
        } catch (InvalidPathException e) {
            throw new IOException("'" + text + "' is not a path", e);
        }
        throw new IOException("'" + text + "' is not absolute: paths are those of the platform's host");
    }

    /** Reads the feature file, so that a mistake in it is told before anything is copied. */
    private static Whole whole(Release release, Path featureFile, Properties placeholders) throws IOException {
        for (Path addition : release.additions()) {
            if (!Files.isReadable(addition)) {
                throw new IOException(release.directory() + " lacks what the platform was started with: " + addition
                        + " cannot be read");
            }
        }
        FeatureFile feature = FeatureFile.read(featureFile, placeholders);
        for (FeatureFile.Entry entry : feature.bundles()) {
            Path file = entry.in(release.bundles());
            if (!Files.isReadable(file)) {
                throw new IOException("the bundle " + entry.id() + " is missing: " + file + " cannot be read");
            }
        }
        return new Whole(release, featureFile);
    }
}
