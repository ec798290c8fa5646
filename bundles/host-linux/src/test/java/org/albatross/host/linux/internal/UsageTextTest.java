package org.albatross.host.linux.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Optional;
import org.albatross.host.InterfaceUsage;
import org.albatross.host.ProcessUsage;
import org.junit.jupiter.api.Test;

class UsageTextTest {
    private static final String STAT =
            "4711 (solo5-hvt) a) ) S 1 4711 4711 0 -1 4194560 101 102 103 104 250 75 107 108 20 0 1"
                    + " 0 5550 134217728 2048 18446744073709551615 1 1 0 0 0 0 0 4096 0 0 0 0 17 1 0 0 0 0 0 0 0 0 0 0 0 0 0\n";
    private static final String STATM = "32768 2048 300 12 0 640 0\n";
    private static final String STATUS =
            "Name:\tsolo5-hvt\nPid:\t4711\nvoluntary_ctxt_switches:\t9001\nnonvoluntary_ctxt_switches:\t77\n";
    private static final String DEV = "Inter-|   Receive                                                |  Transmit\n"
            + " face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls"
            + " carrier compressed\n"
            + "    lo:       0       0    0    0    0     0          0         0        0       0    0    0    0     0"
            + "       0          0\n"
            + "vmmtap0:1000 10 1 2 3 4 5 6 2000 20 7 8 9 11 12 13\n";

    private final UsageText text = new UsageText(100, Instant.ofEpochSecond(1000));

    @Test
    void readsWhatAProcessHasUsed() {
        assertThat(text.process(STAT, STATM, STATUS, Optional.empty()))
                .isEqualTo(new ProcessUsage(
                        2_500_000,
                        750_000,
                        101,
                        103,
                        9001,
                        77,
                        134_217_728,
                        2048,
                        12,
                        640,
                        Instant.ofEpochSecond(1055, 500_000_000),
                        Optional.empty()));
        assertThat(UsageText.start(STAT)).isEqualTo(5550);
    }

    @Test
    void readsWhatAProcessHasMadeTheDisksDo() {
        String io =
                """
                rchar: 1
                wchar: 2
                syscr: 3
                syscw: 4
                read_bytes: 4096
                write_bytes: 8192
                cancelled_write_bytes: 0
                """;

        assertThat(text.process(STAT, STATM, STATUS, Optional.of(io)).storage())
                .contains(new ProcessUsage.Storage(4096, 8192));
    }

    @Test
    void readsTheCountersOfAnInterface() {
        assertThat(UsageText.interfaces(DEV))
                .containsOnlyKeys("lo", "vmmtap0")
                .containsEntry("vmmtap0", new InterfaceUsage(0, 0, 1000, 10, 1, 2, 6, 2000, 20, 7, 8, 11));
    }

    @Test
    void saysWhatItDoesNotUnderstand() {
        assertThatThrownBy(() -> UsageText.start("4711 (a")).hasMessage("stat does not hold a program's name");
        assertThatThrownBy(() -> text.process("1 (a) S 1", STATM, STATUS, Optional.empty()))
                .hasMessage("stat has only 2 fields");
        assertThatThrownBy(() -> text.process(STAT, "1 2 3 x 5 6", STATUS, Optional.empty()))
                .hasMessage("statm: 'x' is not a number");
        assertThatThrownBy(() -> text.process(STAT, STATM, "nonvoluntary_ctxt_switches:\t77\n", Optional.empty()))
                .hasMessage("status has no line voluntary_ctxt_switches");
        assertThatThrownBy(() -> UsageText.interfaces("\n\ntap0: 1 2 3")).hasMessage("net/dev has only 3 counters");
    }
}
