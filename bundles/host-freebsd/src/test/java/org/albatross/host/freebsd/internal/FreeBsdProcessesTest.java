package org.albatross.host.freebsd.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.albatross.host.ProcessId;
import org.albatross.host.Processes;
import org.albatross.host.Processes.Identity;
import org.albatross.host.Processes.Launch;
import org.albatross.host.Processes.Signal;
import org.albatross.model.CpuId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FreeBsdProcessesTest {
    private static final SortedSet<CpuId> FOUR = CpuId.setOf(0, 1, 2, 3);
    private static final String TABLE =
            "PID PPID RUID STAT STARTED COMMAND\n77 1 0 %s Fri May  1 00:01:40 2026 solo5-hvt\n";
    private static final ProcessId TENDER = new ProcessId(77, 100);

    private final FakeKernel kernel = new FakeKernel();
    private final Recorded commands = new Recorded();

    private Path libexec;
    private KernelQueue queue;
    private FreeBsdProcesses processes;

    @BeforeEach
    void start(@TempDir Path fresh) throws IOException {
        libexec = fresh;
        commands.prints(
                CommandLines.values("kern.boottime"), "{ sec = 1777593600, usec = 5 } Fri May  1 00:00:00 2026\n");
        commands.prints(CommandLines.bootId(), Recorded.text("sysctl-boot-id"));
        commands.prints(CommandLines.process(77), String.format(TABLE, "S"));
        LibC c = kernel.c();
        queue = new KernelQueue(c, Duration.ofSeconds(1));
        processes = new FreeBsdProcesses(
                libexec,
                new ProcessTable(commands, true),
                new FreeBsdFacts(commands, Path.of("/dev/vmmctl")),
                queue,
                c);
    }

    @AfterEach
    void stop() {
        queue.close();
    }

    private Launch launch(Optional<Identity> identity, SortedSet<CpuId> cpus) {
        return new Launch(
                "8f2c",
                "a:b:web",
                17,
                Path.of("/run/locks/a:b:web"),
                Path.of("/run/unikernels/a:b:web"),
                identity,
                cpus,
                COMMAND);
    }

    private static final List<String> COMMAND =
            List.of("/usr/local/bin/solo5-hvt", "--mem=32", "--", "/db/image", "--name=web");

    private List<String> behindTheDirectory(Optional<Identity> identity, SortedSet<CpuId> cpus) {
        List<String> line = processes.commandLine(launch(identity, cpus), FOUR);
        assertThat(line.subList(0, 10))
                .containsExactly(
                        "/usr/sbin/daemon",
                        "-c",
                        "-f",
                        libexec.resolve("albatross-run").toString(),
                        "8f2c",
                        "a:b:web",
                        "17",
                        "2",
                        "/run/locks/a:b:web",
                        "/run/unikernels/a:b:web");
        return line.subList(10, line.size());
    }

    @Test
    void startsATenderAsRootOnAllCpus() {
        assertThat(behindTheDirectory(Optional.empty(), CpuId.setOf())).isEqualTo(COMMAND);
    }

    @Test
    void pinsToAProperSubsetOfTheCpusOnly() {
        assertThat(behindTheDirectory(Optional.empty(), FOUR)).isEqualTo(COMMAND);
        assertThat(behindTheDirectory(Optional.empty(), CpuId.setOf(0, 2)))
                .startsWith("/usr/bin/cpuset", "-l", "0,2")
                .endsWith(COMMAND.toArray(String[]::new))
                .hasSize(3 + COMMAND.size());
    }

    @Test
    void leavesRootForATenderOfItsOwn() {
        Identity identity = new Identity(2000000001, 2000000002, List.of(92L, 2000000007L));

        assertThat(behindTheDirectory(Optional.of(identity), CpuId.setOf(3)))
                .startsWith("/usr/bin/cpuset", "-l", "3", "/usr/sbin/chroot", "-u", "2000000001", "-g", "2000000002")
                .containsSequence("2000000002", "-G", "92,2000000007", "/", "/usr/local/bin/solo5-hvt");
    }

    @Test
    void leavesNoGroupOfRoot() {
        assertThat(behindTheDirectory(Optional.of(new Identity(5, 6, List.of())), FOUR))
                .startsWith("/usr/sbin/chroot", "-u", "5", "-g", "6", "-G", "6", "/");
    }

    @Test
    void saysThatTheWrapperIsMissing() {
        assertThatThrownBy(() -> processes.launch(launch(Optional.empty(), FOUR)))
                .hasMessageStartingWith(libexec.resolve("albatross-run") + " does not exist or is not executable");
        assertThatThrownBy(() -> processes.requireLaunchable(FOUR)).hasMessageContaining("does not exist");
    }

    @Test
    void saysWhichProgramOfTheBaseSystemIsMissing() throws IOException {
        Path wrapper = Files.createFile(libexec.resolve("albatross-run"));
        assertThat(wrapper.toFile().setExecutable(true)).isTrue();

        assertThatThrownBy(() -> processes.requireLaunchable(FOUR))
                .hasMessage("/usr/sbin/daemon, which starts unikernels, is missing");
    }

    @Test
    void watchesAndSignalsAProcess() throws Exception {
        kernel.processes.add(77L);
        CountDownLatch ended = new CountDownLatch(1);

        Processes.Watch watch = processes.watch(TENDER, ended::countDown).orElseThrow();
        watch.signal(Signal.TERM);
        kernel.end(77);
        assertThat(ended.await(15, TimeUnit.SECONDS)).isTrue();
        watch.signal(Signal.KILL);

        assertThat(kernel.signals).containsExactly("15 to 77");
    }

    @Test
    void doesNotTakeAnotherProcessOfThatNumber() throws Exception {
        kernel.processes.add(77L);

        assertThat(processes.watch(new ProcessId(77, 101), () -> {})).isEmpty();
        assertThat(kernel.changes).last().isEqualTo(new Kevent(77, Kevent.PROCESS, Kevent.DELETE, 0, 0, 0));
        assertThat(processes.startedAt(new ProcessId(77, 101))).isEmpty();
        assertThat(processes.startedAt(TENDER)).contains(Instant.parse("2026-05-01T00:01:40Z"));
    }

    @Test
    void signalsNobodyWhoHasTheNumberSince() throws Exception {
        kernel.processes.add(77L);
        Processes.Watch watch = processes.watch(TENDER, () -> {}).orElseThrow();

        commands.prints(CommandLines.process(77), String.format(TABLE, "S").replace("00:01:40", "00:09:40"));
        watch.signal(Signal.KILL);

        assertThat(kernel.signals).isEmpty();
    }

    @Test
    void hasStoppedAProcessWhenItReturns() throws Exception {
        kernel.processes.add(77L);
        Processes.Watch watch = processes.watch(TENDER, () -> {}).orElseThrow();

        commands.prints(CommandLines.process(77), String.format(TABLE, "T"));
        watch.signal(Signal.STOP);
        watch.signal(Signal.CONTINUE);

        assertThat(kernel.signals).containsExactly("17 to 77", "19 to 77");
    }
}
