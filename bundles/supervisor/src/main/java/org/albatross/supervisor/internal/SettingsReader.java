package org.albatross.supervisor.internal;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.albatross.core.Limits;
import org.albatross.model.Megabytes;
import org.albatross.store.Directories;
import org.albatross.supervisor.internal.run.Isolation;
import org.albatross.supervisor.internal.run.RunLimits;
import org.jspecify.annotations.Nullable;

/**
 * Reads what an operator has set: the configuration, whose values are what {@link SupervisorConfig} allows, and the
 * framework properties that the launcher gives.
 */
final class SettingsReader {
    /** What the configuration is called: the file is {@code org.albatross.supervisor.cfg}. */
    static final String PID = "org.albatross.supervisor";

    private static final String EVALUATION_TENDER = "albatross-tender";
    private static final long HIGHEST_ID = 0xfffffffeL;

    private final Function<String, @Nullable String> properties;
    private final @Nullable String searchPath;

    /** Reads framework properties by {@code properties}; {@code searchPath} is the environment's. */
    SettingsReader(Function<String, @Nullable String> properties, @Nullable String searchPath) {
        this.properties = properties;
        this.searchPath = searchPath;
    }

    /**
     * Reads everything.
     *
     * @throws IllegalArgumentException for a property that cannot be: the message names it and its value
     */
    SupervisorSettings read(SupervisorConfig config, String version) {
        long firstId = id("albatross.uid.base", 2_000_000_000L) + 1;
        return new SupervisorSettings(
                Directories.of(properties),
                version,
                new SupervisorSettings.Tenders(searchPath(), evaluationTender(), config.name_full()),
                new SupervisorSettings.Identities(isolation(), firstId, firstId + id("albatross.uid.count", 65536) - 2),
                RootPolicy.of(
                        config.root_cpus(), config.root_bridges(), config.root_memory_mb(), config.root_block_mb()),
                limits(config),
                runs(config),
                new SupervisorSettings.Images(
                        config.image_max_mb() * Megabytes.BYTES, Duration.ofSeconds(config.image_within_seconds())),
                new SupervisorSettings.Work(
                        config.effect_threads(),
                        config.transfers(),
                        Math.min(config.transfers(), config.transfers_per_caller()),
                        config.event_queue()));
    }

    private Optional<Path> evaluationTender() {
        return property("albatross.libexec.dir")
                .map(text -> Directories.path("albatross.libexec.dir", text).resolve(EVALUATION_TENDER));
    }

    private static SupervisorSettings.Runs runs(SupervisorConfig config) {
        return new SupervisorSettings.Runs(
                new RunLimits(
                        Duration.ofMillis(config.grace_millis()),
                        Duration.ofSeconds(config.launch_within_seconds()),
                        Duration.ofSeconds(config.exit_within_seconds()),
                        RunLimits.DEFAULT.lockWait()),
                Duration.ofSeconds(config.console_within_seconds()),
                config.bridge_address().equals("keep"));
    }

    private static Limits limits(SupervisorConfig config) {
        Duration first = Duration.ofMillis(config.restart_first_millis());
        Duration longest = Duration.ofSeconds(config.restart_longest_seconds());
        return new Limits(
                Limits.Ancestors.valueOf(config.ancestors().toUpperCase(Locale.ROOT)),
                first.compareTo(longest) < 0 ? first : longest,
                longest,
                Duration.ofSeconds(config.restart_steady_seconds()),
                Duration.ofSeconds(config.waiting_retry_seconds()),
                config.finished_kept(),
                Duration.ofHours(config.finished_for_hours()),
                Duration.ofSeconds(config.shutdown_within_seconds()));
    }

    private Optional<String> property(String key) {
        return Optional.ofNullable(properties.apply(key)).filter(value -> !value.isEmpty());
    }

    private List<Path> searchPath() {
        return Arrays.stream(Optional.ofNullable(searchPath).orElse("").split(File.pathSeparator, -1))
                .filter(part -> part.startsWith("/"))
                .map(Path::of)
                .toList();
    }

    private Isolation.Mode isolation() {
        String word = property("albatross.isolation").orElse(Isolation.Mode.SHARED.toString());
        return Arrays.stream(Isolation.Mode.values())
                .filter(mode -> mode.toString().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "framework property albatross.isolation = '" + word + "': separate or shared is needed"));
    }

    private long id(String key, long otherwise) {
        String word = property(key).orElse(Long.toString(otherwise));
        if (!word.matches("[0-9]{1,10}") || Long.parseLong(word) < 2 || Long.parseLong(word) > HIGHEST_ID) {
            throw new IllegalArgumentException(
                    "framework property " + key + " = '" + word + "': a number from 2 to " + HIGHEST_ID + " is needed");
        }
        return Long.parseLong(word);
    }
}
