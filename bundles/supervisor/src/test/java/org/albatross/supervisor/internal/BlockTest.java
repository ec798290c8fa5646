package org.albatross.supervisor.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.RandomAccessFile;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.albatross.fixture.Device;
import org.albatross.fixture.Image;
import org.albatross.fixture.Target;
import org.albatross.model.Blob;
import org.albatross.model.BlockCommand;
import org.albatross.model.Bytes;
import org.albatross.model.CpuId;
import org.albatross.model.Megabytes;
import org.albatross.model.Named;
import org.albatross.model.Policy;
import org.albatross.model.PolicyCommand;
import org.albatross.model.Reply;
import org.albatross.model.UnikernelCommand;
import org.albatross.supervisor.internal.run.Isolation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Block devices, through the command service, on a real disk. */
class BlockTest {
    private static final int MEGABYTE = 1024 * 1024;

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    Path directory;

    @SuppressWarnings("NullAway.Init") // set before each test
    private TestPlatform platform;

    @BeforeEach
    void startPlatform() throws IOException {
        platform = TestPlatform.start(directory);
    }

    @AfterEach
    void stopPlatform() {
        platform.close();
    }

    private Path file(String name) {
        return platform.state.resolve("block").resolve(name);
    }

    private String set(String name, boolean compressed, byte[] data) {
        Reply reply = platform.begin(name, new BlockCommand.Set(compressed), new ByteArrayInputStream(data))
                .reply();
        return reply instanceof Reply.Failure failure
                ? failure.message().toString()
                : ((Reply.Done) reply).message().toString();
    }

    private byte[] dump(String name, int level) throws IOException {
        TestSink sink = platform.begin(name, new BlockCommand.Dump(level));
        assertThat(sink.reply()).isEqualTo(new Reply.BlockImage(level > 0));
        byte[] content = sink.blocks();
        return level > 0 ? new InflaterInputStream(new ByteArrayInputStream(content)).readAllBytes() : content;
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(42).nextBytes(bytes);
        return bytes;
    }

    private static byte[] deflated(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
            deflater.write(bytes);
        }
        return out.toByteArray();
    }

    @Test
    void addsAnEmptySparseDevice() throws IOException {
        assertThat(platform.done("a:disk", new BlockCommand.Add(new Megabytes(100))))
                .isEqualTo("added block device");

        assertThat(Files.size(file("a:disk"))).isEqualTo(100L * MEGABYTE);
        assertThat(blocksOnDisk(file("a:disk"))).isLessThan(64);
        assertThat(platform.ask("a:", new BlockCommand.Info()))
                .isEqualTo(new Reply.BlockDevices(List.of(new Named<>(
                        org.albatross.model.Name.parse(":disk"), new Reply.BlockInfo(new Megabytes(100), false)))));
        assertThat(platform.refused("a:disk", new BlockCommand.Add(new Megabytes(1))))
                .isEqualTo("block device with same name already exists");
        assertThat(platform.refused("a:none", new BlockCommand.Add(new Megabytes(0))))
                .contains("0 MB", "at least 1");
    }

    /** Returns how many units of 512 bytes the file takes, as {@code stat} tells. */
    private static long blocksOnDisk(Path file) throws IOException {
        Process stat = new ProcessBuilder("stat", "-c", "%b", file.toString()).start();
        try (InputStream out = stat.getInputStream()) {
            return Long.parseLong(new String(out.readAllBytes(), StandardCharsets.US_ASCII).strip());
        }
    }

    @Test
    void givesBackWhatWasSet() throws IOException {
        platform.done("disk", new BlockCommand.Add(new Megabytes(2)));
        byte[] data = random(MEGABYTE + 4711);

        assertThat(set("disk", false, data)).isEqualTo("set block device");
        assertThat(dump("disk", 0)).isEqualTo(Arrays.copyOf(data, 2 * MEGABYTE));

        assertThat(dump("disk", 9)).isEqualTo(Arrays.copyOf(data, 2 * MEGABYTE));

        byte[] other = random(5);
        assertThat(set("disk", true, deflated(other))).isEqualTo("set block device");
        assertThat(dump("disk", 9)).isEqualTo(Arrays.copyOf(other, 2 * MEGABYTE));
        assertThat(blocksOnDisk(file(":disk"))).isLessThan(64);
    }

    @Test
    void keepsTheOldContentsWhenTheNewOnesAreRefused() throws IOException {
        platform.done("disk", new BlockCommand.Add(new Megabytes(1)));
        byte[] data = random(MEGABYTE);
        set("disk", false, data);
        byte[] whole = deflated(random(MEGABYTE));
        byte[] cut = Arrays.copyOf(whole, 1000);
        byte[] corrupt = whole.clone();
        corrupt[whole.length - 1] ^= 1;
        byte[] longer = Arrays.copyOf(whole, whole.length + 1);

        assertThat(set("disk", false, random(MEGABYTE + 1))).contains("1048577 bytes", "has 1048576");
        assertThat(set("disk", true, cut)).contains("cut off");
        assertThat(set("disk", true, random(1000))).contains("not a zlib stream");
        assertThat(set("disk", true, corrupt)).contains("not a zlib stream");
        assertThat(set("disk", true, longer)).contains("continue after the end of their zlib stream");
        PipedInputStream broken = new PipedInputStream(); // connected to nobody: it cannot be read
        assertThat(((Reply.Failure) platform.begin("disk", new BlockCommand.Set(false), broken)
                                .reply())
                        .message()
                        .toString())
                .isEqualTo("the data did not come to their end: Pipe not connected");
        InputStream ending = new SequenceInputStream(new ByteArrayInputStream(whole), broken);
        assertThat(platform.begin("disk", new BlockCommand.Set(true), ending).reply())
                .isInstanceOf(Reply.Failure.class);

        assertThat(dump("disk", 0)).isEqualTo(data);
        try (var files = Files.list(platform.state.resolve("block"))) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void findsDevicesAgainAndSkipsWhatIsNone() throws IOException {
        platform.done("a:disk", new BlockCommand.Add(new Megabytes(3)));
        Files.write(file("odd"), new byte[100]);
        Files.write(file("new.7~"), new byte[100]);
        platform.close();

        platform = TestPlatform.start(directory);

        assertThat(((Reply.BlockDevices) platform.ask(":", new BlockCommand.Info())).devices())
                .hasSize(1);
        assertThat(file("odd")).exists();
        assertThat(file("new.7~")).doesNotExist();
    }

    @Test
    void startsThoughItsDevicesExceedAPolicyAndTheDisk() throws IOException {
        Policy policy = new Policy(
                CpuId.setOf(0), 3, new Megabytes(100), Optional.of(new Megabytes(20)), new java.util.TreeSet<>());
        platform.done("foo:", new PolicyCommand.Add(policy));
        platform.close();
        try (RandomAccessFile huge = new RandomAccessFile(file("foo:huge").toFile(), "rw")) {
            huge.setLength(1L << 40);
        }

        platform = TestPlatform.start(directory);

        assertThat(platform.ask("foo:", new BlockCommand.Info()))
                .isEqualTo(new Reply.BlockDevices(List.of(new Named<>(
                        org.albatross.model.Name.parse(":huge"), new Reply.BlockInfo(new Megabytes(1 << 20), false)))));
        assertThat(platform.refused("foo:more", new BlockCommand.Add(new Megabytes(1))))
                .contains("limit of 20 MB (used 1048576 MB)");
        platform.done("foo:huge", new BlockCommand.Remove());
        platform.done("foo:more", new BlockCommand.Add(new Megabytes(20)));
    }

    @Test
    void startsWithoutItsDirectoryAndMakesIt() throws IOException {
        platform.close();
        Files.delete(platform.state.resolve("block"));

        platform = TestPlatform.start(directory);

        assertThat(platform.done("disk", new BlockCommand.Add(new Megabytes(1))))
                .isEqualTo("added block device");
        assertThat(file(":disk")).exists();
    }

    @Test
    void removesADevice() {
        platform.done("disk", new BlockCommand.Add(new Megabytes(1)));

        assertThat(platform.done("disk", new BlockCommand.Remove())).isEqualTo("removed block");

        assertThat(file(":disk")).doesNotExist();
        assertThat(platform.refused("disk", new BlockCommand.Remove())).isEqualTo("remove block: not found");
        assertThat(platform.refused("disk", new BlockCommand.Dump(0))).isEqualTo("dump block: not found");
        assertThat(set("disk", false, new byte[1])).isEqualTo("set block: not found");
    }

    @Test
    void refusesTheSecondOfTwoSetsAtOnce() throws Exception {
        platform.done("disk", new BlockCommand.Add(new Megabytes(1)));
        TestSink first;
        try (PipedOutputStream peer = new PipedOutputStream()) {
            first = platform.begin("disk", new BlockCommand.Set(false), new PipedInputStream(peer));

            assertThat(set("disk", false, new byte[1])).contains("another command about :disk");

            peer.write(1);
        }
        assertThat(first.reply()).isEqualTo(new Reply.Done("set block device"));
    }

    @Test
    void changesNoDeviceThatIsInUse() throws Exception {
        byte[] data = random(MEGABYTE);
        platform.done("a:disk", new BlockCommand.Add(new Megabytes(1)));
        set("a:disk", false, data);
        byte[] image = Image.ticks(Duration.ofMillis(20))
                .manifest(Device.block("storage"))
                .target(Target.SPT)
                .build();
        platform.done("a:user", new UnikernelCommand.Create(Configs.withBlock(image, "storage", "disk")));

        assertThat(set("a:disk", false, new byte[1])).isEqualTo("set block: is in use by a:user");
        assertThat(platform.refused("a:disk", new BlockCommand.Dump(0))).isEqualTo("dump block: is in use by a:user");
        assertThat(platform.refused("a:disk", new BlockCommand.Remove()))
                .isEqualTo("remove block: is in use by a:user");
        assertThat(platform.refused(
                        "a:other", new UnikernelCommand.Create(Configs.withBlock(image, "storage", "disk"))))
                .isEqualTo("block device a:disk already in use by a:user");

        platform.done("a:user", new UnikernelCommand.Destroy());
        assertThat(dump("a:disk", 0)).isEqualTo(data);
    }

    @Test
    void handsADeviceBelowItsPathToAUnikernel() throws Exception {
        TestPlatform.assumeGuestsAreExecuted();
        platform.done("nat0:mirror", new BlockCommand.Add(new Megabytes(1)));
        byte[] image = Image.counter("tar").target(Target.SPT).stay().build();

        platform.done("user", new UnikernelCommand.Create(Configs.withBlock(image, "tar", "nat0:mirror")));

        assertThat(platform.lines("user", 1)).containsExactly("boot 1");
        assertThat(platform.ask("nat0:", new BlockCommand.Info()))
                .isEqualTo(new Reply.BlockDevices(List.of(new Named<>(
                        org.albatross.model.Name.parse(":mirror"), new Reply.BlockInfo(new Megabytes(1), true)))));
        assertThat(platform.refused(
                        "nat0:other", new UnikernelCommand.Create(Configs.withBlock(image, "tar", "mirror"))))
                .isEqualTo("block device nat0:mirror already in use by :user");
        platform.done("user", new UnikernelCommand.Destroy());
        assertThat(dump("nat0:mirror", 0)).startsWith(1, 0, 0, 0);
    }

    @Test
    void takesBackTheDeviceOfAnotherUser() throws Exception {
        platform.close();
        platform = TestPlatform.start(directory, Isolation.Mode.SEPARATE);
        assumeTrue(TestPlatform.mayChangeUser(), "needs the capability to change users");
        byte[] data = random(MEGABYTE);
        platform.done("disk", new BlockCommand.Add(new Megabytes(1)));
        set("disk", false, data);
        Files.setAttribute(file(":disk"), "unix:uid", 2_000_000_077);

        assertThat(dump("disk", 0)).isEqualTo(data);
        Files.setAttribute(file(":disk"), "unix:uid", 2_000_000_077);
        assertThat(set("disk", false, new byte[] {7})).isEqualTo("set block device");

        assertThat(dump("disk", 0)).startsWith(7, 0).hasSize(MEGABYTE);
        assertThat(Files.getAttribute(file(":disk"), "unix:uid")).isEqualTo(Files.getAttribute(file(""), "unix:uid"));
    }

    @Test
    void speaksTheFormsOfOldClients() throws IOException {
        byte[] data = random(MEGABYTE);
        Blob blob = Blob.of(Bytes.of(deflated(data)));

        assertThat(platform.done("disk", new BlockCommand.AddOld(new Megabytes(1), true, Optional.of(blob))))
                .isEqualTo("added block device");
        TestSink dumped = platform.begin("disk", new BlockCommand.DumpOld(0));
        assertThat(dumped.reply()).isInstanceOf(Reply.BlockImageOld.class);
        assertThat(dumped.content).isEqualTo(data);

        assertThat(platform.done("disk", new BlockCommand.SetOld(false, Blob.of(Bytes.of(new byte[] {7})))))
                .isEqualTo("set block device");
        TestSink compressed = platform.begin("disk", new BlockCommand.DumpOld(9));
        assertThat(compressed.reply()).isInstanceOf(Reply.BlockImageOld.class);
        assertThat(new InflaterInputStream(new ByteArrayInputStream(compressed.content)).readAllBytes())
                .startsWith(7, 0)
                .hasSize(MEGABYTE);
        assertThat(platform.refused(
                        "bad",
                        new BlockCommand.AddOld(new Megabytes(1), true, Optional.of(Blob.of(Bytes.of(random(9)))))))
                .contains("not a zlib stream");
        assertThat(file(":bad")).doesNotExist();
    }

    @Test
    void changesNothingWhenADeviceToBeAddedExists() throws IOException {
        byte[] data = random(MEGABYTE);
        platform.done("disk", new BlockCommand.Add(new Megabytes(1)));
        set("disk", false, data);
        Blob other = Blob.of(Bytes.of(random(1000)));

        for (long size : new long[] {1, 2}) {
            assertThat(platform.refused(
                            "disk", new BlockCommand.AddOld(new Megabytes(size), false, Optional.of(other))))
                    .isEqualTo("block device with same name already exists");
        }

        assertThat(dump("disk", 0)).isEqualTo(data);
    }

    @Test
    void namesThePolicyThatRefuses() {
        Policy policy = new Policy(
                CpuId.setOf(0), 3, new Megabytes(100), Optional.of(new Megabytes(20)), new java.util.TreeSet<>());
        platform.done("foo:", new PolicyCommand.Add(policy));
        platform.done("foo:data", new BlockCommand.Add(new Megabytes(10)));

        assertThat(platform.refused("foo:sub:data2", new BlockCommand.Add(new Megabytes(100))))
                .startsWith("block device policy limit of 20 MB (used 10 MB) would be exceeded by the request (100 MB)")
                .contains("foo:");
        Policy without = new Policy(policy.cpuids(), 3, new Megabytes(100), Optional.empty(), policy.bridges());
        platform.done("bar:", new PolicyCommand.Add(without));
        assertThat(platform.refused("bar:data", new BlockCommand.Add(new Megabytes(1))))
                .contains("bar:", "no block storage");
    }
}
