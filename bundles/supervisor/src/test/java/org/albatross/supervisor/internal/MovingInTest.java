package org.albatross.supervisor.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.albatross.configuration.MetatypeReader;
import org.albatross.configuration.Schema;
import org.albatross.fixture.Image;
import org.albatross.fixture.Target;
import org.albatross.host.ThisHost;
import org.albatross.migration.Installation;
import org.albatross.migration.Program;
import org.albatross.model.Arguments;
import org.albatross.model.Caller;
import org.albatross.model.CpuId;
import org.albatross.model.EventRecord;
import org.albatross.model.Name;
import org.albatross.model.Named;
import org.albatross.model.PlatformEvent;
import org.albatross.model.UnikernelCommand;
import org.albatross.model.UnikernelConfig;
import org.albatross.model.UnikernelStatus;
import org.albatross.supervisor.internal.run.Isolation;
import org.albatross.wire.BlobSink;
import org.albatross.wire.Limits;
import org.albatross.wire.ProtocolException;
import org.albatross.wire.State;
import org.albatross.wire.WireDecoder;
import org.albatross.wire.WireEncoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A platform that takes the place of an original. */
class MovingInTest {
    private static final Caller.Local CALLER = new Caller.Local(0, 0, 1);

    private final Path directory;
    private final Path original;
    private final Path state;

    MovingInTest(@TempDir Path directory) {
        this.directory = directory;
        original = directory.resolve("original");
        state = directory.resolve("state");
    }

    private State writeOriginal(Path target) throws IOException {
        return writeOriginal(target, Configs.of(Image.hello().stay(), Configs.RESTART, "word"));
    }

    private static State writeOriginal(Path target, UnikernelConfig config) throws IOException {
        State written = new State(List.of(new Named<>(Name.parse("a:hello"), config)), List.of());
        Files.createDirectories(target);
        Files.write(target.resolve("state"), WireEncoder.state(written).toBytes());
        return written;
    }

    /** What the supervisor declares, as the build has put it into its bundle. */
    private static Schema declared() throws IOException {
        Path file = Path.of("target/classes/OSGI-INF/metatype/org.albatross.supervisor.internal.SupervisorConfig.xml");
        try (InputStream xml = Files.newInputStream(file)) {
            return new Schema(MetatypeReader.read(xml, "the supervisor"));
        }
    }

    private String transfer(String... words) throws IOException {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(said, false, StandardCharsets.UTF_8);
        SupervisorSettings settings = TestPlatform.settings(state, directory.resolve("run"), Isolation.Mode.SHARED);
        int exitCode = new Program(
                        ThisHost.open(directory),
                        new Installation(
                                settings.tenders().path(),
                                settings.tenders().evaluation(),
                                directory,
                                MovingInTest::declared),
                        CALLER,
                        stream,
                        stream)
                .run(List.of(words));
        return exitCode + " " + said.toString(StandardCharsets.UTF_8);
    }

    @Test
    void runsWhatTheOriginalRanAndHandsItBack() throws IOException, ProtocolException {
        State written = writeOriginal(original);
        Path exported = directory.resolve("exported");

        assertThat(transfer("import", original.toString(), "--state-dir", state.toString()))
                .startsWith("0 ");
        try (TestPlatform platform = TestPlatform.start(directory)) {
            TestPlatform.eventually("runs", () -> platform.info().size() == 1);
            TestPlatform.eventually("tells the import", () -> platform.events.stream()
                    .filter(event -> event.caller().equals(CALLER))
                    .map(EventRecord::event)
                    .anyMatch(new PlatformEvent.StateImported(original.toString(), 1, 0)::equals));
            assertThat(platform.lines("a:hello", 1)).anyMatch(line -> line.contains(Image.GREETING));
            assertThat(transfer("export", exported.toString(), "--state-dir", state.toString()))
                    .startsWith("117 albatross: another platform holds ");
            platform.done("a:hello", new UnikernelCommand.Restart(Optional.empty()));
        }
        assertThat(transfer("export", exported.toString(), "--state-dir", state.toString()))
                .startsWith("0 ");

        byte[] bytes = Files.readAllBytes(exported);
        assertThat(new WireDecoder(Limits.FILE, BlobSink.REFUSING).state(new ByteArrayInputStream(bytes), bytes.length))
                .isEqualTo(written);
    }

    @Test
    void waitsForACpuThatThisMachineDoesNotHaveAsTheRehearsalSays() throws IOException {
        Arguments hello = Configs.arguments(Configs.QUIT, List.of());
        Arguments elsewhere = new Arguments(
                hello.failBehaviour(),
                hello.startup(),
                hello.addName(),
                CpuId.setOf(4095),
                hello.memory(),
                hello.blockDevices(),
                hello.netDevices(),
                hello.argv(),
                hello.cpus(),
                hello.linuxBootPartition());
        writeOriginal(original, Configs.with(Image.hello().target(Target.SPT).build(), elsewhere));

        assertThat(transfer("import", original.toString(), "--state-dir", state.toString()))
                .contains("unikernel a:hello: would wait: CPUids 4095 do not exist on this host, which has: 0");
        try (TestPlatform platform = TestPlatform.start(directory)) {
            TestPlatform.eventually("waits", () -> platform.status("a:hello")
                    .flatMap(UnikernelStatus::reason)
                    .filter(reason -> reason.decoded().startsWith("CPUids 4095 do not exist on this host"))
                    .isPresent());
        }
    }

    @Test
    void doesNotStartWhereOnlyAnOriginalHasBeen() throws IOException {
        writeOriginal(state);

        assertThatThrownBy(() -> TestPlatform.start(directory))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("albatross state import " + state);

        assertThat(state.resolve("unikernels")).doesNotExist();
        assertThat(state.resolve("lock")).doesNotExist();
    }
}
