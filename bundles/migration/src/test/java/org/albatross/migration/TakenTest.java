package org.albatross.migration;

import static org.albatross.migration.TestDirectories.MEGABYTE;
import static org.albatross.migration.TestDirectories.arguments;
import static org.albatross.migration.TestDirectories.counter;
import static org.albatross.migration.TestDirectories.filesIn;
import static org.albatross.migration.TestDirectories.hello;
import static org.albatross.migration.TestDirectories.unikernel;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.albatross.fixture.Image;
import org.albatross.fixture.Target;
import org.albatross.host.ThisHost;
import org.albatross.model.CpuId;
import org.albatross.model.Megabytes;
import org.albatross.model.Name;
import org.albatross.model.Named;
import org.albatross.model.NetDevice;
import org.albatross.model.Policy;
import org.albatross.model.Text;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an import does with a single thing that it cannot take: it is named, and nothing is lost silently. */
class TakenTest {
    private final TestDirectories directories;

    TakenTest(@TempDir Path directory) throws IOException {
        directories = new TestDirectories(directory, ThisHost.open(directory));
    }

    @BeforeEach
    void installTender() throws IOException {
        directories.tenderIsInstalled();
    }

    private static Named<Policy> policy(String path, long memory) {
        return new Named<>(
                Name.parse(path),
                new Policy(CpuId.setOf(0), 2, new Megabytes(memory), Optional.empty(), new TreeSet<>()));
    }

    /** Renames an entry in the state file to a name of the same length, which our own types would refuse. */
    private void rename(String name, String other) throws IOException {
        Path file = directories.original.resolve("state");
        String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertThat(bytes).contains(name);
        Files.writeString(file, bytes.replace(name, other), StandardCharsets.ISO_8859_1);
    }

    private void assertRefused(String... lines) throws IOException {
        List<String> before = filesIn(directories.original);
        TestDirectories.Outcome rehearsed = directories.imported("--dry-run");
        TestDirectories.Outcome refused = directories.imported();

        assertThat(rehearsed.exitCode()).isEqualTo(117);
        assertThat(refused).isEqualTo(rehearsed);
        assertThat(refused.out()
                        .lines()
                        .filter(line -> line.contains("cannot be taken"))
                        .map(line -> line.replaceFirst(", at byte [0-9]+$", "")))
                .containsExactly(lines);
        assertThat(refused.err()).endsWith(" cannot be taken: nothing was imported; --partial takes the rest\n");
        assertThat(directories.state).doesNotExist();
        assertThat(filesIn(directories.original)).isEqualTo(before);
    }

    private void assertTakesTheRest(String leftOut) throws IOException {
        List<String> before = filesIn(directories.original);
        TestDirectories.Outcome taken = directories.imported("--partial");

        assertThat(taken.exitCode()).as(taken.err()).isZero();
        assertThat(taken.out()).endsWith("left out: " + leftOut + ", still in " + directories.original + "\n");
        assertThat(filesIn(directories.state.resolve("unikernels"))).containsExactly(":fine");
        assertThat(filesIn(directories.original)).isEqualTo(before);
    }

    @Test
    void namesThatOnlyTheOriginalTakes() throws IOException {
        directories.write(
                List.of(hello("aa"), hello("fine")),
                List.of(
                        policy("bb:", 512),
                        policy("cc:", 512),
                        new Named<>(Name.parse("dd"), policy("x:", 20).value())));
        rename(":aa", ":..");
        rename("bb:", "..:");

        assertRefused(
                "unikernel :..: cannot be taken: invalid label '..': it consists of dots alone",
                "policy :dd: cannot be taken: a policy belongs to a path, and this is the name of a unikernel",
                "policy ..: cannot be taken: invalid label '..': it consists of dots alone");
        assertTakesTheRest("1 unikernel, 2 policies");
        assertThat(filesIn(directories.state.resolve("policies"))).containsExactly("cc:");
    }

    @Test
    void aPolicyOfTheRootIsWhatThisHostHas() throws IOException {
        directories.write(List.of(hello("fine")), List.of(policy(":", 512), policy("a:", 10)));

        TestDirectories.Outcome taken = directories.imported();

        assertThat(taken.exitCode()).as(taken.err()).isZero();
        assertThat(taken.out())
                .contains("policy : is what this host has, and not stored\n", "policy a:\n", "1 policy")
                .contains("remark: under the policy a: nothing new can be created: Unusable policy with memory 10 MB");
        assertThat(filesIn(directories.state.resolve("policies"))).containsExactly("a:");
    }

    @Test
    void moreThanAPolicyAllowsIsTakenAndReported() throws IOException {
        directories.device("p:data", 1);
        directories.write(
                List.of(hello("p:q:a"), hello("p:b"), hello("fine")),
                List.of(policy("p:", 63), policy("p:q:", 32), policy("r:", 512)));

        TestDirectories.Outcome taken = directories.imported();

        assertThat(taken.exitCode()).as(taken.err()).isZero();
        assertThat(taken.out().lines().filter(line -> line.startsWith("remark: ")))
                .containsExactly("remark: the policy of p: is exceeded, which refuses more only: policy allows 63 MB"
                        + " memory, unikernels at or below p: use 64 MB");
        assertThat(filesIn(directories.state.resolve("unikernels"))).containsExactly(":fine", "p:b", "p:q:a");
    }

    @Test
    void imagesThatAreNone() throws IOException {
        directories.write(List.of(
                unikernel("corrupt", new byte[] {1, 2, 3}, arguments(List.of(), List.of())),
                unikernel(
                        "small",
                        Image.hello().target(Target.SPT).build(),
                        arguments(List.of(TestDirectories.storage("data")), List.of())),
                hello("fine")));

        TestDirectories.Outcome refused = directories.imported();

        assertThat(refused.exitCode()).isEqualTo(117);
        assertThat(refused.out())
                .contains("unikernel :corrupt: cannot be taken: ")
                .contains("unikernel :small: cannot be taken: specified block device(s) does not match with manifest")
                .contains("unikernel :fine: starts\n");
        assertTakesTheRest("2 unikernels");
    }

    @Test
    void aBlockDeviceThatTwoUse() throws IOException {
        directories.device("p:data", 1);
        directories.write(List.of(counter("p:one", "data"), counter("p:two", "data"), hello("fine")));

        assertRefused("unikernel p:two: cannot be taken: block device p:data already in use by p:one");
    }

    @Test
    void filesThatAreNoBlockDevices() throws IOException {
        directories.write(List.of(hello("fine")));
        directories.device("a:good", 1);
        directories.device("a:..", 1);
        directories.device("A:upper", 1);
        directories.device("root", 1);
        directories.file("a:odd", MEGABYTE + 1);
        directories.file("a:empty", 0);
        Files.createSymbolicLink(directories.original.resolve("block/a:link"), Path.of("a:good"));
        Files.createDirectory(directories.original.resolve("block/lost+found"));
        directories.file("notes.txt", 3);
        directories.file("a:good~", MEGABYTE);

        assertRefused(
                "block device A:upper: cannot be taken: its name would have to be a:upper",
                "block device a:..: cannot be taken: invalid label '..': it consists of dots alone",
                "block device a:empty: cannot be taken: it has 0 bytes, a multiple of 1048576 bytes is needed",
                "block device a:good~: cannot be taken: invalid label 'good~': only letters, digits, '-' and '.' are"
                        + " allowed, and no '-' at the beginning",
                "block device a:link: cannot be taken: it is a symbolic link, a regular file is needed",
                "block device a:odd: cannot be taken: it has 1048577 bytes, a multiple of 1048576 bytes is needed",
                "block device root: cannot be taken: its name would have to be :root");
        assertThat(directories.imported("--dry-run").out().lines().filter(line -> line.startsWith("remark: ")))
                .containsExactly(
                        "remark: " + directories.original.resolve("block/lost+found")
                                + " is left out: a block device is a file with a name and a whole number of MB",
                        "remark: " + directories.original.resolve("block/notes.txt")
                                + " is left out: a block device is a file with a name and a whole number of MB");
        assertTakesTheRest("7 block devices");
        assertThat(filesIn(directories.state.resolve("block"))).containsExactly("a:good");
    }

    @Test
    void aDeviceThatIsLeftOutIsMissedByWhoUsesIt() throws IOException {
        directories.file("p:data", 7);
        directories.write(List.of(counter("p:fine", "data")));

        assertThat(directories.imported("--dry-run", "--partial").out())
                .contains("unikernel p:fine: would wait: block device p:data not found\n");
    }

    @Test
    void doesNotTouchFilesOfTheOriginalThatLookUnfinishedWhereItStays() throws IOException {
        directories.write(List.of(hello("fine")));
        directories.device("a:copy~", 1);

        assertThat(directories
                        .run(
                                "import",
                                directories.original.toString(),
                                "--partial",
                                "--state-dir",
                                directories.original.toString())
                        .exitCode())
                .isZero();

        assertThat(filesIn(directories.original)).contains("block/a:copy~", "unikernels/:fine");
    }

    @Test
    void sayWhatIsMissingOnThisMachineAndAreTaken() throws IOException {
        NetDevice net = new NetDevice(Text.of("service"), Optional.of(Text.of("nosuch")), Optional.empty());
        directories.write(List.of(
                unikernel(
                        "bridge",
                        Image.network("service", "10.0.0.2").target(Target.SPT).build(),
                        arguments(List.of(), List.of(net))),
                unikernel("tender", Image.hello().target(Target.HVT).build(), arguments(List.of(), List.of()))));

        TestDirectories.Outcome taken = directories.imported();

        assertThat(taken.exitCode()).as(taken.err()).isZero();
        assertThat(taken.out())
                .contains("unikernel :bridge: would wait: bridge nosuch for device service does not exist")
                .contains("unikernel :tender: would wait: no tender for hvt");
        try (Stream<Path> entries = Files.list(directories.state.resolve("unikernels"))) {
            assertThat(entries).hasSize(2);
        }
    }
}
