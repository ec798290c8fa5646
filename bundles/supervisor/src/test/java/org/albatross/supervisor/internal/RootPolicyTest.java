package org.albatross.supervisor.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.albatross.core.HostFacts;
import org.albatross.model.BlockCommand;
import org.albatross.model.CpuId;
import org.albatross.model.Megabytes;
import org.albatross.model.Policy;
import org.albatross.model.PolicyCommand;
import org.albatross.model.Reply;
import org.albatross.supervisor.internal.run.Isolation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What of the machine is for unikernels. */
class RootPolicyTest {
    private static final HostFacts MACHINE = new HostFacts(
            CpuId.setOf(0, 1, 2, 3, 4, 5),
            new Megabytes(1000),
            new TreeSet<>(List.of("br0", "virbr0")),
            new Megabytes(5000));

    private static Policy policy(TestPlatform platform) {
        return ((Reply.Policies) platform.ask(":", new PolicyCommand.Info()))
                .policies()
                .get(0)
                .value();
    }

    @Test
    void isAllOfTheMachineUnlessSomethingIsHeldBack() {
        assertThat(RootPolicy.of("all", "all", 0, 0)).isEqualTo(RootPolicy.ALL);
        assertThat(RootPolicy.ALL.of(MACHINE)).isEqualTo(MACHINE);
    }

    @Test
    void isWhatIsSetAndTheMachineHas() {
        RootPolicy root = RootPolicy.of("1,7-4,9", "br0,br1", 300, 400);

        assertThat(root.of(MACHINE))
                .isEqualTo(new HostFacts(
                        CpuId.setOf(1, 4, 5), new Megabytes(300), new TreeSet<>(List.of("br0")), new Megabytes(400)));
        assertThat(MACHINE.bridges()).containsExactly("br0", "virbr0");
    }

    @Test
    void hasNoMoreThanTheMachine() {
        assertThat(RootPolicy.of("0-9999", "all", Integer.MAX_VALUE, Integer.MAX_VALUE)
                        .of(MACHINE))
                .isEqualTo(MACHINE);
    }

    @Test
    void boundsBlockDevicesByTheSizeOfTheirFileSystemWhateverIsOnIt(@TempDir Path directory) throws IOException {
        try (SmallDisk disk = SmallDisk.open()) {
            TestPlatform platform = TestPlatform.start(
                    disk.directory().resolve("state"), directory.resolve("run"), Isolation.Mode.SHARED);
            try (platform) {
                long size = Files.getFileStore(disk.directory()).getTotalSpace() / (1 << 20);
                assertThat(policy(platform).block()).contains(new Megabytes(size));

                platform.done("first", new BlockCommand.Add(new Megabytes(size * 3 / 4)));
                assertThat(policy(platform).block()).contains(new Megabytes(size));
                disk.fillUpTo(1 << 20);
                assertThat(policy(platform).block()).contains(new Megabytes(size));
                disk.free();

                assertThat(platform.refused("second", new BlockCommand.Add(new Megabytes(size * 3 / 4))))
                        .isEqualTo("block device policy limit of " + size + " MB (used " + size * 3 / 4
                                + " MB) would be exceeded by the request (" + size * 3 / 4
                                + " MB), which is all that this host has for unikernels");
                platform.done("second", new BlockCommand.Add(new Megabytes(size / 4)));
            }
        }
    }

    @Test
    void isLessThanTheFileSystemWhereSpaceIsHeldBack(@TempDir Path directory) throws IOException {
        try (TestPlatform platform = TestPlatform.start(directory, RootPolicy.of("all", "all", 64, 5))) {
            assertThat(policy(platform).block()).contains(new Megabytes(5));
            assertThat(policy(platform).memory()).isEqualTo(new Megabytes(64));
            assertThat(platform.refused("disk", new BlockCommand.Add(new Megabytes(6))))
                    .contains("limit of 5 MB");
        }
    }
}
