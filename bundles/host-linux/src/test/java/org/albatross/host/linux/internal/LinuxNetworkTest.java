package org.albatross.host.linux.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.albatross.host.linux.Machine;
import org.albatross.model.MacAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Taps and bridges, in a network namespace where nothing else is. */
class LinuxNetworkTest {
    private static final String BRIDGE = "service";
    private static final String TAP = "vmmtap0";
    private static final MacAddress OURS = MacAddress.parse("fe:01:02:03:04:05");

    private final LinuxNetwork network = new LinuxNetwork(Path.of("/sys"));

    private static final Pattern LINK_ADDRESS = Pattern.compile("link/\\S+ ([0-9a-f:]{17}) ");

    private static String details(String link) throws IOException {
        return Machine.run("ip", "-Numeric", "-details", "link", "show", "dev", link);
    }

    @Nested
    class WithABridge {
        private boolean mayRemoveAll;

        @BeforeEach
        void makeBridge() throws IOException {
            Machine.assumeOwnNetwork();
            mayRemoveAll = true;
            Machine.run("ip", "link", "add", BRIDGE, "type", "bridge");
        }

        @AfterEach
        void removeAll() throws IOException {
            if (mayRemoveAll) {
                String others = "ip -brief link | awk '$1 != \"lo\" { print \"link delete\", $1 }'";
                Machine.run("sh", "-c", others + " | ip -batch -");
                assertThat(Machine.hasLoopbackAlone()).isTrue();
            }
        }

        @Test
        void listsTheBridges() throws IOException {
            Machine.run("ip", "link", "add", "another", "type", "bridge");
            network.createTap(TAP, "another", Optional.empty(), OURS);

            assertThat(network.bridges()).containsExactly("another", BRIDGE);
        }

        @Test
        void listsMoreBridgesThanItFirstHasSpaceFor() throws IOException {
            Machine.run("sh", "-c", "for i in $(seq 20); do echo link add b$i type bridge; done | ip -batch -");

            assertThat(network.bridges()).hasSize(21);
        }

        @Test
        void createsATapThatIsUpAndOnItsBridgeAndStays() throws IOException {
            network.createTap(TAP, BRIDGE, Optional.empty(), OURS);

            assertThat(details(TAP))
                    .contains("master " + BRIDGE)
                    .containsPattern("<[^>]*\\bUP\\b[^>]*>")
                    .contains("type tap")
                    .contains("pi off")
                    .contains("persist on");
            assertThat(network.taps()).containsExactly(TAP);
        }

        @Test
        void givesTheTapToItsOwner() throws IOException {
            network.createTap(TAP, BRIDGE, Optional.of(5000L), OURS);

            assertThat(details(TAP)).contains("user 5000 ");
        }

        @Test
        void givesTheTapToThisUserWhenThereIsNoOther() throws IOException {
            network.createTap(TAP, BRIDGE, Optional.empty(), OURS);

            // The user's name, or its number when it has none.
            String user = Machine.run("sh", "-c", "id -un 2>/dev/null || :").strip();
            assertThat(details(TAP)).contains("user " + user + " ");
        }

        @Test
        void refusesANameThatIsInUse() throws IOException {
            network.createTap(TAP, BRIDGE, Optional.empty(), OURS);

            assertThatThrownBy(() -> network.createTap(TAP, BRIDGE, Optional.empty(), OURS))
                    .isInstanceOf(IOException.class)
                    .hasMessage("cannot create the tap vmmtap0 on the bridge service: the name is in use:"
                            + " Device or resource busy");
            assertThat(network.taps()).containsExactly(TAP);
        }

        @Test
        void leavesNoTapWhenTheBridgeIsMissing() throws IOException {
            assertThatThrownBy(() -> network.createTap(TAP, "nowhere", Optional.empty(), OURS))
                    .isInstanceOf(IOException.class)
                    .hasMessage("bridge nowhere does not exist");
            assertThat(network.taps()).isEmpty();
        }

        @Test
        void leavesNoTapWhenTheBridgeIsNone() throws IOException {
            assertThatThrownBy(() -> network.createTap(TAP, "lo", Optional.empty(), OURS))
                    .isInstanceOf(IOException.class)
                    .hasMessage("cannot create the tap vmmtap0 on the bridge lo: lo is not a bridge");
            assertThat(network.taps()).isEmpty();
        }

        @Test
        void removesATapAndOneThatIsNotThere() throws IOException {
            network.createTap(TAP, BRIDGE, Optional.of(5000L), OURS);

            assertThat(network.removeTap(TAP, OURS)).isTrue();
            assertThat(network.removeTap(TAP, OURS)).isTrue();

            assertThat(network.taps()).isEmpty();
        }

        @Test
        void leavesATapThatSomebodyElseHasMade() throws IOException {
            Machine.run("ip", "tuntap", "add", "dev", TAP, "mode", "tap");

            assertThat(network.removeTap(TAP, OURS)).isFalse();
            assertThat(network.taps()).containsExactly(TAP);
        }

        @Test
        void leavesAnInterfaceThatIsNoTap() throws IOException {
            Machine.run("ip", "link", "add", TAP, "type", "bridge");

            assertThat(network.removeTap(TAP, OURS)).isFalse();
            assertThat(network.taps()).containsExactly(TAP);
        }

        @Test
        void givesTheTapItsAddress() throws IOException {
            network.createTap(TAP, BRIDGE, Optional.empty(), OURS);

            assertThat(details(TAP)).contains(" " + OURS + " brd ");
        }

        @Test
        void givesTheTapTheMtuOfItsBridge() throws IOException {
            addPort("uplink", BRIDGE, 9000);

            network.createTap(TAP, BRIDGE, Optional.empty(), OURS);

            assertThat(details(TAP)).contains(" mtu 9000 ");
            assertThat(details(BRIDGE)).contains(" mtu 9000 ");
        }

        @Test
        void givesTheTapASmallMtuToo() throws IOException {
            addPort("uplink", BRIDGE, 1280);

            network.createTap(TAP, BRIDGE, Optional.empty(), OURS);

            assertThat(details(TAP)).contains(" mtu 1280 ");
        }

        @Test
        void refusesABridgeWithALargerMtuThanATapCanHave() throws IOException {
            Machine.run("ip", "link", "set", BRIDGE, "mtu", "65535");

            assertThatThrownBy(() -> network.createTap(TAP, BRIDGE, Optional.empty(), OURS))
                    .isInstanceOf(IOException.class)
                    .hasMessage("cannot create the tap vmmtap0 on the bridge service: the bridge has an MTU of 65535,"
                            + " a tap can have 65521 at most: lower that of the bridge");
            assertThat(network.taps()).isEmpty();
            Machine.run("ip", "link", "set", BRIDGE, "mtu", "65521");
            network.createTap(TAP, BRIDGE, Optional.empty(), OURS);
        }

        @Test
        void keepsTheAddressOfABridgeWithoutPorts() throws IOException {
            String address = addressOf(BRIDGE);

            assertThat(keep()).contains(address);

            network.createTap(TAP, BRIDGE, Optional.empty(), OURS);
            assertThat(addressOf(BRIDGE)).isEqualTo(address);
            network.removeTap(TAP, OURS);
            assertThat(addressOf(BRIDGE)).isEqualTo(address);
        }

        @Test
        void keepsTheAddressOfABridgeOnce() throws IOException {
            keep();
            network.createTap(TAP, BRIDGE, Optional.empty(), OURS);

            assumeSysfs();
            assertThat(keep()).isEmpty();
        }

        @Test
        void keepsTheAddressOfABridgeWithTapsOfOurs() throws IOException {
            network.createTap(TAP, BRIDGE, Optional.empty(), OURS);

            assertThat(keep()).contains(OURS.toString());

            network.removeTap(TAP, OURS);
            assertThat(addressOf(BRIDGE)).isEqualTo(OURS.toString());
        }

        @Test
        void givesAnAddressToABridgeThatHasLostIts() throws IOException {
            network.createTap(TAP, BRIDGE, Optional.empty(), OURS);
            network.removeTap(TAP, OURS);
            assertThat(addressOf(BRIDGE)).isEqualTo("00:00:00:00:00:00");

            Optional<String> kept = keep();

            assertThat(kept).contains(addressOf(BRIDGE));
            assertThat(Integer.parseInt(kept.orElseThrow().substring(0, 2), 16) & 3)
                    .isEqualTo(2);
        }

        @Test
        void leavesTheAddressThatSomebodyHasSet() throws IOException {
            Machine.run("ip", "link", "set", BRIDGE, "address", "02:00:00:00:00:01");

            keep();

            assertThat(addressOf(BRIDGE)).isEqualTo("02:00:00:00:00:01");
            assumeSysfs();
            assertThat(keep()).isEmpty();
        }

        @Test
        void leavesTheAddressThatComesFromAnotherPort() throws IOException {
            addPort("uplink", BRIDGE, 1500);

            assertThat(keep()).isEmpty();
            network.createTap(TAP, BRIDGE, Optional.empty(), OURS);
            assertThat(keep()).isEmpty();

            Machine.run("ip", "link", "set", "uplink", "address", "02:00:00:00:00:02");
            assertThat(addressOf(BRIDGE)).isEqualTo("02:00:00:00:00:02");
        }

        @Test
        void leavesTheAddressOfABridgeWithATapOfSomebodyElse() throws IOException {
            Machine.run("ip", "tuntap", "add", "dev", TAP, "mode", "tap");
            Machine.run("ip", "link", "set", TAP, "address", "02:00:00:00:00:03");
            Machine.run("ip", "link", "set", TAP, "master", BRIDGE);

            assertThat(keep()).isEmpty();
        }

        @Test
        void refusesToKeepTheAddressOfWhatIsNotABridge() {
            assertThatThrownBy(() -> network.keepAddress("nowhere", address -> true))
                    .isInstanceOf(IOException.class)
                    .hasMessage("bridge nowhere does not exist");
            assertThatThrownBy(() -> network.keepAddress("lo", address -> true))
                    .isInstanceOf(IOException.class)
                    .hasMessage("cannot keep the address of the bridge lo: lo is not a bridge");
        }

        /** Looks at a sysfs that is not there, as in a namespace whose /sys is another's. */
        @Test
        void keepsTheAddressThoughItCannotBeKnownWhetherItWasSet() throws IOException {
            Machine.run("ip", "link", "set", BRIDGE, "address", "02:00:00:00:00:01");

            assertThat(new LinuxNetwork(Path.of("/nowhere")).keepAddress(BRIDGE, OURS::equals))
                    .contains(MacAddress.parse("02:00:00:00:00:01"));
            assertThat(addressOf(BRIDGE)).isEqualTo("02:00:00:00:00:01");
        }

        private Optional<String> keep() throws IOException {
            return network.keepAddress(BRIDGE, OURS::equals).map(MacAddress::toString);
        }

        private static void assumeSysfs() {
            assumeTrue(Files.exists(Path.of("/sys/class/net", BRIDGE)), "needs a sysfs of this network namespace");
        }

        private static void addPort(String name, String bridge, int mtu) throws IOException {
            Machine.run("ip", "tuntap", "add", "dev", name, "mode", "tap");
            Machine.run("ip", "link", "set", name, "mtu", Integer.toString(mtu));
            Machine.run("ip", "link", "set", name, "master", bridge);
        }

        private static String addressOf(String link) throws IOException {
            Matcher address = LINK_ADDRESS.matcher(details(link));
            assertThat(address.find()).isTrue();
            return address.group(1);
        }

        @Test
        void saysThatATapIsInUse() throws Exception {
            network.createTap(TAP, BRIDGE, Optional.empty(), OURS);
            int attached = LinuxNetwork.openTun("test: ");
            try {
                LinuxNetwork.attach(attached, TAP, (short) 0, "test: ");

                assertThatThrownBy(() -> network.removeTap(TAP, OURS))
                        .isInstanceOf(IOException.class)
                        .hasMessage("cannot remove the tap vmmtap0: a process uses it: Device or resource busy");
            } finally {
                LibC.INSTANCE.close(attached);
            }
        }
    }

    @Test
    void saysWhatIsMissingWithoutTheCapability() throws IOException {
        Machine.assumeNoCapability("CAP_NET_ADMIN", 12);

        assertThatThrownBy(() -> network.createTap(TAP, "lo", Optional.empty(), OURS))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot create the tap vmmtap0 on the bridge lo: ")
                .hasMessageMatching(".*(CAP_NET_ADMIN|/dev/net/tun).*");
    }

    @Test
    void refusesNamesThatAreNoInterfaces() {
        assertThatThrownBy(() -> network.createTap(TAP, "a-bridge-too-far", Optional.empty(), OURS))
                .isInstanceOf(IOException.class)
                .hasMessage("the interface name 'a-bridge-too-far' has 16 bytes; 1 to 15 are possible");
        assertThatThrownBy(() -> network.removeTap("", OURS)).isInstanceOf(IOException.class);
    }

    @Test
    void listsBridgesAndTapsAsAnyUser() throws IOException {
        assertThat(network.bridges()).isNotNull();
        assertThat(network.taps()).allMatch(name -> name.startsWith("vmmtap"));
        assertThat(network.tapPrefix()).isEqualTo("vmmtap");
    }
}
