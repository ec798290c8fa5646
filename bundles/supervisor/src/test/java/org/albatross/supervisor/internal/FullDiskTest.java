package org.albatross.supervisor.internal;

import static org.albatross.supervisor.internal.TestPlatform.eventually;
import static org.albatross.supervisor.internal.TestPlatform.names;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.zip.DeflaterOutputStream;
import org.albatross.fixture.Image;
import org.albatross.model.Blob;
import org.albatross.model.BlockCommand;
import org.albatross.model.Bytes;
import org.albatross.model.CpuId;
import org.albatross.model.LifecycleCommand;
import org.albatross.model.Megabytes;
import org.albatross.model.Policy;
import org.albatross.model.PolicyCommand;
import org.albatross.model.Reply;
import org.albatross.model.UnikernelCommand.Create;
import org.albatross.model.UnikernelCommand.Destroy;
import org.albatross.model.UnikernelCommand.ForceCreate;
import org.albatross.model.UnikernelCommand.Restart;
import org.albatross.model.UnikernelConfig;
import org.albatross.model.UnikernelStatus;
import org.albatross.model.UnikernelType;
import org.albatross.supervisor.internal.run.Isolation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk with the state directory is full, or becomes so in the middle: what was before stands. */
class FullDiskTest {
    private static final int MEGABYTE = 1024 * 1024;
    private static final String NO_SPACE = "No space left on device";
    private static final Image TICKS = Image.ticks(Duration.ofMillis(20));

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    Path directory;

    private final SmallDisk disk;

    @SuppressWarnings("NullAway.Init") // set before each test
    private TestPlatform platform;

    FullDiskTest() throws IOException {
        disk = SmallDisk.open();
    }

    @BeforeEach
    void startPlatform() throws IOException {
        platform =
                TestPlatform.start(disk.directory().resolve("state"), directory.resolve("run"), Isolation.Mode.SHARED);
    }

    @AfterEach
    void stopPlatform() throws IOException {
        disk.free();
        platform.destroyAll();
        platform.close();
        disk.close();
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static byte[] deflated(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
            deflater.write(bytes);
        }
        return out.toByteArray();
    }

    private Reply set(byte[] data, boolean compressed) {
        return platform.begin("disk", new BlockCommand.Set(compressed), new ByteArrayInputStream(data))
                .reply();
    }

    private List<String> files(String folder) {
        return names(platform.state.resolve(folder));
    }

    @Test
    void keepsTheContentsOfABlockDevice() throws Exception {
        byte[] data = random(3 * MEGABYTE);
        byte[] others = random(8 * MEGABYTE);
        platform.done("disk", new BlockCommand.Add(new Megabytes(8)));
        set(data, false);
        disk.fillUpTo(2 * MEGABYTE);

        for (Reply refusal : List.of(set(others, false), set(deflated(others), true))) {
            assertThat(((Reply.Failure) refusal).message().toString())
                    .isEqualTo("block device :disk is as it was: cannot write its 8 MB to "
                            + platform.state.resolve("block") + ", where 0 MB are free: " + NO_SPACE);
        }

        assertThat(files("block")).containsExactly(":disk");
        TestSink dumped = platform.begin("disk", new BlockCommand.Dump(0));
        dumped.reply();
        assertThat(dumped.blocks()).startsWith(data).hasSize(8 * MEGABYTE);
        disk.free();
        assertThat(set(others, false)).isEqualTo(new Reply.Done("set block device"));
    }

    @Test
    void leavesNothingOfAnImage() throws Exception {
        byte[] image = random(3 * MEGABYTE);
        disk.fillUpTo(MEGABYTE);

        for (boolean compressed : new boolean[] {false, true}) {
            Blob blob = Blob.of(Bytes.of(compressed ? deflated(image) : image));
            UnikernelConfig config = new UnikernelConfig(
                    UnikernelType.SOLO5, compressed, blob, Configs.arguments(Configs.QUIT, List.of()));
            assertThat(platform.refused("hello", new Create(config)))
                    .isEqualTo("cannot write the image to " + platform.state.resolve("images")
                            + ", where 0 MB are free: " + NO_SPACE);
        }

        assertThat(files("images")).isEmpty();
        assertThat(platform.status("hello")).isEmpty();
    }

    @Test
    void keepsAPolicy() throws Exception {
        Policy policy = new Policy(CpuId.setOf(0), 3, new Megabytes(100), Optional.empty(), new TreeSet<>());
        Policy other = new Policy(policy.cpuids(), 4, new Megabytes(100), Optional.empty(), policy.bridges());
        platform.done("foo:", new PolicyCommand.Add(policy));
        disk.fillUpTo(0);

        assertThat(platform.refused("foo:", new PolicyCommand.Add(other)))
                .isEqualTo("policy of foo: not changed: cannot write " + platform.state.resolve("policies/foo:") + ": "
                        + NO_SPACE);

        assertThat(files("policies")).containsExactly("foo:");
        Reply.Policies policies = (Reply.Policies) platform.ask("foo:", new PolicyCommand.Info());
        assertThat(policies.policies().get(0).value()).isEqualTo(policy);
        assertThat(platform.done("foo:", new PolicyCommand.Remove())).isEqualTo("removed policy");
        assertThat(files("policies")).isEmpty();
    }

    @Test
    void refusesAUnikernelWhoseConsoleHasNoRoom() throws Exception {
        disk.fillUpTo(MEGABYTE / 2);

        assertThat(platform.refused("hello", new Create(Configs.of(TICKS, Configs.QUIT))))
                .isEqualTo("cannot make the ring " + platform.state.resolve("console/:hello") + " of 1048576 bytes: "
                        + NO_SPACE);

        assertThat(platform.status("hello")).isEmpty();
        for (String folder : List.of("console", "unikernels")) {
            assertThat(files(folder)).as(folder).isEmpty();
        }
        eventually("the image is gone", () -> files("images").isEmpty());
        assertThat(names(platform.run.resolve("unikernels"))).isEmpty();
        disk.free();
        platform.done("hello", new Create(Configs.of(TICKS, Configs.QUIT)));
        assertThat(platform.lines("hello", 1)).containsExactly("tick 1");
    }

    @Test
    void endsAUnikernelForGoodThoughTheNextPlatformWillNotRememberIt() throws Exception {
        platform.done("hello", new Create(Configs.of(TICKS, Configs.QUIT)));
        // On a full disk there may be room for it: the end of the unikernel gives back what its files took.
        Path inTheWay = Files.createDirectory(platform.state.resolve("finished~"));
        Files.createFile(inTheWay.resolve("file"));

        platform.signal("KILL", platform.pid("hello"));

        eventually("it is finished", () -> platform.status("hello")
                .filter(status -> status.state().equals(UnikernelStatus.State.FINISHED.text()))
                .isPresent());
        assertThat(files("unikernels")).isEmpty();
        assertThat(files("")).doesNotContain("finished");
        Files.delete(inTheWay.resolve("file"));
        Files.deleteIfExists(inTheWay);
        platform.done("again", new Create(Configs.of(Image.hello().exit(0), Configs.QUIT)));
        eventually("it is remembered again", () -> files("").contains("finished"));
        assertThat(files("")).doesNotContain("finished~");
    }

    @Test
    void goesOnWithWhatRuns() throws Exception {
        platform.done("hello", new Create(Configs.of(TICKS, Configs.QUIT)));
        long pid = platform.pid("hello");
        disk.fillUpTo(0);

        assertThat(platform.refused("hello", new Restart(Optional.of(Configs.arguments(Configs.QUIT, List.of(), "x")))))
                .isEqualTo("cannot write " + platform.state.resolve("unikernels/:hello") + ": " + NO_SPACE);
        assertThat(platform.refused(
                        "hello", new ForceCreate(Configs.of(Image.hello().stay(), Configs.QUIT))))
                .contains(NO_SPACE);
        assertThat(platform.refused("hello", new LifecycleCommand.Stop())).contains(NO_SPACE);

        assertThat(platform.pid("hello")).isEqualTo(pid);
        int lines = platform.lines("hello", 1).size();
        assertThat(platform.lines("hello", lines + 20)).endsWith("tick " + (lines + 20));
        platform.done("hello", new Restart(Optional.empty()));
        assertThat(platform.pid("hello")).isNotEqualTo(pid);
        assertThat(platform.done("hello", new Destroy())).isEqualTo("destroyed unikernel");
        assertThat(files("unikernels")).isEmpty();
    }

    @Test
    void refusesARunForWhichTheRunDirectoryHasNoRoom() throws Exception {
        platform.close();
        Path run = disk.directory().resolve("run");
        platform = TestPlatform.start(directory.resolve("state"), run, Isolation.Mode.SHARED);
        platform.done("runs", new Create(Configs.of(TICKS, Configs.RESTART)));
        long pid = platform.pid("runs");
        disk.fillUpTo(0);

        assertThat(platform.refused("hello", new Create(Configs.of(TICKS, Configs.QUIT))))
                .contains(run.toString())
                .contains(NO_SPACE);
        assertThat(files("unikernels")).containsExactly(":runs");
        assertThat(platform.pid("runs")).isEqualTo(pid);

        platform.signal("KILL", pid);
        // What the run took is room enough for the next one.
        eventually("it runs again", () -> platform.status("runs")
                .filter(status -> status.restarts() > 0)
                .filter(status -> status.state().equals(UnikernelStatus.State.RUNNING.text()))
                .isPresent());
        assertThat(platform.done("runs", new Destroy())).isEqualTo("destroyed unikernel");
        assertThat(names(run.resolve("unikernels"))).isEmpty();
    }
}
