package org.albatross.configuration.internal;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.albatross.configuration.ConfigurationFile;
import org.albatross.configuration.Schema;
import org.albatross.model.PlatformEvent;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The configurations of the framework. They are compared with what the files say, and only what differs is changed:
 * every change makes its component anew.
 */
final class Configurations {
    private static final Logger LOG = LoggerFactory.getLogger(Configurations.class);
    private static final String OURS = "(service.pid=org.albatross.*)";
    private static final String ANY_BUNDLE = "?";
    private static final char INSTANCE = '~';

    private final ConfigurationAdmin admin;
    private final Consumer<PlatformEvent> events;
    private final ToldValues told;

    /**
     * Tells {@code events} each value that is put in force in the place of another.
     *
     * @param told what was told before, by this platform or one before it
     */
    Configurations(ConfigurationAdmin admin, Consumer<PlatformEvent> events, ToldValues told) {
        this.admin = admin;
        this.events = events;
        this.told = told;
    }

    /**
     * Makes the configurations what {@code files}, which were checked against {@code schema}, say. A file with a mistake is reported, and the configuration of its
     * component stays what it is: nobody loses a supervisor by a slip of the hand.
     *
     * @throws IOException when a configuration cannot be stored
     */
    void apply(Schema schema, List<ConfigurationFile> files) throws IOException {
        for (ConfigurationFile file : files) {
            if (file.mistakes().isEmpty()) {
                set(schema, file.pid(), file.values());
            } else {
                file.mistakes().forEach(mistake -> LOG.error("{}; what was in force stays in force", mistake));
            }
        }
        Set<String> kept = files.stream().map(ConfigurationFile::pid).collect(Collectors.toSet());
        for (Configuration configuration : stored()) {
            String pid = configuration.getPid(); // which one that is deleted does not tell
            if (!kept.contains(pid)) {
                configuration.delete();
                LOG.info(pid.indexOf(INSTANCE) < 0 ? "{} has its defaults again" : "{} was removed", pid);
            }
        }
        told.pids().stream().filter(pid -> !kept.contains(pid)).forEach(pid -> tell(schema, pid, Map.of()));
        told.save();
    }

    private void set(Schema schema, String pid, Map<String, Object> values) throws IOException {
        Map<String, Object> properties = new TreeMap<>();
        values.forEach((key, value) ->
                properties.put(key, value instanceof List<?> list ? list.toArray(String[]::new) : value));
        Configuration configuration = configuration(pid);
        if (configuration.updateIfDifferent(FrameworkUtil.asDictionary(properties))) {
            LOG.info("{}.cfg is in force", pid);
        }
        tell(schema, pid, words(properties));
    }

    private void tell(Schema schema, String pid, Map<String, String> after) {
        Map<String, String> before = told.of(pid);
        Set<String> keys = new TreeSet<>(before.keySet());
        keys.addAll(after.keySet());
        for (String key : keys) {
            Optional<String> old = Optional.ofNullable(before.get(key));
            Optional<String> now = Optional.ofNullable(after.get(key));
            if (!old.equals(now)) {
                // What is no longer declared may have been a secret.
                boolean shown = schema.find(pid).stream()
                        .flatMap(List::stream)
                        .anyMatch(declared -> declared.name().equals(key) && !declared.isSecret());
                events.accept(new PlatformEvent.ConfigurationChanged(
                        pid + ".cfg", key, setting(old, shown), setting(now, shown)));
            }
        }
        told.put(pid, after);
    }

    private static PlatformEvent.Setting setting(Optional<String> value, boolean shown) {
        return value.<PlatformEvent.Setting>map(
                        text -> shown ? new PlatformEvent.Shown(text) : new PlatformEvent.Hidden())
                .orElseGet(PlatformEvent.Unset::new);
    }

    private static Map<String, String> words(Map<String, Object> properties) {
        Map<String, String> words = new TreeMap<>();
        properties.forEach((key, value) ->
                words.put(key, value instanceof String[] list ? String.join(", ", list) : String.valueOf(value)));
        return words;
    }

    private Configuration configuration(String pid) throws IOException {
        int end = pid.indexOf(INSTANCE);
        return end < 0
                ? admin.getConfiguration(pid, ANY_BUNDLE)
                : admin.getFactoryConfiguration(pid.substring(0, end), pid.substring(end + 1), ANY_BUNDLE);
    }

    private List<Configuration> stored() throws IOException {
        try {
            return Optional.ofNullable(admin.listConfigurations(OURS))
                    .map(Arrays::asList)
                    .orElse(List.of());
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
