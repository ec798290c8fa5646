package org.albatross.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tree that the build has put together. */
class ReleaseIT {
    private static final Path RELEASE = Path.of("target/albatross/lib/current");

    @Test
    void holdsExactlyTheBundlesThatItsFeaturesList() throws IOException {
        Set<Path> listed = new TreeSet<>();
        try (Stream<Path> features = Files.list(RELEASE.resolve("features"))) {
            for (Path feature : (Iterable<Path>) features::iterator) {
                FeatureFile.read(feature, directories())
                        .bundles()
                        .forEach(bundle -> listed.add(bundle.in(RELEASE.resolve("bundles"))));
            }
        }

        try (Stream<Path> files = Files.list(RELEASE.resolve("bundles"))) {
            assertThat(files).containsExactlyInAnyOrderElementsOf(listed);
        }
    }

    private static Properties directories() {
        Properties directories = new Properties();
        directories.setProperty("albatross.state.dir", "/state");
        directories.setProperty("albatross.etc.dir", "/etc");
        return directories;
    }
}
