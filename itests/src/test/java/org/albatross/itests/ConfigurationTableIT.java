package org.albatross.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.albatross.configuration.Key;
import org.albatross.configuration.MetatypeReader;
import org.junit.jupiter.api.Test;

/** The table of all keys in docs/operations.md is what the bundles of the release declare. */
class ConfigurationTableIT {
    private static final Path OPERATIONS =
            Path.of("../docs/operations.md").toAbsolutePath().normalize();

    @Test
    void listsEveryKeyWithItsDefaultAndWhatIsAllowed() throws IOException {
        List<String> rows = new ArrayList<>();
        declared().forEach((pid, keys) -> {
            rows.add("| **`" + pid.replaceFirst("~$", "~<name>") + ".cfg`** | | | |");
            keys.forEach(key -> rows.add("| `" + key.name() + "` | " + key.standard() + " | "
                    + key.allowed().toString().replace("a whole number from ", "") + " | " + key.description() + " |"));
        });

        assertThat(Files.readAllLines(OPERATIONS).stream()
                        .dropWhile(line -> !line.startsWith("| **`org.albatross."))
                        .takeWhile(line -> line.startsWith("|"))
                        .toList())
                .as("the table in %s", OPERATIONS)
                .isEqualTo(rows);
    }

    private static Map<String, List<Key>> declared() throws IOException {
        Map<String, List<Key>> declared = new TreeMap<>();
        try (var bundles = Files.newDirectoryStream(Tree.release().resolve("bundles"), "org.albatross.*.jar")) {
            for (Path bundle : bundles) {
                try (ZipFile jar = new ZipFile(bundle.toFile())) {
                    for (ZipEntry entry : Collections.list(jar.entries())) {
                        if (entry.getName().matches("OSGI-INF/metatype/.+\\.xml")) {
                            try (InputStream xml = jar.getInputStream(entry)) {
                                declared.putAll(MetatypeReader.read(xml, bundle.toString()));
                            }
                        }
                    }
                }
            }
        }
        return declared;
    }
}
