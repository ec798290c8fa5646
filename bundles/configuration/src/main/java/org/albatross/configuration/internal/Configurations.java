package org.albatross.configuration.internal;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.albatross.configuration.ConfigurationFile;
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

    Configurations(ConfigurationAdmin admin) {
        this.admin = admin;
    }

    /**
     * Makes the configurations what {@code files} say. A file with a mistake is reported, and the configuration of its
     * component stays what it is: nobody loses a supervisor by a slip of the hand.
     *
     * @throws IOException when a configuration cannot be stored
     */
    void apply(List<ConfigurationFile> files) throws IOException {
        for (ConfigurationFile file : files) {
            if (file.mistakes().isEmpty()) {
                set(file.pid(), file.values());
            } else {
                file.mistakes().forEach(mistake -> LOG.error("{}; what was in force stays in force", mistake));
            }
        }
        Set<String> kept = files.stream().map(ConfigurationFile::pid).collect(Collectors.toSet());
        for (Configuration configuration : stored()) {
            if (!kept.contains(configuration.getPid())) {
                configuration.delete();
                LOG.info(
                        configuration.getPid().indexOf(INSTANCE) < 0 ? "{} has its defaults again" : "{} was removed",
                        configuration.getPid());
            }
        }
    }

    private void set(String pid, Map<String, Object> values) throws IOException {
        Map<String, Object> properties = new TreeMap<>();
        values.forEach((key, value) ->
                properties.put(key, value instanceof List<?> list ? list.toArray(String[]::new) : value));
        if (configuration(pid).updateIfDifferent(FrameworkUtil.asDictionary(properties))) {
            LOG.info("{}.cfg is in force", pid);
        }
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
