package org.albatross.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.albatross.model.AccessEvent;
import org.albatross.model.BlockEvent;
import org.albatross.model.Bytes;
import org.albatross.model.Caller;
import org.albatross.model.CommandEvent;
import org.albatross.model.CommandKind;
import org.albatross.model.CpuId;
import org.albatross.model.Event;
import org.albatross.model.EventFields;
import org.albatross.model.EventRecord;
import org.albatross.model.Exit;
import org.albatross.model.Grant;
import org.albatross.model.MacAddress;
import org.albatross.model.Megabytes;
import org.albatross.model.Name;
import org.albatross.model.Path;
import org.albatross.model.PlatformEvent;
import org.albatross.model.Policy;
import org.albatross.model.PolicyEvent;
import org.albatross.model.Refusal;
import org.albatross.model.Role;
import org.albatross.model.RunningUnikernel;
import org.albatross.model.ServiceCheck;
import org.albatross.model.Sha256;
import org.albatross.model.Text;
import org.albatross.model.UnikernelEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventJsonTest {
    private static final Instant TIME = Instant.parse("2026-11-29T09:00:00.25Z");
    private static final Name NAME = Name.parse("a:hello");
    private static final Caller LOCAL = new Caller.Local(1000, 100, 17);
    private static final Sha256 IMAGE = new Sha256(Bytes.of(new byte[Sha256.LENGTH]));
    private static final String DIGITS = "0".repeat(64);
    private static final RunningUnikernel RUN = new RunningUnikernel(
            NAME,
            7,
            4711,
            1,
            TIME,
            Optional.of(IMAGE),
            List.of(new CpuId(0), new CpuId(2)),
            new Megabytes(32),
            List.of(new RunningUnikernel.Tap(Text.of("service"), Text.of("br0"), "vmmtap0")));

    private static String line(Caller caller, Event event) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        EventJson.of(9, new EventRecord(TIME, caller, NAME, event)).writeTo(out);
        return out.toString(StandardCharsets.UTF_8);
    }

    static Stream<Arguments> events() {
        ServiceCheck check = ServiceCheck.parse("tcp:10.0.0.2:80");
        Policy policy = new Policy(
                CpuId.setOf(0, 1),
                2,
                new Megabytes(512),
                Optional.of(new Megabytes(10)),
                new TreeSet<>(Set.of(Text.of("br0"))));
        String run =
                "\"run\": 7, \"pid\": 4711, \"cpus\": [0, 2], \"memory_mb\": 32, \"taps\": [\"vmmtap0\"], \"image\": \""
                        + DIGITS + "\"";
        return Stream.of(
                row(new UnikernelEvent.Created(IMAGE), "created", "\"image\": \"" + DIGITS + "\""),
                row(new UnikernelEvent.Replaced(IMAGE), "replaced", "\"image\": \"" + DIGITS + "\""),
                row(new UnikernelEvent.TakenBack("no \"bridge\""), "taken_back", "\"reason\": \"no \\\"bridge\\\"\""),
                row(new UnikernelEvent.Started(RUN), "started", run),
                row(new UnikernelEvent.Adopted(RUN), "adopted", run),
                row(new UnikernelEvent.Exited(7, new Exit.Code(2)), "exited", "\"run\": 7, \"code\": 2"),
                row(new UnikernelEvent.Ended(7, new Exit.Signal(15)), "ended", "\"run\": 7, \"signal\": 15"),
                row(new UnikernelEvent.Exited(7, new Exit.Unknown()), "exited", "\"run\": 7"),
                row(new UnikernelEvent.Restarting(Duration.ofMillis(500)), "restarting", "\"delay_ms\": 500"),
                row(new UnikernelEvent.Waiting("no br0"), "waiting", "\"reason\": \"no br0\""),
                row(new UnikernelEvent.Kept("no br0"), "kept", "\"reason\": \"no br0\""),
                row(new UnikernelEvent.Unclear("no /proc"), "unclear", "\"reason\": \"no /proc\""),
                row(new UnikernelEvent.Stopped(), "stopped", ""),
                row(new UnikernelEvent.Finished(new Exit.Code(0)), "finished", "\"code\": 0"),
                row(new UnikernelEvent.Destroyed(), "destroyed", ""),
                row(new UnikernelEvent.FellBack(new Exit.Code(3)), "fell_back", "\"code\": 3"),
                row(new UnikernelEvent.Confirmed(), "confirmed", ""),
                row(new UnikernelEvent.CheckPassed(check), "check_passed", "\"check\": \"tcp:10.0.0.2:80\""),
                row(
                        new UnikernelEvent.CheckFailed(check, "Connection refused"),
                        "check_failed",
                        "\"check\": \"tcp:10.0.0.2:80\", \"reason\": \"Connection refused\""),
                row(new UnikernelEvent.NameDropped(new Exit.Code(64)), "name_dropped", "\"code\": 64"),
                row(new UnikernelEvent.NotStored("disk full"), "not_stored", "\"reason\": \"disk full\""),
                row(new UnikernelEvent.ImageSent(IMAGE), "image_sent", "\"image\": \"" + DIGITS + "\""),
                row(
                        new PolicyEvent.Added(policy),
                        "policy_added",
                        "\"unikernels\": 2, \"memory_mb\": 512, \"cpus\": [0, 1], \"block_mb\": 10, \"bridges\": [\"br0\"]"),
                row(new PolicyEvent.Removed(), "policy_removed", ""),
                row(new BlockEvent.Added(new Megabytes(10)), "block_added", "\"size_mb\": 10"),
                row(new BlockEvent.ContentsSet(), "block_set", ""),
                row(new BlockEvent.Removed(), "block_removed", ""),
                row(new BlockEvent.ContentsSent(), "block_sent", ""),
                row(new CommandEvent.CarriedOut(CommandKind.POLICY_ADD), "command_done", "\"command\": \"policy_add\""),
                row(
                        new CommandEvent.Refused(CommandKind.UNIKERNEL_CREATE, new Refusal.HostRefused("no memory")),
                        "command_refused",
                        "\"command\": \"unikernel_create\", \"reason\": \"no memory\""),
                row(new PlatformEvent.Started("1.2"), "platform_started", "\"version\": \"1.2\""),
                row(new PlatformEvent.Stopped(), "platform_stopped", ""),
                row(
                        new PlatformEvent.BundleStarted("console", "1.2"),
                        "bundle_started",
                        "\"bundle\": \"console\", \"version\": \"1.2\""),
                row(
                        new PlatformEvent.BundleStopped("console", "1.2"),
                        "bundle_stopped",
                        "\"bundle\": \"console\", \"version\": \"1.2\""),
                row(
                        new PlatformEvent.BundleUpdated("console", "1.3"),
                        "bundle_updated",
                        "\"bundle\": \"console\", \"version\": \"1.3\""),
                row(
                        new PlatformEvent.Upgraded("/srv/x.jar", 1, 2, 3, 4),
                        "platform_upgraded",
                        "\"source\": \"/srv/x.jar\", \"replaced\": 1, \"added\": 2, \"removed\": 3, \"restarted\": 4"),
                row(
                        new PlatformEvent.UpgradeFailed("/srv/x.jar", "no package"),
                        "platform_upgrade_failed",
                        "\"source\": \"/srv/x.jar\", \"reason\": \"no package\""),
                row(
                        new PlatformEvent.ConfigurationChanged(
                                "x.cfg", "threads", new PlatformEvent.Shown("4"), new PlatformEvent.Shown("8")),
                        "configuration_changed",
                        "\"file\": \"x.cfg\", \"key\": \"threads\", \"before\": \"4\", \"after\": \"8\""),
                row(
                        new PlatformEvent.ConfigurationChanged(
                                "x.cfg", "token", new PlatformEvent.Hidden(), new PlatformEvent.Unset()),
                        "configuration_changed",
                        "\"file\": \"x.cfg\", \"key\": \"token\", \"before\": \"(hidden)\""),
                row(
                        new PlatformEvent.StateImported("/old", 3, 2),
                        "state_imported",
                        "\"source\": \"/old\", \"unikernels\": 3, \"policies\": 2"),
                row(
                        new PlatformEvent.StateExported("/new", 3, 2),
                        "state_exported",
                        "\"target\": \"/new\", \"unikernels\": 3, \"policies\": 2"),
                row(
                        new PlatformEvent.BridgeAddressKept("br0", MacAddress.parse("02:00:00:00:00:01")),
                        "bridge_address_kept",
                        "\"bridge\": \"br0\", \"address\": \"02:00:00:00:00:01\""),
                row(new PlatformEvent.EventsLost(12), "events_lost", "\"number\": 12"),
                row(
                        new AccessEvent.UserAdded("eve", "viewer"),
                        "user_added",
                        "\"user\": \"eve\", \"role\": \"viewer\""),
                row(new AccessEvent.UserRemoved("eve"), "user_removed", "\"user\": \"eve\""),
                row(
                        new AccessEvent.RoleChanged("eve", "admin"),
                        "role_changed",
                        "\"user\": \"eve\", \"role\": \"admin\""),
                row(
                        new AccessEvent.RevocationListAdded("ca", "12"),
                        "revocation_list_added",
                        "\"issuer\": \"ca\", \"number\": \"12\""),
                row(new AccessEvent.ShellOpened(), "shell_opened", ""),
                row(new AccessEvent.EdgeRefused("not the edge"), "edge_refused", "\"reason\": \"not the edge\""),
                row(new AccessEvent.LoggedIn(), "logged_in", ""),
                row(new AccessEvent.LoginRefused("no such user"), "login_refused", "\"reason\": \"no such user\""),
                row(new AccessEvent.AccessRefused("not allowed"), "access_refused", "\"reason\": \"not allowed\""),
                row(new AccessEvent.ShellRefused("not an admin"), "shell_refused", "\"reason\": \"not an admin\""),
                row(
                        new AccessEvent.ShellUsed(List.of("status", "grep")),
                        "shell_used",
                        "\"commands\": [\"status\", \"grep\"]"));
    }

    private static Arguments row(Event event, String kind, String members) {
        return Arguments.of(event, kind, members);
    }

    @ParameterizedTest
    @MethodSource("events")
    void tellsWhatHappenedAndReadsItBack(Event event, String kind, String members) throws IOException {
        String line = line(LOCAL, event);

        assertThat(line)
                .isEqualTo(
                        "{\"sequence\": 9, \"time\": \"2026-11-29T09:00:00.250Z\", \"name\": \"a:hello\", \"event\": \""
                                + kind + "\", \"by\": {\"uid\": 1000, \"gid\": 100, \"pid\": 17}"
                                + (members.isEmpty() ? "" : ", " + members) + "}");
        assertThat(EventJson.read(line))
                .isEqualTo(new EventJson.Entry(new EventJson.Header(9, TIME, NAME), LOCAL, EventFields.of(event)));
    }

    @Test
    void tellsWhoAskedForIt() throws IOException {
        Caller remote = new Caller.Remote(List.of("ops", "eve\n"), "1f", "[::1]:9", Path.parse("a:b"));

        assertThat(line(remote, new UnikernelEvent.Stopped()))
                .contains(
                        "\"by\": {\"subjects\": [\"ops\", \"eve\\n\"], \"serial\": \"1f\", \"address\": \"[::1]:9\", \"path\": \"a:b:\"}");
        assertThat(line(new Caller.Platform(), new UnikernelEvent.Stopped())).contains("\"by\": null");
        Caller viewer = new Caller.Person("JMX", "eve \"x\"", new Grant(Path.parse("a"), Role.VIEWER, false));
        assertThat(line(viewer, new UnikernelEvent.Stopped()))
                .contains("\"by\": {\"front_end\": \"JMX\", \"user\": \"eve \\\"x\\\"\", \"role\": \"viewer\","
                        + " \"path\": \"a:\", \"consoles\": false}");
        Caller attached = new Caller.Person("JMX", "attached", Grant.ADMIN);
        for (Caller caller : List.of(remote, viewer, attached, new Caller.Platform())) {
            assertThat(EventJson.read(line(caller, new UnikernelEvent.Stopped()))
                            .caller())
                    .isEqualTo(caller);
        }
    }

    @Test
    void readsWhatANewerPlatformHasWritten() throws IOException {
        EventJson.Entry entry = EventJson.read("{\"sequence\": 9, \"time\": \"2026-11-29T09:00:00Z\", \"name\": \":\","
                + " \"event\": \"flown\", \"by\": {\"uid\": 1, \"gid\": 2, \"pid\": 3, \"groups\": [4]}, \"high\": true,"
                + " \"where\": {\"x\": 1}, \"miles\": 3}");

        assertThat(entry.fields().kind()).isEqualTo("flown");
        assertThat(entry.fields().values())
                .containsEntry("high", new EventFields.Words("true"))
                .containsEntry("miles", new EventFields.Whole(3))
                .doesNotContainKey("where");
        assertThat(entry.caller()).isEqualTo(new Caller.Local(1, 2, 3));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "rubbish",
                "{}",
                "[1]",
                "{\"sequence\": 0, \"time\": \"2026-11-29T09:00:00Z\", \"name\": \":\"}",
                "{\"sequence\": 99999999999999999999, \"time\": \"2026-11-29T09:00:00Z\", \"name\": \":\"}",
                "{\"sequence\": 1, \"time\": \"yesterday\", \"name\": \":\"}",
                "{\"sequence\": 1, \"time\": \"2026-11-29T09:00:00Z\", \"name\": \"a b\"}",
                "{\"sequence\": 1, \"time\": \"2026-11-29T09:00:00Z\", \"name\": \":\"",
                "{\"sequence\": 1, \"time\": \"2026-11-29T09:00:00Z\", \"name\": \":\", \"event\": 7}"
            })
    void refusesWhatIsNotAnEntry(String line) {
        assertThatIOException().isThrownBy(() -> EventJson.read(line));
    }

    @Test
    void readsTheBeginningOfAnEntryAlone() throws IOException {
        String torn = "xx{\"sequence\": 9, \"time\": \"2026-11-29T09:00:00Z\", \"name\": \"a:hello\", torn";
        byte[] line = torn.getBytes(StandardCharsets.US_ASCII);

        assertThat(EventJson.header(line, 2, line.length - 2))
                .isEqualTo(new EventJson.Header(9, Instant.parse("2026-11-29T09:00:00Z"), NAME));
    }
}
