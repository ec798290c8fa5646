package org.albatross.host.linux.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.albatross.host.ExitFile;
import org.albatross.host.HostFiles;
import org.albatross.host.ProcessFile;
import org.albatross.host.ProcessId;
import org.albatross.host.Processes.Entry;
import org.albatross.host.Processes.Identity;
import org.albatross.host.Processes.Launch;
import org.albatross.host.Processes.Signal;
import org.albatross.host.WrapperLine;
import org.albatross.host.linux.Await;
import org.albatross.host.linux.Machine;
import org.albatross.model.CpuId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** What a tender that the platform has started is, has and has not; the tender is a shell. */
@ParameterizedClass(name = "by posix_spawn: {0}")
@ValueSource(booleans = {true, false})
class LaunchTest {
    private static final String INSTANCE = "test-instance";
    private static final String NO_CAPABILITY = "0000000000000000";
    private static final SortedSet<CpuId> ALL = new TreeSet<>();

    private final boolean spawns;
    private final LinuxHost host;
    private final List<Long> started = new ArrayList<>();

    private final Path directory;

    LaunchTest(boolean spawns, @TempDir Path directory) throws IOException {
        assumeTrue(!spawns || PosixSpawn.isAvailable(), "the C library cannot close all descriptors");
        this.spawns = spawns;
        this.directory = directory;
        host = new LinuxHost(Machine.LIBEXEC, Path.of("/proc"), spawns);
    }

    @AfterEach
    void endWhatIsLeft() throws IOException {
        for (Entry entry : host.processes().table()) {
            WrapperLine.of(entry.commandLine())
                    .filter(line -> line.instance().equals(INSTANCE))
                    .ifPresent(line -> started.add(entry.id().pid()));
        }
        started.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
        host.close();
    }

    private Launch script(Optional<Identity> identity, SortedSet<CpuId> cpus, String script) {
        return new Launch(
                INSTANCE,
                "foo:bar",
                1,
                directory.resolve("lock"),
                directory,
                identity,
                cpus,
                List.of("/bin/sh", "-c", script));
    }

    private ProcessId launch(Optional<Identity> identity, SortedSet<CpuId> cpus, String script) throws IOException {
        host.files().makeFifo(directory.resolve("console"), 0600, Optional.empty());
        host.files().makeFifo(directory.resolve("taken"), 0600, Optional.empty());
        host.processes().launch(script(identity, cpus, script));
        Await.until("the record", () -> ProcessFile.read(directory).isPresent());
        ProcessFile file = ProcessFile.read(directory).orElseThrow();
        assertThat(file.bootId()).isEqualTo(host.facts().bootId());
        started.add(file.process().pid());
        return file.process();
    }

    private String printed(Optional<Identity> identity, SortedSet<CpuId> cpus, String script) throws IOException {
        launch(identity, cpus, script);
        return Machine.run(
                        "timeout",
                        "15",
                        "head",
                        "-n",
                        "1",
                        directory.resolve("console").toString())
                .strip();
    }

    private String printed(String script) throws IOException {
        return printed(Optional.empty(), ALL, script);
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void isSeenInTheProcessTable() throws IOException {
        ProcessId tender = launch(Optional.empty(), ALL, "exec sleep 60");
        long wrapper = host.processes().table().stream()
                .filter(entry -> entry.id().equals(tender))
                .findFirst()
                .orElseThrow()
                .parent();

        assertThat(host.processes().table())
                .filteredOn(entry -> entry.id().pid() == wrapper)
                .singleElement()
                .satisfies(entry -> assertThat(WrapperLine.of(entry.commandLine()))
                        .hasValue(new WrapperLine(INSTANCE, "foo:bar", 1, directory.toString())));
    }

    @Test
    void leavesNoZombie() throws IOException {
        ProcessId tender = launch(Optional.empty(), ALL, "exec sleep 60");
        host.processes().watch(tender, () -> {}).orElseThrow().signal(Signal.KILL);
        Await.until("the exit", () -> ExitFile.read(directory).isPresent());

        host.files().writeFifo(directory.resolve("taken"), "1\n".getBytes(StandardCharsets.US_ASCII));

        Await.until("no wrapper", () -> host.processes().table().stream()
                .noneMatch(entry -> entry.parent() == ProcessHandle.current().pid()
                        && entry.zombie()
                        && LibC.INSTANCE.getsid((int) entry.id().pid()) != LibC.INSTANCE.getsid(0)));
    }

    @Test
    void leadsASessionWithItsWrapper() throws IOException {
        String[] stat =
                printed("read -r stat </proc/$$/stat; echo $PPID ${stat##*) }").split(" ", -1);

        assertThat(stat[4]).as("the session").isEqualTo(stat[0]);
    }

    @Test
    void hasNothingOpenButConsoleAndLock() throws IOException {
        ProcessId tender = launch(Optional.empty(), ALL, "exec sleep 60");
        Path descriptors = Path.of("/proc", Long.toString(tender.pid()), "fd");
        // Its loader opens others for a moment.
        Await.until(
                "the tender with four descriptors",
                () -> Files.readString(descriptors.resolveSibling("comm")).equals("sleep\n")
                        && names(descriptors).equals(List.of("0", "1", "2", "9")));

        assertThat(descriptors.resolve("0").toRealPath()).isEqualTo(Path.of("/dev/null"));
        assertThat(descriptors.resolve("1").toRealPath())
                .isEqualTo(directory.resolve("console").toRealPath());
        assertThat(descriptors.resolve("2").toRealPath())
                .isEqualTo(directory.resolve("console").toRealPath());
        assertThat(descriptors.resolve("9").toRealPath())
                .isEqualTo(directory.resolve("lock").toRealPath());
        // The access mode is the last octal digit; 0 is read-only.
        assertThat(Files.readString(descriptors.resolveSibling("fdinfo/9"))).containsPattern("flags:\t\\d*0\n");
    }

    @Test
    void hasItsWrapperWithNothingElseOpen() throws IOException {
        ProcessId tender = launch(Optional.empty(), ALL, "exec sleep 60");
        String wrapper = Machine.statusOf(tender.pid(), "PPid");

        // Descriptor 10 is the script.
        assertThat(names(Path.of("/proc", wrapper, "fd"))).isSubsetOf("0", "1", "2", "8", "9", "10", "255");
    }

    @Test
    void isRefusedWhileAnotherRunHoldsTheLock() throws IOException {
        assumeTrue(spawns, "a wrapper that takes its lock itself says nothing: WrapperTest");
        Launch launch = script(Optional.empty(), ALL, "exit 0");

        HostFiles.Lock held = host.files().tryLock(directory.resolve("lock")).orElseThrow();
        assertThatThrownBy(() -> host.processes().launch(launch))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(
                        "cannot lock " + directory.resolve("lock") + ", which an earlier run may hold: ");
        held.close();

        assertThat(printed("echo started")).isEqualTo("started");
    }

    @Test
    void keepsThePlatformsEnvironmentFromTheTender() throws IOException {
        assumeTrue(System.getenv("HOME") != null, "needs a variable to keep");

        assertThat(printed("echo ${HOME-nothing} $PATH")).isEqualTo("nothing " + System.getenv("PATH"));
    }

    @Test
    void hasDefaultSignalsAndBlocksNone() throws IOException {
        String[] masks = printed("echo $(grep -E 'SigIgn|SigBlk' /proc/self/status | cut -f 2)")
                .split(" ", -1);

        for (String mask : masks) {
            // Signals 1 to 31; the next two belong to the C library and cannot be set.
            assertThat(Long.parseUnsignedLong(mask, 16) & 0x7fffffff).isZero();
        }
    }

    @Test
    void isInTheRootDirectoryWithAStrictMask() throws IOException {
        assertThat(printed("echo $(pwd) $(umask)")).isEqualTo("/ 0077");
    }

    @Test
    void isPinnedToSomeCpusOnly() throws IOException {
        SortedSet<CpuId> all = host.facts().cpus();
        assumeTrue(all.size() > 1, "needs two CPUs");
        SortedSet<CpuId> first = new TreeSet<>(List.of(all.last()));

        assertThat(printed(Optional.empty(), first, "grep Cpus_allowed_list /proc/self/status"))
                .endsWith("\t" + all.last());
        assertThat(host.facts().cpus()).isEqualTo(all);
    }

    @Test
    void takesWordsAsTheyAre() throws IOException {
        host.files().makeFifo(directory.resolve("console"), 0600, Optional.empty());
        host.files().makeFifo(directory.resolve("taken"), 0600, Optional.empty());
        List<String> command =
                List.of("/bin/sh", "-c", "printf '%s|' \"$@\"; echo", "sh", "", "a b", "*", "'\"$x\\", "-n");
        host.processes()
                .launch(new Launch(
                        INSTANCE, "n", 1, directory.resolve("lock"), directory, Optional.empty(), ALL, command));

        assertThat(Machine.run(
                        "timeout",
                        "15",
                        "head",
                        "-n",
                        "1",
                        directory.resolve("console").toString()))
                .isEqualTo("|a b|*|'\"$x\\|-n|\n");
    }

    @Test
    void gainsNoPrivileges() throws IOException {
        assertThat(printed("echo $(grep -E 'CapAmb|CapInh|NoNewPrivs' /proc/self/status)"))
                .isEqualTo("CapInh: 0000000000000000 CapAmb: 0000000000000000 NoNewPrivs: 1");
    }

    @Test
    void losesTheCapabilitiesOfThePlatformInSharedMode() throws IOException {
        Machine.assumeCapability("CAP_NET_ADMIN", 12);
        assumeFalse(Machine.statusOf("self", "Uid").startsWith("0\t"), "root keeps capabilities in this mode");

        assertThat(printed("echo $(grep -E 'Cap(Eff|Prm|Amb)' /proc/self/status)"))
                .isEqualTo("CapPrm: 0000000000000000 CapEff: 0000000000000000 CapAmb: 0000000000000000");
    }

    @Test
    void isAUserOfItsOwnInSeparateMode() throws IOException {
        Machine.assumeMayChangeUser();
        Optional<Identity> user = Optional.of(new Identity(5000, 5001, List.of(5002L, 5003L)));

        assertThat(printed(
                        user,
                        ALL,
                        "echo $(grep -E '^Uid|^Gid|^Groups|Cap(Eff|Prm|Amb|Inh)|NoNewPrivs' /proc/self/status)"))
                .isEqualTo("Uid: 5000 5000 5000 5000 Gid: 5001 5001 5001 5001 Groups: 5002 5003"
                        + " CapInh: 0000000000000000 CapPrm: 0000000000000000 CapEff: 0000000000000000"
                        + " CapAmb: 0000000000000000 NoNewPrivs: 1");
    }

    @Test
    void hasNoFurtherGroupsUnlessTheyAreGiven() throws IOException {
        Machine.assumeMayChangeUser();

        assertThat(printed(Optional.of(new Identity(5000, 5001, List.of())), ALL, "echo $(id -u) $(id -G)"))
                .isEqualTo("5000 5001");
    }

    @Test
    void hasNoCapabilityInAnySetInSeparateMode() throws IOException {
        Machine.assumeMayChangeUser();
        assumeTrue(Machine.statusOf("self", "CapBnd").equals(NO_CAPABILITY), "needs an empty bounding set");

        assertThat(printed(
                        Optional.of(new Identity(5000, 5001, List.of())),
                        ALL,
                        "echo $(grep ^Cap /proc/self/status | cut -f 2 | sort -u)"))
                .isEqualTo(NO_CAPABILITY);
    }

    @Test
    void hasNoBoundingSetWhereThePlatformMayDropIt() throws IOException {
        Machine.assumeCapability("CAP_SETPCAP", 8);

        assertThat(printed("grep CapBnd /proc/self/status")).endsWith(NO_CAPABILITY);
    }

    @Test
    void namesAWrapperThatIsMissing() throws IOException {
        try (LinuxHost without = new LinuxHost(directory, Path.of("/proc"))) {
            Launch launch = script(Optional.empty(), ALL, "exit 0");

            assertThatThrownBy(() -> without.processes().launch(launch))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith(directory.resolve("albatross-run")
                            + " does not exist or is not executable: if the release was removed");
        }
    }
}
