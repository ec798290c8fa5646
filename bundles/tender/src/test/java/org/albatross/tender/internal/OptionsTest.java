package org.albatross.tender.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.albatross.model.Text;
import org.albatross.solo5.Manifest;
import org.albatross.solo5.Manifest.Device;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {

    private static final Manifest NOTHING = new Manifest(List.of());
    private static final Manifest DEVICES = new Manifest(
            List.of(Device.net(Text.of("net")), Device.block(Text.of("disk")), new Device(Text.of("other"), 7)));

    @ParameterizedTest
    @CsvSource({"1,2", "2,2", "3,2", "5,4", "512,512", "4096,4096", "4097,4096"})
    void roundsMemoryDownToTwoMebibytes(int asked, long given) throws TenderException {
        assertThat(Options.parse(List.of("--mem=" + asked), NOTHING).memoryBytes())
                .isEqualTo(given << 20);
    }

    @Test
    void hasHalfAGibibyteUnlessTold() throws TenderException {
        assertThat(Options.parse(List.of(), NOTHING).memoryBytes()).isEqualTo(512L << 20);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "x", "-1", "+5", "1.5", "5M", "99999999999999999999"})
    void refusesWhatIsNoSize(String size) {
        assertThatThrownBy(() -> Options.parse(List.of("--mem=" + size), NOTHING))
                .hasMessage("Malformed argument to --mem");
    }

    @ParameterizedTest
    @ValueSource(strings = {"4098", "1000000", "999999999999"})
    void refusesMoreThanFourGibibytes(String size) {
        assertThatThrownBy(() -> Options.parse(List.of("--mem=" + size), NOTHING))
                .hasMessageEndingWith("exceeds the max size 4294967296 bytes");
    }

    @Test
    void takesAllOptionsOfItsDevices() throws TenderException {
        Options options = Options.parse(
                List.of(
                        "--mem=16",
                        "--net:net=tap0",
                        "--net-mac:net=02:00:00:ab:CD:f",
                        "--block:disk=/a=b c",
                        "--block-sector-size:disk=32768"),
                DEVICES);

        assertThat(options.memoryBytes()).isEqualTo(16 << 20);
    }

    @Test
    void namesEveryDeviceThatIsNotAttached() {
        assertThatThrownBy(() -> Options.parse(List.of(), DEVICES))
                .hasMessage(
                        """
                        Device 'net' of type NET_BASIC declared but not attached.
                        Device 'disk' of type BLOCK_BASIC declared but not attached.
                        All declared devices must be attached. See --help for syntax.""");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--net:disk=tap0",
                "--block:net=/a",
                "--net:absent=tap0",
                "--net-mac:absent=02:00:00:00:00:01",
                "--block-sector-size:other=512"
            })
    void refusesADeviceThatTheManifestDoesNotHave(String option) {
        assertThatThrownBy(() -> Options.parse(List.of(option), DEVICES))
                .hasMessageStartingWith("Resource not declared in manifest: '")
                .hasMessageEndingWith("Invalid option: `" + option + "'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--unknown",
                "-x",
                "--net",
                "--net:net",
                "--net:net=",
                "--net:=tap0",
                "--net:n-t=tap0",
                "--net-mac:net=",
                "--net-mac:net=02:00:00:00:00",
                "--net-mac:net=02:00:00:00:00:01:02",
                "--net-mac:net=02:00:00:00:00:g1",
                "--net-mac:net=02:00:00:00:00:001",
                "--net-mac:net=02:00:00:00::01",
                "--block-sector-size:disk=511",
                "--block-sector-size:disk=1000",
                "--block-sector-size:disk=65536",
                "--block-sector-size:disk=-512"
            })
    void refusesWhatIsMalformed(String option) {
        assertThatThrownBy(() -> Options.parse(List.of(option), DEVICES))
                .hasMessageContaining("Invalid option: `" + option + "'")
                .isInstanceOfSatisfying(
                        TenderException.class, e -> assertThat(e.showsUsage()).isTrue());
    }
}
