package org.albatross.shell.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.albatross.api.Cancellable;
import org.albatross.api.Request;
import org.albatross.api.Sink;
import org.albatross.model.Blob;
import org.albatross.model.BlockCommand;
import org.albatross.model.Bytes;
import org.albatross.model.Command;
import org.albatross.model.CpuId;
import org.albatross.model.Data;
import org.albatross.model.FailBehaviour;
import org.albatross.model.LifecycleCommand;
import org.albatross.model.Megabytes;
import org.albatross.model.Named;
import org.albatross.model.Refusal;
import org.albatross.model.Reply;
import org.albatross.model.Sha256;
import org.albatross.model.Text;
import org.albatross.model.UnikernelCommand;
import org.albatross.model.UnikernelConfig;
import org.albatross.model.UnikernelInfo;
import org.albatross.model.UnikernelStatus;
import org.albatross.model.UnikernelType;
import org.albatross.shell.internal.ShellFixture.Client;
import org.albatross.shell.internal.ShellFixture.Outcome;
import org.albatross.wire.ShellMessage.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands of the shell that take options, and files of the platform's host. */
class FileCommandsTest {
    private static final byte[] IMAGE = "an image".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path directory;

    @SuppressWarnings("NullAway.Init") // set before each test
    private ShellFixture shell;

    private final List<Command> asked = new ArrayList<>();
    private byte[] received = {};
    private Optional<Refusal> refusal = Optional.empty();

    @BeforeEach
    void start() throws Exception {
        shell = new ShellFixture(directory, 4, 3);
        shell.behave(this::execute);
    }

    @AfterEach
    void stop() throws Exception {
        shell.close();
    }

    private Cancellable execute(Request request, Sink sink) {
        asked.add(request.command());
        if (refusal.isPresent()) {
            request.unused().run();
            sink.fail(refusal.get());
            return Cancellable.NOTHING;
        }
        try {
            answer(request, sink);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Cancellable.NOTHING;
    }

    private void answer(Request request, Sink sink) throws IOException {
        Command command = request.command();
        if (command instanceof UnikernelCommand.Get) {
            Sha256 none = new Sha256(Bytes.of(new byte[Sha256.LENGTH]));
            sink.answer(
                    new Reply.UnikernelImage(false, new Blob.Spooled(IMAGE.length, none, "image")),
                    new ByteArrayInputStream(IMAGE));
        } else if (command instanceof LifecycleCommand.Status) {
            sink.answer(new Reply.Statuses(List.of(new Named<>(request.name(), status()))));
        } else if (command instanceof BlockCommand.Dump) {
            sink.answer(new Reply.BlockImage(false));
            for (byte[] piece : List.of(new byte[70_000], IMAGE, new byte[9])) {
                sink.data(request.name(), new Data.Block(Optional.of(Bytes.of(piece))));
            }
            sink.data(request.name(), new Data.Block(Optional.empty()));
        } else {
            if (command instanceof BlockCommand.Set) {
                received = request.data().readAllBytes();
            }
            config(command).ifPresent(config -> received = taken((Blob.Spooled) config.image()));
            sink.answer(new Reply.Done("done for " + request.name()));
        }
        sink.end();
    }

    private static Optional<UnikernelConfig> config(Command command) {
        if (command instanceof UnikernelCommand.Create create) {
            return Optional.of(create.config());
        }
        return command instanceof LifecycleCommand.Replace replace ? Optional.of(replace.config()) : Optional.empty();
    }

    private static byte[] taken(Blob.Spooled blob) {
        try {
            byte[] bytes = Files.readAllBytes(Path.of(blob.handle()));
            Files.delete(Path.of(blob.handle()));
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static UnikernelStatus status() {
        UnikernelInfo info = new UnikernelInfo(
                UnikernelType.SOLO5,
                new FailBehaviour.Quit(),
                Optional.empty(),
                CpuId.setOf(1),
                new Megabytes(32),
                Bytes.EMPTY,
                List.of(),
                List.of(),
                Optional.of(List.of(Text.of("a b"))),
                Optional.empty(),
                1,
                Optional.empty());
        return new UnikernelStatus(
                UnikernelStatus.State.RUNNING.text(),
                1,
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(true),
                Optional.of(info));
    }

    private Outcome run(String line) throws Exception {
        try (Client client = shell.open()) {
            return client.run(line);
        }
    }

    private String done(String line) throws Exception {
        Outcome outcome = run(line);
        assertThat(outcome.failure()).isEmpty();
        assertThat(outcome.kind()).isEqualTo(Kind.DONE);
        return outcome.output();
    }

    private String failure(String line) throws Exception {
        Outcome outcome = run(line);
        assertThat(outcome.kind()).isEqualTo(Kind.FAILED);
        return outcome.failure();
    }

    private Path file(String name, byte[] content) throws IOException {
        return Files.write(directory.resolve(name), content);
    }

    @Test
    void createsFromAFileOfTheHost() throws Exception {
        Path image = file("web.img", IMAGE);

        assertThat(done("create a:web " + image + " --mem=64 --cpu 1 --net service:br0 '--arg=a b'"))
                .isEqualTo("done for a:web\n");
        assertThat(asked)
                .singleElement()
                .asString()
                .startsWith("Create[")
                .contains("memory=64", "cpuids=[1]", "argv=Optional[[a b]]", "bridge=Optional[br0]");
        assertThat(received).isEqualTo(IMAGE);
        assertThat(image).hasBinaryContent(IMAGE);
        assertThat(directory.resolve("spool")).isEmptyDirectory();

        done("create --force --confirm-after=5 a:web " + image);
        assertThat(asked.get(1)).asString().startsWith("Replace[confirmation=Confirmation[afterSeconds=5");
    }

    @Test
    void leavesNothingOfACreateThatIsRefused() throws Exception {
        Path image = file("web.img", IMAGE);
        refusal = Optional.of(new Refusal.HostRefused("no room"));
        assertThat(failure("create a:web " + image)).isEqualTo("no room");
        assertThat(directory.resolve("spool")).isEmptyDirectory();

        Path large = file("large.img", new byte[4097]);
        assertThat(failure("create a:web " + large)).contains("there is no room for a blob of 4097 bytes");
        assertThat(directory.resolve("spool")).isEmptyDirectory();
    }

    @Test
    void namesFilesFromTheRootOnAndSaysWhatIsWrongWithOne() throws Exception {
        assertThat(failure("create a:web web.img"))
                .isEqualTo("'web.img' is not absolute: files are those of the platform's host, from the root on");
        assertThat(failure("create a:web " + directory)).isEqualTo(directory + " is not a file of the platform's host");
        assertThat(failure("set-block data " + directory.resolve("none")))
                .endsWith("none is not a file of the platform's host");
        assertThat(failure("get a:web")).isEqualTo("--output FILE is needed: a file of the platform's host");
        assertThat(failure("get a:web --output " + directory)).endsWith(" is there, and is not a file");
        assertThat(failure("get a:web --output " + directory + "/none/image")).endsWith(": its directory is not there");
        assertThat(failure("create a:web"))
                .isEqualTo("usage: create NAME FILE [OPTION].., not 1 words besides options");
        assertThat(failure("create a:web /x --bogus")).isEqualTo("--bogus: there is no such option");
        assertThat(asked).isEmpty();
    }

    @Test
    void writesAnImageToAFileThatOnlyThePlatformMayRead() throws Exception {
        Path image = file("old.img", new byte[100]);
        assertThat(done("get a:web --output " + image)).isEqualTo("8 bytes are in " + image + "\n");
        assertThat(image).hasBinaryContent(IMAGE);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(image)))
                .isEqualTo("rw-------");

        refusal = Optional.of(new Refusal.HostRefused("no such image"));
        assertThat(failure("get a:web --output " + image)).isEqualTo("no such image");
        assertThat(image).hasBinaryContent(IMAGE);
        assertThat(directory.toFile().list()).containsExactlyInAnyOrder("old.img", "spool", "shell.sock");
    }

    @Test
    void movesContentsOfBlockDevicesInAndOut() throws Exception {
        Path contents = file("contents", IMAGE);
        assertThat(done("set-block a:data " + contents)).isEqualTo("done\n");
        assertThat(received).isEqualTo(IMAGE);
        assertThat(asked).containsExactly(new BlockCommand.Set(false));

        Path dump = directory.resolve("dump");
        assertThat(done("dump-block a:data --output " + dump)).isEqualTo("70017 bytes are in " + dump + "\n");
        byte[] bytes = Files.readAllBytes(dump);
        assertThat(bytes).hasSize(70_017);
        assertThat(Arrays.copyOfRange(bytes, 70_000, 70_008)).isEqualTo(IMAGE);
        assertThat(bytes[70_016]).isZero();

        refusal = Optional.of(new Refusal.HostRefused("in use"));
        assertThat(failure("set-block a:data " + contents)).isEqualTo("in use");
        assertThat(failure("dump-block a:data --output " + dump)).isEqualTo("in use");
        assertThat(dump).hasSize(70_017);
    }

    @Test
    void changesWhatItNamesAndShowsItFirst() throws Exception {
        assertThat(done("change a:web --mem=64 --unset=arg --dry-run"))
                .isEqualTo("a:web: would be\n  --mem=64\n  --cpu=1\n");
        assertThat(done("change a:web --cpu=1")).isEqualTo("a:web: nothing changes\n");
        assertThat(asked).allSatisfy(command -> assertThat(command).isInstanceOf(LifecycleCommand.Status.class));
        asked.clear();

        done("change a:web --mem=64");
        assertThat(asked.get(1)).asString().startsWith("Restart[").contains("memory=64", "argv=Optional[[a b]]");
        done("change a:web --mem=64 --confirm-after=3");
        assertThat(asked.get(4))
                .asString()
                .startsWith("Replace[confirmation=Confirmation[afterSeconds=3")
                .contains("memory=64");
        assertThat(received).isEqualTo(IMAGE);
        assertThat(failure("change a:web")).isEqualTo("nothing to change is given");
        assertThat(failure("change a: --mem=1")).isEqualTo("change: a: is a path, a name is needed");
        assertThat(failure("change a:web --unset=mem")).startsWith("'mem' cannot be set back");
    }

    @Test
    void exportsTheCommandThatCreatesIt() throws Exception {
        assertThat(done("export a:web")).isEqualTo("albatross create a:web web.img --mem=32 --cpu=1 '--arg=a b'\n");
        assertThat(done("export a:web --image '/a b'"))
                .isEqualTo("albatross create a:web '/a b' --mem=32 --cpu=1 '--arg=a b'\n");
    }

    @Test
    void addsPoliciesAsTheProgramDoes() throws Exception {
        done("add-policy a:b 5 --mem 1024 --cpu 0 --cpu 1 --block 2048 --bridge br0");
        done("add-policy a:c 1");
        assertThat(asked)
                .extracting(Object::toString)
                .containsExactly(
                        "Add[policy=Policy[cpuids=[0, 1], unikernels=5, memory=1024, block=Optional[2048], bridges=[br0]]]",
                        "Add[policy=Policy[cpuids=[0], unikernels=1, memory=512, block=Optional.empty, bridges=[]]]");
        assertThat(failure("add-policy a x")).isEqualTo("'x' is not a number of unikernels");
        assertThat(failure("add-policy a 0")).startsWith("unusable policy: at least 1 unikernel");
        assertThat(failure("add-policy a 1 --mem=16")).startsWith("unusable policy");
        assertThat(failure("add-policy a 1 --block=-1")).startsWith("unusable policy");
    }

    @Test
    void tellsItsOptionsOn80Columns() throws Exception {
        for (String command : List.of("create", "change", "export", "get", "set-block", "dump-block", "add-policy")) {
            String help = done("help " + command);
            assertThat(help).contains(command).contains("WORD..");
            assertThat(help.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(80));
        }
    }
}
