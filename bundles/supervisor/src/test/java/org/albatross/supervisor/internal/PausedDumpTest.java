package org.albatross.supervisor.internal;

import static org.albatross.supervisor.internal.TestPlatform.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.albatross.fixture.Device;
import org.albatross.fixture.Image;
import org.albatross.fixture.Target;
import org.albatross.model.BlockCommand;
import org.albatross.model.LifecycleCommand;
import org.albatross.model.Megabytes;
import org.albatross.model.Reply;
import org.albatross.model.UnikernelCommand;
import org.albatross.supervisor.internal.run.Isolation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies of block devices that unikernels use. */
class PausedDumpTest {
    private static final int MEGABYTE = 1024 * 1024;
    private static final BlockCommand DUMP = new BlockCommand.DumpPaused(0);

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    Path directory;

    @SuppressWarnings("NullAway.Init") // set before each test
    private TestPlatform platform;

    private final byte[] data = new byte[MEGABYTE];

    @BeforeEach
    void startPlatform() throws IOException {
        new Random(42).nextBytes(data);
        platform = TestPlatform.start(directory);
    }

    @AfterEach
    void stopPlatform() {
        platform.destroyAll();
        platform.close();
    }

    private void createUser() throws IOException {
        platform.done("disk", new BlockCommand.Add(new Megabytes(2)));
        platform.begin("disk", new BlockCommand.Set(false), new ByteArrayInputStream(data))
                .reply();
        byte[] image = Image.ticks(Duration.ofMillis(20))
                .manifest(Device.block("storage"))
                .target(Target.SPT)
                .build();
        platform.done("user", new UnikernelCommand.Create(Configs.withBlock(image, "storage", "disk")));
        platform.lines("user", 1);
    }

    private byte[] dump() {
        TestSink sink = platform.begin("disk", DUMP);
        assertThat(sink.reply()).isEqualTo(new Reply.BlockImage(false));
        return sink.blocks();
    }

    private String stateOfTender() throws IOException {
        return platform.statusOf("user", "State").substring(0, 1);
    }

    private void assertGoesOn() throws IOException {
        eventually("it is not stopped", () -> !stateOfTender().equals("T"));
        int seen = platform.lines("user", 1).size();
        assertThat(platform.lines("user", seen + 2)).hasSize(seen + 2);
    }

    private void assertNothingIsLeft() throws IOException {
        eventually(
                "the copy is gone",
                () -> TestPlatform.names(platform.state.resolve("block")).size() == 1);
    }

    @Test
    void copiesWhatAUnikernelUsesAndLetsItGoOn() throws IOException {
        createUser();
        long pid = platform.pid("user");

        byte[] copy = dump();

        assertThat(copy).hasSize(2 * MEGABYTE).startsWith(data);
        assertThat(platform.pid("user")).isEqualTo(pid);
        assertGoesOn();
        assertNothingIsLeft();
    }

    @Test
    void readsADeviceThatBelongsToAnotherUser() throws IOException {
        platform.close();
        platform = TestPlatform.start(directory, Isolation.Mode.SEPARATE);
        assumeTrue(TestPlatform.mayChangeUser(), "needs the capability to change users");
        createUser();
        Path device = platform.state.resolve("block").resolve(":disk");
        Object owner = Files.getAttribute(device, "unix:uid");

        assertThat(dump()).startsWith(data);

        assertThat(Files.getAttribute(device, "unix:uid")).isEqualTo(owner);
        assertGoesOn();
    }

    @Test
    void copiesADeviceWhoseUserDoesNotRun() throws IOException {
        createUser();
        platform.done("user", new LifecycleCommand.Stop());

        assertThat(dump()).startsWith(data);

        assertThat(platform.done("user", new LifecycleCommand.Start())).isEqualTo("started");
    }

    @Test
    void copiesADeviceThatNobodyUses() throws IOException {
        createUser();
        platform.done("user", new UnikernelCommand.Destroy());

        assertThat(dump()).startsWith(data);
    }

    @Test
    void givesUpACopyThatNobodyWaitsForAndLetsTheUserGoOn() throws IOException {
        createUser();
        TestSink sink = platform.begin("disk", DUMP);

        sink.cancellable.cancel();

        assertGoesOn();
        assertNothingIsLeft();
    }

    @Test
    void letsGoOnWhatAPlatformThatDiedHadStopped() throws IOException {
        createUser();
        platform.close();
        platform.signal("STOP", platform.pid("user"));
        eventually("it is stopped", () -> stateOfTender().equals("T"));

        platform = TestPlatform.start(directory);

        assertGoesOn();
    }

    @Test
    void standsStillWhileItIsCopied() throws IOException {
        createUser();
        Path device = platform.state.resolve("block").resolve(":disk");
        try (FileChannel copy = platform.whileStandingStill("user", () -> {
            assertThat(stateOfTender()).isEqualTo("T");
            return FileChannel.open(device);
        })) {
            assertThat(copy.size()).isEqualTo(2L * MEGABYTE);
        }
        assertGoesOn();
    }

    @Test
    void refusesACopyDuringWhichTheUserEnded() throws IOException {
        createUser();
        org.assertj.core.api.Assertions.assertThatIOException()
                .isThrownBy(() -> platform.whileStandingStill("user", () -> {
                    platform.done("user", new UnikernelCommand.Destroy());
                    return FileChannel.open(platform.state.resolve("block").resolve(":disk"));
                }))
                .withMessage(":user has ended meanwhile");
    }

    @Test
    void refusesWhatDoesNotExist() {
        assertThat(platform.refused("nosuch", DUMP)).isEqualTo("dump block: not found");
        assertThat(platform.refused("nosuch", new BlockCommand.DumpPaused(10)))
                .isEqualTo("compression level 10 is not within 0 to 9");
    }
}
