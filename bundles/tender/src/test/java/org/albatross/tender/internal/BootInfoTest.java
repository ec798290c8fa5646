package org.albatross.tender.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.util.HexFormat;
import java.util.List;
import org.albatross.model.Text;
import org.albatross.solo5.Manifest;
import org.albatross.solo5.Manifest.Device;
import org.junit.jupiter.api.Test;

class BootInfoTest {

    private static final int SIZE = 2 << 20;
    private static final int INFO = 0x10000;

    private final Memory bytes = new Memory(SIZE);
    private final GuestMemory memory = new GuestMemory(bytes, SIZE);
    private final Manifest manifest = new Manifest(
            List.of(Device.net(Text.of("net")), Device.block(Text.of("disk")), new Device(Text.of("odd"), 77)));
    private final Devices devices = new Devices(4);

    @Test
    void tellsTheGuestAboutItsMachine() throws TenderException {
        bytes.clear();
        devices.attach(1, new FixedNet());
        devices.attach(2, new FixedBlock());

        BootInfo.write(memory, 0x11c000, 2_500_000_000L, manifest, devices, "one two");

        assertThat(bytes.getLong(INFO)).isEqualTo(SIZE);
        assertThat(bytes.getLong(INFO + 8)).isEqualTo(0x11c000);
        assertThat(bytes.getLong(INFO + 16)).isEqualTo(2_500_000_000L);
        assertThat(bytes.getLong(INFO + 40)).as("features").isZero();
        assertThat(bytes.getLong(INFO + 48)).as("ring").isZero();
        assertThat(bytes.getString(bytes.getLong(INFO + 24))).isEqualTo("one two");

        long entries = bytes.getLong(INFO + 32);
        assertThat(bytes.getInt(entries)).isEqualTo(1);
        assertThat(bytes.getInt(entries + 4)).isEqualTo(4);
        assertThat(bytes.getInt(entries + 8 + 68)).isEqualTo(0x40000000);
        long net = entries + 8 + 104;
        assertThat(bytes.getString(net)).isEqualTo("net");
        assertThat(hex(net + 68, 12)).isEqualTo("02000000" + "0200000000fa" + "2823");
        assertThat(bytes.getByte(net + 96)).isEqualTo((byte) 1);
        long block = net + 104;
        assertThat(bytes.getString(block)).isEqualTo("disk");
        assertThat(hex(block + 68, 14)).isEqualTo("01000000" + "0000100000000000" + "0080");
        assertThat(bytes.getByte(block + 96)).isEqualTo((byte) 1);
        long odd = block + 104;
        assertThat(bytes.getString(odd)).isEqualTo("odd");
        assertThat(bytes.getInt(odd + 68)).isEqualTo(77);
        assertThat(bytes.getByte(odd + 96)).isZero();
    }

    @Test
    void refusesALongerCommandLineThanTheAbiHasRoomFor() throws TenderException {
        BootInfo.write(memory, 0, 1, manifest, devices, "x".repeat(8191));

        assertThatThrownBy(() -> BootInfo.write(memory, 0, 1, manifest, devices, "x".repeat(8192)))
                .hasMessage("Guest command line too long (max=8191 characters, this has 8192)");
    }

    private String hex(long at, int length) {
        return HexFormat.of().formatHex(bytes.getByteArray(at, length));
    }

    private static final class FixedNet implements NetDevice {

        @Override
        public byte[] mac() {
            return HexFormat.of().parseHex("0200000000fa");
        }

        @Override
        public int mtu() {
            return 9000;
        }

        @Override
        public int descriptor() {
            return -1;
        }

        @Override
        public void write(Pointer frame, long length) {}

        @Override
        public long read(Pointer frame, long capacity) {
            return 0;
        }
    }

    private static final class FixedBlock implements BlockDevice {

        @Override
        public long capacity() {
            return 1 << 20;
        }

        @Override
        public int sectorSize() {
            return 32768;
        }

        @Override
        public void write(long position, Pointer from, long length) {}

        @Override
        public void read(long position, Pointer to, long length) {}
    }
}
