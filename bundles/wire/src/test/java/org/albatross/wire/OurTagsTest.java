package org.albatross.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.albatross.model.AccessEvent;
import org.albatross.model.Arguments;
import org.albatross.model.Blob;
import org.albatross.model.BlockCommand;
import org.albatross.model.Bytes;
import org.albatross.model.Caller;
import org.albatross.model.Command;
import org.albatross.model.Confirmation;
import org.albatross.model.ConsoleCommand;
import org.albatross.model.CpuId;
import org.albatross.model.Data;
import org.albatross.model.FailBehaviour;
import org.albatross.model.Grant;
import org.albatross.model.LifecycleCommand;
import org.albatross.model.LogCommand;
import org.albatross.model.Megabytes;
import org.albatross.model.Name;
import org.albatross.model.Named;
import org.albatross.model.Path;
import org.albatross.model.Payload;
import org.albatross.model.Policy;
import org.albatross.model.Reply;
import org.albatross.model.Role;
import org.albatross.model.ServiceCheck;
import org.albatross.model.StatsCommand;
import org.albatross.model.Text;
import org.albatross.model.UnikernelCommand;
import org.albatross.model.UnikernelConfig;
import org.albatross.model.UnikernelStatus;
import org.albatross.model.UnikernelType;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Values that no vector has, as bytes and as JSON: those of our own tags, and the rest of the original's. */
class OurTagsTest {
    private static final Instant TIME = Instant.parse("2026-11-22T09:31:43.987Z");
    private static final String TIME_HEX = "181332303236313132323039333134332e3938375a";
    private static final String TIME_JSON = "\"2026-11-22T09:31:43.987000000000-00:00\"";
    private static final Name NAME = Name.parse("a:b");
    private static final Caller.Person PERSON =
            new Caller.Person("JMX", "al", new Grant(Path.parse("a"), Role.VIEWER, true));
    private static final String PERSON_HEX =
            "3018" + "0c034a4d58" + "0c02616c" + "0c06766965776572" + "0c02613a" + "0101ff";
    private static final String PERSON_JSON =
            "\"front_end\": \"JMX\", \"user\": \"al\", \"role\": \"viewer\"," + " \"path\": \"a:\", \"consoles\": true";
    private static final Policy POLICY =
            new Policy(CpuId.setOf(0), 1, new Megabytes(32), Optional.empty(), new TreeSet<>());

    private record Sample(Payload payload, String hex, String json) {}

    private static Sample command(Command command, String hex, String json) {
        return new Sample(new Payload.Ask(command), hex, "{\"command\": " + json + "}");
    }

    private static Sample success(Reply reply, String hex, String json) {
        return new Sample(new Payload.Answer(reply), hex, "{\"success\": " + json + "}");
    }

    private static List<Sample> samples() {
        UnikernelConfig config = new UnikernelConfig(
                UnikernelType.SOLO5,
                false,
                Blob.EMPTY,
                new Arguments(
                        new FailBehaviour.Quit(),
                        Optional.empty(),
                        true,
                        CpuId.setOf(0),
                        new Megabytes(32),
                        List.of(),
                        List.of(),
                        Optional.empty(),
                        1,
                        Optional.empty()));
        String configHex = "301da00205000101000400" + "0101ff" + "a0020500" + "3103020100" + "020120" + "a303020101";
        String configJson = "{\"typ\": \"solo5\", \"compressed\": false, \"image\": {\"hex\": \"\"}, "
                + "\"fail_behaviour\": \"quit\", \"startup\": null, \"add_name\": true, \"cpuids\": [0], "
                + "\"memory\": 32, \"block_devices\": [], \"bridges\": [], \"argv\": null, \"numcpus\": 1, "
                + "\"linux_boot_partition\": null}";
        UnikernelStatus status = new UnikernelStatus(
                Text.of("waiting"),
                7,
                2,
                Optional.of(Text.of("no br")),
                Optional.empty(),
                Optional.of(TIME),
                Optional.empty(),
                Optional.of(false),
                Optional.empty());
        return List.of(
                command(
                        new LogCommand.Subscribe(new Command.Begin.Since(TIME)),
                        "a01cbf6419a017a015" + TIME_HEX,
                        "{\"log_subscribe_since\": " + TIME_JSON + "}"),
                command(
                        new LogCommand.Subscribe(new Command.Begin.Count(20)),
                        "a00abf6407a005a103020114",
                        "{\"log_subscribe_count\": 20}"),
                command(
                        new LogCommand.SubscribeAfter(300),
                        "a00bbf6408a006a2040202012c",
                        "{\"log_subscribe_after\": 300}"),
                command(
                        new LogCommand.Show(new Command.Begin.Count(20)),
                        "a00abf6407a105a103020114",
                        "{\"log_show_count\": 20}"),
                command(new LogCommand.ShowAfter(300), "a00bbf6408a106a2040202012c", "{\"log_show_after\": 300}"),
                command(
                        new Command.AddRevocationList(Bytes.ofHex("3000")),
                        "a007bf650404023000",
                        "{\"crl_add\": {\"hex\": \"3000\"}}"),
                command(new LifecycleCommand.Start(), "a007bf6604a0020500", "\"lifecycle_start\""),
                command(new LifecycleCommand.Stop(), "a007bf6604a1020500", "\"lifecycle_stop\""),
                command(new LifecycleCommand.Status(), "a007bf6604a2020500", "\"lifecycle_status\""),
                command(new LifecycleCommand.Shutdown(), "a007bf6604a3020500", "\"lifecycle_shutdown\""),
                command(
                        new LifecycleCommand.Replace(new Confirmation(60), config),
                        "a029bf6626a424302202013c" + configHex,
                        "{\"lifecycle_replace\": {\"confirm_after\": 60, \"config\": " + configJson + "}}"),
                command(
                        new LifecycleCommand.Replace(
                                new Confirmation(60, Optional.of(ServiceCheck.parse("tcp:10.0.0.2:80"))), config),
                        "a03abf6637a535303302013c0c0f7463703a31302e302e302e323a3830" + configHex,
                        "{\"lifecycle_replace_checked\": {\"confirm_after\": 60, \"check\": \"tcp:10.0.0.2:80\","
                                + " \"config\": " + configJson + "}}"),
                command(new BlockCommand.DumpPaused(9), "a008bf6a053003020109", "{\"block_dump_paused\": 9}"),
                command(new Command.SayHello(), "a005bf68020500", "\"hello\""),
                command(
                        new Command.PersonRole(Command.PersonRole.Kind.VIEWER),
                        "a007bf6904a0020500",
                        "{\"role\": \"viewer\"}"),
                command(
                        new Command.PersonRole(Command.PersonRole.Kind.OPERATOR),
                        "a007bf6904a1020500",
                        "{\"role\": \"operator\"}"),
                success(
                        new Reply.Statuses(List.of(new Named<>(NAME, status))),
                        "a142bf663f303d" + "303b" + "0c03613a62" + "3034" + "0c0777616974696e67" + "020107" + "020102"
                                + "a0070c056e6f206272" + "a215" + TIME_HEX + "a403010100",
                        "{\"status\": [{\"name\": \"a:b\", \"value\": {\"state\": \"waiting\", \"run_id\": 7, "
                                + "\"restarts\": 2, \"reason\": \"no br\", \"last_exit\": null, \"since\": "
                                + TIME_JSON + ", \"next_try\": null, \"add_name\": false, \"info\": null}}]}"),
                success(
                        new Reply.Hello(Text.of("p"), Text.of("1"), List.of(Text.of("k=v"))),
                        "a112bf680f300d" + "0c0170" + "0c0131" + "30050c036b3d76",
                        "{\"hello\": {\"product\": \"p\", \"version\": \"1\", \"features\": [\"k=v\"]}}"),
                new Sample(
                        new Payload.Stream(new Data.Event(9, TIME, Text.of("{}"))),
                        "a321bf641e301c" + "020109" + TIME_HEX + "0c027b7d",
                        "{\"data\": {\"event\": {\"sequence\": 9, \"timestamp\": " + TIME_JSON
                                + ", \"event\": \"{}\"}}}"),
                new Sample(
                        new Payload.Origin(List.of(Bytes.ofHex("3000")), Text.of("::1"), TIME),
                        "bf67223020" + "300404023000" + "0c033a3a31" + TIME_HEX,
                        "{\"origin\": {\"chain\": [{\"hex\": \"3000\"}], \"peer\": \"::1\", \"time\": " + TIME_JSON
                                + "}}"),
                new Sample(new Payload.Behalf(PERSON), "bf681a" + PERSON_HEX, "{\"behalf\": {" + PERSON_JSON + "}}"),
                new Sample(
                        new Payload.Report(PERSON, new AccessEvent.LoggedIn()),
                        "bf6920301e" + PERSON_HEX + "a0020500",
                        "{\"report\": {" + PERSON_JSON + ", \"event\": \"logged_in\"}}"),
                new Sample(
                        new Payload.Report(PERSON, new AccessEvent.LoginRefused("no")),
                        "bf69223020" + PERSON_HEX + "a1040c026e6f",
                        "{\"report\": {" + PERSON_JSON + ", \"event\": \"login_refused\", \"reason\": \"no\"}}"),
                new Sample(new Payload.Metrics(Text.of("*/*")), "bf6a050c032a2f2a", "{\"metrics\": \"*/*\"}"),
                command(new ConsoleCommand.ListInactive(), "a006a004a3020500", "\"console_list_inactive\""),
                command(new StatsCommand.Remove(), "a006a104a1020500", "\"stats_remove\""),
                command(new StatsCommand.Initial(), "a006a104a3020500", "\"stats_initial\""),
                command(new UnikernelCommand.Destroy(), "a006a304a3020500", "\"unikernel_destroy\""),
                command(
                        new UnikernelCommand.Restart(Optional.empty()),
                        "a008a306ae04a0020500",
                        "{\"unikernel_restart\": null}"),
                command(new BlockCommand.Add(new Megabytes(10)), "a007a505a10302010a", "{\"block_add\": 10}"),
                command(
                        new BlockCommand.AddOld(new Megabytes(10), false, Optional.empty()),
                        "a00ca50aa308300602010a010100",
                        "{\"old_block_add\": {\"size\": 10, \"compressed\": false, \"data\": null}}"),
                success(new Reply.Empty(), "a104a0020500", "\"empty\""),
                success(
                        new Reply.Policies(List.of(new Named<>(NAME, POLICY))),
                        "a11aa21830163014" + "0c03613a62" + "300d" + "3003020100" + "020101" + "020120" + "3000",
                        "{\"policies\": [{\"name\": \"a:b\", \"value\": {\"cpuids\": [0], \"unikernels\": 1, "
                                + "\"memory\": 32, \"block\": null, \"bridges\": []}}]}"),
                success(
                        new Reply.BlockDevices(
                                List.of(new Named<>(NAME, new Reply.BlockInfo(new Megabytes(10), true)))),
                        "a111a40f300d300b" + "0c03613a62" + "02010a" + "0101ff",
                        "{\"block_devices\": [{\"name\": \"a:b\", \"size\": 10, \"active\": true}]}"),
                success(
                        new Reply.BlockImageOld(true, Blob.of(Bytes.ofHex("00ff"))),
                        "a10ba70930070101ff040200ff",
                        "{\"old_block_device_image\": {\"compressed\": true, \"image\": {\"hex\": \"00ff\"}}}"),
                success(new Reply.Consoles(List.of(NAME)), "a109ac0730050c03613a62", "{\"consoles\": [\"a:b\"]}"),
                new Sample(
                        new Payload.Stream(new Data.Console(TIME, Text.of(Bytes.ofHex("ff0a")))),
                        "a31da31b3019" + TIME_HEX + "0c02ff0a",
                        "{\"data\": {\"console_data\": {\"timestamp\": " + TIME_JSON
                                + ", \"line\": {\"hex\": \"ff0a\"}}}}"));
    }

    @TestFactory
    Stream<DynamicTest> isWrittenAndReadAsTheGrammarSays() {
        return samples().stream()
                .map(sample -> DynamicTest.dynamicTest(sample.json, () -> {
                    Message message = new Message(new Header(1, Name.parse("foo:bar")), sample.payload);
                    Bytes bytes = Bytes.of(WireEncoder.message(message).toBytes());

                    assertThat(bytes.hex()).endsWith(sample.hex).hasSize(2 * (2 + 24) + sample.hex.length());
                    assertThat(Decoding.message(bytes)).isEqualTo(message);
                    assertThat(Vector.text(Vector.json(message)))
                            .isEqualTo("{\"version\": 5, \"sequence\": \"0x0000000000000001\", \"name\": \"foo:bar\", "
                                    + "\"payload\": " + sample.json + "}");
                }));
    }

    @Test
    void skipsWhatANewerPeerAdds() throws IOException, ProtocolException {
        Der[] newer = {Der.explicit(9, Der.sequence(Der.integer(1))), Decoding.text("more")};

        assertThat(success(Der.explicit(104, fields(newer, text("p"), text("1"), Der.sequence()))))
                .isEqualTo(new Reply.Hello(Text.of("p"), Text.of("1"), List.of()));
        assertThat(success(Der.explicit(
                        102,
                        Der.sequence(Der.sequence(
                                text("a:b"), fields(newer, text("running"), Der.integer(1), Der.integer(0)))))))
                .isInstanceOf(Reply.Statuses.class);
        assertThat(payload(
                        Der.explicit(3, Der.explicit(100, fields(newer, Der.integer(1), Der.time(TIME), text("{}"))))))
                .isEqualTo(new Payload.Stream(new Data.Event(1, TIME, Text.of("{}"))));
        assertThat(payload(Der.explicit(103, fields(newer, Der.sequence(), text("::1"), Der.time(TIME)))))
                .isEqualTo(new Payload.Origin(List.of(), Text.of("::1"), TIME));
    }

    private static Der text(String text) {
        return Decoding.text(text);
    }

    private static Der fields(Der[] newer, Der... known) {
        Der.Fields fields = Der.fields();
        List.of(known).forEach(fields::add);
        List.of(newer).forEach(fields::add);
        return fields.sequence();
    }

    private static Reply success(Der success) throws IOException, ProtocolException {
        return ((Payload.Answer) payload(Der.explicit(1, success))).reply();
    }

    private static Payload payload(Der payload) throws IOException, ProtocolException {
        return Decoding.message(Decoding.wire(payload)).payload();
    }
}
