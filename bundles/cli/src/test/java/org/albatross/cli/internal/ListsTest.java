package org.albatross.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.albatross.cli.internal.run.Terminal;
import org.albatross.model.Bytes;
import org.albatross.model.CpuId;
import org.albatross.model.FailBehaviour;
import org.albatross.model.MacAddress;
import org.albatross.model.Megabytes;
import org.albatross.model.Name;
import org.albatross.model.Named;
import org.albatross.model.Policy;
import org.albatross.model.Reply;
import org.albatross.model.Text;
import org.albatross.model.UnikernelCommand.InfoForm;
import org.albatross.model.UnikernelInfo;
import org.albatross.model.UnikernelStatus;
import org.albatross.model.UnikernelType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lists as people and scripts see them. */
class ListsTest {
    private static final Terminal EIGHTY = new Terminal(true, 80, false);

    private final Path directory;

    ListsTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void showsRunningUnikernelsAsATable() throws Exception {
        Outcome outcome = shown(EIGHTY, infos("net", "very-long-path:" + "x".repeat(50)), "info", "--name", "foo:");

        assertThat(outcome.out())
                .isEqualTo(
                        """
                        NAME                                           UP     MEMORY  CPUS  DEVICES
                        foo:net                                        3h 4m  32 MB   0,1   service0:br0
                        foo:very-long-path:xxxxxxxxxxxxxxxxxxxxxxxxx~  3h 4m  32 MB   0,1   service0:br0
                        """);
    }

    @Test
    void showsAsMuchAsFitsOnANarrowTerminal() throws Exception {
        Terminal narrow = new Terminal(true, 30, false);

        assertThat(shown(new Terminal(true, 54, false), infos("net", "very-long-path:" + "x".repeat(50)), "info")
                        .out())
                .isEqualTo(
                        """
                        NAME                 UP     MEMORY  CPUS  DEVICES
                        net                  3h 4m  32 MB   0,1   service0:br0
                        very-long-path:xxx~  3h 4m  32 MB   0,1   service0:br0
                        """);
        assertThat(shown(narrow, infos("net", "a:b"), "info").out())
                .isEqualTo(
                        """
                        net
                           UP 3h 4m  MEMORY 32 MB
                           CPUS 0,1
                           DEVICES service0:br0
                           ON EXIT quit
                        a:b
                           UP 3h 4m  MEMORY 32 MB
                           CPUS 0,1
                           DEVICES service0:br0
                           ON EXIT quit
                        """);
        assertThat(greeted(
                                narrow,
                                new Reply.Statuses(List.of(status(
                                        "c",
                                        "waiting",
                                        0,
                                        Optional.of("signal 9"),
                                        Optional.empty(),
                                        Optional.of("bridge br7 does not exist on this host")))),
                                "status")
                        .out())
                .isEqualTo(
                        """
                        c
                           STATE waiting  SINCE 1m 5s
                           RESTARTS 0
                           LAST EXIT signal 9
                           bridge br7 does not exist
                           on this host
                        """);
        for (int columns : new int[] {20, 1}) {
            assertThat(shown(new Terminal(true, columns, false), infos("net"), "info")
                            .out())
                    .startsWith("net\n")
                    .contains("DEVICES service0:br0");
        }
    }

    @Test
    void leavesOutColumnsWithoutContentsWhereThereIsNoRoom() throws Exception {
        Reply statuses = new Reply.Statuses(
                List.of(status("a", "running", 0, Optional.empty(), Optional.empty(), Optional.empty())));

        assertThat(greeted(new Terminal(true, 40, false), statuses, "status").out())
                .isEqualTo(
                        """
                        NAME  STATE    SINCE  RESTARTS
                        a     running  1m 5s  0
                        """);
    }

    @Test
    void showsEveryColumnWhenAskedTo() throws Exception {
        Outcome outcome = shown(Terminal.NONE, infos("net"), "info", "--wide");

        assertThat(outcome.out())
                .isEqualTo(
                        """
                        NAME  UP     MEMORY  CPUS  DEVICES                         ON EXIT  START  DIGEST                                                            ARGUMENTS
                        net   3h 4m  32 MB   0,1   service0:br0@00:80:41:53:38:b6  quit     -      3fdaa165f6c9dc0b68ec2ae77df25c94d5a076dd31922f2d7cda4763ba96453e  -v \\027[2J
                        """);
    }

    @Test
    void printsOneObjectALineWithCompleteNames() throws Exception {
        Outcome outcome = shown(EIGHTY, infos("net"), "info", "--json", "--name", "foo:");

        assertThat(outcome.out())
                .startsWith("{\"name\": \"foo:net\", \"typ\": \"solo5\", \"fail_behaviour\": \"quit\",")
                .contains("\"argv\": [\"-v\", \"\\u001b[2J\"]")
                .hasLineCount(1);
    }

    /** The form that jq's fromdateiso8601 and Python's fromisoformat both read. */
    @Test
    void printsTimesInWholeSecondsForScripts() throws Exception {
        String time = "\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ\"";
        Reply statuses = new Reply.Statuses(List.of(status(
                "b",
                "restarting",
                12,
                Optional.of("exit 2"),
                Optional.of(Outcome.NOW.plusMillis(42_123)),
                Optional.empty())));

        assertThat(shown(EIGHTY, infos("net"), "info", "--json").out()).containsPattern("\"started\": " + time + ", ");
        assertThat(greeted(EIGHTY, statuses, "status", "--json").out())
                .containsPattern("\"since\": " + time + ", \"next_try\": " + time + ", ")
                .startsWith("{\"name\": \":b\", \"state\": \"restarting\", \"run_id\": 3, \"restarts\": 12, ");
    }

    @Test
    void showsWhereUnikernelsStandAndWhy() throws Exception {
        Reply statuses = new Reply.Statuses(List.of(
                status("a", "running", 0, Optional.empty(), Optional.empty(), Optional.empty()),
                status(
                        "b",
                        "restarting",
                        12,
                        Optional.of("exit 2"),
                        Optional.of(Outcome.NOW.plusSeconds(42)),
                        Optional.empty()),
                status(
                        "c",
                        "waiting",
                        0,
                        Optional.of("signal 9"),
                        Optional.empty(),
                        Optional.of("bridge br7 does not exist on this host"))));

        assertThat(greeted(EIGHTY, statuses, "status").out())
                .isEqualTo(
                        """
                        NAME  STATE       SINCE  RESTARTS  LAST EXIT  NEXT TRY
                        a     running     1m 5s  0         -          -
                        b     restarting  1m 5s  12        exit 2     in 42s
                        c     waiting     1m 5s  0         signal 9   -
                            bridge br7 does not exist on this host
                        """);
        assertThat(greeted(Terminal.NONE, statuses, "status").out())
                .isEqualTo(
                        """
                        host [unikernel: :]: [unikernel: :a]: running run 3 restarts 0 since 2026-11-22T09:33:39-00:00
                        [unikernel: :b]: restarting run 3 restarts 12 since 2026-11-22T09:33:39-00:00 last exit 2 next 2026-11-22T09:35:26-00:00
                        [unikernel: :c]: waiting run 3 restarts 0 since 2026-11-22T09:33:39-00:00 last signal 9 reason bridge br7 does not exist on this host
                        """);
    }

    @Test
    void showsPoliciesAsATable() throws Exception {
        Policy policy = new Policy(
                CpuId.setOf(0, 1, 2, 3, 8),
                (1L << 62) - 1,
                new Megabytes(24105),
                Optional.empty(),
                new TreeSet<>(List.of(Text.of("br0"))));

        assertThat(shown(EIGHTY, new Reply.Policies(List.of(new Named<>(Name.ROOT, policy))), "policy")
                        .out())
                .isEqualTo(
                        """
                        PATH  UNIKERNELS  MEMORY    BLOCK  CPUS   BRIDGES
                        :     any         24105 MB  none   0-3,8  br0
                        """);
    }

    @Test
    void tellsAPersonWhatFailedInFewerWords() throws Exception {
        Reply failure = new Reply.Failure("destroy: not found");

        assertThat(shown(EIGHTY, failure, "destroy", "foo:net").err())
                .isEqualTo("albatross: foo:net: destroy: not found\n");
        assertThat(shown(EIGHTY, failure, "destroy", "net").err()).isEqualTo("albatross: net: destroy: not found\n");
    }

    @Test
    void usesColoursOnlyWhereTheyAreWanted() throws Exception {
        Terminal colourful = new Terminal(true, 80, true);
        Reply none = new Reply.Done("destroyed unikernel");

        assertThat(shown(colourful, infos("net"), "info").out()).startsWith("\033[1mNAME\033[0m");
        assertThat(shown(colourful, infos("net"), "info", "--color=never").out())
                .startsWith("NAME ");
        assertThat(shown(EIGHTY, infos("net"), "info", "--color=always").out()).startsWith("\033[1mNAME\033[0m");
        assertThat(shown(colourful, none, "destroy", "net").out()).isEqualTo("net: destroyed unikernel\n");
    }

    @Test
    void watchesUntilNothingAnswers() throws Exception {
        try (FakePlatform platform = FakePlatform.answering(directory, infos("net"), infos())) {
            Outcome.Client client = platform.client().on(EIGHTY).whilePausing(() -> {
                if (platform.received().size() == 2) {
                    java.nio.file.Files.deleteIfExists(directory.resolve("util/vmmd.sock"));
                }
            });

            Outcome outcome = client.run("info", "--watch=3");

            assertThat(outcome.exitCode()).isEqualTo(122);
            assertThat(outcome.out()).startsWith("\033[H\033[2JNAME").endsWith("\033[H\033[2Jno unikernels\n");
            assertThat(client.pauses()).containsOnly(java.time.Duration.ofSeconds(3));
        }
    }

    private Outcome shown(Terminal terminal, Reply reply, String... words) throws Exception {
        try (FakePlatform platform = FakePlatform.answering(directory, reply)) {
            return platform.client().on(terminal).run(words);
        }
    }

    private Outcome greeted(Terminal terminal, Reply reply, String... words) throws Exception {
        try (FakePlatform platform = FakePlatform.listen(directory, "util/vmmd.sock", connection -> {
            connection.answer(new Reply.Hello(Text.of("albatross"), Text.of("1"), List.of()));
            connection.answer(reply);
        })) {
            return platform.client().on(terminal).run(words);
        }
    }

    @Test
    void tellsTheNameOfAVirtualMachineInPrintableCharacters() throws Exception {
        Reply machine = infos(
                UnikernelType.BHYVE, Text.of("alba.0123.7.vms:web\u001b[2J").bytes(), "vms:web");

        assertThat(shown(Terminal.NONE, machine, "info")
                        .out()
                        .replace("\n", " ")
                        .replaceAll(" +", " "))
                .contains("bhyve-vmname alba.0123.7.vms:web\\027[2J")
                .doesNotContain("digest");
        assertThat(shown(Terminal.NONE, machine, "info", "--wide").out()).contains("alba.0123.7.vms:web\\027[2J");
        assertThat(shown(Terminal.NONE, machine, "info", "--json").out())
                .contains("\"digest\": \"alba.0123.7.vms:web\\u001b[2J\"");
    }

    private static Reply infos(String... names) {
        return infos(
                UnikernelType.SOLO5,
                Bytes.ofHex("3fdaa165f6c9dc0b68ec2ae77df25c94d5a076dd31922f2d7cda4763ba96453e"),
                names);
    }

    private static Reply infos(UnikernelType type, Bytes digest, String... names) {
        UnikernelInfo info = new UnikernelInfo(
                type,
                new FailBehaviour.Quit(),
                Optional.empty(),
                CpuId.setOf(0, 1),
                new Megabytes(32),
                digest,
                List.of(),
                List.of(new UnikernelInfo.Net(
                        Text.of("service0"), Text.of("br0"), MacAddress.parse("00:80:41:53:38:b6"))),
                Optional.of(List.of(Text.of("-v"), Text.of("\u001b[2J"))),
                Optional.of(Outcome.NOW.minusMillis((3 * 3600 + 4 * 60 + 5) * 1000 - 123)),
                1,
                Optional.empty());
        return new Reply.Infos(
                InfoForm.CURRENT,
                java.util.Arrays.stream(names)
                        .map(name -> new Named<>(Name.parse(name), info))
                        .toList());
    }

    private static Named<UnikernelStatus> status(
            String name,
            String state,
            long restarts,
            Optional<String> lastExit,
            Optional<Instant> nextTry,
            Optional<String> reason) {
        return new Named<>(
                Name.parse(name),
                new UnikernelStatus(
                        Text.of(state),
                        3,
                        restarts,
                        reason.map(Text::of),
                        lastExit.map(Text::of),
                        Optional.of(Outcome.NOW.minusSeconds(65)),
                        nextTry,
                        Optional.of(true),
                        Optional.empty()));
    }
}
