package org.albatross.supervisor.internal;

import static org.albatross.supervisor.internal.TestPlatform.eventually;
import static org.albatross.supervisor.internal.TestPlatform.names;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.zip.InflaterInputStream;
import org.albatross.fixture.Device;
import org.albatross.fixture.Image;
import org.albatross.fixture.Target;
import org.albatross.model.Command;
import org.albatross.model.EventRecord;
import org.albatross.model.LifecycleCommand;
import org.albatross.model.Reply;
import org.albatross.model.Text;
import org.albatross.model.UnikernelCommand.Create;
import org.albatross.model.UnikernelCommand.Destroy;
import org.albatross.model.UnikernelCommand.ForceCreate;
import org.albatross.model.UnikernelCommand.Get;
import org.albatross.model.UnikernelCommand.Restart;
import org.albatross.model.UnikernelConfig;
import org.albatross.model.UnikernelEvent;
import org.albatross.model.UnikernelStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The life of unikernels under real tenders, through the command service. */
class LifecycleTest {
    private static final Image TICKS = Image.ticks(Duration.ofMillis(20));

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    Path directory;

    @SuppressWarnings("NullAway.Init") // set before each test
    private TestPlatform platform;

    @BeforeEach
    void startPlatform() throws Exception {
        platform = TestPlatform.start(directory);
    }

    @AfterEach
    void stopPlatform() throws Exception {
        platform.destroyAll();
        platform.close();
    }

    private void create(String name, Image image) {
        assertThat(platform.done(name, new Create(Configs.of(image, Configs.QUIT))))
                .isEqualTo("created unikernel");
    }

    private void assertNothingIsLeft() throws IOException {
        assertThat(platform.info()).isEmpty();
        for (String folder : List.of("run/unikernels", "state/unikernels", "state/images")) {
            eventually(
                    folder + " is empty", () -> names(directory.resolve(folder)).isEmpty());
        }
    }

    @Test
    void runsAUnikernelFromCreateToDestroy() throws Exception {
        create("hello", TICKS);
        assertThat(platform.lines("hello", 3)).containsExactly("tick 1", "tick 2", "tick 3");
        assertThat(platform.info()).hasSize(1);

        assertThat(platform.done("hello", new Destroy())).isEqualTo("destroyed unikernel");

        assertNothingIsLeft();
        assertThat(platform.refused("hello", new Destroy())).isEqualTo("destroy: not found");
    }

    @Test
    void tellsEveryStepWithWhoAskedForIt() throws Exception {
        create("hello", TICKS);
        platform.done("hello", new Destroy());

        eventually("it ended", () -> platform.events.stream()
                .anyMatch(event -> event.event() instanceof UnikernelEvent.Destroyed));
        assertThat(platform.events)
                .filteredOn(event -> event.event() instanceof UnikernelEvent.Started)
                .extracting(EventRecord::caller)
                .containsExactly(TestPlatform.CALLER);
    }

    @Test
    void remembersHowAFinishedUnikernelEnded() throws Exception {
        create("hello", Image.hello().exit(3));

        eventually("it is finished", () -> platform.status("hello")
                .filter(status -> status.state().equals(UnikernelStatus.State.FINISHED.text()))
                .isPresent());

        assertThat(platform.status("hello").orElseThrow().lastExit()).contains(Text.of("exit 3"));
        assertThat(platform.lines("hello", 1)).containsExactly(Image.GREETING);
        assertNothingIsLeft();
    }

    @ParameterizedTest
    @ValueSource(ints = {64, 124})
    void startsAgainWithoutNameWhatDoesNotKnowThatArgument(int code) throws Exception {
        UnikernelConfig config = Configs.of(Image.hello().exit(code), Configs.RESTART, "-v");
        platform.done("hello", new Create(Configs.withName(config)));

        assertThat(platform.lines("hello", 4))
                .containsExactly(
                        Image.GREETING, Image.ARGUMENTS + "--name=hello -v", Image.GREETING, Image.ARGUMENTS + "-v");
        eventually("it is finished", () -> platform.status("hello")
                .filter(status -> status.state().equals(UnikernelStatus.State.FINISHED.text()))
                .isPresent());
        assertThat(platform.status("hello").orElseThrow().lastExit()).contains(Text.of("exit " + code));
        assertNothingIsLeft();
    }

    @Test
    void costsWhatItChangesWhateverElseThereIs() throws Exception {
        create("first", TICKS);
        create("second", Image.hello().stay());
        Map<Path, String> before = durable();

        create("third", Image.sleep(Duration.ofMinutes(5)));
        platform.done("second", new Destroy());

        eventually(
                "the second image is gone",
                () -> names(platform.state.resolve("images")).size() == 2);
        Map<Path, String> after = durable();
        before.keySet().removeIf(file -> !after.containsKey(file));
        assertThat(before).hasSize(2);
        assertThat(after).hasSize(4).containsAllEntriesOf(before);
    }

    /** What is desired and its images: for each file what tells whether it was written or replaced. */
    private Map<Path, String> durable() throws IOException {
        Map<Path, String> files = new TreeMap<>();
        for (String folder : List.of("unikernels", "images")) {
            for (String name : names(platform.state.resolve(folder))) {
                Path file = platform.state.resolve(folder).resolve(name);
                files.put(file, Files.readAttributes(file, "unix:ino,ctime").toString());
            }
        }
        return files;
    }

    @Test
    void createsAfterTheConsoleServiceWasReplaced() throws Exception {
        create("before", TICKS);

        platform.replaceConsole();

        create("after", TICKS);
        assertThat(platform.lines("after", 2)).containsExactly("tick 1", "tick 2");
        assertThat(platform.lines("before", 2)).containsExactly("tick 1", "tick 2");
    }

    @Test
    void runsAnImageWithoutSectionHeaders() throws Exception {
        byte[] image = TICKS.target(Target.SPT).build();
        ByteBuffer elf = ByteBuffer.wrap(image);
        elf.putLong(40, 0); // e_shoff
        elf.putShort(60, (short) 0).putShort(62, (short) 0); // e_shnum, e_shstrndx

        platform.done("hello", new Create(Configs.with(image, Configs.arguments(Configs.QUIT, List.of()))));

        assertThat(platform.lines("hello", 1)).containsExactly("tick 1");
    }

    @Test
    void restartsACrashedUnikernelAfterABackOff() throws Exception {
        platform.done("crash", new Create(Configs.of(Image.crash(), Configs.RESTART)));

        eventually("it has been restarted twice", () -> platform.status("crash")
                .filter(status -> status.restarts() >= 2)
                .isPresent());

        assertThat(platform.status("crash").orElseThrow().lastExit()).contains(Text.of("signal 4"));
        platform.done("crash", new Destroy());
        assertNothingIsLeft();
    }

    @Test
    void restartsOnCommandWithAnotherProcess() throws Exception {
        create("hello", TICKS);
        long before = platform.pid("hello");

        platform.done("hello", new Restart(Optional.empty()));

        assertThat(platform.pid("hello")).isNotEqualTo(before);
        assertThat(platform.info()).hasSize(1);
    }

    @Test
    void replacesAUnikernelAndItsImage() throws Exception {
        create("hello", TICKS);
        List<String> before = names(platform.state.resolve("images"));

        platform.done("hello", new ForceCreate(Configs.of(Image.hello().stay(), Configs.QUIT, "again")));

        assertThat(platform.info()).hasSize(1);
        eventually("the former image is removed", () -> {
            List<String> after = names(platform.state.resolve("images"));
            return after.size() == 1 && !after.equals(before);
        });
    }

    @Test
    void keepsTheOldOneWhenItsReplacementCannotRun() throws Exception {
        create("hello", TICKS);
        long before = platform.pid("hello");

        assertThat(platform.refused("hello", new ForceCreate(Configs.of(Image.network("10.0.0.2"), Configs.QUIT))))
                .isEqualTo("specified bridge(s) does not match with the manifest."
                        + " Devices present in manifest: net \"service0\"");

        assertThat(platform.pid("hello")).isEqualTo(before);
        assertThat(names(platform.state.resolve("images"))).hasSize(1);
    }

    @Test
    void refusesWhatThisMachineCannotRun() throws Exception {
        assertThat(refused(Configs.of(Image.hello().abiVersion(7), Configs.QUIT)))
                .startsWith("no tender for spt ABI 7: ");
        assertThat(refused(Configs.of(Image.hello().truncated(200), Configs.QUIT)))
                .isNotEmpty();
        assertThat(refused(Configs.with(new byte[] {1, 2, 3}, Configs.arguments(Configs.QUIT, List.of()))))
                .isNotEmpty();
        assertThat(refused(Configs.of(Image.hello().manifest(Device.net("other")), Configs.QUIT)))
                .contains("Devices present in manifest: net \"other\"");
        assertNothingIsLeft();
    }

    private String refused(org.albatross.model.UnikernelConfig config) {
        return platform.refused("hello", new Create(config));
    }

    @Test
    void refusesASecondUnikernelOfTheSameName() throws Exception {
        create("hello", TICKS);

        assertThat(refused(Configs.of(TICKS, Configs.QUIT))).contains("hello");

        assertThat(platform.info()).hasSize(1);
    }

    @Test
    void stopsAndStartsWithoutForgetting() throws Exception {
        create("hello", TICKS);

        assertThat(platform.done("hello", new LifecycleCommand.Stop())).isEqualTo("stopped");
        assertThat(platform.info()).isEmpty();
        assertThat(platform.status("hello").orElseThrow().state()).isEqualTo(Text.of("stopped"));

        assertThat(platform.done("hello", new LifecycleCommand.Start())).isEqualTo("started");
        assertThat(platform.info()).hasSize(1);
    }

    @Test
    void returnsTheImageCompressedOrNot() throws Exception {
        byte[] image = TICKS.target(Target.SPT).build();
        create("hello", TICKS);

        TestSink plain = platform.begin("hello", new Get(0));
        assertThat(((Reply.UnikernelImage) plain.reply()).image().length()).isEqualTo(image.length);
        assertThat(plain.content).isEqualTo(image);

        TestSink compressed = platform.begin("hello", new Get(9));
        assertThat(((Reply.UnikernelImage) compressed.reply()).image().length())
                .isEqualTo(compressed.content.length)
                .isLessThan(image.length);
        try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(compressed.content))) {
            assertThat(in.readAllBytes()).isEqualTo(image);
        }
        assertThat(names(platform.state.resolve("images"))).hasSize(1);
    }

    @Test
    void endsATenderThatIsStopped() throws Exception {
        create("hello", TICKS);
        platform.signal("STOP", platform.pid("hello"));

        assertThat(platform.done("hello", new Destroy())).isEqualTo("destroyed unikernel");

        assertNothingIsLeft();
    }

    @Test
    void destroysThoughTheWrapperIsStopped() throws Exception {
        create("hello", TICKS);
        platform.signal("STOP", platform.wrapper("hello"));

        assertThat(platform.done("hello", new Destroy())).isEqualTo("destroyed unikernel");

        assertNothingIsLeft();
        create("hello", TICKS);
    }

    @Test
    void doesNotKnowHowItEndedWhenTheWrapperWasKilled() throws Exception {
        create("hello", TICKS);
        long tender = platform.pid("hello");
        platform.signal("KILL", platform.wrapper("hello"));
        platform.signal("KILL", tender);

        eventually("it is finished", () -> platform.status("hello")
                .filter(status -> status.lastExit().equals(Optional.of(Text.of("unknown"))))
                .isPresent());
        assertNothingIsLeft();
    }

    @Test
    void undoesAStartForWhichTheRunDirectoryHasNoRoom() throws Exception {
        Path unikernels = platform.run.resolve("unikernels");
        Files.createFile(unikernels.resolve(":hello"));

        assertThat(refused(Configs.of(TICKS, Configs.QUIT))).contains(unikernels + "/:hello");

        assertNothingIsLeft();
    }

    @Test
    void refusesWhatCannotBeMadeDurable() throws Exception {
        Path unikernels = platform.state.resolve("unikernels");
        Files.setPosixFilePermissions(unikernels, PosixFilePermissions.fromString("r-x------"));

        assertThat(refused(Configs.of(TICKS, Configs.QUIT)))
                .isEqualTo("cannot write " + unikernels + "/:hello: permission denied");

        Files.setPosixFilePermissions(unikernels, PosixFilePermissions.fromString("rwx------"));
        assertNothingIsLeft();
    }

    @Test
    void startsManySideBySide() throws Exception {
        List<TestSink> creations = java.util.stream.IntStream.range(0, 20)
                .mapToObj(i -> platform.begin("many-" + i, new Create(Configs.of(TICKS, Configs.QUIT))))
                .toList();

        assertThat(creations).allSatisfy(sink -> assertThat(sink.reply()).isInstanceOf(Reply.Done.class));

        assertThat(platform.info()).hasSize(20);
        assertThat(names(platform.state.resolve("images"))).hasSize(1);
        List<TestSink> ends = java.util.stream.IntStream.range(0, 20)
                .mapToObj(i -> platform.begin("many-" + i, new Destroy()))
                .toList();
        assertThat(ends).allSatisfy(sink -> assertThat(sink.reply()).isInstanceOf(Reply.Done.class));
        assertNothingIsLeft();
    }

    @Test
    void carriesOutTheChangesOfCallersThatHaveGone() throws Exception {
        leaving("hello", new Create(Configs.of(TICKS, Configs.QUIT)));
        eventually("it was created", () -> platform.info().size() == 1);
        long first = platform.status("hello").orElseThrow().runId();
        leaving("hello", new Restart(Optional.empty()));
        eventually("it was restarted", () -> platform.status("hello")
                .filter(status -> status.runId() > first && status.state().equals(UnikernelStatus.State.RUNNING.text()))
                .isPresent());
        leaving("hello", new LifecycleCommand.Stop());
        eventually("it was stopped", () -> platform.info().isEmpty());
        leaving("hello", new LifecycleCommand.Start());
        eventually("it was started", () -> platform.info().size() == 1);
        leaving("hello", new Destroy());
        eventually("it was destroyed", () -> platform.status("hello").isEmpty());
        assertNothingIsLeft();
    }

    private void leaving(String name, Command change) {
        platform.begin(name, change).cancellable.cancel();
    }

    @Test
    void runsEachUnikernelAsAUserOfItsOwn() throws Exception {
        platform.close();
        platform = TestPlatform.start(directory, org.albatross.supervisor.internal.run.Isolation.Mode.SEPARATE);
        assumeTrue(TestPlatform.mayChangeUser(), "needs the capability to change users");
        create("a", TICKS);
        create("b", TICKS);

        eventually("they have become others", () -> isNumbered("a") && isNumbered("b"));
        String user = platform.statusOf("a", "Uid");
        assertThat(platform.statusOf("b", "Uid")).isNotEqualTo(user);
        assertThat(platform.statusOf("a", "CapEff")).isEqualTo("0000000000000000");
        assertThat(platform.lines("a", 2)).containsExactly("tick 1", "tick 2");
        platform.done("a", new Restart(Optional.empty()));
        eventually("it is itself again", () -> platform.statusOf("a", "Uid").equals(user));
    }

    @Test
    void leavesNothingOfAUnikernelsUserBehind() throws Exception {
        platform.close();
        platform = TestPlatform.start(directory, org.albatross.supervisor.internal.run.Isolation.Mode.SEPARATE);
        assumeTrue(TestPlatform.mayChangeUser(), "needs the capability to change users");
        create("a", TICKS);
        eventually("it has become another user", () -> isNumbered("a"));
        // The last ones go with the execve(2) behind that.
        for (String set : List.of("CapInh", "CapPrm", "CapEff", "CapAmb")) {
            eventually(set + " is empty", () -> platform.statusOf("a", set).equals("0000000000000000"));
        }
        String uid = platform.statusOf("a", "Uid").split("\\s", -1)[0];
        Process left =
                new ProcessBuilder("setpriv", "--reuid", uid, "--regid", uid, "--clear-groups", "sleep", "600").start();
        Path status = Path.of("/proc", Long.toString(left.pid()), "status");
        eventually(
                "another process has its user", () -> Files.readString(status).contains("Uid:\t" + uid + "\t"));

        platform.done("a", new Destroy());

        assertThat(left.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }

    private boolean isNumbered(String name) throws IOException {
        String uid = platform.statusOf(name, "Uid");
        return uid.startsWith("200000000") && !uid.startsWith("2000000000");
    }
}
