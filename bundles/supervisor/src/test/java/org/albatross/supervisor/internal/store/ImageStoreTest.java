package org.albatross.supervisor.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.DeflaterOutputStream;
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

    @Test
    void refusesWhatIsNoZlibStream() throws Exception {
        byte[] whole = zlib(CONTENT);
        byte[] torn = Arrays.copyOf(whole, whole.length / 2);
        assertRefused(torn, "the compressed image is cut off: its zlib stream has no end");
        assertRefused(new byte[0], "the compressed image is cut off: its zlib stream has no end");
        assertRefused(CONTENT, "the compressed image is no zlib stream: incorrect header check");
    }

    @Test
    void refusesAZlibBombAtTheLimit() throws Exception {
        assertRefused(
                zlib(new byte[10_000_000]),
                "the image has 131072 bytes or more, at most 100000 are allowed (uncompressed)");
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

        assertThat(store.begin(Set.of(DIGEST), true)).isEqualTo(1);
        assertThat(files()).containsExactlyInAnyOrder("README", DIGEST.toString());
    }
}
