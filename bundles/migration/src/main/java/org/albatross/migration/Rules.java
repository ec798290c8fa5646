package org.albatross.migration;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.albatross.configuration.ConfigurationDirectory;
import org.albatross.configuration.ConfigurationFile;
import org.albatross.configuration.Key;
import org.albatross.configuration.Schema;
import org.albatross.model.Megabytes;
import org.albatross.store.RefusedException;

/**
 * What an operator has set of what decides whether a platform would take a unikernel.
 *
 * @param maxImageBytes the size of an uncompressed image
 * @param fullName whether a unikernel is told its written name, and not its label
 */
record Rules(long maxImageBytes, boolean fullName) {
    private static final String PID = "org.albatross.supervisor";
    /**
     * Reads them as a start does: every file in {@code etc} is checked.
     *
     * @throws RefusedException when there is a mistake in a file, in the words of a start, a line for each
     * @throws IOException when a file cannot be read
     */
    static Rules read(Schema schema, Path etc) throws IOException, RefusedException {
        List<ConfigurationFile> files = ConfigurationDirectory.check(schema, new ConfigurationDirectory(etc).read());
        List<String> mistakes =
                files.stream().flatMap(file -> file.mistakes().stream()).toList();
        if (!mistakes.isEmpty()) {
            throw new RefusedException(String.join("\n", mistakes));
        }
        Optional<ConfigurationFile> set =
                files.stream().filter(file -> file.pid().equals(PID)).findFirst();
        return new Rules(
                Long.parseLong(value(schema, set, "image.max.mb")) * Megabytes.BYTES,
                Boolean.parseBoolean(value(schema, set, "name.full")));
    }

    private static String value(Schema schema, Optional<ConfigurationFile> set, String key) {
        return schema.keys().getOrDefault(PID, List.of()).stream()
                .filter(declared -> declared.name().equals(key))
                .findFirst()
                .map(Key::standard)
                .map(standard -> set.flatMap(file -> file.value(key)).orElse(standard))
                .orElseThrow(() -> new IllegalStateException("the supervisor declares no key " + key));
    }
}
