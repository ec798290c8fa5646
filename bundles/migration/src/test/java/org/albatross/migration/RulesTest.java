package org.albatross.migration;

import static org.albatross.migration.TestDirectories.MEGABYTE;
import static org.albatross.migration.TestDirectories.arguments;
import static org.albatross.migration.TestDirectories.hello;
import static org.albatross.migration.TestDirectories.unikernel;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.albatross.fixture.Image;
import org.albatross.fixture.Padding;
import org.albatross.fixture.Target;
import org.albatross.host.ThisHost;
import org.albatross.model.Arguments;
import org.albatross.model.Text;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An import judges by the configuration that a platform would read. */
class RulesTest {
    private final TestDirectories directories;

    RulesTest(@TempDir Path directory) throws IOException {
        directories = new TestDirectories(directory, ThisHost.open(directory));
    }

    @BeforeEach
    void installTender() throws IOException {
        directories.tenderIsInstalled();
    }

    private void configure(String... lines) throws IOException {
        Files.write(directories.etc.resolve("org.albatross.supervisor.cfg"), List.of(lines));
    }

    @Test
    void refusesAnImageThatTheConfigurationDoesNotAllow() throws IOException {
        byte[] large = Image.hello()
                .target(Target.SPT)
                .padding(new Padding(Padding.Place.TRAILING, Padding.Content.TEXT, 2 * MEGABYTE, 0))
                .build();
        directories.write(List.of(unikernel("large", large, arguments(List.of(), List.of()))));

        assertThat(directories.imported("--dry-run").out()).contains("unikernel :large: starts\n");

        configure("image.max.mb = 1");
        assertThat(directories.imported("--dry-run").out())
                .contains("unikernel :large: cannot be taken: the image has " + large.length
                        + " bytes or more, at most " + MEGABYTE + " are allowed (uncompressed)\n");
    }

    @Test
    void countsTheWrittenNameWhereUnikernelsAreToldIt() throws IOException {
        Arguments some = arguments(List.of(), List.of());
        Text longest = Text.of("x".repeat(8191 - "--name=hello ".length()));
        Arguments most = new Arguments(
                some.failBehaviour(),
                some.startup(),
                true,
                some.cpuids(),
                some.memory(),
                some.blockDevices(),
                some.netDevices(),
                Optional.of(List.of(longest)),
                some.cpus(),
                some.linuxBootPartition());
        directories.write(
                List.of(unikernel("p:hello", Image.hello().target(Target.SPT).build(), most)));

        assertThat(directories.imported("--dry-run").out()).contains("unikernel p:hello: starts\n");

        configure("name.full = true");
        assertThat(directories.imported("--dry-run").out())
                .contains("unikernel p:hello: cannot be taken: the arguments have 8193 bytes, at most 8191 are allowed"
                        + " (--name= included)\n");
    }

    @Test
    void refusesAConfigurationWithMistakesInTheWordsOfAStart() throws IOException {
        directories.write(List.of(hello("a")));
        configure("image.max.mb = many", "image.max = 3");
        Path file = directories.etc.resolve("org.albatross.supervisor.cfg");

        for (String option : List.of("--dry-run", "--partial")) {
            TestDirectories.Outcome refused = directories.imported(option);

            assertThat(refused.exitCode()).isEqualTo(117);
            assertThat(refused.err().lines().toList())
                    .hasSize(2)
                    .allMatch(line -> line.startsWith("albatross: " + file + ": image.max"))
                    .anyMatch(line -> line.contains("image.max.mb = many: a whole number from 1 to "))
                    .anyMatch(line -> line.endsWith("image.max = 3: there is no such key, is image.max.mb meant?"));
        }
        assertThat(directories.state).doesNotExist();
    }

    @Test
    void readsAnotherDirectoryThatIsNamed() throws IOException {
        directories.write(List.of(hello("a")));
        Path other = Files.createDirectory(directories.etc.resolveSibling("other"));
        Files.writeString(other.resolve("nosuch.cfg"), "");

        assertThat(directories.imported("--dry-run").exitCode()).isZero();
        assertThat(directories.imported("--dry-run", "--etc-dir=" + other).err())
                .startsWith("albatross: " + other.resolve("nosuch.cfg") + ": there is no component of this name");
        assertThat(directories
                        .imported("--etc-dir", other.resolve("none").toString())
                        .err())
                .contains(other.resolve("none") + ": the configuration cannot be read");
    }
}
