package org.albatross.jmx.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table in docs/manage.md says which MBeans there are, and what is told and done by each. */
class DocumentedMBeansTest {
    private static final Path DOCUMENT = Path.of("../../docs/manage.md");
    private static final Pattern CODE = Pattern.compile("`([A-Za-z]+)(\\([^`]*\\))?`");
    private static final Pattern ACCESSOR = Pattern.compile("(get|is)([A-Z].*)");

    private static final Map<String, Class<?>> TYPES = Map.of(
            "Supervisor", SupervisorMXBean.class,
            "Unikernel", UnikernelMXBean.class,
            "Console", ConsoleMXBean.class,
            "Policy", PolicyMXBean.class,
            "BlockDevice", BlockDeviceMXBean.class,
            "EventLog", EventLogMXBean.class);

    private static Map<String, String[]> rows() throws IOException {
        return Files.readAllLines(DOCUMENT).stream()
                .filter(line -> line.startsWith("| `type="))
                .map(line -> line.split("\\|"))
                .collect(
                        Collectors.toMap(cells -> cells[1].replaceFirst(".*type=([A-Za-z]+).*", "$1"), cells -> cells));
    }

    private static Set<String> names(String cell, Predicate<MatchResult> wanted) {
        return CODE.matcher(cell)
                .results()
                .filter(wanted)
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> methods(Class<?> type, boolean attributes) {
        return Arrays.stream(type.getMethods())
                .map(Method::getName)
                .filter(name -> ACCESSOR.matcher(name).matches() == attributes)
                .map(name -> attributes ? ACCESSOR.matcher(name).replaceFirst("$2") : name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void namesEachAttributeAndOperation() throws IOException {
        Map<String, String[]> rows = rows();
        assertThat(rows.keySet()).isEqualTo(TYPES.keySet());
        TYPES.forEach((name, type) -> {
            String[] cells = rows.getOrDefault(name, new String[0]);
            assertThat(names(
                            cells[2],
                            found -> Character.isUpperCase(found.group(1).charAt(0))))
                    .as("attributes of " + name)
                    .isEqualTo(methods(type, true));
            assertThat(names(cells[3], found -> found.group(2) != null))
                    .as("operations of " + name)
                    .isEqualTo(methods(type, false));
        });
    }
}
