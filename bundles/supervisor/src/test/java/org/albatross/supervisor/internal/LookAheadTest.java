package org.albatross.supervisor.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.albatross.fixture.Device;
import org.albatross.fixture.Image;
import org.albatross.fixture.Target;
import org.albatross.host.WrapperLine;
import org.albatross.model.BlockCommand;
import org.albatross.model.Megabytes;
import org.albatross.model.UnikernelCommand.Create;
import org.albatross.model.UnikernelCommand.ForceCreate;
import org.albatross.model.UnikernelCommand.Restart;
import org.albatross.model.UnikernelConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a start needs is looked at before what runs is ended. */
class LookAheadTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    Path directory;

    @SuppressWarnings("NullAway.Init") // set before each test
    private TestPlatform platform;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Path wrapper;

    @BeforeEach
    void startPlatform() throws Exception {
        Path libexec = Files.createDirectories(directory.resolve("libexec"));
        wrapper = libexec.resolve(WrapperLine.PROGRAM);
        Files.copy(TestPlatform.LIBEXEC.resolve(WrapperLine.PROGRAM), wrapper);
        String ofTheSystem = WrapperLine.PROGRAM + "-system";
        Files.copy(TestPlatform.LIBEXEC.resolve(ofTheSystem), libexec.resolve(ofTheSystem));
        platform = TestPlatform.start(directory, libexec);
    }

    @AfterEach
    void stopPlatform() {
        platform.destroyAll();
        platform.close();
    }

    @Test
    void endsNothingWhenTheReleaseWasRemoved() throws Exception {
        Image image = Image.hello().stay();
        platform.done("a", new Create(Configs.of(image, Configs.RESTART)));
        platform.lines("a", 1);
        long pid = platform.pid("a");
        Files.delete(wrapper);

        String refusal = wrapper + " does not exist or is not executable: if the release was removed or replaced"
                + " under the running platform, start the platform again";
        assertThat(platform.refused("a", new Restart(Optional.empty()))).isEqualTo(refusal);
        assertThat(platform.refused("a", new ForceCreate(Configs.of(image, Configs.QUIT))))
                .isEqualTo(refusal);
        assertThat(platform.refused("b", new Create(Configs.of(image, Configs.QUIT))))
                .isEqualTo(refusal);

        assertThat(platform.pid("a")).isEqualTo(pid);
        assertThat(TestPlatform.lives(pid)).isTrue();
        Files.copy(TestPlatform.LIBEXEC.resolve(WrapperLine.PROGRAM), wrapper);
        assertThat(platform.done("a", new Restart(Optional.empty()))).isEqualTo("created unikernel");
    }

    private void assertRunsOnUntil(String refusal, UnikernelConfig config, Repair repair) throws Exception {
        long pid = platform.pid("a");

        assertThat(platform.refused("a", new Restart(Optional.empty()))).contains(refusal);
        assertThat(platform.refused("a", new Restart(Optional.of(config.arguments()))))
                .contains(refusal);

        assertThat(platform.pid("a")).isEqualTo(pid);
        assertThat(TestPlatform.lives(pid)).isTrue();
        repair.make();
        assertThat(platform.done("a", new Restart(Optional.empty()))).isEqualTo("created unikernel");
    }

    private static Path only(Path folder) {
        return folder.resolve(TestPlatform.names(folder).get(0));
    }

    private interface Repair {
        void make() throws Exception;
    }

    @Test
    void endsNothingWhenTheImageWasRemoved() throws Exception {
        UnikernelConfig config = Configs.of(Image.hello().stay(), Configs.RESTART);
        platform.done("a", new Create(config));
        platform.lines("a", 1);
        Path image = only(platform.state.resolve("images"));
        Path elsewhere = directory.resolve("elsewhere");
        Files.move(image, elsewhere);

        assertRunsOnUntil("the image ", config, () -> Files.move(elsewhere, image));
    }

    @Test
    void endsNothingWhenTheTenderWasRemoved() throws Exception {
        UnikernelConfig config = Configs.of(Image.hello().stay(), Configs.RESTART);
        platform.done("a", new Create(config));
        platform.lines("a", 1);
        Path tender = wrapper.resolveSibling("solo5-spt");
        Path elsewhere = directory.resolve("elsewhere");
        Files.move(tender, elsewhere);

        assertRunsOnUntil("solo5-spt", config, () -> Files.move(elsewhere, tender));
    }

    @Test
    void endsNothingWhenTheFileOfABlockDeviceWasRemoved() throws Exception {
        platform.done("disk", new BlockCommand.Add(new Megabytes(1)));
        UnikernelConfig config = Configs.withBlock(
                Image.hello()
                        .manifest(Device.block("data"))
                        .stay()
                        .target(Target.SPT)
                        .build(),
                "data",
                "disk");
        platform.done("a", new Create(config));
        platform.lines("a", 1);
        Path file = only(platform.state.resolve("block"));
        Path elsewhere = directory.resolve("elsewhere");
        Files.move(file, elsewhere);

        assertRunsOnUntil(
                "the file of a block device, " + file + ", is missing", config, () -> Files.move(elsewhere, file));
    }
}
