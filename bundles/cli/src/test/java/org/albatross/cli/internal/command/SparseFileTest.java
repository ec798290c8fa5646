package org.albatross.cli.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparseFileTest {
    private static final int BLOCK = 64 * 1024;
    private static final int BLOCKS = 16;

    private final Path file;

    SparseFileTest(@TempDir Path folder) {
        file = folder.resolve("file");
    }

    @Test
    void holdsWhatWasWrittenWhateverThePiecesAre() throws Exception {
        byte[] contents = contents();

        for (int piece : new int[] {1, 1000, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK + 7, contents.length}) {
            write(contents, piece);

            assertThat(file).as("written in pieces of %s", piece).hasBinaryContent(contents);
        }
    }

    @Test
    void takesNoSpaceForBlocksOfZeros() throws Exception {
        write(new byte[BLOCKS * BLOCK], BLOCK);

        assertThat(Files.size(file)).isEqualTo((long) BLOCKS * BLOCK);
        assertThat(blocksOnDisk()).isLessThanOrEqualTo(BLOCK / 512);
    }

    private void write(byte[] contents, int piece) throws IOException {
        ByteArrayInputStream in = new ByteArrayInputStream(contents);
        try (SparseFile sparse = new SparseFile(file)) {
            for (byte[] next = in.readNBytes(piece); next.length > 0; next = in.readNBytes(piece)) {
                byte[] within = new byte[next.length + 2];
                System.arraycopy(next, 0, within, 1, next.length);
                sparse.write(within, 1, next.length);
            }
        }
    }

    /** Blocks of random bytes, every third one of zeros, the last one cut. */
    private static byte[] contents() {
        byte[] contents = new byte[BLOCKS * BLOCK + 100];
        new SplittableRandom(1).nextBytes(contents);
        for (int block = 0; block < BLOCKS; block += 3) {
            Arrays.fill(contents, block * BLOCK, (block + 1) * BLOCK, (byte) 0);
        }
        return contents;
    }

    /** In units of 512 bytes. */
    private long blocksOnDisk() throws Exception {
        Process stat = new ProcessBuilder("stat", "-c", "%b", file.toString()).start();
        return Long.parseLong(new String(stat.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip());
    }
}
