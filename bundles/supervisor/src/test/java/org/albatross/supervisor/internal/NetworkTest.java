package org.albatross.supervisor.internal;

import static org.albatross.supervisor.internal.TestPlatform.eventually;
import static org.albatross.supervisor.internal.TestPlatform.names;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.albatross.fixture.Image;
import org.albatross.fixture.Target;
import org.albatross.model.EventRecord;
import org.albatross.model.MacAddress;
import org.albatross.model.NetDevice;
import org.albatross.model.PlatformEvent;
import org.albatross.model.RunningUnikernel;
import org.albatross.model.Text;
import org.albatross.model.UnikernelCommand.Create;
import org.albatross.model.UnikernelCommand.Destroy;
import org.albatross.model.UnikernelConfig;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Unikernels with a network device, and the taps that are made for them. */
class NetworkTest {
    private static final String TAP = "vmmtap0";

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
    void stopPlatform() throws Exception {
        platform.destroyAll();
        platform.close();
    }

    private static UnikernelConfig on(String bridge) {
        NetDevice service = new NetDevice(Text.of("service0"), Optional.of(Text.of(bridge)), Optional.empty());
        byte[] image = Image.network("10.0.0.2").target(Target.SPT).build();
        return Configs.with(image, Configs.arguments(Configs.QUIT, List.of(service)));
    }

    private void assertNothingIsLeft() throws IOException {
        assertThat(platform.info()).isEmpty();
        for (String folder : List.of("run/unikernels", "state/unikernels", "state/images")) {
            eventually(
                    folder + " is empty", () -> names(directory.resolve(folder)).isEmpty());
        }
    }

    @Test
    void connectsANetworkDeviceAndRemovesItsTap() throws Exception {
        platform.makeBridge("br0");
        platform.done("net", new Create(on("br0")));

        assertThat(platform.host.network().taps()).containsExactly(TAP);
        platform.done("net", new Destroy());
        assertThat(platform.host.network().taps()).isEmpty();
        assertNothingIsLeft();
        TestPlatform.command("ip", "link", "delete", "br0");
    }

    @Test
    void tellsObserversTheTapOfARunAndItsBridge() throws Exception {
        platform.makeBridge("br0");
        platform.done("net", new Create(on("br0")));
        RecordingObserver observer = new RecordingObserver();

        platform.supervisor.runs().add(observer);

        assertThat(observer.next())
                .asInstanceOf(InstanceOfAssertFactories.list(RunningUnikernel.class))
                .flatExtracting(RunningUnikernel::taps)
                .containsExactly(new RunningUnikernel.Tap(Text.of("service0"), Text.of("br0"), TAP));
        platform.done("net", new Destroy());
        TestPlatform.command("ip", "link", "delete", "br0");
    }

    @Test
    void givesAUnikernelTheAddressThatItsNameHas() throws Exception {
        TestPlatform.assumeGuestsAreExecuted();
        platform.makeBridge("br0");
        platform.done("net", new Create(on("br0")));

        assertThat(platform.lines("net", 1).get(0)).startsWith("service0 up: 10.0.0.2 at 00:80:41:");
        platform.done("net", new Destroy());
        TestPlatform.command("ip", "link", "delete", "br0");
    }

    @Test
    void removesTheTapOfARunThatEndedMeanwhile() throws Exception {
        platform.makeBridge("br0");
        platform.done("net", new Create(on("br0")));
        kill("net");

        platform = TestPlatform.start(directory);

        eventually("the tap is gone", () -> platform.host.network().taps().isEmpty());
        assertNothingIsLeft();
        TestPlatform.command("ip", "link", "delete", "br0");
    }

    @Test
    void leavesATapOfARecordedNameThatSomebodyElseHasMade() throws Exception {
        platform.makeBridge("br0");
        platform.done("net", new Create(on("br0")));
        kill("net");
        TestPlatform.command("ip", "link", "delete", TAP);
        TestPlatform.command("ip", "tuntap", "add", "dev", TAP, "mode", "tap");

        platform = TestPlatform.start(directory);

        assertNothingIsLeft();
        assertThat(platform.host.network().taps()).containsExactly(TAP);
        TestPlatform.command("ip", "link", "delete", TAP);
        TestPlatform.command("ip", "link", "delete", "br0");
    }

    @Test
    void keepsTheAddressOfABridgeWithoutOtherPortsAndTellsItOnce() throws Exception {
        platform.makeBridge("br0");
        String address = addressOf("br0");

        for (int round = 0; round < 3; round++) {
            platform.done("net", new Create(on("br0")));
            assertThat(addressOf("br0")).isEqualTo(address);
            platform.done("net", new Destroy());
            assertThat(addressOf("br0")).isEqualTo(address);
        }

        assumeTrue(Files.exists(Path.of("/sys/class/net/br0")), "needs a sysfs of this network namespace");
        assertThat(platform.events)
                .extracting(EventRecord::event)
                .filteredOn(PlatformEvent.class::isInstance)
                .containsExactly(new PlatformEvent.BridgeAddressKept("br0", MacAddress.parse(address)));
        TestPlatform.command("ip", "link", "delete", "br0");
    }

    private static String addressOf(String bridge) throws Exception {
        List<NetworkInterface> found = NetworkInterface.networkInterfaces()
                .filter(one -> one.getName().equals(bridge))
                .toList();
        return HexFormat.ofDelimiter(":").formatHex(found.get(0).getHardwareAddress());
    }

    /** Stops the platform, and then ends a unikernel. */
    private void kill(String name) throws IOException {
        long pid = platform.pid(name);
        platform.close();
        platform.signal("KILL", pid);
        eventually("it ended", () -> !TestPlatform.lives(pid));
    }

    @Test
    void refusesABridgeThatDoesNotExist() throws Exception {
        assertThat(platform.refused("net", new Create(on("nobridge")))).contains("nobridge");
        assertNothingIsLeft();
    }
}
