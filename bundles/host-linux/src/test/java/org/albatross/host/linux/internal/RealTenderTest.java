package org.albatross.host.linux.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.albatross.fixture.Image;
import org.albatross.fixture.Target;
import org.albatross.host.ExitFile;
import org.albatross.host.ProcessFile;
import org.albatross.host.ProcessId;
import org.albatross.host.Processes.Identity;
import org.albatross.host.Processes.Launch;
import org.albatross.host.Processes.Signal;
import org.albatross.host.Processes.Watch;
import org.albatross.host.linux.Await;
import org.albatross.host.linux.Machine;
import org.albatross.model.MacAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The tenders of Solo5 under the wrapper, where they are installed. */
class RealTenderTest {
    private static final Identity OF_ITS_OWN = new Identity(5000, 5001, List.of());

    private final Path directory;
    private final LinuxHost host;
    private Optional<ProcessId> tender = Optional.empty();
    private Optional<Identity> identity = Optional.empty();

    RealTenderTest(@TempDir Path directory) throws IOException {
        this.directory = directory;
        host = new LinuxHost(Machine.LIBEXEC, Path.of("/proc"));
        host.files().makeFifo(directory.resolve("console"), 0600, Optional.empty());
        host.files().makeFifo(directory.resolve("taken"), 0600, Optional.empty());
        Machine.run("chmod", "755", directory.toString());
    }

    @AfterEach
    void endWhatIsLeft() throws IOException {
        try {
            if (tender.isPresent()) {
                ProcessId process = tender.get();
                Optional<Watch> watch = host.processes().watch(process, () -> {});
                if (watch.isPresent()) {
                    watch.get().signal(Signal.KILL);
                }
                Await.until(
                        "the tender's end",
                        () -> host.processes().find(process.pid()).isEmpty());
            }
            host.files().writeFifo(directory.resolve("taken"), new byte[] {'1', '\n'});
        } finally {
            host.close();
        }
    }

    private void launch(Target target, Image image, String... options) throws IOException {
        String name = "solo5-" + target.name().toLowerCase(Locale.ROOT);
        Optional<Path> program = Stream.of(System.getenv("PATH").split(":", -1))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
        assumeTrue(program.isPresent(), "needs " + name);
        if (target == Target.HVT) {
            Path kvm = Path.of("/dev/kvm");
            assumeTrue(Files.isWritable(kvm), "needs " + kvm);
            if (identity.isPresent()) {
                Machine.assumeOpenToAll(kvm);
            }
        }
        Path file = Files.write(directory.resolve("image"), image.target(target).build());
        List<String> command = new ArrayList<>(List.of(program.orElseThrow().toString(), "--mem=2"));
        command.addAll(List.of(options));
        command.addAll(List.of("--", file.toString()));
        host.processes()
                .launch(new Launch(
                        "test-instance",
                        "foo:bar",
                        1,
                        directory.resolve("lock"),
                        directory,
                        identity,
                        new TreeSet<>(),
                        command));
        Await.until("the record", () -> ProcessFile.read(directory).isPresent());
        tender = ProcessFile.read(directory).map(ProcessFile::process);
    }

    private List<String> lines(int count) throws IOException {
        Path console = directory.resolve("console");
        return Machine.run("timeout", "15", "head", "-n", Integer.toString(count), console.toString())
                .lines()
                .toList();
    }

    private int exitCode() throws IOException {
        Await.until("the exit", () -> ExitFile.read(directory).isPresent());
        return ExitFile.read(directory).orElseThrow().code();
    }

    @ParameterizedTest
    @EnumSource
    void printsAndEndsWithItsCode(Target target) throws IOException {
        launch(target, Image.hello().exit(3));

        assertThat(lines(1)).containsExactly(Image.GREETING);
        assertThat(exitCode()).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource
    void runsAsAUserOfItsOwn(Target target) throws IOException {
        Machine.assumeMayChangeUser();
        identity = Optional.of(OF_ITS_OWN);

        launch(target, Image.hello().exit(3));

        assertThat(lines(1)).containsExactly(Image.GREETING);
        assertThat(exitCode()).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource
    void endsWhenItIsAsked(Target target) throws IOException {
        launch(target, Image.ticks(Duration.ofMillis(10)));
        lines(3);

        host.processes().watch(tender.orElseThrow(), () -> {}).orElseThrow().signal(Signal.TERM);

        // solo5-hvt catches the signal and ends with 1; solo5-spt dies by it.
        assertThat(exitCode()).isEqualTo(target == Target.HVT ? 1 : 128 + 15);
    }

    @ParameterizedTest
    @EnumSource
    void losesNoLineWhenTheWrapperIsKilledAndNobodyReads(Target target) throws IOException {
        launch(target, Image.flood(20_000));
        long pid = tender.orElseThrow().pid();
        Await.until("a full console", () -> Machine.statusOf(pid, "State").startsWith("S"));
        Machine.run("kill", "-9", Machine.statusOf(pid, "PPid"));

        List<String> lines = lines(20_000);

        assertThat(lines).startsWith("line 1", "line 2").endsWith("line 20000").doesNotHaveDuplicates();
        assertThat(ExitFile.read(directory)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void attachesToItsTapWithoutAnyCapability(Target target) throws IOException {
        Machine.assumeMayChangeUser();
        Machine.assumeOwnNetwork();
        Machine.assumeOpenToAll(Path.of("/dev/net/tun"));
        identity = Optional.of(OF_ITS_OWN);
        Machine.run("ip", "link", "add", "service", "type", "bridge");
        try {
            host.network()
                    .createTap(
                            "vmmtap0", "service", Optional.of(OF_ITS_OWN.uid()), MacAddress.parse("fe:01:02:03:04:05"));

            launch(target, Image.network("10.0.0.2"), "--net:service0=vmmtap0");

            assertThat(lines(1).get(0)).startsWith("service0 up: 10.0.0.2");
        } finally {
            Machine.run("sh", "-c", "ip link delete vmmtap0; ip link delete service");
        }
    }
}
