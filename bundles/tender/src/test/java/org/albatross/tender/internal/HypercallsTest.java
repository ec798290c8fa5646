package org.albatross.tender.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HypercallsTest {

    private static final int SIZE = 0x10000;
    private static final int CALL = 0x1000;
    private static final int BUFFER = 0x2000;

    private static final int WALLTIME = 0x501;
    private static final int PUTS = 0x502;
    private static final int POLL = 0x503;
    private static final int BLOCK_WRITE = 0x504;
    private static final int BLOCK_READ = 0x505;
    private static final int NET_WRITE = 0x506;
    private static final int NET_READ = 0x507;
    private static final int HALT = 0x508;

    private static final int NET = 1;
    private static final int BLOCK = 2;
    private static final int CAPACITY = 4096;

    private final Memory bytes = new Memory(SIZE);
    private final StringBuilder printed = new StringBuilder();
    private final Disk disk = new Disk();
    private final Wire wire = new Wire();
    private final Clock clock = new Clock();
    private final Hypercalls hypercalls;

    HypercallsTest() {
        bytes.clear();
        Devices devices = new Devices(3);
        devices.attach(NET, wire);
        devices.attach(BLOCK, disk);
        Console console = (text, length) ->
                printed.append(new String(text.getByteArray(0, (int) length), StandardCharsets.US_ASCII));
        hypercalls = new Hypercalls(new GuestMemory(bytes, SIZE), console, clock, devices);
    }

    @Test
    void printsWhatTheGuestPoints() throws TenderException {
        bytes.write(BUFFER, "hello".getBytes(StandardCharsets.US_ASCII), 0, 5);
        call(PUTS, BUFFER, 5);

        assertThat(printed).hasToString("hello");
    }

    @Test
    void tellsTheTime() throws TenderException {
        call(WALLTIME);

        assertThat(bytes.getLong(CALL)).isEqualTo(1_234_567_890_123_456_789L);
    }

    @Test
    void waitsAndSaysWhichDevicesAreReady() throws TenderException {
        clock.ready = 1 << NET;
        call(POLL, -1);

        assertThat(clock.waited).isEqualTo(-1);
        assertThat(bytes.getLong(CALL + 8)).isEqualTo(2);
        assertThat(bytes.getInt(CALL + 16)).isEqualTo(1);
    }

    @Test
    void readsAndWritesBlocksWithinTheCapacity() throws TenderException {
        bytes.setLong(BUFFER, 42);
        call(BLOCK_WRITE, BLOCK, CAPACITY - 512, BUFFER, 512);
        assertThat(bytes.getInt(CALL + 32)).isZero();
        bytes.setLong(BUFFER, 0);
        call(BLOCK_READ, BLOCK, CAPACITY - 512, BUFFER, 512);

        assertThat(bytes.getInt(CALL + 32)).isZero();
        assertThat(bytes.getLong(BUFFER)).isEqualTo(42);
    }

    @Test
    void answersEinvalBeyondTheCapacity() throws TenderException {
        long[][] ranges = {
            {CAPACITY, 0}, {CAPACITY, 512}, {CAPACITY - 512, 513}, {-1, 1}, {-512, 1024}, {0, -1}, {0, Long.MIN_VALUE}
        };
        for (long[] range : ranges) {
            bytes.setInt(CALL + 32, -1);
            call(BLOCK_READ, BLOCK, range[0], BUFFER, range[1]);
            assertThat(bytes.getInt(CALL + 32))
                    .as("%d + %d", range[0], range[1])
                    .isEqualTo(2);
        }
        assertThat(disk.accesses).isZero();
    }

    @Test
    void answersEinvalToAHandleOfAnotherKind() throws TenderException {
        for (long handle : new long[] {0, NET, 3, 64, -1, 1L << 32 | BLOCK}) {
            call(BLOCK_READ, handle, 0, BUFFER, 512);
            assertThat(bytes.getInt(CALL + 32)).as("handle %d", handle).isEqualTo(2);
        }
        for (long handle : new long[] {0, BLOCK, 3, 64, -1, 1L << 32 | NET}) {
            call(NET_READ, handle, BUFFER, 1500);
            assertThat(bytes.getInt(CALL + 24)).as("handle %d", handle).isEqualTo(2);
            call(NET_WRITE, handle, BUFFER, 60);
            assertThat(bytes.getInt(CALL + 24)).as("handle %d", handle).isEqualTo(2);
        }
    }

    @Test
    void receivesAFrameOrSaysAgain() throws TenderException {
        call(NET_READ, NET, BUFFER, 1500);
        assertThat(bytes.getInt(CALL + 24)).isEqualTo(1);

        wire.waiting = 60;
        call(NET_READ, NET, BUFFER, 1500);
        assertThat(bytes.getInt(CALL + 24)).isZero();
        assertThat(bytes.getLong(CALL + 16)).isEqualTo(60);
    }

    @Test
    void sendsAFrame() throws TenderException {
        call(NET_WRITE, NET, BUFFER, 60);

        assertThat(bytes.getInt(CALL + 24)).isZero();
        assertThat(wire.sent).isEqualTo(60);
    }

    @Test
    void haltsWithTheStatus() throws TenderException {
        bytes.setInt(CALL + 8, -1);

        assertThat(hypercalls.call(HALT, CALL)).hasValue(-1);
    }

    @Test
    void checksTheCookieOfHalt() {
        bytes.setLong(CALL, SIZE - 512);

        assertThatThrownBy(() -> hypercalls.call(HALT, CALL)).hasMessageStartingWith("Invalid guest access");
    }

    @Test
    void refusesPortsWithoutHypercall() {
        for (int port : new int[] {0, 0x3f8, 0x500, 0x509, 0x600, 0xffff}) {
            assertThatThrownBy(() -> hypercalls.call(port, CALL))
                    .hasMessage("Invalid guest port access: port=0x" + Integer.toHexString(port));
        }
    }

    @Test
    void survivesEveryPointer() {
        SplittableRandom random = new SplittableRandom(20_261_122);
        long[] edges = {0, 1, SIZE - 1, SIZE, SIZE + 1, 0xffff_ffffL, Long.MAX_VALUE, Long.MIN_VALUE, -1, -8, BUFFER};
        for (int round = 0; round < 100_000; round++) {
            int call = random.nextInt(SIZE - 64);
            for (int field = 0; field < 5; field++) {
                long value = random.nextBoolean() ? random.nextInt(4) : edges[random.nextInt(edges.length)];
                bytes.setLong(call + 8L * field, value + random.nextInt(2));
            }
            long address = random.nextInt(8) == 0 ? Integer.toUnsignedLong(random.nextInt()) : call;
            try {
                hypercalls.call(random.nextInt(WALLTIME, HALT + 1), address);
            } catch (TenderException e) {
                assertThat(e).hasMessageStartingWith("Invalid guest access");
            }
            printed.setLength(0);
        }
    }

    private void call(int port, long... fields) throws TenderException {
        for (int i = 0; i < fields.length; i++) {
            bytes.setLong(CALL + 8L * i, fields[i]);
        }
        assertThat(hypercalls.call(port, CALL)).isEmpty();
    }

    private static final class Disk implements BlockDevice {

        private final Memory content = new Memory(CAPACITY);
        private int accesses;

        @Override
        public long capacity() {
            return CAPACITY;
        }

        @Override
        public int sectorSize() {
            return 512;
        }

        @Override
        public void write(long position, Pointer from, long length) {
            accesses++;
            content.write(position, from.getByteArray(0, (int) length), 0, (int) length);
        }

        @Override
        public void read(long position, Pointer to, long length) {
            accesses++;
            to.write(0, content.getByteArray(position, (int) length), 0, (int) length);
        }
    }

    private static final class Wire implements NetDevice {

        private long waiting;
        private long sent;

        @Override
        public byte[] mac() {
            return new byte[6];
        }

        @Override
        public int mtu() {
            return 1500;
        }

        @Override
        public int descriptor() {
            return -1;
        }

        @Override
        public void write(Pointer frame, long length) {
            sent = length;
        }

        @Override
        public long read(Pointer frame, long capacity) {
            return Math.min(waiting, capacity);
        }
    }

    private static final class Clock implements Waits {

        private long ready;
        private long waited;

        @Override
        public long await(long nanos) {
            waited = nanos;
            return ready;
        }

        @Override
        public long wallTime() {
            return 1_234_567_890_123_456_789L;
        }
    }
}
