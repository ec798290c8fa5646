package org.albatross.health.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.albatross.api.Health.Status;
import org.albatross.api.HealthSource;
import org.albatross.health.internal.FindingCheck.Look;
import org.junit.jupiter.api.Test;

class HealthSourcesTest {
    private final Map<String, Look> offered = new HashMap<>();
    private final HealthSources sources = new HealthSources((name, look) -> {
        assertThat(offered.put(name, look)).as(name).isNull();
        return () -> offered.remove(name);
    });

    private record Source(String check, Status status, String detail) implements HealthSource {
        @Override
        public Report look() {
            return new Report(status, List.of(detail));
        }
    }

    private Look offered(String name) {
        return Optional.ofNullable(offered.get(name)).orElseThrow();
    }

    private Finding look(String name) throws Exception {
        return offered(name).look();
    }

    @Test
    void offersOneCheckOfEachNameWhileAnybodyOffersIt() throws Exception {
        HealthSource first = new Source("influx", Status.OK, "one takes lines");
        HealthSource second = new Source("influx", Status.WARN, "two does not");
        HealthSource other = new Source("certificates", Status.CRITICAL, "expired");
        sources.add(first);
        assertThat(look("influx")).isEqualTo(Finding.ok("one takes lines"));
        sources.add(second);
        sources.add(other);
        assertThat(offered).containsOnlyKeys("influx", "certificates");
        assertThat(look("influx").status()).isEqualTo(Status.WARN);
        assertThat(look("influx").details()).containsExactlyInAnyOrder("one takes lines", "two does not");
        assertThat(look("certificates")).isEqualTo(Finding.of(Status.CRITICAL, "expired"));

        sources.remove(first);
        assertThat(look("influx")).isEqualTo(Finding.of(Status.WARN, "two does not"));
        Look last = offered("influx");
        sources.remove(second);
        assertThat(offered).containsOnlyKeys("certificates");
        assertThat(last.look()).isEqualTo(Finding.ok("nobody offers this check any more"));
        sources.add(first);
        assertThat(offered).containsOnlyKeys("influx", "certificates");
    }
}
