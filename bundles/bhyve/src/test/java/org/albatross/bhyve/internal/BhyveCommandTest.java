package org.albatross.bhyve.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.albatross.model.Arguments;
import org.albatross.model.BlockDevice;
import org.albatross.model.CpuId;
import org.albatross.model.FailBehaviour;
import org.albatross.model.Megabytes;
import org.albatross.model.Name;
import org.albatross.model.NetDevice;
import org.albatross.model.Path;
import org.albatross.model.Text;
import org.junit.jupiter.api.Test;

/** The command lines are those of the original 2.7, word for word. */
class BhyveCommandTest {
    private static final Name NAME = Name.parse("vms:web");
    private static final ZvolAccess ALLOWED = new ZvolAccess(Optional.of(NAME.path()));
    private static final java.nio.file.Path MAP = java.nio.file.Path.of("/tmp/map");

    private static Arguments arguments(long cpus, Optional<String> partition, List<String> blocks, List<String> nets) {
        return new Arguments(
                new FailBehaviour.Quit(),
                Optional.empty(),
                true,
                CpuId.setOf(0),
                new Megabytes(512),
                blocks.stream().map(BlockDevice::parse).toList(),
                nets.stream().map(NetDevice::parse).toList(),
                Optional.empty(),
                cpus,
                partition.map(Text::of));
    }

    private static BhyveCommand command(Optional<String> partition) {
        Arguments arguments = arguments(
                2,
                partition,
                List.of("0:/dev/zvol/tank/web", "1:/dev/zvol/tank/data"),
                List.of("0:bridge0@00:80:41:01:02:03", "1:bridge1"));
        return new BhyveCommand("alba-4711", NAME, arguments, Map.of(Text.of("0"), "tap7", Text.of("1"), "tap8"), 1);
    }

    @Test
    void runsAVirtualMachine() {
        String derived = NetDevice.parse("1:bridge1").macIn(NAME).toString();

        assertThat(command(Optional.empty()).run())
                .containsExactly(
                        "bhyve",
                        "-A",
                        "-H",
                        "-P",
                        "-s0,hostbridge",
                        "-s1,lpc",
                        "-s2,virtio-net,tap7,mac=00:80:41:01:02:03",
                        "-s3,virtio-net,tap8,mac=" + derived,
                        "-s4,virtio-blk,/dev/zvol/tank/web",
                        "-s5,virtio-blk,/dev/zvol/tank/data",
                        "-lcom1,stdio",
                        "-c2",
                        "-m512M",
                        "alba-4711");
    }

    @Test
    void loadsAFreeBsd() {
        assertThat(command(Optional.empty()).load(MAP))
                .containsExactly("timeout", "1s", "bhyveload", "-m512m", "-d/dev/zvol/tank/web", "alba-4711");
        assertThat(command(Optional.empty()).deviceMap()).isEmpty();
    }

    @Test
    void loadsALinux() {
        assertThat(command(Optional.of("msdos1")).load(MAP))
                .containsExactly("timeout", "1s", "grub-bhyve", "-m/tmp/map", "-rhd0,msdos1", "-M512", "alba-4711");
        assertThat(command(Optional.of("msdos1")).deviceMap()).contains("(hd0) /dev/zvol/tank/web\n");
    }

    @Test
    void removesAMachine() {
        assertThat(BhyveCommand.destroy("alba-4711")).containsExactly("bhyvectl", "--destroy", "--vm=alba-4711");
    }

    private static Optional<String> refusal(
            long cpus, Optional<String> partition, List<String> blocks, List<String> nets) {
        return BhyveCommand.refusal(NAME, arguments(cpus, partition, blocks, nets), ALLOWED);
    }

    @Test
    void refusesWhatBhyveCannotRun() {
        List<String> disk = List.of("0:/dev/zvol/tank/web");
        assertThat(refusal(1, Optional.empty(), disk, List.of())).isEmpty();
        assertThat(refusal(0, Optional.empty(), disk, List.of())).contains("0 virtual CPUs, 1 to 16 are possible");
        assertThat(refusal(17, Optional.empty(), disk, List.of())).contains("17 virtual CPUs, 1 to 16 are possible");
        assertThat(refusal(1, Optional.empty(), List.of(), List.of()))
                .contains("a virtual machine of bhyve boots from its block device 0, and there is none");
        assertThat(refusal(1, Optional.empty(), List.of("1:/dev/zvol/tank/web"), List.of()))
                .contains("the block device '1' is called so; bhyve's are 0, 1, 2 and so on, and 0 is the next");
        assertThat(refusal(1, Optional.empty(), disk, List.of("0:br0", "service:br0")))
                .contains(
                        "the network device 'service' is called so; bhyve's are 0, 1, 2 and so on, and 1 is the next");
        assertThat(refusal(1, Optional.of("msdos1 -x"), disk, List.of()))
                .contains("the boot partition 'msdos1 -x' has other characters than letters and digits");
        assertThat(refusal(1, Optional.empty(), List.of("0:/dev/ada0"), List.of()))
                .contains("the disk '/dev/ada0' is not a volume below /dev/zvol/");
    }

    @Test
    void isNotMadeOfWhatItRefuses() {
        Arguments none = arguments(1, Optional.empty(), List.of(), List.of());
        Arguments unconnected = arguments(1, Optional.empty(), List.of("0:/dev/zvol/tank/web"), List.of("0:br0"));

        assertThatThrownBy(() -> new BhyveCommand("alba-1", NAME, none, Map.of(), 1))
                .hasMessageContaining("boots from its block device 0");
        assertThatThrownBy(() -> new BhyveCommand("alba-1", NAME, unconnected, Map.of(), 1))
                .hasMessage("nothing on the host for device 0");
    }

    @Test
    void allowsVolumesToOnePathAlone() {
        Path path = NAME.path();
        String disk = "/dev/zvol/tank/vm-1/root_0";

        assertThat(ALLOWED.refusal(path, disk)).isEmpty();
        assertThat(ALLOWED.refusal(Name.parse("vms:sub:x").path(), disk))
                .contains("volumes below /dev/zvol/ are allowed for unikernels at " + path + ", not for "
                        + Name.parse("vms:sub:x").path());
        assertThat(new ZvolAccess(Optional.empty()).refusal(path, disk))
                .contains("volumes below /dev/zvol/ are allowed for nobody, not for " + path);
    }

    @Test
    void takesNoPathThatLeadsElsewhere() {
        for (String disk : List.of(
                "/dev/zvol",
                "/dev/zvol/",
                "/dev/zvol/tank/../../ada0",
                "/dev/zvol/./tank",
                "/dev/zvol//tank",
                "/dev/zvol/tank/",
                "/dev/zvoltank/a",
                "/dev/zvol/tank,ro",
                "/dev/zvol/tank a",
                "/dev/zvol/" + "a".repeat(256))) {
            assertThat(ALLOWED.refusal(NAME.path(), disk)).as(disk).isPresent();
        }
        assertThat(ALLOWED.refusal(NAME.path(), "/dev/zvol/" + "a".repeat(255))).isEmpty();
    }
}
