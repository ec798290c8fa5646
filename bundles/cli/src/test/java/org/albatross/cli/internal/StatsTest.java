package org.albatross.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.albatross.cli.internal.run.Terminal;
import org.albatross.model.Data;
import org.albatross.model.Name;
import org.albatross.model.Reply;
import org.albatross.model.StatsCommand;
import org.albatross.model.Text;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatsTest {
    private static final String SOCKET = "util/stat.sock";
    private static final Data.TimeValue TICK = new Data.TimeValue(0, 10_000);
    private static final Data.Usage USAGE = new Data.Usage(TICK, TICK, 481, 0, 0, 0, 193, 0, 0, 0, 0, 0, 0, 0, 16, 27);
    private static final Data.Memory MEMORY =
            new Data.Memory(46_755_840, 481, 5, 2138, 2138, 20_000, 0, new Data.TimeValue(1_795_340_062, 345_943));
    private static final Data.Interface DEVICE =
            new Data.Interface(Text.of("service0"), 11043, 0, 0, 0, 1500, 0, 4, 0, 12, 0, 0, 280, 1044, 0, 0, 0, 0);
    private static final Data.Stats STATS =
            new Data.Stats(USAGE, List.of(DEVICE), Optional.empty(), Optional.of(MEMORY));

    /** To the letter what the original's client prints. */
    private static final String LINES =
            """
            stats: utime 0.010000 stime 0.010000 maxrss 481 ixrss 0 idrss 0 isrss 0 minflt 193 majflt 0 nswap 0 inblock 0 outblock 0 msgsnd 0 msgrcv 0 signals 0 nvcsw 16 nivcsw 27
            virtual-size 46755840 rss 481 text-size 5 data-size 2138 stack-size 2138 runtime 20000 cow 0 start 1795340062.345943
            no vmm stats
            bridge service0 flags 11043 send_length 0 max_send_length 0 send_drops 0 mtu 1500 baudrate 0 input_packets 4 input_errors 0 output_packets 12 output_errors 0 collisions 0 input_bytes 280 output_bytes 1044 input_mcast 0 output_mcast 0 input_dropped 0 output_dropped 0
            """;

    private final Path directory;

    StatsTest(@TempDir Path directory) {
        this.directory = directory;
    }

    private FakePlatform telling(Data... samples) throws Exception {
        return FakePlatform.listen(directory, SOCKET, connection -> {
            connection.answer(new Reply.Done("subscribed"));
            for (Data sample : samples) {
                connection.send(sample);
            }
        });
    }

    @Test
    void printsTheOriginalsLinesIntoAPipe() throws Exception {
        try (FakePlatform platform = telling(STATS, STATS)) {
            assertThat(platform.client().run("stats", "--name", "foo:net"))
                    .isEqualTo(new Outcome(0, "host [unikernel: foo:net]: success: subscribed\n" + LINES + LINES, ""));
            assertThat(platform.command()).isEqualTo(new StatsCommand.Subscribe());
            assertThat(platform.received().get(0).header().name()).isEqualTo(Name.parse("foo:net"));
        }
    }

    @Test
    void printsAnEmptyLineWhereThereIsNoNetworkDevice() throws Exception {
        Data.Stats without = new Data.Stats(USAGE, List.of(), Optional.empty(), Optional.of(MEMORY));
        try (FakePlatform platform = telling(without)) {
            assertThat(platform.client().run("stats").out()).endsWith("no vmm stats\n\n");
        }
    }

    @Test
    void saysOnATerminalWhichUnikernelItIs() throws Exception {
        try (FakePlatform platform = telling(STATS)) {
            assertThat(platform.client()
                            .on(new Terminal(true, 80, false))
                            .run("stats", "foo:net")
                            .out())
                    .contains("foo:net\nstats: utime 0.010000");
        }
    }

    @Test
    void printsJsonForScripts() throws Exception {
        try (FakePlatform platform = telling(STATS)) {
            assertThat(platform.client().run("stats", "--json", "foo:net").out())
                    .contains("{\"name\": \"foo:net\", \"stats_data\": {\"rusage\": {\"utime\": {")
                    .endsWith("}\n");
        }
    }

    @Test
    void addsAndRemovesAProcess() throws Exception {
        try (FakePlatform platform =
                FakePlatform.listen(directory, SOCKET, connection -> connection.answer(new Reply.Done("added")))) {
            assertThat(platform.client().run("stats-add", "--name", "foo:manual", "2992", "--net", "service:tap0"))
                    .isEqualTo(new Outcome(0, "host [unikernel: foo:manual]: success: added\n", ""));
            assertThat(platform.command())
                    .isEqualTo(new StatsCommand.Add(
                            Text.of(""),
                            2992,
                            List.of(new StatsCommand.Interface(Text.of("service"), Text.of("tap0")))));
        }
        try (FakePlatform platform =
                FakePlatform.listen(directory, SOCKET, connection -> connection.answer(new Reply.Done("removed")))) {
            assertThat(platform.client().run("stats-remove", "--name", "foo:manual"))
                    .isEqualTo(new Outcome(0, "host [unikernel: foo:manual]: success: removed\n", ""));
            assertThat(platform.command()).isEqualTo(new StatsCommand.Remove());
        }
    }

    @Test
    void refusesAPidOrADeviceThatIsNone() throws Exception {
        try (FakePlatform platform = FakePlatform.listen(directory, SOCKET)) {
            Outcome pid = platform.client().run("stats-add", "--name", "foo", "0");
            assertThat(pid.exitCode()).isEqualTo(124);
            assertThat(pid.err()).contains("PID 0 is not a positive number");
            Outcome device = platform.client().run("stats-add", "--name", "foo", "7", "--net", "tap0");
            assertThat(device.exitCode()).isEqualTo(124);
            assertThat(device.err()).contains("--net tap0 is not DEVICE:TAP");
        }
    }

    @Test
    void printsALineForEachUnikernelOfTopIntoAPipe() throws Exception {
        FakePlatform.Script status = FakePlatform.telling(Name.parse("foo:net"), Optional.empty(), Optional.empty());
        try (FakePlatform supervisor = FakePlatform.listen(directory, "util/vmmd.sock", status);
                FakePlatform platform = telling(STATS)) {
            Outcome outcome = platform.client().run("top", "foo:net");
            assertThat(outcome.out())
                    .endsWith(" foo:net state running cpu - memory 1970176 sent - received - restarts 0\n")
                    .hasLineCount(1);
            assertThat(supervisor.received()).hasSize(2);
        }
    }
}
