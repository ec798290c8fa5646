package org.albatross.configuration.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.albatross.configuration.ConfigurationDirectory;
import org.albatross.configuration.Schema;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for changes in {@code etc/}. A change counts when two looks have found the same: an editor writes a file in
 * several steps, or has it away for a moment. One thread at a time.
 */
final class Watch {
    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

    /** Where to learn what components know at the moment. */
    @FunctionalInterface
    interface Schemas {
        Schema read() throws IOException;
    }

    private final ConfigurationDirectory directory;
    private final Schemas schemas;
    private final Configurations configurations;
    private Map<Path, String> seen = Map.of();
    private Map<Path, String> applied = Map.of();
    private String failure = "";

    Watch(ConfigurationDirectory directory, Schemas schemas, Configurations configurations) {
        this.directory = directory;
        this.schemas = schemas;
        this.configurations = configurations;
    }

    /** Applies what is there, for there is nothing yet that could stay in force. */
    void begin() {
        guarded(() -> {
            seen = directory.read();
            apply(seen);
        });
    }

    /** Applies what has changed since. A failure is logged once, changes nothing, and is tried again by the next look. */
    void look() {
        guarded(() -> {
            Map<Path, String> now = directory.read();
            if (now.equals(seen) && !now.equals(applied)) {
                apply(now);
            }
            seen = now;
        });
    }

    private void apply(Map<Path, String> texts) throws IOException {
        Schema schema = schemas.read();
        configurations.apply(schema, ConfigurationDirectory.check(schema, texts));
        applied = texts;
    }

    private interface Step {
        void run() throws IOException;
    }

    private void guarded(Step step) {
        try {
            step.run();
            failure = "";
        } catch (IOException | IllegalStateException e) {
            String message = String.valueOf(e.getMessage());
            if (!message.equals(failure)) {
                LOG.error("{}; what was in force stays in force", message);
            }
            failure = message;
        }
    }
}
