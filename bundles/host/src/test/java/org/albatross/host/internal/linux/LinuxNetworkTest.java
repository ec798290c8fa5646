package org.albatross.host.internal.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Optional;
import org.albatross.host.Machine;
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

    private final LinuxNetwork network = new LinuxNetwork();

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
                    .hasMessage("cannot create the tap vmmtap0 on the bridge lo: lo is no bridge:"
                            + " Operation not supported");
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
