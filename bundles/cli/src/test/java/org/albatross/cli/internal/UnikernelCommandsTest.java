package org.albatross.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.albatross.fixture.Image;
import org.albatross.fixture.Padding;
import org.albatross.model.Arguments;
import org.albatross.model.Blob;
import org.albatross.model.BlockDevice;
import org.albatross.model.Bytes;
import org.albatross.model.Command;
import org.albatross.model.CpuId;
import org.albatross.model.FailBehaviour;
import org.albatross.model.LifecycleCommand;
import org.albatross.model.MacAddress;
import org.albatross.model.Megabytes;
import org.albatross.model.Name;
import org.albatross.model.NetDevice;
import org.albatross.model.Payload;
import org.albatross.model.Policy;
import org.albatross.model.PolicyCommand;
import org.albatross.model.Reply;
import org.albatross.model.Text;
import org.albatross.model.UnikernelCommand;
import org.albatross.model.UnikernelConfig;
import org.albatross.model.UnikernelType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the commands about unikernels and policies send, and what they do with the answers. */
class UnikernelCommandsTest {
    private static final String SOCKET = "util/vmmd.sock";

    private final Path directory;
    private final Path image;

    UnikernelCommandsTest(@TempDir Path directory) {
        this.directory = directory;
        this.image = directory.resolve("image");
    }

    @Test
    void createsWithTheOriginalsDefaults() throws Exception {
        Image.hello().write(image);

        Command sent = sent(new Reply.Done("created unikernel"), "create", "hello", image.toString());

        assertThat(sent)
                .isEqualTo(new UnikernelCommand.Create(new UnikernelConfig(
                        UnikernelType.SOLO5,
                        false,
                        Blob.of(Bytes.of(Files.readAllBytes(image))),
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
                                Optional.empty()))));
    }

    @Test
    void createsAVirtualMachineWithoutReadingAnImage() throws Exception {
        Command sent = sent(
                new Reply.Done("created unikernel"),
                "create",
                "vms:web",
                image.toString(),
                "--typ=bhyve",
                "--mem=512",
                "--cpus=2",
                "--block=0:/dev/zvol/tank/web",
                "--linux-boot=msdos1");

        assertThat(sent)
                .isEqualTo(new UnikernelCommand.Create(new UnikernelConfig(
                        UnikernelType.BHYVE,
                        false,
                        Blob.EMPTY,
                        new Arguments(
                                new FailBehaviour.Quit(),
                                Optional.empty(),
                                true,
                                CpuId.setOf(0),
                                new Megabytes(512),
                                List.of(BlockDevice.parse("0:/dev/zvol/tank/web")),
                                List.of(),
                                Optional.empty(),
                                2,
                                Optional.of(Text.of("msdos1"))))));
        assertThat(image).doesNotExist();
    }

    @Test
    void warnsOfExitCodesThatHaveNoEffect() throws Exception {
        Image.hello().write(image);
        try (FakePlatform platform = FakePlatform.answering(directory, new Reply.Done("created unikernel"))) {
            Outcome outcome = platform.client()
                    .run(
                            "create",
                            "hello",
                            image.toString(),
                            "--restart-on-fail",
                            "--exit-code=300",
                            "--exit-code=62",
                            "--exit-code=7");

            assertThat(outcome.exitCode()).isZero();
            assertThat(outcome.err())
                    .isEqualTo(
                            """
                            albatross: [WARNING] --exit-code 300 never comes, 0 to 255 do
                            albatross: [WARNING] --exit-code 62 is never started again, nor is any of 1, 60 to 64 and 123 to 125
                            """);
        }
    }

    @Test
    void createsWithEverythingGiven() throws Exception {
        Image.network("service0", "10.0.0.2")
                .manifest(
                        org.albatross.fixture.Device.net("service0"),
                        org.albatross.fixture.Device.net("br1"),
                        org.albatross.fixture.Device.block("storage"),
                        org.albatross.fixture.Device.block("log"))
                .write(image);

        Command sent = sent(
                new Reply.Done("created unikernel"),
                ("create -f a:b:x " + image + " --mem 64 --cpu=3 --cpu 1 --net service0:service@00:80:41:aa:bb:cc"
                                + " --net br1 --block storage:data@512 --block log --restart-on-fail --exit-code 83"
                                + " --exit-code=2 --startup 7 --no-add-name --cpus 2 --arg=-v --arg")
                        .concat(" two")
                        .split(" "));

        assertThat(sent).isInstanceOf(UnikernelCommand.ForceCreate.class);
        assertThat(((UnikernelCommand.ForceCreate) sent).config().arguments())
                .isEqualTo(new Arguments(
                        new FailBehaviour.Restart(new TreeSet<>(List.of(2L, 83L))),
                        Optional.of(7L),
                        false,
                        CpuId.setOf(1, 3),
                        new Megabytes(64),
                        List.of(
                                new BlockDevice(Text.of("log"), Optional.empty(), Optional.empty()),
                                new BlockDevice(Text.of("storage"), Optional.of(Text.of("data")), Optional.of(512L))),
                        List.of(
                                new NetDevice(Text.of("br1"), Optional.empty(), Optional.empty()),
                                new NetDevice(
                                        Text.of("service0"),
                                        Optional.of(Text.of("service")),
                                        Optional.of(MacAddress.parse("00:80:41:aa:bb:cc")))),
                        Optional.of(List.of(Text.of("-v"), Text.of("two"))),
                        2,
                        Optional.empty()));
    }

    @Test
    void compressesALargeImageOnItsWay() throws Exception {
        Image.hello().padding(Padding.trailing(3 << 20)).write(image);

        Command sent =
                sent(new Reply.Done("created unikernel"), "create", "hello", image.toString(), "--compression-level=1");

        UnikernelConfig config = ((UnikernelCommand.Create) sent).config();
        assertThat(config.compressed()).isTrue();
        byte[] compressed =
                Bytes.ofHex(((Blob.Spooled) config.image()).handle()).toArray();
        try (InputStream plain = new InflaterInputStream(new java.io.ByteArrayInputStream(compressed))) {
            assertThat(plain.readAllBytes()).isEqualTo(Files.readAllBytes(image));
        }
    }

    @Test
    void replacesWithConfirmationOnlyAtAPlatformThatKnowsIt() throws Exception {
        Image.hello().write(image);
        try (FakePlatform platform = FakePlatform.listen(directory, SOCKET, connection -> {
            connection.answer(new Reply.Hello(Text.of("albatross"), Text.of("1"), List.of()));
            connection.answer(new Reply.Done("created unikernel"));
        })) {
            Outcome outcome =
                    platform.client().run("create", "--force", "x", image.toString(), "--confirm-after", "30");

            assertThat(outcome.exitCode()).isZero();
            assertThat(platform.received().get(1).payload())
                    .isInstanceOfSatisfying(
                            Payload.Ask.class, ask -> assertThat(((LifecycleCommand.Replace) ask.command())
                                            .confirmation()
                                            .afterSeconds())
                                    .isEqualTo(30));
        }
    }

    @Test
    void refusesAnImageThatNeedsMoreMemory() throws Exception {
        Image.hello().write(image);

        assertThat(new Outcome.Client(directory).run("create", "a", image.toString(), "--mem", "1"))
                .isEqualTo(new Outcome(124, "", "albatross: the image needs 2 MB, the unikernel has 1 MB (--mem)\n"));
    }

    @Test
    void refusesATruncatedImage() throws Exception {
        Image.hello().truncated(1000).write(image);

        Outcome outcome = new Outcome.Client(directory).run("create", "a", image.toString());

        assertThat(outcome.exitCode()).isEqualTo(124);
        assertThat(outcome.err())
                .startsWith("albatross: error during ELF parsing: ")
                .hasLineCount(1);
    }

    @Test
    void restartsAsItIsOrWithNewArguments() throws Exception {
        Reply created = new Reply.Done("created unikernel");

        assertThat(sent(created, "restart", "foo:net")).isEqualTo(new UnikernelCommand.Restart(Optional.empty()));
        Command replaced = sent(created, "restart", "foo:net", "--replace-arguments", "--mem=34", "--cpu", "1");
        assertThat(((UnikernelCommand.Restart) replaced)
                        .arguments()
                        .orElseThrow()
                        .memory())
                .isEqualTo(new Megabytes(34));
    }

    @Test
    void sendsAPolicy() throws Exception {
        Command sent = sent(
                new Reply.Done("added policy"),
                "add_policy foo 3 --mem 100 --cpu 0 --cpu 1 --size 20 --bridge service --network br1".split(" "));

        assertThat(sent)
                .isEqualTo(new PolicyCommand.Add(new Policy(
                        CpuId.setOf(0, 1),
                        3,
                        new Megabytes(100),
                        Optional.of(new Megabytes(20)),
                        new TreeSet<>(List.of(Text.of("br1"), Text.of("service"))))));
    }

    @Test
    void saysHelloBeforeWhatTheOriginalDoesNotKnow() throws Exception {
        for (String[] words : new String[][] {{"stop", "a"}, {"start", "a"}, {"shutdown", "--all"}}) {
            try (FakePlatform platform = FakePlatform.listen(directory, SOCKET, connection -> {
                connection.answer(new Reply.Hello(Text.of("albatross"), Text.of("1"), List.of()));
                connection.answer(new Reply.Done("done"));
            })) {
                assertThat(platform.client().run(words).exitCode()).isZero();
                assertThat(platform.received().get(0).payload()).isEqualTo(new Payload.Ask(new Command.SayHello()));
            }
        }
    }

    @Test
    void fetchesAnImageIntoANewFile() throws Exception {
        byte[] content = content(100_000);
        Reply answer = new Reply.UnikernelImage(false, Blob.of(Bytes.of(content)));

        for (String suffix : new String[] {"", "-2"}) {
            Path file = directory.resolve("foo:net.2026-11-22T09:34:44-00:00" + suffix);
            try (FakePlatform platform = FakePlatform.answering(directory, answer)) {
                assertThat(platform.client().run("get", "foo:net"))
                        .isEqualTo(new Outcome(
                                0,
                                "host [unikernel: foo:net]: image (compression false) 100000 bytes\n"
                                        + "dumped image to " + file + "\n",
                                ""));
            }
            assertThat(file).hasBinaryContent(content);
        }
    }

    @Test
    void fetchesALargeCompressedImageUncompressed() throws Exception {
        byte[] content = content(3_000_000);
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(compressed)) {
            out.write(content);
        }
        Path file = directory.resolve("mine");
        Reply answer = new Reply.UnikernelImage(true, Blob.of(Bytes.of(compressed.toByteArray())));
        try (FakePlatform platform = FakePlatform.answering(directory, answer)) {
            Outcome outcome = platform.client().run("get", "a", "--compression-level=9", "--output", file.toString());

            assertThat(outcome.exitCode()).isZero();
            assertThat(file).hasBinaryContent(content);
        }
    }

    @Test
    void leavesNothingBehindOfACorruptImage() throws Exception {
        Reply answer = new Reply.UnikernelImage(true, Blob.of(Bytes.ofHex("789c0000")));
        try (FakePlatform platform = FakePlatform.answering(directory, answer)) {
            Outcome outcome = platform.client().run("get", "a");

            assertThat(outcome.exitCode()).isEqualTo(121);
            assertThat(outcome.err()).contains("not a zlib stream");
            assertThat(directory).isDirectoryNotContaining("glob:**:a*");
        }
    }

    private static byte[] content(int length) {
        byte[] content = new byte[length];
        new Random(5).nextBytes(content);
        Arrays.fill(content, 0, length / 2, (byte) 7);
        return content;
    }

    private Command sent(Reply reply, String... words) throws Exception {
        try (FakePlatform platform = FakePlatform.answering(directory, reply)) {
            Outcome outcome = platform.client().run(words);
            assertThat(outcome.err()).isIn("", "albatross: [WARNING] policy without any network access\n");
            assertThat(outcome.exitCode()).isZero();
            assertThat(platform.received().get(0).header().name()).isNotEqualTo(Name.ROOT);
            return platform.command();
        }
    }
}
