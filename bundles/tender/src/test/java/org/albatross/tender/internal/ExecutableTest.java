package org.albatross.tender.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.albatross.fixture.Device;
import org.albatross.fixture.Image;
import org.albatross.fixture.Padding;
import org.albatross.fixture.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Hostile files: every one ends in a value or in a message that says what is wrong. */
class ExecutableTest {

    private static final long MEMORY = 2 << 20;

    private static final int PROGRAM_HEADERS = 64;
    private static final int PROGRAM_HEADER = 56;
    private static final int ABI = PROGRAM_HEADERS + PROGRAM_HEADER;
    private static final int CODE = PROGRAM_HEADERS + 3 * PROGRAM_HEADER;
    private static final int DATA = PROGRAM_HEADERS + 4 * PROGRAM_HEADER;
    private static final int FLAGS = 4;
    private static final int OFFSET = 8;
    private static final int ADDRESS = 16;
    private static final int FILE_BYTES = 32;
    private static final int MEMORY_BYTES = 40;
    private static final int ALIGNMENT = 48;

    @Test
    void readsTheSegmentsOfAnImage() throws TenderException {
        Executable executable = open(Image.hello().build());

        assertThat(executable.entry(MEMORY)).isEqualTo(0x100000);
        assertThat(executable.segments(MEMORY)).hasSize(2).first().satisfies(code -> {
            assertThat(code.start()).isEqualTo(0x100000);
            assertThat(code.executable()).isTrue();
            assertThat(code.writable()).isFalse();
        });
    }

    @Test
    void readsTheManifest() throws TenderException {
        byte[] image = Image.hello()
                .manifest(Device.net("uplink"), Device.block("disk"))
                .build();

        Manifest manifest = Manifest.read(open(image), "image");

        assertThat(manifest.find("uplink", DeviceType.NET_BASIC)).hasValue(1);
        assertThat(manifest.find("disk", DeviceType.BLOCK_BASIC)).hasValue(2);
        assertThat(manifest.find("disk", DeviceType.NET_BASIC)).isEmpty();
    }

    @Test
    void takesTheFirstOfTwoDevicesOfOneName() throws TenderException {
        byte[] image = Image.hello().manifest(Device.net("a"), Device.net("a")).build();

        assertThat(Manifest.read(open(image), "image").find("a", DeviceType.NET_BASIC))
                .hasValue(1);
    }

    @Test
    void takesSixtyThreeDevicesAndNotOneMore() throws TenderException {
        assertThat(Manifest.read(open(withDevices(63)), "image").entries()).hasSize(64);
        assertThatThrownBy(() -> Manifest.read(open(withDevices(64)), "image"))
                .hasMessageContaining("invalid executable: phdr[2] is a note with a content of");
    }

    private static byte[] withDevices(int count) {
        Device[] devices = new Device[count];
        for (int i = 0; i < count; i++) {
            devices[i] = Device.net("net" + i);
        }
        return Image.hello().manifest(devices).build();
    }

    @Test
    void refusesAnImageForAnotherTender() {
        byte[] image = Image.hello().target(Target.SPT).build();

        assertThatThrownBy(() -> Abi.check(open(image), "image"))
                .hasMessage("image: Executable is not for the solo5-hvt target");
    }

    @Test
    void refusesAnotherAbiVersion() {
        byte[] image = Image.hello().abiVersion(-1).build();

        assertThatThrownBy(() -> Abi.check(open(image), "image"))
                .hasMessage("image: Executable requests unsupported ABI version 4294967295, this tender has 2");
    }

    @Test
    void skipsSegmentsWithoutBytesInTheFile() throws TenderException {
        ByteBuffer image = image();
        image.putLong(DATA + FILE_BYTES, 0).putLong(DATA + ADDRESS, 0);

        assertThat(open(image).segments(MEMORY)).hasSize(1);
    }

    @Test
    void skipsNotesOfOthers() throws TenderException {
        ByteBuffer image = image();
        int note = (int) image.getLong(ABI + OFFSET);
        image.put(note + 12, (byte) 'X');

        assertThat(open(image).note(0x31494241, 4, 32)).isNull();
    }

    @Test
    void skipsANoteTooShortForOurs() throws TenderException {
        ByteBuffer image = image();
        image.putLong(ABI + FILE_BYTES, 19);

        assertThat(open(image).note(0x31494241, 4, 32)).isNull();
    }

    static Stream<Arguments> brokenHeaders() {
        return Stream.of(
                broken("32-bit class", b -> b.put(4, (byte) 1)),
                broken("big endian", b -> b.put(5, (byte) 2)),
                broken("no ELF", b -> b.put(1, (byte) 'F')),
                broken("shared object", b -> b.putShort(16, (short) 3)),
                broken("another machine", b -> b.putShort(18, (short) 183)),
                broken("another version", b -> b.putInt(20, 2)),
                broken("another header size", b -> b.putShort(52, (short) 65)),
                broken("another program header size", b -> b.putShort(54, (short) 55)),
                broken("no program header", b -> b.putShort(56, (short) 0)),
                broken("more program headers than bytes", b -> b.putShort(56, (short) -1)),
                broken("program headers behind the end", b -> b.putLong(32, 1 << 30)),
                broken("program headers at the end of the numbers", b -> b.putLong(32, -8)),
                broken("a note without room", b -> b.putLong(ABI + FILE_BYTES, 11)),
                broken("an empty note", b -> b.putLong(ABI + FILE_BYTES, 0)),
                broken("a note behind the end", b -> b.putLong(ABI + OFFSET, Long.MAX_VALUE)),
                broken("a note without content", b -> b.putInt((int) b.getLong(ABI + OFFSET) + 4, 0)),
                broken("a note of 4 GiB", b -> b.putInt((int) b.getLong(ABI + OFFSET) + 4, -1)),
                broken("a note larger than its header says", b -> b.putLong(ABI + FILE_BYTES, 35)),
                broken("entry below the segments", b -> b.putLong(24, 0xfffff)),
                broken("entry above the memory", b -> b.putLong(24, MEMORY)),
                broken("entry at the end of the numbers", b -> b.putLong(24, -1)),
                broken("segment below 1 MiB", b -> b.putLong(CODE + ADDRESS, 0xff000)),
                broken("segment above the memory", b -> b.putLong(DATA + ADDRESS, MEMORY)),
                broken("segment at the end of the numbers", b -> b.putLong(DATA + ADDRESS, -4096)),
                broken("segment longer than the memory", b -> b.putLong(DATA + MEMORY_BYTES, MEMORY)),
                broken("segment of all numbers", b -> b.putLong(DATA + MEMORY_BYTES, -1)),
                broken("more bytes in the file than in memory", b -> b.putLong(DATA + MEMORY_BYTES, 7)),
                broken("overlap", b -> b.putLong(DATA + ADDRESS, 0x100000)),
                broken("descending", b -> b.putLong(CODE + ADDRESS, 0x140000)),
                broken("no alignment", b -> b.putLong(CODE + ALIGNMENT, 0)),
                broken("alignment of three", b -> b.putLong(CODE + ALIGNMENT, 3)),
                broken("alignment below a page", b -> b.putLong(CODE + ADDRESS, 0x100010)
                        .putLong(CODE + ALIGNMENT, 16)),
                broken("alignment of half the numbers", b -> b.putLong(CODE + ALIGNMENT, Long.MIN_VALUE)),
                broken("writable and executable", b -> b.putInt(CODE + FLAGS, 7)));
    }

    private static Arguments broken(String name, Consumer<ByteBuffer> change) {
        return Arguments.of(name, change);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenHeaders")
    void refuses(String name, Consumer<ByteBuffer> change) {
        ByteBuffer image = image();

        change.accept(image);

        assertThatThrownBy(() -> readAll(image))
                .as(name)
                .isInstanceOf(TenderException.class)
                .hasMessageStartingWith("image: invalid");
    }

    @Test
    void readsOrRefusesEveryTruncation() {
        byte[] image = Image.network("10.0.0.2").build();

        for (int length = 0; length < image.length; length += 7) {
            outcome(Image.network("10.0.0.2").truncated(length).build());
        }
        assertThat(outcome(image)).isTrue();
    }

    @Test
    void readsOrRefusesEveryMutation() {
        SplittableRandom random = new SplittableRandom(20_261_122);
        byte[] original = Image.counter().padding(Padding.trailing(100)).build();
        int headers = 0x300;
        int read = 0;
        for (int round = 0; round < 100_000; round++) {
            byte[] image = original.clone();
            for (int changes = random.nextInt(1, 5); changes > 0; changes--) {
                int at = random.nextInt(headers);
                image[at] = random.nextBoolean() ? (byte) random.nextInt() : (byte) (random.nextInt(3) - 1);
            }
            read += outcome(image) ? 1 : 0;
        }
        assertThat(read).as("images that are still valid").isBetween(1_000, 99_000);
    }

    private static boolean outcome(byte[] file) {
        ByteBuffer image = ByteBuffer.wrap(file);
        try {
            readAll(image);
            return true;
        } catch (TenderException e) {
            assertThat(e.getMessage()).startsWith("image: ");
            return false;
        }
    }

    private static void readAll(ByteBuffer image) throws TenderException {
        Executable executable = open(image);
        Abi.check(executable, "image");
        Manifest.read(executable, "image");
        executable.entry(MEMORY);
        for (Segment segment : executable.segments(MEMORY)) {
            assertThat(segment.start()).isGreaterThanOrEqualTo(0x100000);
            assertThat(segment.end()).isLessThanOrEqualTo(MEMORY);
            assertThat(segment.address()).isBetween(segment.start(), segment.end() - 1);
            assertThat(segment.fileBytes()).isBetween(1L, segment.end() - segment.address());
        }
    }

    private static Executable open(byte[] image) throws TenderException {
        return open(ByteBuffer.wrap(image));
    }

    private static Executable open(ByteBuffer image) throws TenderException {
        return Executable.open(new Bytes(image), "image");
    }

    private static ByteBuffer image() {
        return ByteBuffer.wrap(Image.hello().build()).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static final class Bytes implements ImageSource {

        private final ByteBuffer bytes;

        Bytes(ByteBuffer bytes) {
            this.bytes = bytes;
        }

        @Override
        public long read(long position, Pointer to, long length) {
            if (position < 0 || position >= bytes.capacity()) {
                return 0;
            }
            byte[] read = new byte[(int) Math.min(length, bytes.capacity() - position)];
            bytes.get((int) position, read);
            to.write(0, read, 0, read.length);
            return read.length;
        }
    }
}
