package org.albatross.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.albatross.api.WriteBack;
import org.albatross.model.Blob;
import org.albatross.model.Caller;
import org.albatross.wire.BlobSink;
import org.albatross.wire.ProtocolException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lies in the spool, and whose it is. */
class SpoolTest {
    private static final int MEGABYTE = 1 << 20;
    private static final byte[] PIECE = new byte[MEGABYTE];

    private final List<BlobSink.Writer> open = new ArrayList<>();
    private Spool spool;

    @BeforeEach
    void make(@TempDir Path folder) throws IOException {
        spool = new Spool(folder.resolve("spool"), new Share(10 * MEGABYTE, 6 * MEGABYTE));
    }

    @AfterEach
    void close() throws IOException {
        for (BlobSink.Writer writer : open) {
            writer.close();
        }
    }

    private BlobSink.Writer begin(int uid, int megabytes) throws IOException, ProtocolException {
        BlobSink.Writer writer = spool.receive(new Caller.Local(uid, uid, 1)).begin((long) megabytes * MEGABYTE);
        open.add(writer);
        return writer;
    }

    private String put(int uid, int megabytes) throws IOException, ProtocolException {
        try (BlobSink.Writer writer = begin(uid, megabytes)) {
            for (int i = 0; i < megabytes; i++) {
                writer.write(PIECE, 0, PIECE.length);
            }
            return writer.finish();
        }
    }

    @Test
    void keepsAStreamWithItsDigest() throws Exception {
        Caller caller = new Caller.Local(1, 1, 1);
        byte[] content = "abc".getBytes(StandardCharsets.US_ASCII);

        Blob.Spooled kept = spool.keep(caller, new ByteArrayInputStream(content), 3);
        assertThat(Path.of(kept.handle())).hasBinaryContent(content);
        assertThat(kept.length()).isEqualTo(3);
        assertThat(kept.sha256()).hasToString("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        Path folder = Path.of(kept.handle()).getParent();
        Spool.drop(kept);
        assertThat(folder).isEmptyDirectory();

        assertThatThrownBy(() -> spool.keep(caller, new ByteArrayInputStream(content), 4))
                .hasMessage("there are 3 bytes where 4 were announced");
        assertThatThrownBy(() -> spool.keep(caller, new ByteArrayInputStream(content), 2))
                .hasMessage("there are more bytes where 2 were announced");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void hasEachMegabyteWrittenBackWhileMoreComes() throws Exception {
        List<Path> begun = new ArrayList<>();
        WriteBack writeBack = begun::add;
        spool.bind(writeBack);

        BlobSink.Writer writer = begin(1, 5);
        writer.write(PIECE, 0, MEGABYTE - 1);
        assertThat(begun).isEmpty();
        writer.write(PIECE, 0, MEGABYTE);
        assertThat(begun).hasSize(1);
        spool.unbind(file -> {});
        writer.write(PIECE, 0, 1);
        assertThat(begun).hasSize(2);
        assertThat(begun.get(0)).exists().isEqualTo(begun.get(1));

        spool.unbind(writeBack);
        writer.write(PIECE, 0, MEGABYTE);
        assertThat(begun).hasSize(2);
    }

    @Test
    void keepsNoRoomForWhatIsOnlyAnnounced() throws Exception {
        for (int i = 0; i < 100; i++) {
            begin(1, 5).write(PIECE, 0, 1);
        }

        assertThat(Path.of(put(2, 5))).exists();
        assertThat(Path.of(put(1, 4))).exists();
    }

    @Test
    void refusesABlobThatIsLargerThanAShare() {
        assertThatThrownBy(() -> begin(1, 7))
                .hasMessageContaining("there is no room for a blob of 7340032 bytes: at most 10485760 may lie in ")
                .hasMessageContaining("6291456 of one user");
    }

    @Test
    void leavesOthersTheirRoomWhenOneHasUsedItsShare() throws Exception {
        put(1, 5);
        assertThatThrownBy(() -> put(1, 2)).isInstanceOf(Spool.FullException.class);

        assertThat(Path.of(put(2, 4))).exists();
        assertThatThrownBy(() -> put(3, 2)).isInstanceOf(Spool.FullException.class);
    }

    @Test
    void breaksOffWhatFindsNoRoomWhileItComes() throws Exception {
        BlobSink.Writer first = begin(1, 5);
        BlobSink.Writer second = begin(1, 5);
        for (int i = 0; i < 3; i++) {
            first.write(PIECE, 0, PIECE.length);
            second.write(PIECE, 0, PIECE.length);
        }

        assertThatThrownBy(() -> first.write(PIECE, 0, PIECE.length))
                .isInstanceOf(Spool.FullException.class)
                .hasMessageContaining("there is no room for the rest of a blob");
        first.close();
        second.write(PIECE, 0, PIECE.length);
        second.write(PIECE, 0, PIECE.length);
        assertThat(Path.of(second.finish())).hasSize(5L * MEGABYTE);
    }

    @Test
    void countsNothingThatWasTakenAway() throws Exception {
        for (int i = 0; i < 20; i++) {
            Files.delete(Path.of(put(1, 6)));
        }
    }
}
