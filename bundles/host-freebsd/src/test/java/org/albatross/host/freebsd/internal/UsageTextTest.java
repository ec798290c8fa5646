package org.albatross.host.freebsd.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.albatross.host.InterfaceUsage;
import org.albatross.host.Measurements.Measurement;
import org.albatross.host.ProcessId;
import org.albatross.host.ProcessUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsageTextTest {
    @Test
    void readsWhatAProcessHasUsed() throws IOException {
        Map<Long, Map<String, Long>> found = UsageText.resources(Recorded.text("procstat-r-14.4"));

        assertThat(found.get(34179L))
                .isEqualTo(Map.of(
                        "user time", 39_032L,
                        "system time", 128_642L,
                        "page reclaims", 4210L,
                        "page faults", 0L,
                        "voluntary context switches", 812L,
                        "involuntary context switches", 31L));
        assertThat(found.get(77719L)).isEqualTo(Map.of("user time", 183_845_000_006L));
    }

    @Test
    void readsTheCountersOfTheLinkLayer() throws IOException {
        assertThat(UsageText.interfaces(Recorded.text("netstat-idbn")))
                .isEqualTo(Map.of("ue0", new InterfaceUsage(0, 0, 14682148, 44204928, 0, 0, 0, 0, 0, 0, 0, 0)));
    }

    @Test
    void readsEachCounterFromItsColumn() throws IOException {
        String line =
                "tap3   1500 <Link#9>      fe:01:02:03:04:05        1     2     3          4        5     6          7     8     9";

        assertThat(UsageText.interfaces(Recorded.text("netstat-idbn") + line + "\n"))
                .containsEntry("tap3", new InterfaceUsage(0, 0, 4, 1, 2, 3, 0, 7, 5, 6, 9, 8));
    }

    /** Without the column of drops, which is asked for, nothing is taken for another column. */
    @Test
    void keepsToTheColumnsThatItAsksFor() {
        assertThat(CommandLines.counters()).containsExactly("/usr/bin/netstat", "-ibdnW");
        assertThatThrownBy(() -> UsageText.interfaces(Recorded.text("netstat-ibn-14.4")))
                .hasMessage("'d0:27:88:31:70:23' is not a number");
    }

    @Test
    void measuresTheVirtualMachineThatTheTitleOfABhyveNames(@TempDir Path machines) throws IOException {
        String machine = "alba.0123456789abcdef.7.vms:web";
        Files.createFile(machines.resolve(machine));
        ProcessId bhyve = new ProcessId(44748, 100);
        Recorded commands = new Recorded()
                .prints(CommandLines.values("hw.pagesize"), "4096\n")
                .prints(
                        CommandLines.values("kern.boottime"),
                        "{ sec = 1777593600, usec = 5 } Fri May  1 00:00:00 2026\n")
                .prints(
                        CommandLines.sizes(List.of(bhyve)),
                        """
                          PID STARTED                    VSZ   RSS TSIZ DSIZ SSIZ
                        44748 Fri May  1 00:01:40 2026 15868  4648  812  456  132
                        """)
                .prints(
                        CommandLines.usage(List.of(bhyve)),
                        Recorded.text("procstat-r-14.4").replace("34179", "44748"))
                .prints(
                        List.of("/bin/ps", "-ww", "-o", "pid,ppid,ruid,stat,lstart,args", "-p", "44748"),
                        Recorded.text("ps-bhyve"))
                .prints(
                        List.of("/usr/sbin/bhyvectl", "--get-stats", "--cpu=0", "--vm=" + machine),
                        Recorded.text("bhyvectl-get-stats"));

        Measurement measured = new FreeBsdMeasurements(commands, new ProcessTable(commands, true), machines)
                .measure(List.of(bhyve), List.of());

        assertThat(measured.hypervisors())
                .isEqualTo(Map.of(bhyve, HypervisorText.parse(Recorded.text("bhyvectl-get-stats"))));
        Files.delete(machines.resolve(machine));
        assertThat(new FreeBsdMeasurements(commands, new ProcessTable(commands, true), machines)
                        .measure(List.of(bhyve), List.of())
                        .hypervisors())
                .isEmpty();
    }

    @Test
    void measuresProcessesInterfacesAndVirtualMachines(@TempDir Path machines) throws IOException {
        Files.createFile(machines.resolve("solo5-34179"));
        Files.createFile(machines.resolve("solo5-77719"));
        ProcessId bash = new ProcessId(34179, 100);
        ProcessId another = new ProcessId(77719, 100);
        ProcessId ended = new ProcessId(34181, 100);
        List<ProcessId> all = List.of(bash, another, ended);
        Recorded commands = new Recorded()
                .prints(CommandLines.values("hw.pagesize"), "4096\n")
                .prints(
                        CommandLines.values("kern.boottime"),
                        "{ sec = 1777593600, usec = 5 } Fri May  1 00:00:00 2026\n")
                .prints(
                        List.of(
                                "/bin/ps",
                                "-ww",
                                "-o",
                                "pid,lstart,vsz,rss,tsiz,dsiz,ssiz",
                                "-p",
                                "34179",
                                "-p",
                                "77719",
                                "-p",
                                "34181"),
                        """
                          PID STARTED                    VSZ   RSS TSIZ DSIZ SSIZ
                        34179 Fri May  1 00:01:40 2026 15868  4648  812  456  132
                        77719 Fri May  1 00:07:40 2026 15868  4648  812  456  132
                        """)
                .prints(
                        List.of("/usr/bin/procstat", "-h", "-r", "34179", "77719", "34181"),
                        Recorded.text("procstat-r-14.4"))
                .prints(
                        List.of("/usr/sbin/bhyvectl", "--get-stats", "--cpu=0", "--vm=solo5-34179"),
                        Recorded.text("bhyvectl-get-stats"))
                .prints(CommandLines.counters(), Recorded.text("netstat-idbn").replace("ue0", "tap0"))
                .prints(CommandLines.interfaces(), Recorded.text("ifconfig-bhyve"));

        Measurement measured = new FreeBsdMeasurements(commands, new ProcessTable(commands, true), machines)
                .measure(all, List.of("tap0", "bridge0", "tap9"));

        assertThat(measured.hypervisors()).containsOnlyKeys(bash);
        assertThat(measured.hypervisors().get(bash))
                .isEqualTo(HypervisorText.parse(Recorded.text("bhyvectl-get-stats")));
        assertThat(measured.pageBytes()).isEqualTo(4096);
        assertThat(measured.processes())
                .isEqualTo(Map.of(
                        bash,
                        new ProcessUsage(
                                39_032,
                                128_642,
                                4210,
                                0,
                                812,
                                31,
                                15868 * 1024,
                                1162,
                                203,
                                147,
                                Instant.parse("2026-05-01T00:01:40Z"),
                                Optional.empty())));
        assertThat(measured.interfaces())
                .isEqualTo(
                        Map.of("tap0", new InterfaceUsage(0x8943, 1500, 14682148, 44204928, 0, 0, 0, 0, 0, 0, 0, 0)));
    }
}
