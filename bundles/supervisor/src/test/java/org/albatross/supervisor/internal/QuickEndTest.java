package org.albatross.supervisor.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.albatross.fixture.Image;
import org.albatross.host.WrapperLine;
import org.albatross.model.UnikernelCommand.Create;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A unikernel that ends before anybody has seen that it runs was started all the same. */
class QuickEndTest {
    /** In place of the wrapper: who reads {@code process} finds nothing, and at that moment everything is over. */
    private static final String OVER_WHILE_IT_IS_LOOKED_FOR =
            """
            #!/bin/sh
            run=$3 dir=$6
            read -r boot </proc/sys/kernel/random/boot_id
            true &
            tender=$!
            wait
            mkfifo "$dir/process"
            exec 3>"$dir/process"
            rm "$dir/process"
            echo "1 $boot $tender 1 $run" >"$dir/process"
            echo "1 $run 0" >"$dir/exit"
            exec 3>&-
            """;

    private static Path wrapper(Path directory, String text) throws IOException {
        Path libexec = Files.createDirectories(directory.resolve("libexec"));
        Path wrapper = Files.writeString(libexec.resolve(WrapperLine.PROGRAM), text);
        Files.setPosixFilePermissions(wrapper, PosixFilePermissions.fromString("rwxr-xr-x"));
        return libexec;
    }

    @Test
    void isAFailureOfAWrapperThatHasBegunNothing(@TempDir Path directory) throws Exception {
        Path libexec = wrapper(directory, "#!/bin/sh\nexit 1\n");
        try (TestPlatform platform = TestPlatform.start(directory, libexec)) {
            assertThat(platform.refused("a", new Create(Configs.of(Image.hello(), Configs.QUIT))))
                    .endsWith("the tender of :a was not started: albatross-run ended before it had begun");
        }
    }

    @Test
    void isNoFailure(@TempDir Path directory) throws Exception {
        Path libexec = wrapper(directory, OVER_WHILE_IT_IS_LOOKED_FOR);
        try (TestPlatform platform = TestPlatform.start(directory, libexec)) {
            assertThat(platform.done("a", new Create(Configs.of(Image.hello(), Configs.QUIT))))
                    .isEqualTo("created unikernel");
        }
    }
}
