package org.albatross.core;

import static org.albatross.core.Samples.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.albatross.core.Samples.Given;
import org.albatross.model.CpuId;
import org.albatross.model.Megabytes;
import org.albatross.model.Policy;
import org.albatross.model.Refusal;
import org.albatross.model.Text;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What the original says about policies, row by row. Its way to print one is the client's business. */
class PolicyTableTest {
    private static final Pattern POLICY =
            Pattern.compile("policy (\\S+) = \\{\"cpuids\": \\[(.*)], \"unikernels\": (\\d+),"
                    + " \"memory\": (\\d+), \"block\": (\\w+), \"bridges\": \\[(.*)]}");
    private static final Pattern USABLE = Pattern.compile("  usable: (.*)");
    private static final Pattern SMALLER = Pattern.compile("is_smaller ~super:(\\S+) ~sub:(\\S+) => (.*)");
    private static final Pattern FINE = Pattern.compile("fine_with_policy (\\S+) (\\S+) => (.*)");
    private static final Pattern PRINTED = Pattern.compile("  pp: .*");

    private static final Map<String, Given> CONFIGURATIONS = Map.of(
            "cfg0", given(),
            "cfg_full",
                    given().cpus(0L, 1L, 3L)
                            .memory(1024)
                            .net("service", "service")
                            .net("management", "br1"),
            "mem17", given().memory(17),
            "cpu9", given().cpus(9L),
            "net-nope", given().net("nope", "nope"),
            "net-default-name", given().net("service", "service"));

    static List<String> table(String name) throws IOException {
        try (InputStream in = PolicyTableTest.class.getResourceAsStream("/vectors/" + name)) {
            assertThat(in).as("vector table %s", name).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    private static Map<String, Policy> policies(Collection<String> lines) {
        Map<String, Policy> policies = new TreeMap<>();
        for (String line : lines) {
            Matcher row = POLICY.matcher(line);
            if (row.matches()) {
                policies.put(
                        row.group(1),
                        new Policy(
                                CpuId.setOf(items(row.group(2))
                                        .mapToLong(Long::parseLong)
                                        .toArray()),
                                Long.parseLong(row.group(3)),
                                new Megabytes(Long.parseLong(row.group(4))),
                                Optional.of(row.group(5))
                                        .filter(text -> !text.equals("null"))
                                        .map(block -> new Megabytes(Long.parseLong(block))),
                                items(row.group(6))
                                        .map(text -> Text.of(text.replace("\"", "")))
                                        .collect(Collectors.toCollection(TreeSet::new))));
            }
        }
        return policies;
    }

    private static Stream<String> items(String list) {
        return Stream.of(list.split(", ")).filter(item -> !item.isEmpty());
    }

    private static DynamicTest row(String line, Optional<? extends Refusal> refusal, String expected) {
        return DynamicTest.dynamicTest(line, () -> assertThat(
                        refusal.map(given -> "ERROR " + given.message()).orElse("OK"))
                .isEqualTo(expected));
    }

    private static <T> T known(Map<String, T> values, String name) {
        return Objects.requireNonNull(values.get(name), name);
    }

    @TestFactory
    Stream<DynamicTest> judgesPoliciesAsTheOriginal() throws IOException {
        List<String> lines = table("table-policies.txt");
        Map<String, Policy> policies = policies(lines);
        String[] about = {""};
        return lines.stream().flatMap(line -> {
            Matcher policy = POLICY.matcher(line);
            Matcher usable = USABLE.matcher(line);
            Matcher smaller = SMALLER.matcher(line);
            Matcher fine = FINE.matcher(line);
            if (policy.matches()) {
                about[0] = policy.group(1);
                return Stream.of();
            } else if (usable.matches()) {
                String title = about[0] + line;
                return Stream.of(row(title, PolicyRules.unusable(known(policies, about[0])), usable.group(1)));
            } else if (smaller.matches()) {
                Policy above = known(policies, smaller.group(1));
                Policy sub = known(policies, smaller.group(2));
                return Stream.of(row(line, PolicyRules.exceeds(above, sub), smaller.group(3)));
            } else if (fine.matches()) {
                Policy above = known(policies, fine.group(1));
                Given unikernel = known(CONFIGURATIONS, fine.group(2));
                return Stream.of(row(line, PolicyRules.forbids(above, unikernel.arguments()), fine.group(3)));
            }
            assertThat(line).matches(PRINTED);
            return Stream.of();
        });
    }

    @Test
    void refusesNegativeBlockSpace() {
        Policy policy =
                new Policy(CpuId.setOf(0), 1, new Megabytes(17), Optional.of(new Megabytes(-1)), new TreeSet<>());

        assertThat(PolicyRules.unusable(policy).map(Refusal::message))
                .contains("Unusable policy with block storage -1 MB < 0 MB");
    }
}
