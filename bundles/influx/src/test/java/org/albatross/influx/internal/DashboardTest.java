package org.albatross.influx.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.albatross.api.MetricName;
import org.albatross.api.Sample;
import org.albatross.testing.DocumentedMetrics;
import org.albatross.testing.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The dashboards in {@code packaging/grafana} ask for what is sent. */
@Timeout(120)
class DashboardTest {
    private static final Path DASHBOARDS = Path.of("../../packaging/grafana");
    private static final Pattern FROM = Pattern.compile("FROM \"([^\"]+)\"");
    private static final Pattern METRIC = Pattern.compile("\"metric\" = '([^']+)'");
    private static final Pattern ALIAS = Pattern.compile(" AS \"([^\"]+)\"");
    private static final Pattern QUOTED = Pattern.compile("\"([^\"]+)\"");

    /** Every query of every dashboard. */
    private static List<String> queries() throws IOException {
        List<String> queries = new ArrayList<>();
        try (Stream<Path> files = Files.list(DASHBOARDS)) {
            for (Path file : files.filter(one -> one.getFileName().toString().startsWith("influx-"))
                    .sorted()
                    .toList()) {
                try (JsonParser in = new JsonFactory().createParser(file.toFile())) {
                    for (JsonToken token = in.nextToken(); token != null; token = in.nextToken()) {
                        if (token == JsonToken.FIELD_NAME
                                && in.currentName().equals("query")
                                && in.nextToken() == JsonToken.VALUE_STRING
                                && !in.getText().equals("influxdb")) {
                            queries.add(in.getText());
                        }
                    }
                }
            }
        }
        return queries;
    }

    /** Measurements with the names of their tags and fields, as lines have them. */
    private static Map<String, Set<String>> sent() throws IOException {
        Map<String, Set<String>> sent = new TreeMap<>();
        List<String> lines = new ArrayList<>(new Points(true).of(Samples.sample("none")));
        lines.addAll(ofPlatform(Samples.TIME));
        for (String line : lines) {
            String[] parts = line.substring(0, line.lastIndexOf(' ')).split("(?<!\\\\) ", 2);
            String[] tags = parts[0].split("(?<!\\\\),", -1);
            Set<String> names = sent.computeIfAbsent(tags[0], unknown -> new TreeSet<>());
            Stream.concat(Arrays.stream(tags).skip(1), Arrays.stream(parts[1].split("(?<!\\\\),", -1)))
                    .map(pair -> pair.split("(?<!\\\\)=", 2)[0].replace("\\", ""))
                    .forEach(names::add);
        }
        return sent;
    }

    private static List<String> ofPlatform(Instant time) throws IOException {
        List<String> lines = new ArrayList<>();
        try (RegistryReporter reporter =
                new RegistryReporter(DocumentedMetrics.registry(), Clock.fixed(time, ZoneOffset.UTC), lines::addAll)) {
            reporter.report();
        }
        return lines;
    }

    @Test
    void askForMetricsOfThePlatformThatThereAre() throws IOException {
        Set<String> metrics = DocumentedMetrics.registry().getNames().stream()
                .map(name -> MetricName.parse(name).name())
                .collect(Collectors.toSet());
        List<String> asked = queries().stream()
                .flatMap(query -> METRIC.matcher(query).results())
                .map(match -> match.group(1))
                .toList();

        assertThat(asked).hasSizeGreaterThan(10);
        assertThat(metrics).containsAll(asked);
    }

    @Test
    void askForFieldsAndTagsThatAreSent() throws IOException {
        Map<String, Set<String>> sent = sent();
        List<String> queries = queries();

        assertThat(queries).hasSizeGreaterThan(40);
        for (String query : queries) {
            Matcher from = FROM.matcher(query);
            assertThat(from.find()).as(query).isTrue();
            Set<String> names =
                    QUOTED.matcher(query).results().map(match -> match.group(1)).collect(Collectors.toSet());
            names.remove(from.group(1));
            ALIAS.matcher(query).results().forEach(alias -> names.remove(alias.group(1)));
            assertThat(sent).as(query).containsKey(from.group(1));
            assertThat(sent.get(from.group(1))).as(query).containsAll(names);
        }
    }

    /** What mollymawk's dashboard asks of a host; the rest of it is told by unikernels themselves. */
    @Test
    void findWhatMollymawksDashboardAsksOfAHost() throws IOException {
        assertThat(sent().get("kinfo_mem")).contains("vm", "rss");
        assertThat(sent().get("interface")).contains("vm", "bridge", "host_to_vm_bytes", "vm_to_host_bytes");
    }

    @Test
    void getAnAnswerToEveryQueryFromARealInfluxDb(@TempDir Path folder) throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        try (InfluxServer server = InfluxServer.start(folder)) {
            server.query("CREATE DATABASE albatross");
            Sample first = Samples.sample("none");
            Instant later = first.time().plusSeconds(60);
            Sample second =
                    new Sample(later, 2, first.unikernels(), first.statuses(), first.domains(), first.platform());
            Sample root = new Sample(
                    later,
                    2,
                    List.of(),
                    List.of(),
                    List.of(new Sample.Domain(
                            org.albatross.model.Path.ROOT,
                            first.domains().get(0).policy(),
                            1,
                            2,
                            3,
                            4)),
                    Optional.empty());
            Destination destination = new Target(
                            Target.Kind.INFLUXDB1,
                            "127.0.0.1",
                            server.port(),
                            false,
                            "albatross",
                            "",
                            "",
                            Optional.empty())
                    .destination(threads);
            LineSender sender =
                    new LineSender("influxdb1", 1 << 20, destination, Duration.ofMillis(10), Duration.ofMillis(100));
            sender.start();
            Points points = new Points(true);
            List<String> lines = new ArrayList<>(Stream.of(first, second, root)
                    .flatMap(sample -> points.of(sample).stream())
                    .toList());
            lines.addAll(ofPlatform(first.time()));
            lines.addAll(ofPlatform(later));
            sender.add(lines);
            InfluxServer.await(() -> sender.sent() == lines.size());
            sender.stop();

            for (String query : queries()) {
                String asked = query.replace("$timeFilter", "time > 0 AND time < '2027-01-01'")
                        .replace("$__interval", "10s")
                        .replace("$domain", "a:")
                        .replace("$vm", "web");

                assertThat(server.query(asked)).as(asked).contains("\"values\"").doesNotContain("error");
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
