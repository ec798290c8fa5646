package org.albatross.core;

import static org.albatross.core.Samples.FACTS;
import static org.albatross.core.Samples.config;
import static org.albatross.core.Samples.creating;
import static org.albatross.core.Samples.forceCreating;
import static org.albatross.core.Samples.given;
import static org.albatross.core.Samples.image;
import static org.albatross.core.Samples.name;
import static org.albatross.core.Samples.policy;
import static org.albatross.core.Scenario.failure;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.albatross.model.BlockCommand;
import org.albatross.model.BlockEvent;
import org.albatross.model.Bytes;
import org.albatross.model.CpuId;
import org.albatross.model.Exit;
import org.albatross.model.LifecycleCommand;
import org.albatross.model.MacAddress;
import org.albatross.model.Megabytes;
import org.albatross.model.Named;
import org.albatross.model.PolicyCommand;
import org.albatross.model.Reply;
import org.albatross.model.StatsCommand;
import org.albatross.model.Text;
import org.albatross.model.UnikernelCommand;
import org.albatross.model.UnikernelCommand.InfoForm;
import org.albatross.model.UnikernelConfig;
import org.albatross.model.UnikernelEvent;
import org.albatross.model.UnikernelInfo;
import org.albatross.model.UnikernelStatus;
import org.albatross.model.UnikernelType;
import org.junit.jupiter.api.Test;

/** Info, status, policies, block devices, images. */
class QueriesTest {
    private final Scenario scenario = Scenario.with(Map.of("foo", policy(9, 900), "foo:sub", policy(5, 500)));

    private List<Named<UnikernelInfo>> info(String name) {
        return ((Reply.Infos) scenario.answer(scenario.ask(name, new UnikernelCommand.Info(InfoForm.CURRENT))))
                .unikernels();
    }

    private List<String> infoNames(String name) {
        return info(name).stream().map(entry -> entry.name().toString()).toList();
    }

    private List<Named<UnikernelStatus>> status(String name) {
        return ((Reply.Statuses) scenario.answer(scenario.ask(name, new LifecycleCommand.Status()))).statuses();
    }

    private UnikernelStatus only(String name) {
        assertThat(status(name)).hasSize(1);
        return status(name).get(0).value();
    }

    @Test
    void namesAreRelativeToAPathAndWholeForAName() {
        scenario.run("foo:net", creating(1, given()));
        scenario.run("foo:sub:dns", creating(1, given()));
        scenario.run("other", creating(1, given()));

        assertThat(infoNames(":")).containsExactly(":other", "foo:net", "foo:sub:dns");
        assertThat(infoNames("foo:")).containsExactly(":net", "sub:dns");
        assertThat(infoNames("foo:sub:")).containsExactly(":dns");
        assertThat(infoNames("foo:net")).containsExactly("foo:net");
        assertThat(infoNames("foo:nosuch")).isEmpty();
        assertThat(infoNames("nosuch:")).isEmpty();
        assertThat(status("foo:").stream().map(entry -> entry.name().toString()))
                .containsExactly(":net", "sub:dns");
    }

    @Test
    void infoTellsWhatRuns() {
        Scenario blocks = Scenario.withBlocks(Map.of("data", 12L));
        blocks.run(
                "net",
                creating(
                        3,
                        given().memory(64)
                                .cpus(1L, 2L)
                                .restart(42L)
                                .startup(7)
                                .argv("-l debug")
                                .net("service0", "service")
                                .block("storage", "data", 4096)));

        Reply.Infos infos = (Reply.Infos) blocks.run("net", new UnikernelCommand.Info(InfoForm.V5));

        assertThat(infos.form()).isEqualTo(InfoForm.V5);
        UnikernelInfo info = infos.unikernels().get(0).value();
        assertThat(info.memory()).isEqualTo(new Megabytes(64));
        assertThat(info.cpuids()).containsExactly(new CpuId(1), new CpuId(2));
        assertThat(info.startup()).contains(7L);
        assertThat(info.digest()).isEqualTo(image(3).bytes());
        assertThat(info.argv()).contains(List.of(Text.of("-l debug")));
        assertThat(info.started()).contains(blocks.wall());
        assertThat(info.blockDevices())
                .containsExactly(new UnikernelInfo.Block(Text.of("storage"), Text.of("data"), 4096, new Megabytes(12)));
        assertThat(info.netDevices())
                .containsExactly(new UnikernelInfo.Net(
                        Text.of("service0"), Text.of("service"), MacAddress.derived(name("net"), Text.of("service0"))));
    }

    @Test
    void infoTellsTheNameOfAVirtualMachineInThePlaceOfADigestWhileItRuns() {
        UnikernelConfig solo5 = config(1, given());
        scenario.run(
                "vms:a",
                new UnikernelCommand.Create(
                        new UnikernelConfig(UnikernelType.BHYVE, false, solo5.image(), solo5.arguments())));

        assertThat(info("vms:a").get(0).value().digest())
                .isEqualTo(Text.of("machine.1.vms:a").bytes());
        assertThat(only("vms:a").info().orElseThrow().digest())
                .isEqualTo(Text.of("machine.1.vms:a").bytes());

        scenario.ask("vms:a", new LifecycleCommand.Stop());
        scenario.perform();
        scenario.terminated("vms:a");
        assertThat(only("vms:a").info().orElseThrow().digest()).isEqualTo(Bytes.EMPTY);
    }

    @Test
    void infoListsLiveTendersOnly() {
        scenario.ask("foo:net", creating(1, given().restart()));
        assertThat(infoNames("foo:")).as("being staged").isEmpty();
        scenario.perform();
        assertThat(infoNames("foo:")).containsExactly(":net");
        scenario.ended("foo:net", new Exit.Code(2));
        assertThat(infoNames("foo:")).as("being cleaned").isEmpty();
        scenario.perform();
        assertThat(infoNames("foo:")).as("in back-off").isEmpty();
    }

    @Test
    void statusTellsEachStateOfALife() {
        scenario.run("foo:net", creating(1, given().restart()));
        assertThat(only("foo:net").state()).isEqualTo(Text.of("running"));
        assertThat(only("foo:net").runId()).isEqualTo(1);
        assertThat(only("foo:net").since()).contains(scenario.wall());

        scenario.random(1.0);
        scenario.exit("foo:net", 2);
        UnikernelStatus restarting = only("foo:net");
        assertThat(restarting.state()).isEqualTo(Text.of("restarting"));
        assertThat(restarting.lastExit()).contains(Text.of("exit 2"));
        assertThat(restarting.nextTry()).contains(scenario.wall().plusMillis(500));

        scenario.elapse(Duration.ofMillis(500));
        scenario.fail(Effect.Launch.class, "no bridge br1");
        UnikernelStatus waiting = only("foo:net");
        assertThat(waiting.state()).isEqualTo(Text.of("waiting"));
        assertThat(waiting.reason()).contains(Text.of("no bridge br1"));
        assertThat(waiting.restarts()).isEqualTo(1);
        assertThat(waiting.nextTry()).contains(scenario.wall().plusSeconds(5));

        scenario.elapse(Duration.ofSeconds(5));
        assertThat(only("foo:net").reason()).as("while it is tried again").contains(Text.of("no bridge br1"));
        scenario.perform();
        assertThat(only("foo:net").state()).isEqualTo(Text.of("running"));

        scenario.ask("foo:net", new LifecycleCommand.Stop());
        scenario.perform();
        scenario.terminated("foo:net");
        assertThat(only("foo:net").state()).isEqualTo(Text.of("stopped"));
    }

    @Test
    void statusTellsWhetherTheNameIsAddedToWhatRunsOrShallRun() {
        scenario.run("foo:net", creating(1, given()));
        assertThat(only("foo:net").addName()).contains(true);

        scenario.ask("foo:net", forceCreating(1, given().withoutName()));
        assertThat(only("foo:net").addName()).as("what runs still").contains(true);
        scenario.perform();
        scenario.terminated("foo:net");
        assertThat(only("foo:net").addName()).contains(false);

        scenario.ask("foo:net", new LifecycleCommand.Stop());
        scenario.perform();
        scenario.terminated("foo:net");
        assertThat(only("foo:net").addName()).as("what is desired").contains(false);
    }

    @Test
    void statusOfOneUnikernelTellsWhatInfoWouldThoughItDoesNotRun() {
        scenario.run("foo:net", creating(1, given()));
        UnikernelInfo running = only("foo:net").info().orElseThrow();
        assertThat(info("foo:net")).extracting(Named::value).containsExactly(running);

        scenario.ask("foo:net", new LifecycleCommand.Stop());
        scenario.perform();
        scenario.terminated("foo:net");

        assertThat(info("foo:net")).isEmpty();
        UnikernelInfo stopped = only("foo:net").info().orElseThrow();
        assertThat(stopped.started()).isEmpty();
        assertThat(stopped).usingRecursiveComparison().ignoringFields("started").isEqualTo(running);
        assertThat(only("foo:").info()).as("who asks about more").isEmpty();
    }

    @Test
    void statusTellsThatTheNameIsAddedNoLongerAfterExit64() {
        scenario.run("foo:net", creating(1, given()));

        scenario.exit("foo:net", 64);

        assertThat(only("foo:net").state()).isEqualTo(Text.of("running"));
        assertThat(only("foo:net").addName()).contains(false);
    }

    @Test
    void statusRemembersWhatHasFinishedUntilItsNameIsTaken() {
        scenario.run("foo:net", creating(1, given()));
        scenario.exit("foo:net", 3);

        UnikernelStatus finished = only("foo:net");
        assertThat(finished.state()).isEqualTo(Text.of("finished"));
        assertThat(finished.lastExit()).contains(Text.of("exit 3"));
        assertThat(finished.reason()).contains(Text.of("its fail behaviour does not restart it after exit 3"));
        assertThat(status("foo:")).hasSize(1);
        assertThat(infoNames("foo:")).isEmpty();

        scenario.run("foo:net", creating(1, given()));
        assertThat(only("foo:net").state()).isEqualTo(Text.of("running"));
    }

    @Test
    void statusRemembersWhatHasFinishedForTheNextPlatform() {
        scenario.run("foo:net", creating(1, given()));
        scenario.exit("foo:net", 3);
        Effect.Remember remembered = scenario.latest(Effect.Remember.class);
        List<Named<UnikernelStatus>> told = status("foo:");

        Scenario next = Scenario.remembering(remembered.finished(), scenario.wall());

        assertThat(((Reply.Statuses) next.run("foo:", new LifecycleCommand.Status())).statuses())
                .isEqualTo(told);
        next.elapse(Duration.ofDays(7).plusSeconds(1));
        assertThat(next.run(":", new LifecycleCommand.Status())).isEqualTo(new Reply.Statuses(List.of()));
    }

    @Test
    void statusListsFinishedOnesAmongTheOthersByName() {
        for (String name : List.of("foo:b", "foo:d", "foo:a", "foo:c")) {
            scenario.run(name, creating(1, given()));
        }
        scenario.exit("foo:c", 3);
        scenario.exit("foo:a", 3);

        assertThat(status("foo:").stream()
                        .map(named -> named.name() + " " + named.value().state()))
                .containsExactly(":a finished", ":b running", ":c finished", ":d running");
    }

    @Test
    void nothingIsRememberedAnewUntilAnotherHasFinished() {
        scenario.run("foo:net", creating(1, given()));
        scenario.exit("foo:net", 3);

        scenario.run("foo:net", creating(1, given()));
        scenario.ask("foo:net", new UnikernelCommand.Destroy());
        scenario.perform();
        scenario.terminated("foo:net");

        assertThat(scenario.all(Effect.Remember.class)).hasSize(1);
    }

    @Test
    void statusForgetsWhatHasFinishedByNumberAndAge() {
        for (int i = 0; i < 103; i++) {
            scenario.run("n" + i, creating(1, given()));
            scenario.exit("n" + i, 0);
        }
        assertThat(status(":")).hasSize(100);
        assertThat(status("n2")).isEmpty();
        assertThat(status("n3")).hasSize(1);

        scenario.elapse(Duration.ofDays(7));
        assertThat(status(":")).hasSize(100);
        scenario.elapse(Duration.ofSeconds(1));
        scenario.ask(":", new LifecycleCommand.Status());
        assertThat(status(":")).isEmpty();
    }

    @Test
    void policiesAreRelativeAndTheRootsIsWhatTheMachineHas() {
        assertThat(scenario.run(":", new PolicyCommand.Info()))
                .isEqualTo(new Reply.Policies(List.of(
                        new Named<>(name(":"), FACTS.rootPolicy()),
                        new Named<>(name("foo:"), policy(9, 900)),
                        new Named<>(name("foo:sub:"), policy(5, 500)))));
        assertThat(scenario.run("foo:label", new PolicyCommand.Info()))
                .isEqualTo(new Reply.Policies(
                        List.of(new Named<>(name(":"), policy(9, 900)), new Named<>(name("sub:"), policy(5, 500)))));
        assertThat(scenario.run("nosuch:", new PolicyCommand.Info())).isEqualTo(new Reply.Policies(List.of()));
        assertThat(FACTS.rootPolicy().unikernels()).isEqualTo(4611686018427387903L);
    }

    @Test
    void blockDevicesAreActiveWhileAUnikernelHasThem() {
        Scenario blocks = Scenario.withBlocks(Map.of("a:data", 12L, "a:spare", 5L));
        blocks.run("a:net", creating(1, given().block("data")));

        assertThat(blocks.run("a:", new BlockCommand.Info()))
                .isEqualTo(new Reply.BlockDevices(List.of(
                        new Named<>(name("data"), new Reply.BlockInfo(new Megabytes(12), true)),
                        new Named<>(name("spare"), new Reply.BlockInfo(new Megabytes(5), false)))));
        assertThat(blocks.run("a:spare", new BlockCommand.Info()))
                .isEqualTo(new Reply.BlockDevices(
                        List.of(new Named<>(name("a:spare"), new Reply.BlockInfo(new Megabytes(5), false)))));
    }

    @Test
    void sendsTheImageThatIsDesiredAndTellsThatItLeaves() {
        scenario.run("foo:net", creating(1, given()));

        RequestId request = scenario.ask("foo:net", new UnikernelCommand.Get(9));

        assertThat(scenario.last())
                .containsExactly(
                        new Effect.Tell(request, name("foo:net"), new UnikernelEvent.ImageSent(image(1))),
                        new Effect.SendImage(request, image(1), 1, 9));
        assertThat(scenario.run("foo:nosuch", new UnikernelCommand.Get(9)))
                .isEqualTo(failure("get: no unikernel found"));
        assertThat(scenario.run("foo:net", new UnikernelCommand.Get(10)))
                .isEqualTo(failure("compression level 10 is not within 0 to 9"));
    }

    @Test
    void tellsThatTheContentsOfABlockDeviceLeave() {
        Scenario blocks = Scenario.withBlocks(Map.of("a:data", 12L));

        RequestId request = blocks.ask("a:data", new BlockCommand.Dump(0));

        assertThat(blocks.last())
                .containsExactly(
                        new Effect.Tell(request, name("a:data"), new BlockEvent.ContentsSent()),
                        new Effect.DumpBlock(request, name("a:data"), new Megabytes(12), 0, false, Optional.empty()));
    }

    @Test
    void refusesWhatIsNotItsOwn() {
        assertThat(scenario.run("foo:net", new StatsCommand.Initial()))
                .isEqualTo(failure("unexpected command for the supervisor"));
    }

    private static Queries queries(Scenario scenario, String about) {
        return new Queries(scenario.state(), name(about), Queries.Machines.NONE);
    }

    @Test
    void areBriefAboutOneOrFewOfThemWithoutMuchText() {
        scenario.run("foo:net", creating(1, given()));
        assertThat(queries(scenario, ":").areBrief()).isTrue();

        for (int i = 0; i < 9; i++) {
            scenario.run("wordy" + i, creating(1, given().memory(1).argv("x".repeat(8000))));
        }
        assertThat(queries(scenario, ":").areBrief()).isFalse();
        assertThat(queries(scenario, "wordy1").areBrief()).isTrue();

        Scenario many =
                Scenario.withBlocks(IntStream.range(0, 65).boxed().collect(Collectors.toMap(i -> "b" + i, i -> 1L)));
        assertThat(queries(many, ":").areBrief()).isFalse();
        assertThat(queries(many, "b1").areBrief()).isTrue();
    }
}
