package org.albatross.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CheckerTest {
    private static final Key WORKERS = new Key("workers", "32", new Key.Numbers(1, 1024), "How many.");
    private static final Key PER_USER = new Key("workers.per.user", "8", new Key.Numbers(-5, 1024), "Of one user.");
    private static final Key FULL = new Key("name.full", "false", new Key.Words(List.of("true", "false")), "Whether.");
    private static final Key MODE = new Key("mode", "a", new Key.Words(List.of("a", "b", "c")), "Which.");
    private static final Schema SCHEMA = new Schema(Map.of(
            "org.albatross.local", List.of(WORKERS, PER_USER, FULL, MODE), "org.albatross.console", List.of(WORKERS)));

    private static ConfigurationFile check(String text) {
        return new Checker(SCHEMA, "etc/org.albatross.local.cfg", "org.albatross.local").check(text);
    }

    private static void assertRefused(String text, String mistake) {
        ConfigurationFile file = check(text);
        assertThat(file.mistakes()).containsExactly("etc/org.albatross.local.cfg: " + mistake);
        assertThat(file.values()).isEmpty();
    }

    @Test
    void readsKeysAndValuesBetweenCommentsAndEmptyLines() {
        ConfigurationFile file =
                check("# how many\n\n  workers=7  \r\nworkers.per.user = -5\nname.full = true\nmode = c");

        assertThat(file.mistakes()).isEmpty();
        assertThat(file.pid()).isEqualTo("org.albatross.local");
        assertThat(file.values())
                .isEqualTo(Map.of("workers", "7", "workers.per.user", "-5", "name.full", "true", "mode", "c"));
    }

    @Test
    void findsNothingInAnEmptyFile() {
        assertThat(check("")).isEqualTo(new ConfigurationFile("org.albatross.local", Map.of(), List.of()));
    }

    @Test
    void saysWhichNumbersAreAllowed() {
        for (String value : List.of("many", "", "0", "1025", "+7", "7.0", "0x7", "99999999999999999999", "\u0667")) {
            assertRefused("workers = " + value, "workers = " + value + ": a whole number from 1 to 1024 is needed");
        }
    }

    @Test
    void saysWhichWordsAreAllowed() {
        assertRefused("name.full = yes", "name.full = yes: true or false is needed");
        assertRefused("mode = A", "mode = A: a, b or c is needed");
    }

    @Test
    void hintsAtTheKeyThatMayBeMeant() {
        assertRefused("worker = 7", "worker = 7: there is no such key, is workers meant?");
        assertRefused("workers.pre.user = 7", "workers.pre.user = 7: there is no such key, is workers.per.user meant?");
        assertRefused(
                "colour = red",
                "colour = red: there is no such key; there are workers, workers.per.user, name.full, mode");
    }

    @Test
    void refusesAKeyThatStandsTwice() {
        assertRefused("workers = 7\nworkers = 8", "workers = 8: the key stands twice");
    }

    @Test
    void refusesALineThatSetsNothing() {
        assertRefused("workers = 7\nfast", "line 2, fast: key = value is needed");
    }

    @Test
    void reportsEveryMistakeOfAFile() {
        assertThat(check("workers = 0\nfast\nmode = d").mistakes()).hasSize(3);
    }

    @Test
    void hintsAtTheFileThatMayBeMeant() {
        assertThat(new Checker(SCHEMA, "etc/org.albatros.local.cfg", "org.albatros.local")
                        .check("")
                        .mistakes())
                .containsExactly("etc/org.albatros.local.cfg: there is no component of this name,"
                        + " is org.albatross.local.cfg meant?");
        assertThat(new Checker(SCHEMA, "etc/a.cfg", "a").check("").mistakes())
                .containsExactly("etc/a.cfg: there is no component of this name;"
                        + " there are org.albatross.console, org.albatross.local");
    }

    @Test
    void printsNoControlCharacterAndNothingLong() {
        assertRefused("workers = \u001b[2J7", "workers = ?[2J7: a whole number from 1 to 1024 is needed");
        assertRefused("mode = " + "x".repeat(5000), "mode = " + "x".repeat(80) + "..: a, b or c is needed");
    }
}
