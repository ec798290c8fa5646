package org.albatross.influx.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.albatross.testing.Samples;
import org.junit.jupiter.api.Test;

class RegistryReporterTest {
    private static List<String> lines(MetricRegistry registry) {
        List<String> lines = new ArrayList<>();
        try (RegistryReporter reporter =
                new RegistryReporter(registry, Clock.fixed(Samples.TIME, ZoneOffset.UTC), lines::addAll)) {
            reporter.report();
        }
        return lines;
    }

    @Test
    void tellsConnectionsAsTheOriginalDoesToo() {
        MetricRegistry registry = new MetricRegistry();
        registry.gauge("local.connections", () -> () -> 2);
        registry.counter("local.accepted").inc(9);
        registry.gauge("console.printing", () -> () -> 3);
        registry.counter("console.opened").inc(4);
        registry.gauge("tls.connections", () -> () -> 1);

        assertThat(lines(registry).stream().filter(line -> line.startsWith("connections")))
                .containsExactly(
                        "connections,vm=albatross,kind=unix active=2i,total=9i 1795942800500000000\n",
                        "connections,vm=albatross,kind=fifo active=3i,total=4i 1795942800500000000\n");
    }

    @Test
    void tellsEveryKindOfMetric() {
        MetricRegistry registry = new MetricRegistry();
        registry.gauge("jvm.heap", () -> () -> 5);
        registry.gauge("jvm.name", () -> (Gauge<String>) () -> "a \"b\"");
        registry.gauge("none", () -> (Gauge<Object>) List::of);
        registry.counter("commands").inc(7);
        registry.counter("commands{command=get,outcome=not done}").inc(6);
        registry.counter("commands{command=hello,outcome=done}");
        registry.counter("none.yet");
        registry.timer("answer{command=hello}");
        registry.meter("rate").mark(8);
        registry.histogram("sizes").update(9);
        registry.timer("times").update(2, TimeUnit.SECONDS);
        List<String> lines = lines(registry);

        String time = " 1795942800500000000\n";
        assertThat(lines)
                .containsExactly(
                        "platform,vm=albatross,metric=jvm.heap value=5.0" + time,
                        "platform,vm=albatross,metric=jvm.name text=\"a \\\"b\\\"\"" + time,
                        "platform,vm=albatross,metric=commands count=7i" + time,
                        "platform,vm=albatross,metric=commands,command=get,outcome=not\\ done count=6i" + time,
                        "platform,vm=albatross,metric=none.yet count=0i" + time,
                        "platform,vm=albatross,metric=rate count=8i" + time,
                        "platform,vm=albatross,metric=sizes count=1i,mean=9.0,median=9.0,p95=9.0,p99=9.0,max=9.0"
                                + time,
                        "platform,vm=albatross,metric=times count=1i,mean=2.0,median=2.0,p95=2.0,p99=2.0,max=2.0"
                                + time);
    }
}
