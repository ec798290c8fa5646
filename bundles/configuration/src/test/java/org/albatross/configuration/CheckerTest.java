package org.albatross.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckerTest {
    private static final Key WORKERS = new Key("workers", "32", new Key.Numbers(1, 1024), "How many.");
    private static final Key PER_USER = new Key("workers.per.user", "8", new Key.Numbers(-5, 1024), "Of one user.");
    private static final Key FULL = new Key("name.full", "false", new Key.Words(List.of("true", "false")), "Whether.");
    private static final Key MODE = new Key("mode", "a", new Key.Words(List.of("a", "b", "c")), "Which.");
    private static final Key.Allowed OFF = new Key.Words(List.of("off"));
    private static final Schema SCHEMA = new Schema(Map.of(
            "org.albatross.local",
            List.of(WORKERS, PER_USER, FULL, MODE),
            "org.albatross.console",
            List.of(WORKERS),
            "org.albatross.influx~",
            List.of(
                    new Key("name", "a", new Key.Text("a word of 1 to 9 lower-case letters", "[a-z]{1,9}"), ""),
                    new Key("to", "off", new Key.Either(List.of(OFF, new Key.Address())), ""),
                    new Key("rules", "off", new Key.Either(List.of(OFF, new Key.ReadableFile())), ""),
                    new Key("lists", "", new Key.Several(new Key.ReadableDirectory(), 2), ""),
                    new Key("token", "off", new Key.Either(List.of(OFF, new Key.SecretFile())), ""),
                    new Key("tags", "", new Key.Several(new Key.Text("a word", "[a-z]+"), 2), ""))));

    private static ConfigurationFile checkInstance(String text) {
        return new Checker(SCHEMA, "etc/org.albatross.influx~main.cfg", "org.albatross.influx~main").check(text);
    }

    private static void assertInstanceRefused(String text, String mistake) {
        assertThat(checkInstance(text).mistakes()).containsExactly("etc/org.albatross.influx~main.cfg: " + mistake);
    }

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
        assertRefused("workers = 7\nworkers = 8", "workers = 8: the key is there twice");
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
                        + " there are org.albatross.console, org.albatross.influx~, org.albatross.local");
    }

    @Test
    void printsNoControlCharacterAndNothingLong() {
        assertRefused("workers = \u001b[2J7", "workers = ?[2J7: a whole number from 1 to 1024 is needed");
        assertRefused("mode = " + "x".repeat(5000), "mode = " + "x".repeat(80) + "..: a, b or c is needed");
    }

    @Test
    void takesTextOfAForm() {
        assertThat(checkInstance("name = abc").values()).isEqualTo(Map.of("name", "abc"));
        assertInstanceRefused("name = ab1", "name = ab1: a word of 1 to 9 lower-case letters is needed");
        assertInstanceRefused("name =", "name = : a word of 1 to 9 lower-case letters is needed");
    }

    @Test
    void takesAddresses() {
        for (String address :
                List.of("off", "localhost:1", "192.0.2.1:65535", "[2001:db8::1]:8086", "a-b.example:80")) {
            assertThat(checkInstance("to = " + address).mistakes()).isEmpty();
        }
        for (String address : List.of(
                "",
                "on",
                "localhost",
                "localhost:",
                ":80",
                "a:0",
                "a:65536",
                "a:080",
                "::1:80",
                "[::1]",
                "[1.2.3.4]:1",
                "[::g]:1",
                "http://a:1",
                "a b:1",
                "-a:1")) {
            assertInstanceRefused(
                    "to = " + address,
                    "to = " + address
                            + ": off or an address (localhost:8086, 192.0.2.1:8086, [2001:db8::1]:8086) is needed");
        }
    }

    @Test
    void takesFilesThatCanBeRead(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("rules"), "x");

        assertThat(checkInstance("rules = " + file).mistakes()).isEmpty();
        for (String value : List.of("rules", folder.toString(), file + "x", "")) {
            assertInstanceRefused(
                    "rules = " + value,
                    "rules = " + value + ": off or the absolute path of a file that the platform can read is needed");
        }
    }

    @Test
    void takesDirectoriesThatCanBeRead(@TempDir Path folder) throws IOException {
        Path other = Files.createDirectory(folder.resolve("other"));
        Path file = Files.writeString(folder.resolve("file"), "x");

        assertThat(checkInstance("lists = " + folder + ", " + other).values())
                .isEqualTo(Map.of("lists", List.of(folder.toString(), other.toString())));
        for (String value : List.of("other", file.toString(), folder + "/missing", folder + ",,")) {
            assertInstanceRefused(
                    "lists = " + value,
                    "lists = " + value + ": none or up to 2, with commas between them, of: the absolute path of a"
                            + " directory that the platform can read is needed");
        }
    }

    @Test
    void takesASecretFromAFileThatOthersCannotReadAndRepeatsNothing(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("token"), "swordfish");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

        assertThat(checkInstance("token = " + file).values()).isEqualTo(Map.of("token", file.toString()));
        String refusal = "token = (not shown): off or the absolute path of a file that the platform can read"
                + " and others cannot (mode 0640 or 0600) is needed";
        assertInstanceRefused("token = swordfish", refusal);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertInstanceRefused("token = " + file, refusal);
    }

    @Test
    void takesLists() {
        assertThat(checkInstance("tags = a , b").values()).isEqualTo(Map.of("tags", List.of("a", "b")));
        assertThat(checkInstance("tags =").values()).isEqualTo(Map.of("tags", List.of()));
        for (String value : List.of("a,b,c", "a,,b", "a,", "1")) {
            assertInstanceRefused(
                    "tags = " + value,
                    "tags = " + value + ": none or up to 2, with commas between them, of: a word is needed");
        }
    }

    @Test
    void knowsTheInstancesOfWhatMayBeThereSeveralTimes() {
        for (String pid : List.of("org.albatross.influx", "org.albatross.influx~", "org.albatross.influx~a b")) {
            assertThat(new Checker(SCHEMA, "etc/" + pid + ".cfg", pid).check("").mistakes())
                    .containsExactly("etc/" + pid + ".cfg: there may be several of these, each with a name of letters,"
                            + " digits, - and _: org.albatross.influx~NAME.cfg is needed");
        }
        assertThat(new Checker(SCHEMA, "etc/org.albatross.local~a.cfg", "org.albatross.local~a")
                        .check("")
                        .mistakes())
                .hasSize(1);
    }

    @Test
    void refusesWhatTheFeatureDoesNotHaveThoughABundleKnowsIt() {
        Map<String, String> refused =
                Schema.refused("org.albatross.console: not here: see there; org.albatross.web: nor that");
        Schema schema = new Schema(Map.of("org.albatross.console", List.of(WORKERS)), refused);
        assertThat(new Checker(schema, "etc/org.albatross.console.cfg", "org.albatross.console").check("workers = 7"))
                .isEqualTo(new ConfigurationFile(
                        "org.albatross.console",
                        Map.of(),
                        List.of("etc/org.albatross.console.cfg: not here: see there")));
        assertThat(new Checker(schema, "etc/x", "org.albatross.web").check("").mistakes())
                .containsExactly("etc/x: nor that");
        assertThat(Schema.refused(null)).isEmpty();
        assertThatThrownBy(() -> Schema.refused("org.albatross.web")).hasMessageContaining("is not PID: words");
    }
}
