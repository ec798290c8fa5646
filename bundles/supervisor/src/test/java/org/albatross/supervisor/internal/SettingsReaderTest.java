package org.albatross.supervisor.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.albatross.core.Limits;
import org.albatross.store.Directories;
import org.albatross.store.StatePaths;
import org.albatross.supervisor.internal.run.Isolation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsReaderTest {
    private final Map<String, String> properties =
            new HashMap<>(Map.of("albatross.state.dir", "/var/lib/a", "albatross.run.dir", "/run/a"));

    private SupervisorSettings read(SupervisorConfig config) {
        return new SettingsReader(properties::get, "/usr/bin:relative:/bin").read(config, "1.2.3");
    }

    private static SupervisorConfig config(Map<String, Object> values) {
        return (SupervisorConfig) Proxy.newProxyInstance(
                SupervisorConfig.class.getClassLoader(),
                new Class<?>[] {SupervisorConfig.class},
                (self, method, arguments) -> values.getOrDefault(method.getName(), method.getDefaultValue()));
    }

    @Test
    void readsTheDefaults() {
        SupervisorSettings settings = read(config(Map.of()));

        assertThat(settings.directories())
                .isEqualTo(new Directories(new StatePaths(Path.of("/var/lib/a")), Path.of("/run/a")));
        assertThat(settings.tenders().path()).isEqualTo(List.of(Path.of("/usr/bin"), Path.of("/bin")));
        assertThat(settings.tenders().evaluation()).isEmpty();
        assertThat(settings.identities().isolation()).isEqualTo(Isolation.Mode.SHARED);
        assertThat(settings.identities().first()).isEqualTo(2_000_000_001L);
        assertThat(settings.identities().last()).isEqualTo(2_000_065_535L);
        assertThat(settings.limits()).isEqualTo(Limits.DEFAULT);
        assertThat(settings.images().maxBytes()).isEqualTo(512L * 1024 * 1024);
        assertThat(settings.runs().limits().grace()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void readsWhatTheLauncherSays() {
        properties.put("albatross.isolation", "separate");
        properties.put("albatross.libexec.dir", "/opt/a/libexec");
        properties.put("albatross.uid.base", "100000");
        properties.put("albatross.uid.count", "10");

        SupervisorSettings settings = read(config(Map.of("ancestors", "exact")));

        assertThat(settings.identities().isolation()).isEqualTo(Isolation.Mode.SEPARATE);
        assertThat(settings.tenders().evaluation()).isEqualTo(Optional.of(Path.of("/opt/a/libexec/albatross-tender")));
        assertThat(settings.identities().first()).isEqualTo(100001);
        assertThat(settings.identities().last()).isEqualTo(100009);
        assertThat(settings.limits().ancestors()).isEqualTo(Limits.Ancestors.EXACT);
    }

    @Test
    void waitsBeforeTheFirstRestartNoLongerThanBeforeAny() {
        Limits limits = read(config(Map.of("restart_first_millis", 61_000))).limits();

        assertThat(limits.firstBackOff()).isEqualTo(Duration.ofSeconds(60));
        assertThat(limits.longestBackOff()).isEqualTo(Duration.ofSeconds(60));
    }

    @ParameterizedTest
    @CsvSource({
        "albatross.state.dir, relative, framework property albatross.state.dir = 'relative': an absolute path is"
                + " needed",
        "albatross.isolation, some, framework property albatross.isolation = 'some': separate or shared is needed",
        "albatross.uid.base, 0, framework property albatross.uid.base = '0': a number from 2 to 4294967294 is needed",
        "albatross.uid.count, x, framework property albatross.uid.count = 'x': a number from 2 to 4294967294 is needed"
    })
    void namesTheFrameworkPropertyThatIsBad(String key, String value, String message) {
        properties.put(key, value);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(config(Map.of())))
                .withMessage(message);
    }
}
