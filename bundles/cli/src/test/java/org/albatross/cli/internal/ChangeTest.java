package org.albatross.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.albatross.model.Arguments;
import org.albatross.model.Blob;
import org.albatross.model.Bytes;
import org.albatross.model.CpuId;
import org.albatross.model.FailBehaviour;
import org.albatross.model.LifecycleCommand;
import org.albatross.model.MacAddress;
import org.albatross.model.Megabytes;
import org.albatross.model.Name;
import org.albatross.model.NetDevice;
import org.albatross.model.Payload;
import org.albatross.model.Reply;
import org.albatross.model.Text;
import org.albatross.model.UnikernelCommand;
import org.albatross.model.UnikernelInfo;
import org.albatross.model.UnikernelType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code change} keeps and what it replaces. */
class ChangeTest {
    private static final byte[] IMAGE = "the image".getBytes(StandardCharsets.US_ASCII);
    private static final Name WEB = Name.parse("web");

    private final Path directory;

    ChangeTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void keepsWhatItDoesNotName() throws Exception {
        assertThat(changed("--mem=64")).isEqualTo(arguments(64, "--port=80", "-v"));
        assertThat(changed("--arg=-q")).isEqualTo(arguments(32, "-q"));
        assertThat(changed("--exit-code=7").failBehaviour())
                .isEqualTo(new FailBehaviour.Restart(new TreeSet<>(List.of(7L))));
        assertThat(changed("--cpu=0", "--net=service0:br1", "--startup=3"))
                .isEqualTo(new Arguments(
                        new FailBehaviour.Restart(new TreeSet<>(List.of(2L, 42L))),
                        Optional.of(3L),
                        false,
                        CpuId.setOf(0),
                        new Megabytes(32),
                        List.of(),
                        List.of(new NetDevice(Text.of("service0"), Optional.of(Text.of("br1")), Optional.empty())),
                        Optional.of(List.of(Text.of("--port=80"), Text.of("-v"))),
                        1,
                        Optional.empty()));
    }

    @Test
    void setsBackWhatItIsToldTo() throws Exception {
        Arguments changed = changed("--unset=arg", "--unset=net", "--unset", "no-add-name", "--unset=startup");

        assertThat(changed.argv()).isEmpty();
        assertThat(changed.netDevices()).isEmpty();
        assertThat(changed.addName()).isTrue();
        assertThat(changed.startup()).isEmpty();
        assertThat(changed("--unset=exit-code").failBehaviour()).isEqualTo(new FailBehaviour.Restart(new TreeSet<>()));
        assertThat(changed("--unset=restart-on-fail").failBehaviour()).isEqualTo(new FailBehaviour.Quit());
    }

    @Test
    void showsTheDifferenceWithoutSendingIt() throws Exception {
        assertThat(shownBy("--dry-run", "--mem=64", "--arg=--port=81", "--arg=a b", "--unset=startup"))
                .isEqualTo(new Outcome(
                        0,
                        """
                        web: would change
                          - --mem=32
                          + --mem=64
                          - --startup=7
                          - --arg=--port=80
                          - --arg=-v
                          + --arg=--port=81
                          + '--arg=a b'
                        """,
                        ""));
    }

    @Test
    void restartsNothingWhenNothingChanges() throws Exception {
        assertThat(shownBy("--mem=32", "--cpu=1")).isEqualTo(new Outcome(0, "web: nothing changes\n", ""));
    }

    @Test
    void replacesTheSameImageWhereItIsToBeConfirmed() throws Exception {
        try (FakePlatform platform = FakePlatform.listen(
                directory,
                "util/vmmd.sock",
                FakePlatform.telling(WEB, Optional.of(false), Optional.of(info(digest(IMAGE)))),
                connection -> connection.answer(new Reply.UnikernelImage(false, Blob.of(Bytes.of(IMAGE)))),
                connection -> {
                    connection.answer(new Reply.Hello(Text.of("albatross"), Text.of("1"), List.of()));
                    connection.answer(new Reply.Done("created unikernel"));
                })) {
            assertThat(platform.client()
                            .run("change", "web", "--mem=64", "--confirm-after=30")
                            .exitCode())
                    .isZero();
            LifecycleCommand.Replace replace = (LifecycleCommand.Replace) asked(platform);
            assertThat(replace.confirmation().afterSeconds()).isEqualTo(30);
            assertThat(replace.config().arguments()).isEqualTo(arguments(64, "--port=80", "-v"));
            assertThat(((Blob.Inline) replace.config().image()).bytes()).isEqualTo(Bytes.of(IMAGE));
        }
    }

    @Test
    void doesNotReplaceAnImageThatWasReplacedMeanwhile() throws Exception {
        try (FakePlatform platform = FakePlatform.listen(
                directory,
                "util/vmmd.sock",
                FakePlatform.telling(WEB, Optional.of(false), Optional.of(info(digest(new byte[1])))),
                connection -> connection.answer(new Reply.UnikernelImage(false, Blob.of(Bytes.of(IMAGE)))))) {
            assertThat(platform.client().run("change", "web", "--mem=64", "--confirm-after=30"))
                    .isEqualTo(new Outcome(
                            117,
                            "",
                            "albatross: [WARNING] host [unikernel: :web]: command failed change: its image was replaced"
                                    + " meanwhile, try again\n"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"change web --mem=64", "export web"})
    void saysWhatDoesNotExistInTheWordsOfThePlatform(String words) throws Exception {
        try (FakePlatform platform = FakePlatform.listen(
                directory,
                "util/vmmd.sock",
                connection -> {
                    connection.answer(new Reply.Hello(Text.of("albatross"), Text.of("1"), List.of()));
                    connection.answer(new Reply.Statuses(List.of()));
                },
                connection -> connection.answer(new Reply.Infos(UnikernelCommand.InfoForm.CURRENT, List.of())))) {
            assertThat(platform.client().run(words.split(" ")))
                    .isEqualTo(new Outcome(
                            117,
                            "",
                            "albatross: [WARNING] host [unikernel: :web]: command failed "
                                    + words.substring(0, words.indexOf(' ')) + ": not found\n"));
        }
    }

    private Arguments changed(String... options) throws Exception {
        try (FakePlatform platform = FakePlatform.listen(
                directory,
                "util/vmmd.sock",
                FakePlatform.telling(WEB, Optional.of(false), Optional.of(info(digest(IMAGE)))),
                connection -> connection.answer(new Reply.Done("restarted unikernel")))) {
            assertThat(platform.client().run(words(options)).exitCode()).isZero();
            return ((UnikernelCommand.Restart) asked(platform)).arguments().orElseThrow();
        }
    }

    private Outcome shownBy(String... options) throws Exception {
        try (FakePlatform platform = FakePlatform.listen(
                directory,
                "util/vmmd.sock",
                FakePlatform.telling(WEB, Optional.of(false), Optional.of(info(digest(IMAGE)))))) {
            return platform.client().run(words(options));
        }
    }

    private static String[] words(String... options) {
        List<String> words = new java.util.ArrayList<>(List.of("change", "web"));
        words.addAll(List.of(options));
        return words.toArray(String[]::new);
    }

    private static org.albatross.model.Command asked(FakePlatform platform) {
        List<org.albatross.wire.Message> received = platform.received();
        return ((Payload.Ask) received.get(received.size() - 1).payload()).command();
    }

    private static Bytes digest(byte[] image) throws Exception {
        return Bytes.of(MessageDigest.getInstance("SHA-256").digest(image));
    }

    private static Arguments arguments(long memory, String... argv) {
        return new Arguments(
                new FailBehaviour.Restart(new TreeSet<>(List.of(2L, 42L))),
                Optional.of(7L),
                false,
                CpuId.setOf(1),
                new Megabytes(memory),
                List.of(),
                List.of(new NetDevice(Text.of("service0"), Optional.of(Text.of("br0")), Optional.empty())),
                Optional.of(java.util.Arrays.stream(argv).map(Text::of).toList()),
                1,
                Optional.empty());
    }

    private static UnikernelInfo info(Bytes digest) {
        Arguments arguments = arguments(32, "--port=80", "-v");
        return new UnikernelInfo(
                UnikernelType.SOLO5,
                arguments.failBehaviour(),
                arguments.startup(),
                arguments.cpuids(),
                arguments.memory(),
                digest,
                List.of(),
                List.of(new UnikernelInfo.Net(
                        Text.of("service0"), Text.of("br0"), MacAddress.derived(WEB, Text.of("service0")))),
                arguments.argv(),
                Optional.of(Outcome.NOW),
                1,
                Optional.empty());
    }
}
