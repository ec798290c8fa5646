package org.albatross.host.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.albatross.host.ExitFile;
import org.albatross.host.ProcessFile;
import org.albatross.host.WrapperLine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The promises of {@code packaging/libexec/albatross-run}, with a shell as the tender. */
class WrapperTest {
    private final Path root;
    private final WrapperRun run;

    WrapperTest(@TempDir Path root) throws IOException {
        this.root = root;
        this.run = new WrapperRun(root);
    }

    @AfterEach
    void endWhatIsLeft() throws IOException {
        run.close();
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(run.directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Nested
    class Lock {
        @Test
        void endsAtOnceAndWritesNothingWithoutTheLock() throws IOException {
            run.start(1, "exec sleep 60");
            run.awaitProcess(1);
            List<String> before = files();

            int code = Machine.codeOf(run.start(2, "exit 3"));

            assertThat(code).isZero();
            assertThat(files()).isEqualTo(before);
            assertThat(ProcessFile.read(run.directory)).map(ProcessFile::runId).hasValue(1L);
        }

        @Test
        void isHeldByTheTenderAfterTheWrapperWasKilled() throws IOException {
            Process wrapper = run.start(1, "exec sleep 60");
            ProcessFile tender = run.awaitProcess(1);

            Machine.codeOf(wrapper.destroyForcibly());

            assertThat(run.isLocked()).isTrue();
            assertThat(Machine.lives(tender.process().pid())).isTrue();
            Machine.run("kill", "-9", Long.toString(tender.process().pid()));
            Await.until("the lock to be free", () -> !run.isLocked());
        }

        @Test
        void isHeldUntilTheOutputWasTaken() throws IOException {
            run.start(1, "exit 0");
            run.awaitExit(1);

            assertThat(run.isLocked()).isTrue();
            run.take(1);
            assertThat(run.isLocked()).isFalse();
        }

        @Test
        void canBeReadOnlyByTheTender() throws IOException {
            String flags = run.printed("grep flags /proc/self/fdinfo/9");

            // The access mode is the last octal digit; 0 is read-only.
            assertThat(flags).endsWith("0");
        }
    }

    @Nested
    class Console {
        @Test
        void needsNoReader() throws IOException {
            run.start(1, "echo first; echo second");

            assertThat(run.awaitExit(1)).isZero();
            assertThat(run.lines(2)).containsExactly("first", "second");
        }

        @Test
        void survivesAReaderThatLeaves() throws IOException {
            Path go = root.resolve("go");
            run.start(1, "echo first; until [ -e " + go + " ]; do sleep 0.01; done; echo second; exit 4");
            assertThat(run.lines(1)).containsExactly("first");

            Files.createFile(go);

            assertThat(run.awaitExit(1)).isEqualTo(4);
            assertThat(run.lines(1)).containsExactly("second");
        }

        @Test
        void keepsTheLastWordsUntilTheyAreTaken() throws IOException {
            Process wrapper = run.start(1, "echo last words >&2");
            run.awaitExit(1);

            assertThat(wrapper.isAlive()).isTrue();
            assertThat(run.lines(1)).containsExactly("last words");
            run.take(1);
            assertThat(Machine.codeOf(wrapper)).isZero();
        }

        @Test
        void isNotLetGoByTheWordOfAnotherRun() throws IOException {
            run.start(2, "exit 0");

            String unread = run.takeWith("1\n22\n2\n");

            assertThat(unread).isEmpty();
        }

        @Test
        void doesNotStopTheWrapperWhenItIsFull() throws IOException {
            run.start(1, "exec yes");
            ProcessFile tender = run.awaitProcess(1);
            Await.until(
                    "a full console",
                    () -> Machine.statusOf(tender.process().pid(), "State").startsWith("S"));

            Machine.run("kill", "-9", Long.toString(tender.process().pid()));

            assertThat(run.awaitExit(1)).isEqualTo(128 + 9);
        }

        @Test
        void isNotMadeWhereItIsMissing() throws IOException {
            Files.delete(run.console);

            assertThat(Machine.codeOf(run.start(1, "exit 0"))).isEqualTo(1);
            assertThat(files()).containsExactly("taken");
        }
    }

    @Nested
    class RunRecord {
        @Test
        void precedesTheAct() throws IOException {
            String seen = run.printed("read -r stat </proc/$$/stat; set -- $stat;" + " echo $(cat "
                    + run.directory.resolve("process") + ") is $(cat /proc/sys/kernel/random/boot_id) $1 ${22}");

            String[] halves = seen.split(" is ", -1);
            assertThat(halves[0]).isEqualTo("1 " + halves[1] + " 1");
        }

        @Test
        void thatCannotBeWrittenKeepsTheTenderFromStarting() throws IOException {
            Files.createDirectory(run.directory.resolve("process"));

            run.start(1, "touch " + root.resolve("started"));

            assertThat(run.awaitExit(1)).isEqualTo(125);
            assertThat(root.resolve("started")).doesNotExist();
            assertThat(run.lines(2)).last().asString().contains("cannot write").contains("nothing was started");
        }

        @Test
        void ofTheExitSaysNothingBeforeTheEnd() throws IOException {
            run.start(1, "exec sleep 60");
            run.awaitProcess(1);

            assertThat(run.directory.resolve("exit"))
                    .hasSize(64)
                    .content()
                    .startsWith("1 1 reserved ")
                    .endsWith("\n");
            assertThat(ExitFile.read(run.directory)).isEmpty();
        }

        @Test
        void ofTheExitHasItsSpaceBeforeTheStart() throws IOException {
            Files.createDirectory(run.directory.resolve("exit"));

            assertThat(Machine.codeOf(run.start(1, "touch " + root.resolve("started"))))
                    .isEqualTo(1);

            assertThat(root.resolve("started")).doesNotExist();
            assertThat(files()).doesNotContain("process");
        }
    }

    /** The run directory is a file system of 64 KiB, in a mount namespace of its own. */
    @Nested
    class FullDisk {
        private static final List<String> NAMESPACES = List.of("unshare", "--user", "--map-root-user", "--mount");

        /** Arguments: the directory, the wrapper, what is done before, the tender's script (its $0 is a new file). */
        private static final String SCRIPT =
                """
                set -eu
                mount -t tmpfs -o size=64k none "$0"
                cd "$0"
                mkdir unikernel
                mkfifo unikernel/console unikernel/taken
                : >lock
                eval "$2"
                exec 3<>unikernel/taken
                echo 1 >&3
                dash "$1" i n 1 2 "$0/lock" "$0/unikernel" sh -c "$3" "$0/fill" || :
                ls unikernel
                cat unikernel/exit 2>/dev/null || :
                """;

        @BeforeEach
        void needsNamespaces() throws IOException {
            List<String> line = new ArrayList<>(NAMESPACES);
            line.add("true");
            assumeTrue(Machine.codeOf(new ProcessBuilder(line).start()) == 0, "needs user namespaces");
        }

        private List<String> after(String before, String tender) throws IOException {
            List<String> line = new ArrayList<>(NAMESPACES);
            line.addAll(List.of("sh", "-c", SCRIPT, root.toString(), Machine.WRAPPER.toString(), before, tender));
            return Machine.run(line.toArray(String[]::new))
                    .lines()
                    .map(String::strip)
                    .toList();
        }

        @Test
        void takesTheExitOfATenderThatFilledIt() throws IOException {
            assertThat(after("", "cat /dev/zero >$0; exit 9"))
                    .containsExactly("console", "exit", "process", "taken", "1 1 9");
        }

        @Test
        void letsNothingStart() throws IOException {
            assertThat(after("cat /dev/zero >fill 2>/dev/null || :", "exit 9"))
                    .containsExactly("console", "exit", "taken");
        }
    }

    @Nested
    class Exit {
        @Test
        void isTheTendersCode() throws IOException {
            run.start(1, "exit 42");

            assertThat(run.awaitExit(1)).isEqualTo(42);
        }

        @Test
        void isTheSignalAnd128() throws IOException {
            run.start(1, "kill -SEGV $$");

            assertThat(run.awaitExit(1)).isEqualTo(128 + 11);
        }

        @Test
        void is127WhenThereIsNoTender() throws IOException {
            run.start(1, "exec /does/not/exist");

            assertThat(run.awaitExit(1)).isEqualTo(127);
            assertThat(run.lines(1).get(0)).contains("/does/not/exist");
        }
    }

    @Nested
    class Wrapper {
        @Test
        void saysInItsCommandLineWhatItRuns() throws IOException {
            Process wrapper = run.start(7, "exec sleep 60");
            run.awaitProcess(7);

            List<String> line = List.of(Files.readString(Path.of("/proc/" + wrapper.pid() + "/cmdline"))
                    .split("\0", -1));

            assertThat(WrapperLine.of(line))
                    .hasValue(new WrapperLine(WrapperRun.INSTANCE, WrapperRun.NAME, 7, run.directory.toString()));
        }

        @Test
        void refusesAFormatThatItDoesNotKnow() throws IOException {
            run.format = "1";

            assertThat(Machine.codeOf(run.start(1, "exit 0"))).isEqualTo(2);
            assertThat(run.lock).doesNotExist();
        }

        @Test
        void mayBeKilledWithoutHarmToTheTender() throws IOException {
            Path go = root.resolve("go");
            Process wrapper = run.start(1, "until [ -e " + go + " ]; do sleep 0.01; done; echo alive; exec sleep 60");
            ProcessFile tender = run.awaitProcess(1);

            Machine.codeOf(wrapper.destroyForcibly());
            Files.createFile(go);

            assertThat(run.lines(1)).containsExactly("alive");
            assertThat(Machine.lives(tender.process().pid())).isTrue();
        }

        @Test
        void endsWithTheTenderWhenTheDirectoryIsGone() throws IOException {
            Process wrapper = run.start(1, "exec sleep 60");
            ProcessFile tender = run.awaitProcess(1);
            Machine.run("rm", "-r", run.directory.toString());
            assertThat(Machine.lives(tender.process().pid())).isTrue();

            Machine.run("kill", Long.toString(tender.process().pid()));

            assertThat(Machine.codeOf(wrapper)).isZero();
            assertThat(run.directory).doesNotExist();
        }

        @Test
        void lendsTheConsoleThroughItsDescriptorsWhenTheDirectoryIsGone() throws IOException {
            Path go = root.resolve("go");
            Process wrapper = run.start(1, "until [ -e " + go + " ]; do sleep 0.01; done; echo found; exec sleep 60");
            run.awaitProcess(1);
            Machine.run("rm", "-r", run.directory.toString());
            Files.createFile(go);

            String console = "/proc/" + wrapper.pid() + "/fd/1";

            assertThat(Machine.run("timeout", "15", "head", "-n", "1", console)).isEqualTo("found\n");
        }

        @Test
        void writesTheExitIntoADirectoryThatWasMadeAgain() throws IOException {
            Process wrapper = run.start(1, "exec sleep 60");
            ProcessFile tender = run.awaitProcess(1);
            Machine.run("rm", "-r", run.directory.toString());
            Files.createDirectory(run.directory);
            tender.write(run.directory);

            Machine.run("kill", Long.toString(tender.process().pid()));

            assertThat(Machine.codeOf(wrapper)).isZero();
            assertThat(ExitFile.read(run.directory)).isEqualTo(Optional.of(new ExitFile(1, 128 + 15)));
        }

        @Test
        void waitsForTheWordThroughALinkToItsDescriptor() throws IOException {
            Process wrapper = run.start(1, "exec sleep 60");
            ProcessFile tender = run.awaitProcess(1);
            Machine.run("rm", "-r", run.directory.toString());
            Files.createDirectory(run.directory);
            Files.createSymbolicLink(run.taken, Path.of("/proc/" + wrapper.pid() + "/fd/8"));

            Machine.run("kill", Long.toString(tender.process().pid()));

            assertThat(run.awaitExit(1)).isEqualTo(128 + 15);
            assertThat(run.takeWith("0\n1\n")).isEmpty();
        }
    }
}
