package org.albatross.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.albatross.fixture.Device;
import org.albatross.fixture.Image;
import org.albatross.model.Arguments;
import org.albatross.model.Blob;
import org.albatross.model.BlockDevice;
import org.albatross.model.Bytes;
import org.albatross.model.Command;
import org.albatross.model.ConsoleCommand;
import org.albatross.model.CpuId;
import org.albatross.model.FailBehaviour;
import org.albatross.model.MacAddress;
import org.albatross.model.Megabytes;
import org.albatross.model.Name;
import org.albatross.model.Named;
import org.albatross.model.NetDevice;
import org.albatross.model.PolicyCommand;
import org.albatross.model.Reply;
import org.albatross.model.Text;
import org.albatross.model.UnikernelCommand;
import org.albatross.model.UnikernelCommand.InfoForm;
import org.albatross.model.UnikernelConfig;
import org.albatross.model.UnikernelInfo;
import org.albatross.model.UnikernelType;
import org.albatross.wire.BlobSource;
import org.albatross.wire.State;
import org.albatross.wire.WireEncoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What scripts that were written for the original's client rely on, beside what {@link TranscriptTest} shows. */
class ScriptsTest {
    private static final Bytes DIGEST = Bytes.ofHex("3fdaa165f6c9dc0b68ec2ae77df25c94d5a076dd31922f2d7cda4763ba96453e");

    private final Path directory;
    private final Path image;

    ScriptsTest(@TempDir Path directory) {
        this.directory = directory;
        this.image = directory.resolve("image");
    }

    /** The original ignores what has no effect. */
    @Test
    void warnsOfExitCodesWithoutRestartAndCreates() throws Exception {
        Image.hello().write(image);
        try (FakePlatform platform = FakePlatform.answering(directory, new Reply.Done("created unikernel"))) {
            Outcome outcome = platform.client().run("create", "hello", image.toString(), "--exit-code=7");

            assertThat(outcome.exitCode()).isZero();
            assertThat(outcome.err())
                    .isEqualTo("albatross: [WARNING] --exit-code has no effect without --restart-on-fail\n");
            UnikernelCommand.Create sent = (UnikernelCommand.Create) platform.command();
            assertThat(sent.config().arguments().failBehaviour()).isEqualTo(new FailBehaviour.Quit());
        }
    }

    @Test
    void warnsOfNewArgumentsThatAreNotToReplaceTheOldOnesAndRestarts() throws Exception {
        try (FakePlatform platform = FakePlatform.answering(directory, new Reply.Done("created unikernel"))) {
            Outcome outcome = platform.client().run("restart", "hello", "--arg=-v", "--mem=0", "--exit-code=7");

            assertThat(outcome)
                    .isEqualTo(new Outcome(
                            0,
                            "host [unikernel: :hello]: success: created unikernel\n",
                            "albatross: [WARNING] a restart keeps memory, devices and arguments: the options that give"
                                    + " others have no effect without --replace-arguments\n"));
            assertThat(platform.command()).isEqualTo(new UnikernelCommand.Restart(Optional.empty()));
        }
    }

    @Test
    void takesBlockDevicesByARelativeNameAndAddressesWithHyphens() throws Exception {
        Image.counter("tar")
                .manifest(Device.block("tar"), Device.net("service0"))
                .write(image);

        Command sent = sent(
                new Reply.Done("created unikernel"),
                "create",
                "x",
                image.toString(),
                "--block",
                "tar:nat0:mirror@4096",
                "--net=service0:br0@00-80-41-AA-bb-cc");

        Arguments arguments = ((UnikernelCommand.Create) sent).config().arguments();
        assertThat(arguments.blockDevices())
                .containsExactly(
                        new BlockDevice(Text.of("tar"), Optional.of(Text.of("nat0:mirror")), Optional.of(4096L)));
        assertThat(arguments.netDevices())
                .containsExactly(new NetDevice(
                        Text.of("service0"),
                        Optional.of(Text.of("br0")),
                        Optional.of(MacAddress.parse("00:80:41:aa:bb:cc"))));
    }

    @Test
    void addsAPolicyOfCpu0UnlessCpusAreGiven() throws Exception {
        PolicyCommand.Add sent = (PolicyCommand.Add) sent(new Reply.Done("added policy"), "add-policy", "pol", "3");

        assertThat(sent.policy().cpuids()).containsExactly(new CpuId(0));
        assertThat(((PolicyCommand.Add)
                                sent(new Reply.Done("added policy"), "add-policy", "pol", "3", "--cpu=2", "--cpu=1"))
                        .policy()
                        .cpuids())
                .containsExactly(new CpuId(1), new CpuId(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-q", "--quiet", "--verbosity=quiet"})
    void printsNoResultsWhenItIsToBeQuiet(String quiet) throws Exception {
        Reply infos = new Reply.Infos(InfoForm.CURRENT, List.of(new Named<>(Name.parse("a"), info())));
        for (String form : List.of("-v", "--json", "--wide")) {
            assertThat(quietly(infos, quiet, "info", form)).isEqualTo(new Outcome(0, "", ""));
        }
        assertThat(quietly(new Reply.Done("added policy"), quiet, "add-policy", "a", "1"))
                .isEqualTo(new Outcome(0, "", ""));
        assertThat(quietly(new Reply.Failure("destroy: not found"), quiet, "destroy", "a"))
                .isEqualTo(new Outcome(
                        117, "", "albatross: [WARNING] host [unikernel: :a]: command failed destroy: not found\n"));
        assertThat(new Outcome.Client(directory).run("info", quiet, "--socket=-"))
                .isEqualTo(new Outcome(121, "", ""));
    }

    @Test
    void writesWhatItFetchesThoughItIsToBeQuiet() throws Exception {
        Bytes content = Bytes.of(new byte[] {1, 2, 3});
        Reply answer = new Reply.UnikernelImage(false, Blob.of(content));

        assertThat(quietly(answer, "-q", "get", "a", "--output", image.toString()))
                .isEqualTo(new Outcome(0, "", ""));
        assertThat(image).hasBinaryContent(content.toArray());
        assertThat(quietly(answer, "-q", "get", "a", "--output=-").out()).hasSize(3);
    }

    /** The original asks for everything with a negative count. */
    @Test
    void asksAConsoleForANegativeNumberOfLines() throws Exception {
        for (List<String> words :
                List.of(List.of("console", "a", "--count=-1"), List.of("console", "a", "--count", "-1"))) {
            try (FakePlatform platform = FakePlatform.listen(
                    directory, "util/console.sock", connection -> connection.answer(new Reply.Done("subscribed")))) {
                assertThat(platform.client().run(words.toArray(String[]::new)).exitCode())
                        .isZero();

                assertThat(platform.command()).isEqualTo(new ConsoleCommand.Subscribe(new Command.Begin.Count(-1)));
            }
        }
    }

    /** All but the first have their last piece on a line of its own. */
    @Test
    void listsSeveralUnikernelsAsTheOriginal() throws Exception {
        Reply infos = new Reply.Infos(
                InfoForm.CURRENT,
                List.of(new Named<>(Name.parse("user:net"), info()), new Named<>(Name.parse("foo:longrun"), info())));
        try (FakePlatform platform = FakePlatform.answering(directory, infos)) {
            assertThat(platform.client().run("info").out())
                    .isEqualTo(
                            """
                            host [unikernel: :]: [unikernel: user:net]: typ solo5
                            started 2026-11-22T09:35:03-00:00 fail behaviour quit
                            startup at not specified CPUids 0 32 MB memory block devices\s
                            bridge service0 -> service (mac 00:80:41:1d:b8:1f)
                            digest 3fdaa165f6c9dc0b68ec2ae77df25c94d5a076dd31922f2d7cda4763ba96453e
                            #cpus 1 linux_boot_partition not specified
                            [unikernel: foo:longrun]: typ solo5 started 2026-11-22T09:35:03-00:00
                            fail behaviour quit startup at not specified CPUids 0 32 MB memory
                            block devices  bridge service0 -> service (mac 00:80:41:1d:b8:1f)
                            digest 3fdaa165f6c9dc0b68ec2ae77df25c94d5a076dd31922f2d7cda4763ba96453e
                            #cpus 1
                            linux_boot_partition not specified
                            """);
        }
    }

    @Test
    void showsTheDevicesOfAStateFileAsTheOriginal() throws Exception {
        Arguments arguments = new Arguments(
                new FailBehaviour.Quit(),
                Optional.empty(),
                true,
                CpuId.setOf(0),
                new Megabytes(32),
                List.of(
                        new BlockDevice(Text.of("tar"), Optional.of(Text.of("nat0:mirror")), Optional.of(4096L)),
                        new BlockDevice(Text.of("log"), Optional.empty(), Optional.empty())),
                List.of(new NetDevice(
                        Text.of("service0"),
                        Optional.of(Text.of("br0")),
                        Optional.of(MacAddress.parse("00:80:41:aa:bb:cc")))),
                Optional.empty(),
                1,
                Optional.empty());
        UnikernelConfig config =
                new UnikernelConfig(UnikernelType.SOLO5, false, Blob.of(Bytes.of(new byte[10])), arguments);
        try (OutputStream out = Files.newOutputStream(directory.resolve("state"))) {
            WireEncoder.state(new State(List.of(new Named<>(Name.parse("a"), config)), List.of()))
                    .writeTo(out, BlobSource.NONE);
        }

        Outcome outcome = new Outcome.Client(directory).run("inspect-dump", "--dbdir", directory.toString());

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out().replace('\n', ' '))
                .contains(" block devices log -> log, tar -> nat0:mirror, sector-size: 4096"
                        + " bridge service0 -> br0@00:80:41:aa:bb:cc #cpus 1 ");
        assertThat(new Outcome.Client(directory).run("inspect-dump", "-q", "--dbdir", directory.toString()))
                .isEqualTo(new Outcome(0, "", ""));
    }

    private Outcome quietly(Reply reply, String quiet, String command, String... words) throws Exception {
        try (FakePlatform platform = FakePlatform.answering(directory, reply)) {
            List<String> all = new ArrayList<>(List.of(command, quiet));
            all.addAll(List.of(words));
            return platform.client().run(all.toArray(String[]::new));
        }
    }

    private Command sent(Reply reply, String... words) throws Exception {
        try (FakePlatform platform = FakePlatform.answering(directory, reply)) {
            assertThat(platform.client().run(words).exitCode()).isZero();
            return platform.command();
        }
    }

    private static UnikernelInfo info() {
        return new UnikernelInfo(
                UnikernelType.SOLO5,
                new FailBehaviour.Quit(),
                Optional.empty(),
                CpuId.setOf(0),
                new Megabytes(32),
                DIGEST,
                List.of(),
                List.of(new UnikernelInfo.Net(
                        Text.of("service0"), Text.of("service"), MacAddress.parse("00:80:41:1d:b8:1f"))),
                Optional.empty(),
                Optional.of(Instant.parse("2026-11-22T09:35:03Z")),
                1,
                Optional.empty());
    }
}
