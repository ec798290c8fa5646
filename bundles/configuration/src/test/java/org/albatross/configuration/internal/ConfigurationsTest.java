package org.albatross.configuration.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.albatross.configuration.ConfigurationFile;
import org.albatross.configuration.Key;
import org.albatross.configuration.Schema;
import org.albatross.model.PlatformEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

class ConfigurationsTest {
    private static final Schema SCHEMA = new Schema(Map.of(
            "org.albatross.a",
            List.of(
                    new Key("name", "", new Key.Text("anything", ".*"), "A name."),
                    new Key("token", "", new Key.SecretFile(), "A token."),
                    new Key("tags", "", new Key.Several(new Key.Text("anything", ".*"), 9), "Tags."))));

    private final List<PlatformEvent> events = new ArrayList<>();
    private final Map<String, Map<String, Object>> stored = new TreeMap<>();
    private final Path directory;
    private Configurations configurations;

    ConfigurationsTest(@TempDir Path directory) {
        this.directory = directory;
        configurations = started();
    }

    private Configurations started() {
        return new Configurations(
                fake(ConfigurationAdmin.class, this::ofAdmin),
                events::add,
                new ToldValues(directory.resolve("configuration")));
    }

    @Test
    void givesAListAsAnArrayAndTheRestAsText() throws IOException {
        configurations.apply(SCHEMA, List.of(file("org.albatross.a", Map.of("tags", List.of("x", "y"), "name", "n"))));

        assertThat(stored).containsOnlyKeys("org.albatross.a");
        assertThat(stored.get("org.albatross.a")).containsEntry("name", "n");
        assertThat(stored.get("org.albatross.a"))
                .hasEntrySatisfying("tags", tags -> assertThat((String[]) tags).containsExactly("x", "y"));
    }

    @Test
    void makesAnInstanceForEachFileAndRemovesItWithTheFile() throws IOException {
        configurations.apply(
                SCHEMA,
                List.of(
                        file("org.albatross.a~one", Map.of("name", "1")),
                        file("org.albatross.a~two", Map.of("name", "2"))));
        assertThat(stored).containsOnlyKeys("org.albatross.a~one", "org.albatross.a~two");

        configurations.apply(SCHEMA, List.of(file("org.albatross.a~two", Map.of("name", "2"))));
        assertThat(stored).containsOnlyKeys("org.albatross.a~two");
    }

    @Test
    void tellsEachValueThatIsPutInForceInThePlaceOfAnotherAndNoSecret() throws IOException {
        configurations.apply(SCHEMA, List.of(file("org.albatross.a", Map.of("name", "n", "token", "/secret"))));
        configurations.apply(SCHEMA, List.of(file("org.albatross.a", Map.of("name", "n", "token", "/secret"))));
        assertThat(events)
                .containsExactly(
                        changed("name", new PlatformEvent.Unset(), new PlatformEvent.Shown("n")),
                        changed("token", new PlatformEvent.Unset(), new PlatformEvent.Hidden()));
        events.clear();

        configurations.apply(
                SCHEMA,
                List.of(file("org.albatross.a", Map.of("name", "m", "token", "/other", "tags", List.of("x", "y")))));
        configurations.apply(SCHEMA, List.of());

        assertThat(events)
                .containsExactly(
                        changed("name", new PlatformEvent.Shown("n"), new PlatformEvent.Shown("m")),
                        changed("tags", new PlatformEvent.Unset(), new PlatformEvent.Shown("x, y")),
                        changed("token", new PlatformEvent.Hidden(), new PlatformEvent.Hidden()),
                        changed("name", new PlatformEvent.Shown("m"), new PlatformEvent.Unset()),
                        changed("tags", new PlatformEvent.Shown("x, y"), new PlatformEvent.Unset()),
                        changed("token", new PlatformEvent.Hidden(), new PlatformEvent.Unset()));
    }

    @Test
    void tellsAtAStartWhatHasChangedSinceItWasToldAndNothingElse() throws IOException {
        List<ConfigurationFile> files =
                List.of(file("org.albatross.a", Map.of("name", "tab\tin it, \\n", "token", "/secret")));
        configurations.apply(SCHEMA, files);
        assertThat(events).hasSize(2);
        events.clear();
        stored.clear();

        configurations = started();
        configurations.apply(SCHEMA, files);
        assertThat(events).isEmpty();
        assertThat(stored).containsOnlyKeys("org.albatross.a");

        configurations = started();
        configurations.apply(SCHEMA, List.of(file("org.albatross.a", Map.of("name", "m", "token", "/secret"))));
        assertThat(events)
                .containsExactly(
                        changed("name", new PlatformEvent.Shown("tab\tin it, \\n"), new PlatformEvent.Shown("m")));
        events.clear();
        stored.clear();

        configurations = started();
        configurations.apply(SCHEMA, List.of());
        assertThat(events)
                .containsExactly(
                        changed("name", new PlatformEvent.Shown("m"), new PlatformEvent.Unset()),
                        changed("token", new PlatformEvent.Hidden(), new PlatformEvent.Unset()));
        events.clear();
        configurations = started();
        configurations.apply(SCHEMA, List.of());
        assertThat(events).isEmpty();
    }

    @Test
    void keepsWhatWasToldOfAFileThatHasAMistake() throws IOException {
        configurations.apply(SCHEMA, List.of(file("org.albatross.a", Map.of("name", "n"))));
        events.clear();

        configurations.apply(SCHEMA, List.of(new ConfigurationFile("org.albatross.a", Map.of(), List.of("a mistake"))));

        assertThat(events).isEmpty();
        assertThat(new ToldValues(directory.resolve("configuration")).of("org.albatross.a"))
                .containsExactly(Map.entry("name", "n"));
    }

    @Test
    void tellsEverythingWhereTheFileOfWhatWasToldIsDamagedOrCannotBeWritten() throws IOException {
        Path file = directory.resolve("configuration");
        Files.write(file, new byte[] {(byte) 0xff, 0, '\n'});
        configurations = started();
        configurations.apply(SCHEMA, List.of(file("org.albatross.a", Map.of("name", "n"))));
        assertThat(events).hasSize(1);
        assertThat(Files.getPosixFilePermissions(file))
                .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        events.clear();

        Files.delete(file);
        Files.createDirectories(file.resolve("in the way"));
        configurations = started();
        configurations.apply(SCHEMA, List.of(file("org.albatross.a", Map.of("name", "m"))));
        assertThat(events).hasSize(1);
    }

    private static PlatformEvent changed(String key, PlatformEvent.Setting before, PlatformEvent.Setting after) {
        return new PlatformEvent.ConfigurationChanged("org.albatross.a.cfg", key, before, after);
    }

    private static ConfigurationFile file(String pid, Map<String, Object> values) {
        return new ConfigurationFile(pid, values, List.of());
    }

    @SuppressWarnings("unused") // what a proxy is given
    private Object ofAdmin(Object proxy, java.lang.reflect.Method method, Object[] arguments) {
        return switch (method.getName()) {
            case "getConfiguration" -> configuration((String) arguments[0]);
            case "getFactoryConfiguration" -> configuration(arguments[0] + "~" + arguments[1]);
            case "listConfigurations" ->
                stored.keySet().stream().map(this::configuration).toArray(Configuration[]::new);
            default -> throw new UnsupportedOperationException(method.toString());
        };
    }

    @SuppressWarnings("unchecked") // the only kind of dictionary that is given
    private Configuration configuration(String pid) {
        AtomicBoolean deleted = new AtomicBoolean();
        return fake(Configuration.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "getPid" -> {
                if (deleted.get()) {
                    throw new IllegalStateException("Configuration " + pid + " deleted"); // as the specification has it
                }
                yield pid;
            }
            case "getProperties" -> {
                Map<String, Object> now = new TreeMap<>(stored.getOrDefault(pid, Map.of()));
                now.put("service.pid", pid);
                yield FrameworkUtil.asDictionary(now);
            }
            case "updateIfDifferent" -> {
                Map<String, Object> now = FrameworkUtil.asMap((Dictionary<String, Object>) arguments[0]);
                yield !now.equals(stored.put(pid, new TreeMap<>(now)));
            }
            case "delete" -> {
                deleted.set(true);
                yield stored.remove(pid);
            }
            default -> throw new UnsupportedOperationException(method.toString());
        });
    }

    private static <T> T fake(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
