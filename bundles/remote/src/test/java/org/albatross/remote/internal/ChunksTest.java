package org.albatross.remote.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChunksTest {
    private static byte[] frame(int length) {
        byte[] frame = new byte[4 + length];
        new Random(length).nextBytes(frame);
        ByteBuffer.wrap(frame).putInt(length);
        return frame;
    }

    private static byte[] together(byte[]... frames) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] frame : frames) {
            all.writeBytes(frame);
        }
        return all.toByteArray();
    }

    /** Lets bytes arrive in pieces of this size, and returns the chunks. */
    private static List<byte[]> cut(byte[] bytes, int piece) {
        Chunks chunks = new Chunks();
        List<byte[]> taken = new ArrayList<>();
        ByteBuffer arriving = ByteBuffer.wrap(bytes);
        while (arriving.hasRemaining()) {
            ByteBuffer room = chunks.room();
            int count = Math.min(Math.min(piece, room.remaining()), arriving.remaining());
            room.put(arriving.slice(arriving.position(), count));
            arriving.position(arriving.position() + count);
            chunks.received();
            take(chunks, taken);
        }
        chunks.end();
        take(chunks, taken);
        return taken;
    }

    private static void take(Chunks chunks, List<byte[]> taken) {
        for (ByteBuffer chunk = chunks.chunk(); chunk.hasRemaining(); chunk = chunks.chunk()) {
            byte[] bytes = new byte[chunk.remaining()];
            chunk.get(bytes);
            taken.add(bytes);
        }
    }

    @Test
    void keepsEachFrameOfUpTo16KibWholeHoweverItComes() {
        byte[] small = frame(20);
        byte[] empty = frame(0);
        byte[] largest = frame(Chunks.WHOLE - 4);
        for (int piece : new int[] {1, 3, 100, 5_000, 1 << 20}) {
            assertThat(cut(together(small, empty, largest, small), piece))
                    .as("in pieces of %s", piece)
                    .containsExactly(small, empty, largest, small);
        }
    }

    @Test
    void passesAPieceOfALongerFrameOnAsItComes() {
        byte[] small = frame(20);
        byte[] large = frame(100_000);
        List<byte[]> chunks = cut(together(small, large, small), 1_000);

        assertThat(chunks.get(0)).isEqualTo(small);
        assertThat(chunks.get(chunks.size() - 1)).isEqualTo(small);
        assertThat(together(chunks.subList(1, chunks.size() - 1).toArray(byte[][]::new)))
                .isEqualTo(large);
        assertThat(chunks).hasSizeGreaterThan(50);
    }

    @Test
    void passesOnWhatThereIsOfAFrameThatWasCutOff() {
        byte[] cut = together(frame(3), new byte[] {0, 0, 0, 9, 1, 2});
        assertThat(together(cut(cut, 100).toArray(byte[][]::new))).isEqualTo(cut);
    }

    @Test
    void givesTheSameChunkUntilNothingOfItIsLeft() {
        Chunks chunks = new Chunks();
        chunks.room().put(frame(10)).put(frame(5));
        chunks.received();
        ByteBuffer first = chunks.chunk();
        first.get();
        assertThat(chunks.chunk()).isSameAs(first);
        chunks.release();
        assertThat(chunks.chunk().remaining()).isEqualTo(13);
        first.position(first.limit());
        assertThat(chunks.chunk().remaining()).isEqualTo(9);
    }
}
