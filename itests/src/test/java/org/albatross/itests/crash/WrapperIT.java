package org.albatross.itests.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.albatross.fixture.Image;
import org.albatross.itests.Await;
import org.albatross.itests.ProcessStatus;
import org.albatross.itests.Shell;
import org.albatross.model.Name;
import org.albatross.model.Text;
import org.albatross.model.UnikernelCommand;
import org.albatross.model.UnikernelStatus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The wrapper is killed, or stopped at the worst moment: nothing runs twice, and nothing is forgotten. */
class WrapperIT {
    private static final Name NAME = Name.parse("wrapped");
    private static final Deployment TICKING =
            Deployment.of(Image.ticks(Duration.ofMillis(20))).restarted();

    @RegisterExtension
    final Platforms platforms = new Platforms();

    private Platform platform;

    @BeforeEach
    void makePlatform() throws Exception {
        platform = platforms.make();
    }

    @Test
    void leavesATenderWhoseWrapperWasKilledAndRestartsItAfterItsEnd() throws Exception {
        platform.start();
        Tender tender = platform.deploy(NAME, TICKING);
        tender.wrapper().destroyForcibly();
        assertGoesOn(tender);

        tender.handle().destroyForcibly();
        assertRunsOnceMore(tender);
    }

    @Test
    void takesOverATenderWhoseWrapperWasKilledMeanwhile() throws Exception {
        platform.start();
        Tender tender = platform.deploy(NAME, TICKING);
        platform.kill();
        tender.wrapper().destroyForcibly();

        platform.start();
        assertGoesOn(tender);

        tender.handle().destroyForcibly();
        assertRunsOnceMore(tender);
        platform.require(NAME, new UnikernelCommand.Destroy());
        assertThat(platform.running()).isEmpty();
    }

    private void assertGoesOn(Tender tender) throws Exception {
        int soFar = platform.console(NAME, 1).size();
        assertThat(platform.console(NAME, soFar + 20)).contains("tick " + (soFar + 20));
        assertThat(platform.running()).containsExactly(tender);
        assertThat(platform.info()).containsOnlyKeys(NAME);
    }

    /** It is run again, once its wrapper has become the tender, and how the former run ended is told as unknown. */
    private void assertRunsOnceMore(Tender former) throws Exception {
        Await.until(Platform.LIMIT, () -> {
            UnikernelStatus status = platform.status().get(NAME);
            assertThat(status.lastExit().map(Text::decoded)).hasValue("unknown");
            assertThat(platform.info()).containsOnlyKeys(NAME);
            assertThat(platform.tender(NAME)).isNotEqualTo(former);
        });
    }

    /** Where the wrapper is stopped. */
    private enum Moment {
        /** It has its lock, and nothing is written. */
        BEFORE_ITS_FIRST_STEP,
        /** The tender is recorded, and has not become it. */
        BEFORE_THE_TENDER
    }

    @ParameterizedTest
    @EnumSource
    void runsOnceThoughAStoppedWrapperGoesOnUnderTheNextPlatform(Moment moment) throws Exception {
        Path stopped = platform.home().resolve("stopped");
        Path folder = Files.createDirectory(platform.home().resolve("programs"));
        Path programs = platform.state().resolve("releases/libexec");
        if (moment == Moment.BEFORE_THE_TENDER) {
            writeProgram(
                    folder.resolve("setpriv"),
                    stoppingOnce(
                            stopped,
                            Shell.require("sh", "-c", "command -v setpriv").strip()));
            platform.start(platform.tenders().behind(folder));
        } else {
            platform.start();
            Path real = programs.toRealPath().resolve("albatross-run");
            writeProgram(folder.resolve("albatross-run"), stoppingOnce(stopped, "sh " + real));
            for (Path other : filesOf(programs.toRealPath())) {
                if (!other.equals(real)) {
                    Files.createSymbolicLink(folder.resolve(other.getFileName()), other);
                }
            }
            Files.delete(programs);
            Files.createSymbolicLink(programs, folder);
        }
        try (Peer creating = platform.connect()) {
            creating.send(NAME, new UnikernelCommand.Create(TICKING.config()));
            Await.until(Platform.LIMIT, () -> assertThat(stopped).exists());
            assertStopped(stopped);
            platform.kill();
        }
        assertStopped(stopped);

        platform.start();
        release(stopped);
        Await.until(Platform.LIMIT, () -> assertThat(platform.info()).containsOnlyKeys(NAME));
        assertThat(platform.console(NAME, 50)).contains("tick 50").containsOnlyOnce("tick 1");
        assertThat(Tender.wrappers(platform.run()))
                .containsExactly(platform.tender(NAME).wrapper());

        platform.require(NAME, new UnikernelCommand.Destroy());
        assertThat(platform.running()).isEmpty();
        Await.until(Platform.LIMIT, () -> assertThat(Tender.wrappers(platform.run()))
                .isEmpty());
    }

    private static void assertStopped(Path pids) throws Exception {
        for (String pid : Files.readAllLines(pids)) {
            Await.until(Platform.LIMIT, () -> assertThat(
                            ProcessStatus.of(Long.parseLong(pid)).get("State"))
                    .startsWith("T"));
        }
    }

    /** Lets go on what has stopped itself, unless the platform has ended it. */
    private static void release(Path stopped) throws Exception {
        Path released = Path.of(stopped + ".released");
        Files.createFile(Path.of(stopped + ".release"));
        List<String> pids = Files.readAllLines(stopped);
        Await.until(Platform.LIMIT, () -> {
            for (String pid : pids) {
                Shell.run(Map.of(), List.of("kill", "-s", "CONT", pid));
            }
            boolean isEnded = ProcessHandle.of(Long.parseLong(pids.get(0))).isEmpty();
            assertThat(isEnded || Files.exists(released)).isTrue();
        });
    }

    /**
     * A program that stops itself and the wrapper, where that is another process, once, and then is another program. A
     * platform continues what it begins to watch; it stops again until it is released.
     */
    private static String stoppingOnce(Path stopped, String program) {
        return """
                #!/bin/sh
                if ! [ -e %1$s ]; then
                  wrapper=
                  if grep -q albatross-run /proc/$PPID/cmdline; then wrapper=$PPID; fi
                  printf '%%s\\n' $$ $wrapper >%1$s.new
                  mv %1$s.new %1$s
                  while ! [ -e %1$s.release ]; do kill -s STOP $wrapper $$; done
                  : >%1$s.released
                fi
                exec %2$s "$@"
                """
                .formatted(stopped, program);
    }

    private static List<Path> filesOf(Path folder) throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private static void writeProgram(Path file, String script) throws Exception {
        Files.writeString(file, script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
