package org.albatross.host.freebsd.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.albatross.host.ProcessId;
import org.albatross.host.Processes.Entry;
import org.albatross.host.WrapperLine;
import org.junit.jupiter.api.Test;

class ProcessTextTest {
    private static final Instant BOOT = Instant.parse("2026-05-01T00:00:00Z");

    @Test
    void readsTheProcessTable() throws IOException {
        List<ProcessText.Line> lines = new ProcessText(BOOT).table(Recorded.text("ps-lstart"));

        assertThat(lines.stream().map(ProcessText.Line::entry))
                .containsExactly(
                        new Entry(
                                new ProcessId(28397, seconds("2026-05-23T12:32:07Z")),
                                28396,
                                0,
                                false,
                                List.of("ifconfig", "tun0", "destroy")),
                        new Entry(
                                new ProcessId(77719, seconds("2026-05-18T12:14:54Z")),
                                1,
                                0,
                                false,
                                List.of("/usr/local/sbin/openvpn", "...")),
                        new Entry(new ProcessId(12, seconds("2026-05-18T12:14:01Z")), 0, 0, false, List.of()),
                        new Entry(new ProcessId(4711, seconds("2026-05-02T01:02:03Z")), 900, 1001, true, List.of()));
        assertThat(lines.stream().map(ProcessText.Line::state)).containsExactly('I', 'S', 'W', 'Z');
    }

    private static long seconds(String moment) {
        return Instant.parse(moment).getEpochSecond() - BOOT.getEpochSecond();
    }

    @Test
    void knowsAWrapperByItsCommandLine() throws IOException {
        String line =
                "  900     1    0 Is   Sat May 23 12:32:07 2026 /bin/sh /usr/local/lib/albatross/lib/current/libexec/"
                        + "albatross-run 8f2c a:b:web 17 1 /var/run/albatross/locks/a:b:web /var/run/albatross - - solo5-hvt";

        Entry entry = new ProcessText(BOOT)
                .only("heading\n" + line + "\n")
                .orElseThrow()
                .entry();

        assertThat(WrapperLine.of(entry.commandLine()))
                .contains(new WrapperLine("8f2c", "a:b:web", 17, "/var/run/albatross"));
    }

    @Test
    void isNoProcessWhereOnlyTheHeadingStands() throws IOException {
        assertThat(new ProcessText(BOOT).only("  PID  PPID RUID STAT STARTED COMMAND\n"))
                .isEmpty();
        assertThat(new ProcessText(BOOT).only("")).isEmpty();
    }

    @Test
    void namesALineThatItDoesNotUnderstand() {
        assertThatThrownBy(() -> new ProcessText(BOOT).table("heading\n  1 2 three\n"))
                .hasMessage("ps: '  1 2 three' has no pid,ppid,ruid,stat,lstart,args");
        assertThatThrownBy(() -> ProcessText.started("Sat Mai 23 12:32:07 2026"))
                .hasMessage("ps: 'Sat Mai 23 12:32:07 2026' is not a time");
    }

    @Test
    void asksForTheProcessAlone() throws IOException {
        Recorded commands = new Recorded()
                .prints(
                        CommandLines.values("kern.boottime"),
                        "{ sec = 1777593600, usec = 5 } Fri May  1 00:00:00 2026\n")
                .prints(CommandLines.process(28397), Recorded.text("ps-lstart"))
                .fails(CommandLines.process(5), 1, "");
        ProcessTable table = new ProcessTable(commands, true);

        assertThat(table.find(28397)).contains(new ProcessId(28397, seconds("2026-05-23T12:32:07Z")));
        assertThat(table.find(5)).isEmpty();
        assertThat(table.find(-1)).isEmpty();
        commands.prints(CommandLines.process(6), "heading\n6 1 0 Z Sat May  2 01:02:03 2026 <defunct>\n");
        assertThat(table.find(6)).isEmpty();
        assertThat(commands.run.get(1))
                .containsExactly("/bin/ps", "-ww", "-o", "pid,ppid,ruid,stat,lstart,args", "-p", "28397");
    }

    @Test
    void doesNotTakeWhatIsHiddenForGone() {
        String[] names = {"security.bsd.see_other_uids", "security.bsd.see_other_gids"};
        Recorded commands = new Recorded().prints(CommandLines.values(names), "0\n1\n");

        assertThatThrownBy(() -> new ProcessTable(commands, false).find(28397))
                .hasMessage(
                        "processes of other users are hidden: sysctl security.bsd.see_other_uids=1 shows them, or run"
                                + " the platform as root");
    }

    @Test
    void refusesATableWithoutItself() {
        Recorded commands = new Recorded()
                .prints(
                        CommandLines.values("kern.boottime"),
                        "{ sec = 1777593600, usec = 5 } Fri May  1 00:00:00 2026\n")
                .prints(CommandLines.table(), Recorded.text("ps-lstart"));

        assertThatThrownBy(() -> new ProcessTable(commands, true).all())
                .hasMessage("ps does not show every process: not even this one, "
                        + ProcessHandle.current().pid());
    }

    @Test
    void failsWherePsFails() {
        Recorded commands = new Recorded()
                .prints(
                        CommandLines.values("kern.boottime"),
                        "{ sec = 1777593600, usec = 5 } Fri May  1 00:00:00 2026\n")
                .fails(CommandLines.process(7), 1, "ps: kvm_getprocs: Operation not permitted\n");

        assertThatThrownBy(() -> new ProcessTable(commands, true).find(7))
                .hasMessage("cannot look for process 7: ps: kvm_getprocs: Operation not permitted");
    }
}
