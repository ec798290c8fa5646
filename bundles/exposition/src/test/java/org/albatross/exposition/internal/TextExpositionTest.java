package org.albatross.exposition.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.codahale.metrics.MetricRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.albatross.api.Exposition;
import org.albatross.api.Sample;
import org.albatross.model.Data;
import org.albatross.model.Name;
import org.albatross.model.Named;
import org.albatross.model.Text;
import org.albatross.testing.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TextExpositionTest {
    private static final Path PROMTOOL = Path.of("/usr/bin/promtool");

    private final MetricRegistry registry = new MetricRegistry();
    private final AtomicInteger watches = new AtomicInteger();
    private final AtomicLong now = new AtomicLong();
    private Optional<Sample> latest = Optional.of(Samples.sample("no br0"));
    private final TextExposition exposition = new TextExposition(
            () -> latest,
            () -> {
                watches.incrementAndGet();
                return watches::decrementAndGet;
            },
            registry,
            now::get);

    private String scrape() {
        return exposition.page("").text();
    }

    @Test
    void tellsUnikernelsDomainsAndThePlatformInSecondsAndBytes() throws Exception {
        registry.counter("dispatch.commands{command=hello,outcome=done}").inc(3);
        registry.counter("dispatch.commands{command=hello,outcome=left}");
        registry.timer("dispatch.answer{command=hello}").update(1500, TimeUnit.MILLISECONDS);
        registry.timer("dispatch.answer{command=role}");
        registry.gauge("jvm.uptime.millis", () -> () -> 2500);
        registry.counter("jvm.cpu.nanos").inc(3_500_000_000L);
        registry.gauge("jvm.heap.used.bytes", () -> () -> 4096L);

        assertThat(scrape().lines())
                .contains(
                        "albatross_unikernel_cpu_seconds_total{name=\"web\",path=\"a:\"} 3.50002",
                        "albatross_unikernel_resident_bytes{name=\"web\",path=\"a:\"} 4096.0",
                        "albatross_unikernel_network_receive_bytes_total"
                                + "{bridge=\"\",device=\"service\",name=\"web\",path=\"a:\"} 31.0",
                        "albatross_unikernel_network_transmit_bytes_total"
                                + "{bridge=\"\",device=\"service\",name=\"web\",path=\"a:\"} 30.0",
                        "albatross_unikernel_hypervisor_events_total"
                                + "{event=\"vm exits, all=\\\"x\\\"\",name=\"web\",path=\"a:\"} 40.0",
                        "albatross_unikernel_state{name=\"web\",path=\"a:\",state=\"waiting\"} 1.0",
                        "albatross_unikernel_state{name=\"web\",path=\"a:\",state=\"running\"} 0.0",
                        "albatross_unikernel_restarts_total{name=\"web\",path=\"a:\"} 3.0",
                        "albatross_unikernel_waiting_seconds{name=\"web\",path=\"a:\"} 30.0",
                        "albatross_unikernel_last_exit_code{name=\"web\",path=\"a:\"} 2.0",
                        "albatross_domain_memory_limit_bytes{path=\"a:\"} 5.36870912E8",
                        "process_cpu_seconds_total 3.50002",
                        "albatross_platform_dispatch_commands_total{command=\"hello\",outcome=\"done\"} 3.0",
                        "albatross_platform_dispatch_commands_total{command=\"hello\",outcome=\"left\"} 0.0",
                        "albatross_platform_dispatch_answer_seconds{command=\"hello\",quantile=\"0.99\"} 1.5",
                        "albatross_platform_dispatch_answer_seconds_count{command=\"hello\"} 1",
                        "albatross_platform_dispatch_answer_seconds_count{command=\"role\"} 0",
                        "albatross_platform_jvm_uptime_seconds 2.5",
                        "albatross_platform_jvm_cpu_seconds_total 3.5",
                        "albatross_platform_jvm_heap_used_bytes 4096.0")
                .noneMatch(line -> line.contains("command=\"role\",quantile"));
    }

    @Test
    void followsTheConventionsOfPrometheus() throws Exception {
        assumeTrue(Files.isExecutable(PROMTOOL), "needs promtool (Debian: prometheus)");
        registry.counter("dispatch.commands{command=hello,outcome=done}").inc(3);
        registry.counter("jvm.cpu.nanos").inc(3_500_000_000L);
        registry.gauge("jvm.uptime.millis", () -> () -> 2500);
        registry.timer("dispatch.answer{command=hello}").update(1500, TimeUnit.MILLISECONDS);
        Process promtool = new ProcessBuilder(PROMTOOL.toString(), "check", "metrics")
                .redirectErrorStream(true)
                .start();
        promtool.getOutputStream().write(scrape().getBytes(StandardCharsets.UTF_8));
        promtool.getOutputStream().close();

        String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(said).isEmpty();
        assertThat(promtool.waitFor()).isZero();
    }

    @Test
    void tellsTheFirstOfTwoThatHaveTheSameLabels() throws Exception {
        Sample one = Samples.sample("none");
        Data.Counter counter = new Data.Counter(Text.of("vm exits"), 40);
        Data.Counter same = new Data.Counter(Text.of("vm exits"), 41);
        Data.Stats twice = new Data.Stats(
                Samples.USAGE,
                List.of(Samples.DEVICE, Samples.DEVICE),
                Optional.of(List.of(counter, same)),
                Optional.of(Samples.MEMORY));
        Sample.Unikernel web = new Sample.Unikernel(Samples.WEB, 4711, Optional.empty(), twice, 4096, Optional.empty());
        latest = Optional.of(new Sample(one.time(), 1, List.of(web), one.statuses(), one.domains(), one.platform()));

        assertThat(scrape().lines())
                .filteredOn(line -> line.startsWith("albatross_unikernel_network_receive_bytes_total")
                        || line.startsWith("albatross_unikernel_hypervisor_events_total"))
                .containsExactly(
                        "albatross_unikernel_hypervisor_events_total{event=\"vm exits\",name=\"web\",path=\"a:\"} 40.0",
                        "albatross_unikernel_network_receive_bytes_total"
                                + "{bridge=\"\",device=\"service\",name=\"web\",path=\"a:\"} 31.0");
    }

    @Test
    void forgetsWhatIsNoLongerInTheSample() throws Exception {
        assertThat(scrape()).contains("name=\"web\"");

        latest = Optional.empty();

        assertThat(scrape()).doesNotContain("albatross_unikernel");
    }

    @Test
    void isInTheFormatThatIsAskedFor() {
        Exposition.Page text = exposition.page("");
        Exposition.Page open = exposition.page("application/openmetrics-text;version=1.0.0;q=0.9,text/plain;q=0.5");

        assertThat(text.contentType()).startsWith("text/plain; version=0.0.4");
        assertThat(text.text()).doesNotContain("# EOF");
        assertThat(open.contentType()).startsWith("application/openmetrics-text; version=1.0.0");
        assertThat(open.text()).endsWith("# EOF\n");
    }

    @Test
    void hasUnikernelsMeasuredWhileItIsAskedFor() {
        assertThat(watches).hasValue(0);
        scrape();
        scrape();
        assertThat(watches).hasValue(1);

        now.addAndGet(TextExposition.IDLE.toNanos());
        exposition.look();
        assertThat(watches).hasValue(1);
        now.incrementAndGet();
        exposition.look();
        assertThat(watches).hasValue(0);

        scrape();
        assertThat(watches).hasValue(1);
        exposition.stop();
        assertThat(watches).hasValue(0);
    }

    @Test
    void tellsAThousandUnikernels() throws Exception {
        Sample one = Samples.sample("none");
        List<Sample.Unikernel> unikernels = new ArrayList<>();
        List<Named<org.albatross.model.UnikernelStatus>> statuses = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            Name name = Name.parse("a:web" + i);
            unikernels.add(new Sample.Unikernel(name, i, Optional.empty(), Samples.STATS, 4096, Optional.empty()));
            statuses.add(new Named<>(name, one.statuses().get(0).value()));
        }
        latest = Optional.of(new Sample(one.time(), 1, unikernels, statuses, one.domains(), one.platform()));

        assertThat(scrape().lines().filter(line -> line.startsWith("albatross_unikernel_cpu_seconds_total")))
                .hasSize(1000);
    }
}
