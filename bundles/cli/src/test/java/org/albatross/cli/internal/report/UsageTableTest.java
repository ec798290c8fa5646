package org.albatross.cli.internal.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.albatross.cli.internal.report.UsageTable.Sort;
import org.albatross.model.Data;
import org.albatross.model.Name;
import org.albatross.model.Named;
import org.albatross.model.Text;
import org.albatross.model.UnikernelStatus;
import org.junit.jupiter.api.Test;

class UsageTableTest {
    private static final Instant BEGIN = Instant.parse("2026-11-29T09:00:00Z");

    private final UsageTable table = new UsageTable();

    private static Data.Stats stats(long cpuMillis, long pages, long sent, long received) {
        Data.TimeValue time = new Data.TimeValue(cpuMillis / 1000, cpuMillis % 1000 * 1000);
        Data.TimeValue none = new Data.TimeValue(0, 0);
        return new Data.Stats(
                new Data.Usage(time, none, pages, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
                List.of(new Data.Interface(
                        Text.of("service"), 0, 0, 0, 0, 1500, 0, 0, 0, 0, 0, 0, sent, received, 0, 0, 0, 0)),
                Optional.empty(),
                Optional.of(new Data.Memory(0, pages, 0, 0, 0, 0, 0, none)));
    }

    private static Named<UnikernelStatus> status(String name, UnikernelStatus.State state, long restarts) {
        return new Named<>(
                Name.parse(name),
                new UnikernelStatus(
                        state.text(),
                        1,
                        restarts,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
    }

    private void sample(String name, long second, long cpuMillis, long pages, long sent, long received) {
        table.sample(Name.parse(name), stats(cpuMillis, pages, sent, received), BEGIN.plusSeconds(second));
    }

    private void fill() {
        table.statuses(List.of(
                status("a:web", UnikernelStatus.State.RUNNING, 0),
                status("dns", UnikernelStatus.State.RUNNING, 12),
                status("mail", UnikernelStatus.State.WAITING, 0),
                status("gone", UnikernelStatus.State.FINISHED, 0)));
        sample("a:web", 0, 0, 8192, 0, 0);
        sample("dns", 0, 500, 1024, 100, 100);
        sample("a:web", 10, 1250, 8192, 1_048_576, 10_240);
        sample("dns", 10, 5500, 1024, 100, 5_242_880);
    }

    @Test
    void showsRatesOfTheLastIntervalWithinEightyColumns() {
        fill();
        String shown = table.table(Sort.CPU, 80, 24, false, BEGIN.plusSeconds(10));
        assertThat(shown)
                .isEqualTo(
                        """
                        NAME                     STATE         CPU%    MEMORY    SENT/s    RECV/s    RST
                        dns                      running       50.0      4.0M        0B      512K     12
                        a:web                    running       12.5     32.0M      102K      1.0K      0
                        mail                     waiting          -         -         -         -      0
                        """);
    }

    @Test
    void sortsByWhatIsAskedFor() {
        fill();
        Instant now = BEGIN.plusSeconds(10);
        assertThat(table.table(Sort.MEMORY, 80, 2, false, now))
                .contains("a:web")
                .doesNotContain("dns");
        assertThat(table.table(Sort.SENT, 80, 2, false, now)).contains("a:web");
        assertThat(table.table(Sort.RECEIVED, 80, 2, false, now)).contains("dns");
        assertThat(table.table(Sort.NAME, 80, 2, false, now)).contains("dns");
    }

    @Test
    void tellsNoRateOverARestart() {
        fill();
        sample("dns", 20, 10, 1024, 0, 0);
        assertThat(table.lines(Sort.NAME, BEGIN.plusSeconds(20)))
                .contains(" :dns state running cpu - memory 4194304 sent - received - restarts 12\n");
    }

    @Test
    void forgetsWhatHasHadNoSampleForThreeIntervals() {
        fill();
        table.statuses(List.of());
        assertThat(table.lines(Sort.NAME, BEGIN.plusSeconds(40))).hasLineCount(2);
        sample("a:web", 41, 1250, 8192, 1_048_576, 10_240);
        sample("a:web", 51, 1250, 8192, 1_048_576, 10_240);
        assertThat(table.lines(Sort.NAME, BEGIN.plusSeconds(51)))
                .hasLineCount(1)
                .contains("a:web");
    }

    @Test
    void fitsEveryWidth() {
        fill();
        for (int width = 1; width < 200; width++) {
            for (String line : table.table(Sort.CPU, width, 24, false, BEGIN).split("\n", -1)) {
                assertThat(line.length()).isLessThanOrEqualTo(width);
            }
        }
    }

    @Test
    void writesBytesInFewCharacters() {
        assertThat(UsageTable.bytes(0)).isEqualTo("0B");
        assertThat(UsageTable.bytes(999)).isEqualTo("999B");
        assertThat(UsageTable.bytes(1000)).isEqualTo("1.0K");
        assertThat(UsageTable.bytes(1024 * 1024 * 99.5)).isEqualTo("99.5M");
        assertThat(UsageTable.bytes(Long.MAX_VALUE)).isEqualTo("8192P");
    }
}
