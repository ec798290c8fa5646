package org.albatross.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.DeflaterOutputStream;
import org.albatross.disk.DurableFiles;
import org.albatross.model.Blob;
import org.albatross.model.Bytes;
import org.albatross.model.Sha256;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageStoreTest {
    private static final byte[] CONTENT = "an image".repeat(1000).getBytes(StandardCharsets.US_ASCII);
    private static final Sha256 DIGEST =
            new Sha256(Bytes.of(ImageIntake.sha256().digest(CONTENT)));
    private static final long LIMIT = 100_000;

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    Path state;

    private final Map<Path, Long> groups = new HashMap<>();

    @SuppressWarnings("NullAway.Init") // set before each test
    private Path directory;

    @SuppressWarnings("NullAway.Init") // set before each test
    private ImageStore store;

    @SuppressWarnings("NullAway.Init") // set before each test
    private ImageIntake intake;

    @BeforeEach
    void openStore() throws IOException {
        directory = state.resolve("images");
        store = new ImageStore(
                directory, new DurableFiles(synced -> {}), image -> Optional.of(4711L), groups::put, Runnable::run);
        intake = new ImageIntake(store, LIMIT);
    }

    private List<String> files() throws IOException {
        try (var listing = Files.list(directory)) {
            return listing.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private Blob.Spooled spooled(byte[] content) throws IOException {
        Path spool = state.resolve("spool");
        Files.write(spool, content);
        return new Blob.Spooled(
                content.length, new Sha256(Bytes.of(ImageIntake.sha256().digest(content))), spool.toString());
    }

    private static byte[] zlib(byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
            deflater.write(content);
        }
        return out.toByteArray();
    }

    private void put(Blob blob, boolean compressed) throws Exception {
        try (StagedImage staged = intake.take(blob, compressed, () -> {})) {
            store.put(staged);
        }
    }

    @Test
    void storesAnImageHoweverItCame() throws Exception {
        for (boolean compressed : List.of(false, true)) {
            byte[] bytes = compressed ? zlib(CONTENT) : CONTENT;
            for (boolean inline : List.of(false, true)) {
                put(inline ? Blob.of(Bytes.of(bytes)) : spooled(bytes), compressed);
                assertThat(store.file(DIGEST)).hasBinaryContent(CONTENT);
                assertThat(files()).containsExactly(DIGEST.toString());
                assertThat(state.resolve("spool")).doesNotExist();
                store.letGo(DIGEST);
                assertThat(files()).isEmpty();
            }
        }
    }

    @Test
    void letsOnlyTheImagesGroupRead() throws Exception {
        put(Blob.of(Bytes.of(CONTENT)), false);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(store.file(DIGEST))))
                .isEqualTo("r--r-----");
        assertThat(groups).containsValue(4711L);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
                .isEqualTo("rwx--x--x");
    }

    @Test
    void keepsAnImageThatIsNamedOrHeld() throws Exception {
        put(Blob.of(Bytes.of(CONTENT)), false);
        store.keep(DIGEST);
        store.letGo(DIGEST);
        assertThat(files()).hasSize(1);

        assertThat(store.hold(DIGEST)).isTrue();
        store.release(DIGEST);
        assertThat(files()).hasSize(1);

        put(Blob.of(Bytes.of(CONTENT)), false);
        store.letGo(DIGEST);
        assertThat(files()).hasSize(1);

        store.letGo(DIGEST);
        assertThat(files()).isEmpty();
        assertThat(store.hold(DIGEST)).isFalse();
    }

    /** Everything that can become of a file of the store. */
    private List<Path> damaged() throws Exception {
        Path file = store.file(DIGEST);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        byte[] flipped = CONTENT.clone();
        flipped[4711] ^= 1;
        List<byte[]> contents = List.of(flipped, Arrays.copyOf(CONTENT, 4711), new byte[0], new byte[CONTENT.length]);
        Path folder = Files.createDirectories(state.resolve("damaged"));
        for (int i = 0; i < contents.size(); i++) {
            Files.write(folder.resolve("content-" + i), contents.get(i));
        }
        Files.createSymbolicLink(folder.resolve("link"), folder.resolve("content-0"));
        try (var listing = Files.list(folder)) {
            return listing.sorted().toList();
        }
    }

    @Test
    void givesNoDamagedImageAndTakesThatOfACommandInItsPlace() throws Exception {
        put(Blob.of(Bytes.of(CONTENT)), false);
        Path file = store.file(DIGEST);
        for (Path damage : damaged()) {
            assertThat(store.intact(DIGEST, CONTENT.length)).isEqualTo(file);
            Files.delete(file);
            Files.move(damage, file);

            assertThatThrownBy(() -> store.intact(DIGEST, CONTENT.length))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("the image " + file + " is ")
                    .hasMessageEndingWith(": a create --force with this image puts it right");

            put(Blob.of(Bytes.of(CONTENT)), false);
            assertThat(file).hasBinaryContent(CONTENT).isRegularFile();
        }
        Files.delete(file);
        assertThatThrownBy(() -> store.intact(DIGEST, CONTENT.length)).hasMessageContaining(file + " is missing");
        put(Blob.of(Bytes.of(CONTENT)), false);
        assertThat(store.intact(DIGEST, CONTENT.length)).isEqualTo(file);
    }

    @Test
    void noticesAByteThatIsChangedInPlace() throws Exception {
        put(Blob.of(Bytes.of(CONTENT)), false);
        Path file = store.file(DIGEST);
        store.intact(DIGEST, CONTENT.length);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        var modified = Files.getLastModifiedTime(file);
        byte[] flipped = CONTENT.clone();
        flipped[0] ^= 1;
        Files.write(file, flipped);
        Files.setLastModifiedTime(file, modified);

        assertThatThrownBy(() -> store.intact(DIGEST, CONTENT.length))
                .hasMessageContaining(" is damaged: its SHA-256 is ");

        Files.write(file, CONTENT);
        assertThat(store.intact(DIGEST, CONTENT.length)).isEqualTo(file);
    }

    @Test
    void removesNoImageWhenOneThatIsNamedIsMissing() throws Exception {
        put(Blob.of(Bytes.of(CONTENT)), false);

        assertThat(store.begin(Set.of(new Sha256(Bytes.of(new byte[32]))), true))
                .isZero();

        assertThat(files()).containsExactly(DIGEST.toString());
    }

    @Test
    void refusesWhatIsNoZlibStream() throws Exception {
        byte[] whole = zlib(CONTENT);
        byte[] torn = Arrays.copyOf(whole, whole.length / 2);
        assertRefused(torn, "the compressed image is cut off: its zlib stream has no end");
        assertRefused(new byte[0], "the compressed image is cut off: its zlib stream has no end");
        assertRefused(CONTENT, "the compressed image is not a zlib stream: incorrect header check");
    }

    @Test
    void refusesAZlibBombAtTheLimit() throws Exception {
        assertRefused(
                zlib(new byte[10_000_000]),
                "the image has 131072 bytes or more, at most 100000 are allowed (uncompressed)");
    }

    @Test
    void hasEachMegabyteOfADecompressedImageWrittenBackWhileMoreComes() throws Exception {
        List<Path> begun = new ArrayList<>();
        List<Long> sizes = new ArrayList<>();
        intake = new ImageIntake(store, 8 << 20, file -> {
            begun.add(file);
            sizes.add(file.toFile().length());
        });
        for (int bytes : List.of(1 << 20, (3 << 20) + 1)) {
            begun.clear();
            sizes.clear();
            try (StagedImage staged = intake.take(spooled(zlib(new byte[bytes])), true, () -> {})) {
                assertThat(staged.size()).isEqualTo(bytes);
                assertThat(begun).hasSize(bytes >> 20).allMatch(staged.file()::equals);
                assertThat(sizes.get(0)).isBetween(1L << 20, (1L << 20) + 65_536);
            }
        }
    }

    private void assertRefused(byte[] compressed, String message) throws IOException {
        Blob blob = spooled(compressed);
        assertThatThrownBy(() -> intake.take(blob, true, () -> {}))
                .isInstanceOf(RefusedException.class)
                .hasMessage(message);
        assertThat(files()).isEmpty();
        assertThat(state.resolve("spool")).doesNotExist();
    }

    @Test
    void refusesALargeImageBeforeItIsMoved() throws Exception {
        Blob blob = spooled(new byte[100_001]);

        assertThatThrownBy(() -> intake.take(blob, false, () -> {}))
                .isInstanceOf(RefusedException.class)
                .hasMessage("the image has 100001 bytes or more, at most 100000 are allowed (uncompressed)");

        assertThat(state.resolve("spool")).doesNotExist();
    }

    @Test
    void givesUpWhenNobodyWantsTheImage() throws Exception {
        Blob blob = spooled(zlib(CONTENT));

        assertThatThrownBy(() -> intake.take(blob, true, () -> {
                    throw new RefusedException("cancelled");
                }))
                .isInstanceOf(RefusedException.class);

        assertThat(files()).isEmpty();
        assertThat(state.resolve("spool")).doesNotExist();
    }

    @Test
    void removesAtTheBeginWhatIsNotNamed() throws Exception {
        put(Blob.of(Bytes.of(CONTENT)), false);
        Files.writeString(directory.resolve("cd".repeat(32)), "another");
        Files.writeString(directory.resolve("new.7~"), "half");
        Files.writeString(directory.resolve("README"), "not ours");

        assertThat(store.begin(Set.of(DIGEST), false)).isZero();
        assertThat(files()).containsExactlyInAnyOrder("README", DIGEST.toString(), "cd".repeat(32));
        assertThat(groups).containsEntry(directory.resolve("cd".repeat(32)), 4711L);

        assertThat(store.begin(Set.of(DIGEST), true)).isEqualTo(1);
        assertThat(files()).containsExactlyInAnyOrder("README", DIGEST.toString());
    }
}
