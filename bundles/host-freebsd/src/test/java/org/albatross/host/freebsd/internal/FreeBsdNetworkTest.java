package org.albatross.host.freebsd.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.albatross.host.HostFiles;
import org.albatross.model.MacAddress;
import org.junit.jupiter.api.Test;

class FreeBsdNetworkTest {
    private static final MacAddress ADDRESS = MacAddress.parse("fe:01:02:03:04:05");

    private final Recorded commands = new Recorded();
    private final List<String> owners = new ArrayList<>();
    private final FreeBsdNetwork network = new FreeBsdNetwork(commands, files(), Path.of("/dev"));

    private HostFiles files() {
        return (HostFiles) Proxy.newProxyInstance(
                HostFiles.class.getClassLoader(), new Class<?>[] {HostFiles.class}, (proxy, method, arguments) -> {
                    owners.add(method.getName() + List.of(arguments));
                    return null;
                });
    }

    @Test
    void readsInterfacesOfAHostWithBhyve() {
        Map<String, InterfaceText> found = InterfaceText.parse(Recorded.text("ifconfig-bhyve"));

        assertThat(found)
                .containsExactly(
                        Map.entry(
                                "igb0",
                                new InterfaceText(
                                        "igb0", 0x8943, 1500, Optional.empty(), false, List.of(), Optional.empty())),
                        Map.entry(
                                "tap0",
                                new InterfaceText(
                                        "tap0", 0x8943, 1500, Optional.empty(), false, List.of(), Optional.of(83388L))),
                        Map.entry(
                                "bridge0",
                                new InterfaceText(
                                        "bridge0",
                                        0x8843,
                                        1500,
                                        Optional.of(MacAddress.parse("02:bd:8f:27:42:00")),
                                        true,
                                        List.of("tap0", "igb0"),
                                        Optional.empty())));
    }

    @Test
    void readsABridgeThatIsInTwoGroups() {
        InterfaceText bridge = Optional.ofNullable(
                        InterfaceText.parse(Recorded.text("ifconfig-bridge-14")).get("bridge0"))
                .orElseThrow();

        assertThat(bridge.flags()).isEqualTo(0x1008843);
        assertThat(bridge.bridge()).isTrue();
        assertThat(bridge.members()).containsExactly("em0");
    }

    @Test
    void listsTheNamesOfAGroup() throws IOException {
        commands.prints(List.of("/sbin/ifconfig", "-g", "bridge"), "bridge1\nbridge0\n");
        commands.prints(List.of("/sbin/ifconfig", "-g", "tap"), "tap0\nvm-port\ntap12\n");

        assertThat(network.bridges()).containsExactly("bridge0", "bridge1");
        assertThat(network.taps()).containsExactly("tap0", "tap12");
        assertThat(network.tapPrefix()).isEqualTo("tap");
    }

    @Test
    void makesATapWithTheMtuOfTheBridge() throws IOException {
        commands.prints(
                CommandLines.describe("bridge0"),
                Recorded.text("ifconfig-bridge-14").replace("mtu 1500", "mtu 9000"));

        network.createTap("tap7", "bridge0", Optional.of(2000000001L), ADDRESS);

        assertThat(commands.run)
                .containsExactly(
                        List.of("/sbin/ifconfig", "bridge0"),
                        List.of("/sbin/ifconfig", "tap7", "create", "ether", "fe:01:02:03:04:05", "mtu", "9000", "up"),
                        List.of("/sbin/ifconfig", "bridge0", "addm", "tap7"));
        assertThat(owners).containsExactly("setOwner[/dev/tap7, Optional[2000000001], Optional.empty]");
    }

    @Test
    void removesATapThatCannotBeConnected() {
        commands.prints(CommandLines.describe("bridge0"), Recorded.text("ifconfig-bridge-14"));
        commands.fails(CommandLines.connect("bridge0", "tap7"), 1, "ifconfig: BRDGADD tap7: Device busy\n");

        assertThatThrownBy(() -> network.createTap("tap7", "bridge0", Optional.empty(), ADDRESS))
                .hasMessage("cannot create the tap tap7 on the bridge bridge0: ifconfig: BRDGADD tap7: Device busy");
        assertThat(commands.run).last().isEqualTo(List.of("/sbin/ifconfig", "tap7", "destroy"));
    }

    @Test
    void leavesATapOfAnotherThatHasTheName() {
        commands.prints(CommandLines.describe("bridge0"), Recorded.text("ifconfig-bridge-14"));
        commands.fails(
                CommandLines.createTap("tap7", ADDRESS, 1500), 1, "ifconfig: SIOCIFCREATE2 (tap7): File exists\n");

        assertThatThrownBy(() -> network.createTap("tap7", "bridge0", Optional.empty(), ADDRESS))
                .hasMessageEndingWith("ifconfig: SIOCIFCREATE2 (tap7): File exists");
        assertThat(commands.run).doesNotContain(CommandLines.destroy("tap7"));
    }

    @Test
    void refusesWhatIsNotABridge() {
        commands.fails(CommandLines.describe("br0"), 1, "ifconfig: interface br0 does not exist\n");
        commands.prints(
                CommandLines.describe("igb0"),
                Recorded.text("ifconfig-bhyve").lines().limit(5).reduce("", (all, line) -> all + line + "\n"));

        assertThatThrownBy(() -> network.keepAddress("br0", address -> true)).hasMessage("bridge br0 does not exist");
        assertThatThrownBy(() -> network.createTap("tap7", "igb0", Optional.empty(), ADDRESS))
                .hasMessage("igb0 is not a bridge");
        assertThatThrownBy(() -> network.createTap("-a", "igb0", Optional.empty(), ADDRESS))
                .hasMessage("the interface name '-a' begins with '-'");
        assertThatThrownBy(() -> network.createTap("tap0123456789012", "igb0", Optional.empty(), ADDRESS))
                .hasMessage("the interface name 'tap0123456789012' has 16 bytes; 1 to 15 are possible");
    }

    @Test
    void removesItsOwnTapOnly() throws IOException {
        String ours = "tap7: flags=8802<BROADCAST,SIMPLEX,MULTICAST> metric 0 mtu 1500\n\tether " + ADDRESS
                + "\n\tgroups: tap\n";
        commands.prints(CommandLines.describe("tap7"), ours);
        commands.prints(
                CommandLines.describe("tap8"), ours.replace("tap7", "tap8").replace("fe:", "58:"));
        commands.fails(CommandLines.describe("tap9"), 1, "ifconfig: interface tap9 does not exist\n");
        commands.prints(
                CommandLines.interfaces(), Recorded.text("ifconfig-bhyve").replace("tap0", "tap7"));

        assertThat(network.removeTap("tap8", ADDRESS)).isFalse();
        assertThat(network.removeTap("tap9", ADDRESS)).isTrue();
        assertThat(commands.run).noneMatch(line -> line.contains("destroy"));
        assertThat(network.removeTap("tap7", ADDRESS)).isTrue();
        assertThat(commands.run)
                .endsWith(
                        List.of("/sbin/ifconfig", "bridge0", "deletem", "tap7"),
                        List.of("/sbin/ifconfig", "tap7", "destroy"));
    }

    /** {@code ifconfig destroy} would wait for whoever has it open, and with it every other change of interfaces. */
    @Test
    void doesNotRemoveATapThatIsOpen() {
        commands.prints(
                CommandLines.describe("tap7"),
                "tap7: flags=8943<UP> metric 0 mtu 1500\n\tether " + ADDRESS
                        + "\n\tgroups: tap\n\tOpened by PID 83388\n");

        assertThatThrownBy(() -> network.removeTap("tap7", ADDRESS))
                .hasMessage("cannot remove the tap tap7: process 83388 uses it");
        assertThat(commands.run).hasSize(1);
    }
}
