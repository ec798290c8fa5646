package org.albatross.migration;

import static org.albatross.migration.TestDirectories.hello;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.albatross.core.History;
import org.albatross.disk.DurableFiles;
import org.albatross.host.Host;
import org.albatross.host.ProcessFile;
import org.albatross.host.ProcessId;
import org.albatross.host.ThisHost;
import org.albatross.model.Name;
import org.albatross.model.Sha256;
import org.albatross.store.RefusedException;
import org.albatross.store.RunPaths;
import org.albatross.store.RunRecord;
import org.albatross.store.StateLock;
import org.albatross.store.StatePaths;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ps}, {@code kill} and {@code export --running}, on processes that are really there. */
class RunsTest {
    private static final String INSTANCE = "0123456789abcdef";
    private static final Instant LAUNCHED = Instant.parse("2026-11-22T12:00:00Z");

    private final TestDirectories directories;
    private final Host host;
    private final Path run;
    private final RunPaths paths;
    private final DurableFiles files;
    private final List<Process> started = new ArrayList<>();
    private String out = "";
    private String err = "";

    RunsTest(@TempDir Path directory) throws IOException {
        host = ThisHost.open(directory);
        directories = new TestDirectories(directory, host);
        run = directory.resolve("run");
        paths = new RunPaths(run);
        files = new DurableFiles(host.files()::syncDirectory);
    }

    @BeforeEach
    void make() throws IOException {
        Files.createDirectories(directories.state);
        Files.writeString(directories.paths().instance(), INSTANCE + "\n");
        paths.make();
    }

    @AfterEach
    void end() {
        started.forEach(Process::destroyForcibly);
    }

    private int run(String... words) {
        List<String> line = new ArrayList<>(List.of("--run-dir=" + run));
        line.addAll(List.of(words));
        TestDirectories.Outcome outcome = directories.run(line.toArray(String[]::new));
        out = outcome.out();
        err = outcome.err();
        return outcome.exitCode();
    }

    private Process process(String... command) throws IOException {
        Process process = new ProcessBuilder(command).start();
        started.add(process);
        return process;
    }

    private ProcessId id(Process process) throws IOException {
        return host.processes().find(process.pid()).orElseThrow();
    }

    private void record(String name, String instance, String boot, ProcessId process) throws IOException {
        paths.keepDirectory(Name.parse(name));
        Path directory = paths.directory(Name.parse(name));
        new RunRecord(
                        instance,
                        boot,
                        7,
                        Sha256.ofHex("0".repeat(64)),
                        LAUNCHED,
                        1,
                        Optional.of(2_000_000_007L),
                        Map.of(),
                        false,
                        History.NONE)
                .write(directory, files);
        new ProcessFile(boot, process, 7).write(directory);
    }

    private Process running(String name) throws IOException {
        Process process = process("sleep", "600");
        record(name, INSTANCE, host.facts().bootId(), id(process));
        return process;
    }

    private StateLock platformRuns() throws IOException {
        return StateLock.take(
                directories.paths().lock(),
                host.files(),
                ProcessHandle.current().pid(),
                Instant.now());
    }

    private boolean isEnding(String name) throws IOException {
        return RunRecord.read(paths.directory(Name.parse(name))).orElseThrow().ending();
    }

    private static boolean ends(Process process) throws InterruptedException {
        return process.waitFor(20, TimeUnit.SECONDS);
    }

    @Test
    void showsWhatLivesAndWhatHasEnded() throws IOException, InterruptedException {
        Process lives = running("a:hello");
        Process gone = running("gone");
        gone.destroy();
        assertThat(ends(gone)).isTrue();
        paths.keepDirectory(Name.parse("torn"));

        assertThat(run("ps")).isZero();

        assertThat(out.lines().map(line -> line.replaceAll(" +", " ")))
                .containsExactly(
                        "NAME PID RUN UID SINCE STATE",
                        ":gone - 7 2000000007 2026-11-22T12:00:00Z ended",
                        ":torn - - - - cannot be known: it has no record",
                        "a:hello " + lives.pid() + " 7 2000000007 2026-11-22T12:00:00Z running");
    }

    @Test
    void saysThatAPlatformRunsBesideThem() throws IOException {
        running("a:hello");
        StateLock lock = platformRuns();
        try (lock) {
            assertThat(run("ps")).isZero();
        }

        assertThat(out)
                .contains("a:hello")
                .contains("remark: a platform runs on " + directories.state + ", pid "
                        + ProcessHandle.current().pid() + " since ");
        assertThat(run("ps")).isZero();
    }

    @Test
    void doesNotTakeALaterProcessForThePlatform() throws IOException {
        Files.writeString(
                directories.paths().lock(), "pid " + ProcessHandle.current().pid() + " since " + Instant.EPOCH + "\n");

        assertThat(run("ps")).isZero();

        assertThat(out).doesNotContain("remark");
    }

    @Test
    void endsOneAndRecordsBeforeThatItWasAsked() throws IOException, InterruptedException {
        Process hello = running("a:hello");
        Process other = running("a:other");

        assertThat(run("kill", "a:hello")).isZero();

        assertThat(out).isEqualTo("a:hello: ended process " + hello.pid() + "\n");
        assertThat(ends(hello)).isTrue();
        assertThat(hello.exitValue()).isEqualTo(128 + 15);
        assertThat(isEnding("a:hello")).isTrue();
        assertThat(isEnding("a:other")).isFalse();
        assertThat(other.isAlive()).isTrue();
    }

    @Test
    void endsAllBelowAPath() throws IOException, InterruptedException {
        Process hello = running("a:hello");
        Process deep = running("a:b:deep");
        Process other = running("other");

        assertThat(run("kill", "a:")).isZero();

        assertThat(ends(hello) && ends(deep)).isTrue();
        assertThat(other.isAlive()).isTrue();
    }

    @Test
    void killsWhatDoesNotListen() throws Exception {
        Process deaf = process("sh", "-c", "trap '' TERM; echo ready; while :; do read line || :; done");
        assertThat(deaf.getInputStream().read()).isEqualTo('r');
        record("deaf", INSTANCE, host.facts().bootId(), id(deaf));
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        StateStores stores = new StateStores(directories.paths(), host);

        new RunEnding(stores, Duration.ofMillis(1), new PrintStream(told, true, StandardCharsets.UTF_8))
                .end(new RecordedRuns(stores, run), Name.parse("deaf"));

        assertThat(ends(deaf)).isTrue();
        assertThat(deaf.exitValue()).isEqualTo(128 + 9);
        assertThat(told.toString(StandardCharsets.UTF_8)).isEqualTo(":deaf: ended process " + deaf.pid() + "\n");
    }

    @Test
    void leavesAProcessAloneThatHasTheNumberNow() throws IOException {
        Process innocent = process("sleep", "600");
        ProcessId known = id(innocent);
        record("reused", INSTANCE, host.facts().bootId(), new ProcessId(known.pid(), known.start() - 1));
        record("of-another-boot", INSTANCE, "11111111-2222-3333-4444-555555555555", known);
        record("of-another-platform", "fedcba9876543210", host.facts().bootId(), known);

        assertThat(run("kill", ":")).isEqualTo(117);

        assertThat(err).isEqualTo("albatross: kill: not found: none of them runs (see albatross state ps)\n");
        assertThat(innocent.isAlive()).isTrue();
        assertThat(isEnding("reused")).isFalse();
        assertThat(run("ps")).isZero();
        assertThat(out).contains(":reused").contains("ended").doesNotContain("another-platform");
    }

    @Test
    void refusesToEndAnythingWhileAPlatformRuns() throws IOException {
        Process hello = running("a:hello");
        StateLock lock = platformRuns();
        try (lock) {
            assertThat(run("kill", "a:hello")).isEqualTo(117);
        }

        assertThat(err)
                .contains("another platform holds ")
                .contains("pid " + ProcessHandle.current().pid());
        assertThat(out).contains("albatross stop, destroy and shutdown end unikernels through it");
        assertThat(hello.isAlive()).isTrue();
        assertThat(isEnding("a:hello")).isFalse();
    }

    @Test
    void endsNothingWhenARecordCannotBeRead() throws IOException {
        Process hello = running("a:hello");
        Process other = running("a:torn");
        Files.writeString(paths.directory(Name.parse("a:torn")).resolve("record"), "torn");

        assertThat(run("kill", "a:")).isEqualTo(117);

        assertThat(err).startsWith("albatross: it cannot be known whether a:torn runs: ");
        assertThat(hello.isAlive() && other.isAlive()).isTrue();
    }

    @Test
    void refusesADirectoryWithoutAState() throws IOException {
        Files.delete(directories.paths().instance());

        assertThat(run("ps")).isEqualTo(124);

        assertThat(err)
                .isEqualTo("albatross: " + directories.state
                        + " holds no state of this platform (see albatross state --help)\n");
    }

    @Test
    void exportsWhileAPlatformRuns() throws Exception {
        directories.write(List.of(hello("a:hello")));
        assertThat(directories.imported().exitCode()).isZero();
        Path file = directories.original.resolveSibling("backup");
        StateLock lock = platformRuns();
        try (lock) {
            assertThat(run("export", file.toString())).isEqualTo(117);
            assertThat(file).doesNotExist();
            assertThat(run("export", "--running", file.toString())).isZero();
        }

        assertThat(TestDirectories.decode(file).unikernels()).hasSize(1);
    }

    @Test
    void exportsNothingOfAChangeThatIsUnderWay() throws Exception {
        directories.write(List.of(hello("a:hello")));
        assertThat(directories.imported().exitCode()).isZero();
        Path file = directories.original.resolveSibling("backup");
        StatePaths paths = directories.paths();
        Files.writeString(paths.policies().resolve("a~"), "unfinished");

        assertThat(run("export", "--running", file.toString())).isEqualTo(117);

        assertThat(err).contains("has changed during each of 10 attempts");
        assertThat(file).isEmptyFile();
    }

    @Test
    void tellsASnapshotFromTheOneAfterAChange() throws IOException, RefusedException {
        StatePaths paths = directories.paths();
        Files.createDirectories(paths.policies());
        Path entry = paths.policies().resolve("a");
        files.write(entry, new byte[] {1});
        StateSnapshot before = StateSnapshot.of(paths);
        assertThat(StateSnapshot.of(paths)).isEqualTo(before);

        files.write(entry, new byte[] {2});

        assertThat(StateSnapshot.of(paths)).isNotEqualTo(before);
    }
}
