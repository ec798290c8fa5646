package org.albatross.solo5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.albatross.fixture.Device;
import org.albatross.fixture.Image;
import org.albatross.fixture.Padding;
import org.albatross.fixture.Target;
import org.albatross.model.Megabytes;
import org.albatross.model.Text;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The images that boot under the real tenders. */
class FixtureImageTest {
    @ParameterizedTest
    @EnumSource(Target.class)
    void readsEveryProgram(Target target) throws Exception {
        Abi.Target expected = target == Target.HVT ? Abi.Target.HVT : Abi.Target.SPT;
        for (Image image : List.of(
                Image.hello(),
                Image.ticks(Duration.ofSeconds(1)),
                Image.crash(),
                Image.spin(),
                Image.flood(),
                Image.hello().padding(Padding.loaded(5000)),
                Image.hello().padding(Padding.trailing(5000)))) {
            Solo5Image read = read(image.target(target));

            assertThat(read.abi()).isEqualTo(new Abi(expected, 2));
            assertThat(read.manifest().devices()).isEmpty();
            assertThat(read.misfit(new Megabytes(2))).isEmpty();
        }
    }

    @Test
    void readsDevicesInTheirOrder() throws Exception {
        Manifest manifest = read(Image.network("10.0.0.2")
                        .manifest(Device.block("storage"), Device.net("service0"), new Device("odd", 77)))
                .manifest();

        assertThat(manifest.devices())
                .containsExactly(
                        Manifest.Device.block(Text.of("storage")),
                        Manifest.Device.net(Text.of("service0")),
                        new Manifest.Device(Text.of("odd"), 77));
    }

    @Test
    void readsAnotherAbiVersion() throws Exception {
        assertThat(read(Image.hello().abiVersion(7)).abi().version()).isEqualTo(7);
    }

    @Test
    void refusesSixtyFourDevices() {
        Device[] devices = new Device[64];
        java.util.Arrays.setAll(devices, i -> Device.net("n" + i));

        assertThatThrownBy(() -> read(Image.hello().manifest(devices)))
                .isInstanceOf(InvalidImageException.class)
                .hasMessage("the manifest has 6772 bytes, expected 1 to 6668");
    }

    @Test
    void endsWithAValueOrOneLineForMutatedImages() throws Exception {
        Random random = new Random(7);
        byte[] whole = Image.network("10.0.0.2").build();
        for (int round = 0; round < 20_000; round++) {
            byte[] file = whole.clone();
            for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
                file[random.nextInt(1024)] = (byte) random.nextInt();
            }
            try {
                assertThat(Solo5Image.read(new MemoryChannel(file)).end()).isNotNegative();
            } catch (InvalidImageException e) {
                assertThat(e.getMessage()).isNotBlank().doesNotContain("\n");
            }
        }
    }

    private static Solo5Image read(Image image) throws Exception {
        return Solo5Image.read(new MemoryChannel(image.build()));
    }
}
