package org.albatross.solo5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.albatross.model.Integer63;
import org.albatross.model.Megabytes;
import org.albatross.model.Text;
import org.albatross.solo5.Manifest.Device;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class Solo5ImageTest {
    private static final int FIRST_SEGMENT = 64;

    @Test
    void readsAbiAndManifest() throws Exception {
        byte[] file = TestImage.hvt(TestImage.NET, "service0", TestImage.BLOCK, "storage")
                .bytes();

        Solo5Image image = read(file);

        assertThat(image.abi()).isEqualTo(new Abi(Abi.Target.HVT, 2)).hasToString("hvt ABI 2");
        assertThat(image.manifest().devices())
                .containsExactly(Device.net(Text.of("service0")), Device.block(Text.of("storage")));
        assertThat(image.entry()).isEqualTo(0x100000);
        assertThat(image.end()).isEqualTo(0x101000);
    }

    @Test
    void readsWhatIsLoaded() throws Exception {
        byte[] file = TestImage.hvt()
                .load(6, 0x101010, 9, 0x1000, 4096)
                .load(7, 0x400000, 0, 0, 3)
                .bytes();

        List<Segment> segments = read(file).segments();

        long first = 64 + 5 * 56;
        int notes = TestImage.abi(1, 2).length + TestImage.manifest().length;
        assertThat(segments)
                .containsExactly(
                        new Segment(0x100000, 0x101000, 0x100000, first, 100, 5),
                        new Segment(0x101000, 0x103000, 0x101010, first + 100 + notes, 9, 6));
        assertThat(read(file).end()).isEqualTo(0x103000);
        assertThat(segments.get(0).executable()).isTrue();
        assertThat(segments.get(0).readable()).isTrue();
        assertThat(segments.get(0).writable()).isFalse();
        assertThat(segments.get(1).writable()).isTrue();
        assertThat(segments.get(1).executable()).isFalse();
    }

    @Test
    void readsAnImageWithoutSegments() throws Exception {
        Solo5Image image = read(new TestImage()
                .note(TestImage.abi(1, 2))
                .note(TestImage.manifest())
                .bytes());

        assertThat(image.segments()).isEmpty();
        assertThat(image.end()).isZero();
    }

    @Test
    void readsSptAndAnyOperatingSystemByte() throws Exception {
        byte[] file = new TestImage()
                .note(TestImage.abi(2, 7))
                .note(TestImage.manifest())
                .bytes();
        file[7] = 12;

        assertThat(read(file).abi()).isEqualTo(new Abi(Abi.Target.SPT, 7));
        assertThat(read(file).manifest()).hasToString("none");
    }

    @Test
    void readsSixtyThreeDevicesWithNamesOfFullLength() throws Exception {
        Object[] devices = new Object[126];
        for (int i = 0; i < 63; i++) {
            devices[2 * i] = i % 2 == 0 ? TestImage.NET : TestImage.BLOCK;
            devices[2 * i + 1] = "n".repeat(65) + String.format("%02d", i);
        }

        List<Device> found = read(TestImage.hvt(devices).bytes()).manifest().devices();

        assertThat(found).hasSize(63);
        assertThat(found.get(62)).isEqualTo(Device.net(Text.of("n".repeat(65) + "62")));
    }

    @Test
    void passesOverForeignAndShortNotes() throws Exception {
        byte[] file = new TestImage()
                .note(new byte[12])
                .note(new byte[19])
                .note(TestImage.note("OpenBSD\0", 1, new byte[4]))
                .note(TestImage.note("Solo6\0", TestImage.ABI_TYPE, new byte[16]))
                .note(TestImage.abi(1, 2))
                .note(TestImage.abi(2, 9))
                .note(TestImage.manifest(TestImage.NET, "service0"))
                .bytes();

        assertThat(read(file).abi()).isEqualTo(new Abi(Abi.Target.HVT, 2));
    }

    @Test
    void findsNoNoteBehindAnotherInOneSegment() {
        byte[] foreign = TestImage.note("OpenBSD\0", 1, new byte[4]);
        byte[] both = Arrays.copyOf(foreign, foreign.length + TestImage.abi(1, 2).length);
        System.arraycopy(TestImage.abi(1, 2), 0, both, foreign.length, TestImage.abi(1, 2).length);

        assertRefused(new TestImage().note(both).note(TestImage.manifest()).bytes(), "no Solo5 ABI note");
    }

    @Test
    void ignoresSegmentsWithoutBytesInTheFile() throws Exception {
        byte[] file = TestImage.hvt().load(7, 0, 0, 99, 3).bytes();

        assertThat(read(file).end()).isEqualTo(0x101000);
    }

    @Test
    void saysWhenMemoryDoesNotSuffice() throws Exception {
        Solo5Image image = new Solo5Image(
                new Abi(Abi.Target.HVT, 2),
                new Manifest(List.of()),
                0x100000,
                List.of(new Segment(0x100000, 0x200001, 0x100000, 0, 1, 4)));

        assertThat(image.misfit(new Megabytes(2))).contains("the image needs 3 MB, the unikernel has 2 MB");
        assertThat(image.misfit(new Megabytes(3))).isEmpty();
        assertThat(image.misfit(new Megabytes(Integer63.MAX))).isEmpty();
        assertThat(image.misfit(new Megabytes(-1))).isPresent();
    }

    static Stream<Arguments> brokenHeaders() {
        return Stream.of(
                Arguments.of(patched(0, 1, 'x'), "not an ELF file"),
                Arguments.of(patched(4, 1, 1), "not a 64-bit ELF file"),
                Arguments.of(patched(5, 1, 2), "not a little-endian ELF file"),
                Arguments.of(patched(16, 2, 3), "ELF file type 3, expected 2"),
                Arguments.of(patched(18, 2, 183), "ELF machine 183, expected 62"),
                Arguments.of(patched(20, 4, 2), "ELF version 2, expected 1"),
                Arguments.of(patched(24, 8, 0xfffff), "entry address 0xfffff"),
                Arguments.of(patched(24, 8, -1), "entry address 0xffffffffffffffff"),
                Arguments.of(patched(32, 8, Long.MAX_VALUE), "the file ends within its program headers"),
                Arguments.of(patched(32, 8, -1), "the file ends within its program headers"),
                Arguments.of(patched(52, 2, 63), "ELF header size 63, expected 64"),
                Arguments.of(patched(54, 2, 57), "program header size 57, expected 56"),
                Arguments.of(patched(56, 2, 0), "no program header"),
                Arguments.of(patched(56, 2, -1), "the file ends within its program headers"),
                Arguments.of(patched(32, 8, 1 << 30), "the file ends within its program headers"),
                Arguments.of(new byte[63], "the file ends within its ELF header: 64 bytes at offset 0 of 63"),
                Arguments.of(new byte[0], "the file ends within its ELF header"));
    }

    static Stream<Arguments> brokenSegments() {
        return Stream.of(
                Arguments.of(patched(FIRST_SEGMENT + 4, 4, 7), "both writable and executable"),
                Arguments.of(patched(FIRST_SEGMENT + 8, 8, -1), "its bytes lie behind the end of the file"),
                Arguments.of(patched(FIRST_SEGMENT + 8, 8, 1 << 20), "its bytes lie behind the end of the file"),
                Arguments.of(patched(FIRST_SEGMENT + 16, 8, 0x1000), "below 0x100000"),
                Arguments.of(patched(FIRST_SEGMENT + 16, 8, -1), "out of range"),
                Arguments.of(patched(FIRST_SEGMENT + 32, 8, 0x1001), "fewer than 4097 in the file"),
                Arguments.of(patched(FIRST_SEGMENT + 32, 8, -1), "fewer than 18446744073709551615 in the file"),
                Arguments.of(patched(FIRST_SEGMENT + 40, 8, -1), "out of range"),
                Arguments.of(patched(FIRST_SEGMENT + 48, 8, 0), "alignment 0, expected a power of two"),
                Arguments.of(patched(FIRST_SEGMENT + 48, 8, 4097), "alignment 4097, expected a power of two"),
                Arguments.of(patched(FIRST_SEGMENT + 48, 8, Long.MIN_VALUE), "out of range"),
                Arguments.of(patched(FIRST_SEGMENT + 48, 8, 1L << 40), "below 0x100000"),
                Arguments.of(
                        TestImage.hvt().load(4, 0xff000, 1, 1, 4096).bytes(), "segment at 0xff000: below 0x100000"),
                Arguments.of(
                        new TestImage()
                                .load(4, 0x200000, 1, 1, 4096)
                                .load(4, 0x100000, 1, 1, 4096)
                                .bytes(),
                        "not in ascending order"),
                Arguments.of(TestImage.hvt().load(4, 0x200000, 1, 1, 16).bytes(), "not on page bounds"),
                Arguments.of(
                        TestImage.hvt().load(4, 0x100000, 1, 1, 4096).bytes(),
                        "overlaps the one before it, or is not in ascending order"),
                Arguments.of(new TestImage().note(new byte[11]).bytes(), "a note of 11 bytes, expected at least 12"));
    }

    static Stream<Arguments> brokenNotes() {
        return Stream.of(
                Arguments.of(withAbi(solo5(TestImage.ABI_TYPE, 15)), "the ABI note has 15 bytes"),
                Arguments.of(withAbi(solo5(TestImage.ABI_TYPE, 33)), "the ABI note has 33 bytes, expected 1 to 32"),
                Arguments.of(withAbi(solo5(TestImage.ABI_TYPE, 0)), "the ABI note has 0 bytes, expected 1 to 32"),
                Arguments.of(withAbi(TestImage.abi(0, 2)), "unknown ABI target 0, expected 1 to 6"),
                Arguments.of(withAbi(TestImage.abi(-1, 2)), "unknown ABI target 4294967295"),
                Arguments.of(withAbi(Arrays.copyOf(TestImage.abi(1, 2), 30)), "more than its segment of 30"),
                Arguments.of(patched(FIRST_SEGMENT + 56 + 8, 8, Long.MAX_VALUE), "the file ends within its notes"),
                Arguments.of(patched(FIRST_SEGMENT + 56 + 32, 8, 0), "a note of 0 bytes, expected at least 12"),
                Arguments.of(withAbi(patch(TestImage.abi(1, 2), 4, 4, -1)), "the ABI note has 4294967295 bytes"),
                Arguments.of(withManifest(new byte[12]), "no Solo5 manifest"),
                Arguments.of(withManifest(manifest(24, 4, 2)), "manifest version 2, expected 1"),
                Arguments.of(withManifest(manifest(28, 4, 0)), "the manifest has 0 entries, expected 1 to 64"),
                Arguments.of(withManifest(manifest(28, 4, 65)), "the manifest has 65 entries, expected 1 to 64"),
                Arguments.of(withManifest(manifest(28, 4, -1)), "the manifest has 4294967295 entries"),
                Arguments.of(withManifest(manifest(28, 4, 3)), "the manifest has 216 bytes, expected 320"),
                Arguments.of(withManifest(manifest(32, 1, 'x')), "entry 0 of the manifest is not the reserved one"),
                Arguments.of(withManifest(manifest(32 + 68, 4, 1)), "entry 0 of the manifest is not the reserved one"),
                Arguments.of(
                        withManifest(manifest(136 + 67, 1, 'x')), "entry 1 of the manifest has a name without end"),
                Arguments.of(withManifest(manifest(136 + 96, 1, 1)), "entry 1 of the manifest is attached already"),
                Arguments.of(withManifest(solo5(TestImage.MANIFEST_TYPE, 11)), "the manifest has 11 bytes"),
                Arguments.of(
                        withManifest(solo5(TestImage.MANIFEST_TYPE, 4 + 8 + 65 * 104)),
                        "the manifest has 6772 bytes, expected 1 to 6668"));
    }

    @ParameterizedTest
    @MethodSource({"brokenHeaders", "brokenSegments", "brokenNotes"})
    void refusesWhatATenderRefuses(byte[] file, String message) {
        assertRefused(file, message);
    }

    @Test
    void refusesEveryFileThatWasCutOff() {
        byte[] whole = TestImage.hvt(TestImage.NET, "service0").bytes();
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> read(cut)).isInstanceOf(InvalidImageException.class);
        }
    }

    @Test
    void endsWithAValueOrOneLineForMutatedFiles() throws Exception {
        Random random = new Random(20261122);
        byte[] whole = TestImage.hvt(TestImage.NET, "service0", TestImage.BLOCK, "storage")
                .bytes();
        int values = 0;
        for (int round = 0; round < 200_000; round++) {
            byte[] file = mutated(whole, random);
            MemoryChannel channel = new MemoryChannel(file);
            try {
                requireLoadable(Solo5Image.read(channel), file.length);
                values++;
            } catch (InvalidImageException e) {
                assertThat(e.getMessage()).isNotBlank().hasSizeLessThan(200).doesNotContain("\n");
            }
            assertThat(channel.bytesRead()).isLessThan(20_000_000L);
        }
        assertThat(values).isBetween(1000, 190_000);
    }

    @Test
    void readsFewBytesOfAFileOfManyHeaders() {
        byte[] file = new byte[64 + 65535 * 56];
        byte[] head = TestImage.hvt().bytes();
        System.arraycopy(head, 0, file, 0, 64);
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putShort(56, (short) 65535);
        for (int i = 0; i < 65535; i++) {
            ByteBuffer.wrap(file)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(64 + 56 * i, 4)
                    .putLong(64 + 56 * i + 32, 1 << 30);
        }
        MemoryChannel channel = new MemoryChannel(file);

        assertThatThrownBy(() -> Solo5Image.read(channel)).hasMessage("no Solo5 ABI note");
        assertThat(channel.bytesRead()).isLessThanOrEqualTo(64 + 65535 * (56 + 20));
    }

    private static void requireLoadable(Solo5Image image, long fileLength) {
        long end = Solo5Image.LOWEST_ADDRESS;
        for (Segment segment : image.segments()) {
            assertThat(segment.start()).isGreaterThanOrEqualTo(end);
            assertThat(segment.start() % 4096).isZero();
            assertThat(segment.end() % 4096).isZero();
            assertThat(segment.address()).isBetween(segment.start(), segment.end() - 1);
            assertThat(segment.length()).isBetween(1L, segment.end() - segment.address());
            assertThat(segment.offset()).isBetween(0L, fileLength - segment.length());
            assertThat(segment.writable() && segment.executable()).isFalse();
            end = segment.end();
        }
    }

    private static byte[] mutated(byte[] whole, Random random) {
        byte[] file = whole.clone();
        if (random.nextInt(20) == 0) {
            random.nextBytes(file);
            System.arraycopy(whole, 0, file, 0, random.nextInt(file.length));
        }
        for (int changes = random.nextInt(4); changes >= 0; changes--) {
            int at = random.nextInt(file.length - 8);
            switch (random.nextInt(3)) {
                case 0 -> file[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> file[at] = (byte) random.nextInt();
                default -> ByteBuffer.wrap(file).putLong(at, random.nextLong());
            }
        }
        return file;
    }

    private static byte[] patched(int offset, int size, long value) {
        return patch(TestImage.hvt(TestImage.NET, "service0").bytes(), offset, size, value);
    }

    private static byte[] manifest(int offset, int size, long value) {
        return patch(TestImage.manifest(TestImage.NET, "service0"), offset, size, value);
    }

    private static byte[] patch(byte[] bytes, int offset, int size, long value) {
        for (int i = 0; i < size; i++) {
            bytes[offset + i] = (byte) (value >> (8 * i));
        }
        return bytes;
    }

    private static byte[] solo5(int type, int length) {
        return TestImage.solo5Note(type, new byte[length]);
    }

    private static byte[] withAbi(byte[] note) {
        return new TestImage().note(note).note(TestImage.manifest()).bytes();
    }

    private static byte[] withManifest(byte[] note) {
        return new TestImage().note(TestImage.abi(1, 2)).note(note).bytes();
    }

    private static Solo5Image read(byte[] file) throws IOException, InvalidImageException {
        return Solo5Image.read(new MemoryChannel(file));
    }

    private static void assertRefused(byte[] file, String message) {
        assertThatThrownBy(() -> read(file))
                .isInstanceOf(InvalidImageException.class)
                .hasMessageContaining(message);
    }
}
