package org.albatross.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.albatross.model.Exit;
import org.albatross.model.FailBehaviour;
import org.albatross.model.Text;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class RestartRuleTest {
    /** A signal that we did not send is restarted where no codes are given: docs/operations.md. */
    private static final Set<String> OURS_RESTARTS = Set.of("Restart None signal 9");

    private static final Pattern ROW = Pattern.compile(
            "(Restart (?:None|\\{([0-9,]*)}) (exit|signal) (\\d+)) =>(?: restart_handler true)? should_restart (\\w+)");

    private static FailBehaviour restart(Long... codes) {
        return new FailBehaviour.Restart(new TreeSet<>(List.of(codes)));
    }

    private static Exit interpret(int code, FailBehaviour behaviour, String lastLine) {
        return RestartRule.interpret(new Exit.Code(code), behaviour, Optional.of(Text.of(lastLine)));
    }

    @TestFactory
    Stream<DynamicTest> restartsAsTheOriginal() throws IOException {
        return PolicyTableTest.table("table-should-restart.txt").stream()
                .filter(line -> !line.startsWith("Quit: restart_handler false"))
                .map(line -> {
                    Matcher row = ROW.matcher(line);
                    assertThat(row.matches()).as(line).isTrue();
                    Long[] codes = Stream.of(
                                    Optional.ofNullable(row.group(2)).orElse("").split(","))
                            .filter(code -> !code.isEmpty())
                            .map(Long::valueOf)
                            .toArray(Long[]::new);
                    int number = Integer.parseInt(row.group(4));
                    Exit exit = row.group(3).equals("exit") ? new Exit.Code(number) : new Exit.Signal(number);
                    boolean expected = Boolean.parseBoolean(row.group(5)) || OURS_RESTARTS.contains(row.group(1));
                    return DynamicTest.dynamicTest(
                            row.group(1), () -> assertThat(RestartRule.restarts(restart(codes), exit))
                                    .isEqualTo(expected));
                });
    }

    @Test
    void restartsNoExitAboutACommandLineEvenWhenItIsNamed() {
        Set<Integer> never = Set.of(1, 60, 61, 62, 63, 64, 123, 124, 125);

        for (int code = 0; code < 256; code++) {
            boolean expected = !never.contains(code);
            assertThat(RestartRule.restarts(restart(), new Exit.Code(code)))
                    .as("exit %d without codes", code)
                    .isEqualTo(expected);
            assertThat(RestartRule.restarts(restart((long) code), new Exit.Code(code)))
                    .as("exit %d, named", code)
                    .isEqualTo(expected);
        }
    }

    @Test
    void neverRestartsWhatQuits() {
        FailBehaviour quit = new FailBehaviour.Quit();

        LongStream.range(0, 256).forEach(code -> assertThat(RestartRule.restarts(quit, new Exit.Code((int) code)))
                .as("exit %d", code)
                .isFalse());
        assertThat(RestartRule.restarts(quit, new Exit.Signal(9))).isFalse();
        assertThat(RestartRule.restarts(quit, new Exit.Unknown())).isFalse();
    }

    @Test
    void restartsAnUnknownEndOnlyWithoutCodes() {
        assertThat(RestartRule.restarts(restart(), new Exit.Unknown())).isTrue();
        assertThat(RestartRule.restarts(restart(42L), new Exit.Unknown())).isFalse();
    }

    @Test
    void readsCodes129To159AsSignals() {
        for (int code = 129; code <= 159; code++) {
            assertThat(interpret(code, restart(), "")).isEqualTo(new Exit.Signal(code - 128));
        }
        assertThat(interpret(128, restart(), "")).isEqualTo(new Exit.Code(128));
        assertThat(interpret(160, restart(), "")).isEqualTo(new Exit.Code(160));
        assertThat(interpret(255, restart(), "")).isEqualTo(new Exit.Code(255));
    }

    @Test
    void readsACodeThatTheConfigurationNamesAsACode() {
        assertThat(interpret(137, restart(137L), "")).isEqualTo(new Exit.Code(137));
        assertThat(interpret(138, restart(137L), "")).isEqualTo(new Exit.Signal(10));
    }

    @Test
    void readsExit1AsASignalWhenTheTenderSaysSo() {
        FailBehaviour behaviour = restart();

        assertThat(interpret(1, behaviour, "Exiting on signal 15")).isEqualTo(new Exit.Signal(15));
        assertThat(interpret(1, behaviour, "solo5-hvt: Exiting on signal 2")).isEqualTo(new Exit.Signal(2));
        assertThat(interpret(1, behaviour, "solo5-hvt.2: Exiting on signal 15\n"))
                .isEqualTo(new Exit.Signal(15));
        assertThat(interpret(2, behaviour, "Exiting on signal 15")).isEqualTo(new Exit.Code(2));
    }

    @Test
    void readsExit1AsACodeWhenTheLastLineSaysAnythingElse() {
        for (String line : List.of(
                "", "Exiting on signal ", "Exiting on signal 0", "Exiting on signal 15 maybe", "I: Exiting on", "15")) {
            assertThat(interpret(1, restart(), line)).as(line).isEqualTo(new Exit.Code(1));
        }
        assertThat(RestartRule.interpret(new Exit.Code(1), restart(), Optional.empty()))
                .isEqualTo(new Exit.Code(1));
    }

    @Test
    void doublesTheWaitUpToTheLongest() {
        List<Long> waits = Stream.iterate(0, attempt -> attempt + 1)
                .limit(9)
                .map(attempt -> RestartRule.delay(Limits.DEFAULT, attempt, 1.0).toMillis())
                .toList();

        assertThat(waits).containsExactly(500L, 1000L, 2000L, 4000L, 8000L, 16000L, 32000L, 60000L, 60000L);
        assertThat(RestartRule.delay(Limits.DEFAULT, Integer.MAX_VALUE, 1.0)).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void shortensTheWaitByAFifthAtMost() {
        assertThat(RestartRule.delay(Limits.DEFAULT, 0, 0.0)).isEqualTo(Duration.ofMillis(400));
        assertThat(RestartRule.delay(Limits.DEFAULT, 0, 0.5)).isEqualTo(Duration.ofMillis(450));
        assertThat(RestartRule.delay(Limits.DEFAULT, 20, 0.0)).isEqualTo(Duration.ofSeconds(48));
    }
}
