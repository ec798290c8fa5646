package org.albatross.influx.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.albatross.testing.Samples;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Beside an InfluxDB 1.x, which the test starts on loopback. */
@Timeout(120)
class RealInfluxTest {
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    Path folder;

    @SuppressWarnings("NullAway.Init") // set before each test
    private InfluxServer server;

    @BeforeEach
    void start() throws Exception {
        server = InfluxServer.start(folder);
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
        if (server != null) {
            server.close();
        }
    }

    private String query(String query) throws Exception {
        return server.query(query);
    }

    private LineSender sender() {
        Destination destination = new Target(
                        Target.Kind.INFLUXDB1, "127.0.0.1", server.port(), false, "albatross", "", "", Optional.empty())
                .destination(threads);
        return new LineSender("influxdb1", 1 << 20, destination, Duration.ofMillis(10), Duration.ofMillis(100));
    }

    @Test
    void keepsEveryMeasurementFieldAndCharacter() throws Exception {
        query("CREATE DATABASE albatross");
        String reason = "spaces,  commas, \"quotes\", back\\slash\\ 'single' = \n\tbreaks \u00e9\u20ac";
        LineSender sender = sender();
        sender.start();
        List<String> lines = new Points(true).of(Samples.sample(reason));
        sender.add(lines);
        InfluxServer.await(() -> sender.sent() == lines.size());
        sender.stop();

        assertThat(sender.refused()).isZero();
        assertThat(query("SELECT reason FROM albatross_unikernel WHERE vm = 'web' AND path = 'a:'"))
                .contains("spaces,  commas, \\\"quotes\\\", back\\\\slash\\\\ 'single' = \\n\\tbreaks \u00e9\u20ac\"");
        assertThat(query("SELECT \"vm exits, all=\"\"x\"\"\" FROM vmm"))
                .doesNotContain("[\"2026-11-29T09:00:00.5Z\",0]");
        assertThat(query("SHOW FIELD KEYS FROM vmm")).contains("[\"vm exits, all=\\\"x\\\"\",\"integer\"]");
        assertThat(query(
                        "SELECT \"maximum memory\", \"maximum block\" FROM \"albatross-policies\" WHERE domain = 'a:'"))
                .contains("[\"2026-11-29T09:00:00.5Z\",512,1024]");
        assertThat(query("SELECT rss, uptime FROM kinfo_mem WHERE vm = 'web'"))
                .contains("[\"2026-11-29T09:00:00.5Z\",101,60.5]");
        assertThat(query("SELECT host_to_vm_bytes, vm_to_host_bytes FROM interface WHERE bridge = 'service'"))
                .contains("[\"2026-11-29T09:00:00.5Z\",31,30]");
        assertThat(query("SELECT utime FROM resource_usage WHERE vm = 'albatross'"))
                .contains("[\"2026-11-29T09:00:00.5Z\",1.00002]");
    }

    @Test
    void getsWhatWaitedWhenTheDatabaseAndTheServerComeBack() throws Exception {
        LineSender sender = sender();
        sender.start();
        sender.add(List.of("m f=1i 1\n"));
        query("CREATE DATABASE albatross");
        InfluxServer.await(() -> sender.sent() == 1);
        server.end();
        for (int i = 2; i <= 50; i++) {
            sender.add(List.of("m f=1i " + i + "\n"));
        }
        server.begin();
        InfluxServer.await(() -> sender.sent() == 50);
        sender.add(List.of("m f=\"not a number\" 99\n", "m f=1i 51\n"));
        InfluxServer.await(() -> sender.refused() == 1);
        sender.stop();

        assertThat(query("SELECT COUNT(f) FROM m")).contains(",51]");
        assertThat(sender.dropped()).isZero();
    }
}
