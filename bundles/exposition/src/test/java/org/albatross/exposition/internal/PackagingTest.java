package org.albatross.exposition.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.albatross.testing.DocumentedMetrics;
import org.albatross.testing.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rules and dashboards in {@code packaging} ask for what is told. */
class PackagingTest {
    private static final Path PACKAGING =
            Path.of("../../packaging").toAbsolutePath().normalize();
    private static final Path PROMTOOL = Path.of("/usr/bin/promtool");
    private static final Pattern METRIC = Pattern.compile("\\b(albatross_[a-z_]+|process_[a-z_]+)");

    /** Every expression of every dashboard, and what fills its variables. */
    static List<String> expressions() throws IOException {
        List<String> expressions = new ArrayList<>();
        try (Stream<Path> files = Files.list(PACKAGING.resolve("grafana"))) {
            for (Path file : files.filter(one -> one.getFileName().toString().startsWith("prometheus-"))
                    .sorted()
                    .toList()) {
                try (JsonParser in = new JsonFactory().createParser(file.toFile())) {
                    for (JsonToken token = in.nextToken(); token != null; token = in.nextToken()) {
                        if (token == JsonToken.FIELD_NAME
                                && Set.of("expr", "definition").contains(in.currentName())) {
                            in.nextToken();
                            expressions.add(in.getText());
                        }
                    }
                }
            }
        }
        return expressions;
    }

    private static Set<String> told() throws IOException {
        return Stream.concat(
                        SampleMetrics.of(Samples.sample("none")).stream(),
                        RegistryMetrics.of(DocumentedMetrics.registry()).stream())
                .map(snapshot ->
                        snapshot.getMetadata().getName() + (snapshot instanceof CounterSnapshot ? "_total" : ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static void assertAsksForWhatIsTold(String expression, Set<String> told) {
        List<String> names =
                METRIC.matcher(expression).results().map(MatchResult::group).toList();
        assertThat(names).as(expression).isNotEmpty();
        assertThat(told).as(expression).containsAll(names);
    }

    @Test
    void dashboardsAskForMetricsThatAreTold() throws IOException {
        List<String> expressions = expressions();

        assertThat(expressions).hasSizeGreaterThan(40);
        Set<String> told = told();
        expressions.forEach(expression -> assertAsksForWhatIsTold(expression, told));
    }

    @Test
    void rulesAskForMetricsThatAreTold() throws IOException {
        List<String> rules = Files.readAllLines(PACKAGING.resolve("prometheus/alerts.yml")).stream()
                .filter(line -> line.strip().startsWith("expr:") && !line.contains("up{"))
                // The one metric that a sample of something that waits does not have.
                .map(line -> line.replace("albatross_unikernel_last_exit_signal", "albatross_unikernel_last_exit_code"))
                .toList();

        assertThat(rules).hasSizeGreaterThan(5);
        Set<String> told = told();
        rules.forEach(rule -> assertAsksForWhatIsTold(rule, told));
    }

    private static String promtool(Path directory, String... words) throws Exception {
        assumeTrue(Files.isExecutable(PROMTOOL), "needs promtool (Debian: prometheus)");
        List<String> line = new ArrayList<>(List.of(PROMTOOL.toString()));
        line.addAll(List.of(words));
        Process process = new ProcessBuilder(line)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() + " " + said;
    }

    @Test
    void rulesAlarmWhenTheyShouldAndOnlyThen() throws Exception {
        Path rules = PACKAGING.resolve("prometheus");

        assertThat(promtool(rules, "check", "rules", "alerts.yml")).startsWith("0 ");
        assertThat(promtool(rules, "test", "rules", "alerts_test.yml")).startsWith("0 ");
        String tests = Files.readString(rules.resolve("alerts_test.yml"));
        assertThat(Files.readAllLines(rules.resolve("alerts.yml")).stream()
                        .filter(line -> line.strip().startsWith("- alert:"))
                        .map(line -> line.replace("- alert:", "").strip()))
                .allSatisfy(alert -> assertThat(tests).contains("alertname: " + alert));
    }

    @Test
    void documentedConfigurationIsOneOfPrometheus(@TempDir Path folder) throws Exception {
        List<String> page = Files.readAllLines(PACKAGING.resolve("../docs/observing.md"));
        int begin = page.indexOf(page.stream()
                .filter(line -> line.startsWith("    # prometheus.yml"))
                .findFirst()
                .orElseThrow());
        List<String> lines = page.subList(begin, page.size()).stream()
                .takeWhile(line -> line.startsWith("    "))
                .toList();
        Files.write(folder.resolve("prometheus.yml"), lines);
        Files.copy(PACKAGING.resolve("prometheus/alerts.yml"), folder.resolve("alerts.yml"));

        assertThat(lines).hasSizeGreaterThan(4);
        assertThat(promtool(folder, "check", "config", "prometheus.yml"))
                .startsWith("0 ")
                .contains("1 rule files found");
    }

    @Test
    void expressionsOfDashboardsAreWellFormed(@TempDir Path folder) throws Exception {
        StringBuilder rules = new StringBuilder("groups:\n- name: dashboards\n  rules:\n");
        int number = 0;
        for (String expression : expressions()) {
            if (!expression.startsWith("label_values(")) {
                String filled =
                        expression.replaceAll("\\$__rate_interval", "1m").replaceAll("\\$(domain|path|name)", "a");
                rules.append("  - {record: 'r")
                        .append(number++)
                        .append("', expr: '")
                        .append(filled)
                        .append("'}\n");
            }
        }
        Files.writeString(folder.resolve("rules.yml"), rules);

        assertThat(promtool(folder, "check", "rules", "rules.yml")).startsWith("0 ");
    }
}
