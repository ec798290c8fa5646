package org.albatross.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
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
import org.albatross.model.UnikernelType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The answers of a running original 2.7, as its client prints them, byte for byte. */
class TranscriptTest {
    private static final Bytes DIGEST = Bytes.ofHex("3fdaa165f6c9dc0b68ec2ae77df25c94d5a076dd31922f2d7cda4763ba96453e");

    private final Path directory;

    TranscriptTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void listsNothing() throws Exception {
        assertThat(answered(new Reply.Infos(InfoForm.CURRENT, List.of()), "info"))
                .isEqualTo("host [unikernel: :]: no unikernels\n");
        assertThat(answered(new Reply.Policies(List.of()), "policy", "--path", "nosuch"))
                .isEqualTo("host [unikernel: nosuch:]: no policies\n");
        assertThat(answered(new Reply.Infos(InfoForm.CURRENT, List.of()), "info", "--name", "nosuch"))
                .isEqualTo("host [unikernel: :nosuch]: no unikernels\n");
    }

    @Test
    void showsPolicies() throws Exception {
        Policy root = policy(
                4611686018427387903L, CpuId.setOf(0, 1), 24105, Optional.of(new Megabytes(258019)), "service", "br1");
        Policy foo = policy(3, CpuId.setOf(0, 1), 100, Optional.of(new Megabytes(20)), "service");
        Policy sub = policy(2, CpuId.setOf(0), 50, Optional.empty());

        String out = answered(
                new Reply.Policies(List.of(
                        new Named<>(Name.parse(":"), root),
                        new Named<>(Name.parse("foo:"), foo),
                        new Named<>(Name.parse("foo:sub:"), sub))),
                "policy");

        assertThat(out)
                .isEqualTo(
                        """
                        host [unikernel: :]: [unikernel: :]: policy: 4611686018427387903 unikernels 0,1 CPUids 24105 MB memory 258019 MB block, bridges: br1, service
                        [unikernel: foo:]: policy: 3 unikernels 0,1 CPUids 100 MB memory 20 MB block, bridges: service
                        [unikernel: foo:sub:]: policy: 2 unikernels 0 CPUids 50 MB memory no block
                        """);
    }

    @Test
    void showsAUnikernelThatRestarts() throws Exception {
        UnikernelInfo info = info(
                new FailBehaviour.Restart(new TreeSet<>(List.of(1L, 83L))),
                Optional.of(7L),
                32,
                List.of(),
                List.of(net("00:80:41:53:38:b6")),
                "2026-11-22T09:34:21Z");

        assertThat(answered(infos("foo:net", info), "info"))
                .isEqualTo(
                        """
                        host [unikernel: :]: [unikernel: foo:net]: typ solo5
                        started 2026-11-22T09:34:21-00:00 fail behaviour restart 1, 83 startup at 7
                        CPUids 0 32 MB memory block devices\s
                        bridge service0 -> service (mac 00:80:41:53:38:b6)
                        digest 3fdaa165f6c9dc0b68ec2ae77df25c94d5a076dd31922f2d7cda4763ba96453e
                        #cpus 1 linux_boot_partition not specified
                        """);
    }

    @Test
    void showsAUnikernelWithABlockDevice() throws Exception {
        UnikernelInfo info = info(
                new FailBehaviour.Quit(),
                Optional.empty(),
                32,
                List.of(new UnikernelInfo.Block(Text.of("storage"), Text.of("data"), 512, new Megabytes(10))),
                List.of(),
                "2026-11-22T09:34:48Z");

        assertThat(answered(infos("foo:blk", info), "info", "--name", "foo:blk"))
                .isEqualTo(
                        """
                        host [unikernel: foo:blk]: [unikernel: foo:blk]: typ solo5
                        started 2026-11-22T09:34:48-00:00 fail behaviour quit
                        startup at not specified CPUids 0 32 MB memory
                        block devices storage -> data (sector-size: 512 bytes, size 10 MB) bridge\s
                        digest 3fdaa165f6c9dc0b68ec2ae77df25c94d5a076dd31922f2d7cda4763ba96453e
                        #cpus 1 linux_boot_partition not specified
                        """);
    }

    @Test
    void showsArgumentsOnlyWhenAskedTwice() throws Exception {
        UnikernelInfo info = info(
                new FailBehaviour.Quit(),
                Optional.empty(),
                33,
                List.of(),
                List.of(net("00:80:41:aa:bb:cc")),
                "2026-11-22T09:34:41Z");

        assertThat(answered(infos("foo:net", info), "info", "-v", "-v", "--name", "foo:net"))
                .isEqualTo(
                        """
                        host [unikernel: foo:net]: [unikernel: foo:net]: typ solo5
                        started 2026-11-22T09:34:41-00:00 fail behaviour quit
                        startup at not specified CPUids 0 33 MB memory block devices\s
                        bridge service0 -> service (mac 00:80:41:aa:bb:cc)
                        digest 3fdaa165f6c9dc0b68ec2ae77df25c94d5a076dd31922f2d7cda4763ba96453e
                        #cpus 1 linux_boot_partition not specified argv no
                        """);
    }

    @Test
    void showsFailuresOnStandardError() throws Exception {
        try (FakePlatform platform = FakePlatform.answering(directory, new Reply.Failure("destroy: not found"))) {
            Outcome outcome = platform.client().calledAs("albatross-client").run("destroy", "foo:nosuch");

            assertThat(outcome)
                    .isEqualTo(new Outcome(
                            117,
                            "",
                            "albatross-client: [WARNING] host [unikernel: foo:nosuch]: command failed destroy: not"
                                    + " found\n"));
        }
    }

    @Test
    void warnsOfAPolicyWithoutNetwork() throws Exception {
        try (FakePlatform platform = FakePlatform.answering(directory, new Reply.Done("added policy"))) {
            Outcome outcome = platform.client().run("add-policy", "foo:sub", "2", "--mem", "50", "--cpu", "0");

            assertThat(outcome)
                    .isEqualTo(new Outcome(
                            0,
                            "host [unikernel: foo:sub:]: success: added policy\n",
                            "albatross: [WARNING] policy without any network access\n"));
        }
    }

    @Test
    void refusesAnUnusablePolicyBeforeItIsSent() {
        Outcome outcome = new Outcome.Client(directory).run("add-policy", "bad", "0", "--mem", "0");

        assertThat(outcome).isEqualTo(new Outcome(124, "", "albatross: [ERROR] Unusable policy with no unikernels\n"));
    }

    @Test
    void showsTheManifestOnAMismatch() throws Exception {
        Path image = directory.resolve("net.hvt");
        org.albatross.fixture.Image.network("10.0.0.2").write(image);

        Outcome outcome = new Outcome.Client(directory)
                .calledAs("albatross-client")
                .run("create", "foo:net", image.toString(), "--mem", "32");

        assertThat(outcome)
                .isEqualTo(
                        new Outcome(
                                124,
                                "",
                                """
                                albatross-client: specified bridge(s) does not match with the manifest.
                                                  Devices present in manifest: net "service0"
                                """));
    }

    @Test
    void refusesWhatIsNoImage() throws Exception {
        Path script = Files.writeString(directory.resolve("local.sh"), "#!/bin/sh\n" + "#".repeat(100));

        Outcome outcome = new Outcome.Client(directory).run("create", "foo:net", script.toString());

        assertThat(outcome.exitCode()).isEqualTo(124);
        assertThat(outcome.err())
                .startsWith("albatross: error during ELF parsing")
                .hasLineCount(1);
    }

    @Test
    void printsAMessageInPlaceOfSendingIt() {
        assertThat(new Outcome.Client(directory).run("info", "--socket=-"))
                .isEqualTo(new Outcome(
                        121,
                        """
                        out:
                        000000  301a 3010 0201 0504  0800 0000 0000 0000  0.0.............
                        000010  000c 013a a006 a304  b302 0500            ...:........

                        """,
                        ""));
    }

    private String answered(Reply reply, String... words) throws Exception {
        try (FakePlatform platform = FakePlatform.answering(directory, reply)) {
            Outcome outcome = platform.client().run(words);
            assertThat(outcome.err()).isEmpty();
            assertThat(outcome.exitCode()).isZero();
            return outcome.out();
        }
    }

    private static Reply infos(String name, UnikernelInfo info) {
        return new Reply.Infos(InfoForm.CURRENT, List.of(new Named<>(Name.parse(name), info)));
    }

    private static UnikernelInfo info(
            FailBehaviour behaviour,
            Optional<Long> startup,
            long memory,
            List<UnikernelInfo.Block> blocks,
            List<UnikernelInfo.Net> nets,
            String started) {
        return new UnikernelInfo(
                UnikernelType.SOLO5,
                behaviour,
                startup,
                CpuId.setOf(0),
                new Megabytes(memory),
                DIGEST,
                blocks,
                nets,
                Optional.empty(),
                Optional.of(Instant.parse(started)),
                1,
                Optional.empty());
    }

    private static UnikernelInfo.Net net(String mac) {
        return new UnikernelInfo.Net(Text.of("service0"), Text.of("service"), MacAddress.parse(mac));
    }

    private static Policy policy(
            long unikernels, SortedSet<CpuId> cpus, long memory, Optional<Megabytes> block, String... bridges) {
        SortedSet<Text> names = new TreeSet<>();
        for (String bridge : bridges) {
            names.add(Text.of(bridge));
        }
        return new Policy(cpus, unikernels, new Megabytes(memory), block, names);
    }
}
