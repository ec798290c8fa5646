package org.albatross.supervisor.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.albatross.fixture.Image;
import org.albatross.model.UnikernelCommand;
import org.albatross.model.UnikernelCommand.Create;
import org.albatross.model.UnikernelCommand.Destroy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The life of unikernels under real tenders, through the command service. */
class LifeTest {
    private static final Duration TICK = Duration.ofMillis(20);

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    Path directory;

    @SuppressWarnings("NullAway.Init") // set before each test
    private TestPlatform platform;

    @BeforeEach
    void startPlatform() throws Exception {
        platform = TestPlatform.start(directory);
    }

    @AfterEach
    void stopPlatform() {
        platform.info().forEach(running -> platform.ask(running.name().toString(), new Destroy()));
        platform.close();
    }

    @Test
    void runsAUnikernelFromCreateToDestroy() throws Exception {
        assertThat(platform.done("hello", new Create(Configs.of(Image.ticks(TICK), Configs.QUIT))))
                .isEqualTo("created unikernel");
        assertThat(platform.lines("hello", 3)).containsExactly("tick 1", "tick 2", "tick 3");
        assertThat(platform.info()).hasSize(1);

        assertThat(platform.done("hello", new Destroy())).isEqualTo("destroyed unikernel");

        assertThat(platform.info()).isEmpty();
        assertThat(names(platform.run.resolve("unikernels"))).isEmpty();
        assertThat(names(platform.state.resolve("unikernels"))).isEmpty();
        TestPlatform.eventually("the image is removed", () -> names(platform.state.resolve("images"))
                .isEmpty());
        assertThat(platform.refused("hello", new UnikernelCommand.Get(0))).isEqualTo("get: no unikernel found");
    }

    private static List<String> names(Path folder) {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
