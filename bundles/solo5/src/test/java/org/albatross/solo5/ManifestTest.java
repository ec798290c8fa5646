package org.albatross.solo5;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.albatross.model.Bytes;
import org.albatross.model.Text;
import org.albatross.solo5.Manifest.Device;
import org.albatross.solo5.Manifest.DeviceType;
import org.junit.jupiter.api.Test;

class ManifestTest {
    private static final Text SERVICE = Text.of("service0");
    private static final Text STORAGE = Text.of("storage");
    private static final Manifest BOTH = new Manifest(List.of(Device.net(SERVICE), Device.block(STORAGE)));

    @Test
    void acceptsTheSameDevicesInAnyOrder() {
        assertThat(BOTH.compare(List.of(STORAGE), List.of(SERVICE))).isEmpty();
        assertThat(new Manifest(List.of()).compare(List.of(), List.of())).isEmpty();
    }

    @Test
    void showsTheManifestWhenABridgeIsMissing() {
        Manifest manifest = new Manifest(List.of(Device.net(SERVICE)));

        Manifest.Mismatch mismatch = manifest.compare(List.of(), List.of()).orElseThrow();

        assertThat(mismatch.summary()).isEqualTo("specified bridge(s) does not match with the manifest.");
        assertThat(mismatch.present()).isEqualTo("Devices present in manifest: net \"service0\"");
        assertThat(mismatch)
                .hasToString("specified bridge(s) does not match with the manifest."
                        + " Devices present in manifest: net \"service0\"");
    }

    @Test
    void showsTheManifestWhenABlockDeviceDiffers() {
        assertThat(BOTH.compare(List.of(Text.of("other")), List.of(SERVICE)).orElseThrow())
                .hasToString("specified block device(s) does not match with manifest."
                        + " Devices present in manifest: net \"service0\", block \"storage\"");
    }

    @Test
    void escapesWhatAnImageNamesItsDevices() {
        Manifest manifest = new Manifest(List.of(Device.net(Text.of(Bytes.ofHex("1b5b32")))));

        assertThat(manifest).hasToString("net \"\\027[2\"");
    }

    @Test
    void ignoresDevicesOfOtherTypes() {
        Manifest manifest = new Manifest(List.of(new Device(SERVICE, 3)));

        assertThat(manifest.compare(List.of(), List.of())).isEmpty();
    }

    @Test
    void numbersDevicesFromOneAndFindsTheFirstOfAName() {
        Manifest manifest = new Manifest(List.of(
                new Device(SERVICE, 3),
                Device.block(SERVICE),
                Device.net(SERVICE),
                Device.net(SERVICE),
                Device.block(STORAGE)));

        assertThat(manifest.handle(SERVICE, DeviceType.BLOCK)).hasValue(2);
        assertThat(manifest.handle(SERVICE, DeviceType.NET)).hasValue(3);
        assertThat(manifest.handle(STORAGE, DeviceType.BLOCK)).hasValue(5);
        assertThat(manifest.handle(STORAGE, DeviceType.NET)).isEmpty();
    }
}
