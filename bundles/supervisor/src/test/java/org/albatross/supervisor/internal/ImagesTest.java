package org.albatross.supervisor.internal;

import static org.albatross.supervisor.internal.TestPlatform.eventually;
import static org.albatross.supervisor.internal.TestPlatform.names;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.DeflaterOutputStream;
import org.albatross.fixture.Image;
import org.albatross.fixture.Target;
import org.albatross.model.Blob;
import org.albatross.model.Bytes;
import org.albatross.model.Sha256;
import org.albatross.model.UnikernelCommand.Create;
import org.albatross.model.UnikernelCommand.Get;
import org.albatross.model.UnikernelCommand.Restart;
import org.albatross.model.UnikernelConfig;
import org.albatross.model.UnikernelType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the images that commands bring. */
class ImagesTest {
    private static final byte[] IMAGE = Image.hello().stay().target(Target.SPT).build();

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    Path directory;

    @SuppressWarnings("NullAway.Init") // set before each test
    private TestPlatform platform;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Path spool;

    @BeforeEach
    void startPlatform() throws Exception {
        platform = TestPlatform.start(directory);
        spool = directory.resolve("spooled");
    }

    @AfterEach
    void stopPlatform() {
        platform.destroyAll();
        platform.close();
    }

    private Create create(byte[] content, boolean compressed) throws Exception {
        Files.write(spool, content);
        Sha256 digest = new Sha256(Bytes.of(MessageDigest.getInstance("SHA-256").digest(content)));
        return new Create(new UnikernelConfig(
                UnikernelType.SOLO5,
                compressed,
                new Blob.Spooled(content.length, digest, spool.toString()),
                Configs.arguments(Configs.QUIT, List.of())));
    }

    private static byte[] zlib(byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
            deflater.write(content);
        }
        return out.toByteArray();
    }

    private Path stored() throws IOException {
        return platform.state
                .resolve("images")
                .resolve(names(platform.state.resolve("images")).get(0));
    }

    private void damage(Path image) throws IOException {
        byte[] content = Files.readAllBytes(image);
        content[content.length / 2] ^= 1;
        Files.setPosixFilePermissions(image, PosixFilePermissions.fromString("rw-r-----"));
        Files.write(image, content);
    }

    @Test
    void runsTheIntactImageOfACreateInThePlaceOfADamagedOne() throws Exception {
        platform.done("a", create(IMAGE, false));
        platform.lines("a", 1); // the tender has read its image
        damage(stored());

        platform.done("b", create(IMAGE, false));

        assertThat(platform.lines("b", 1)).containsExactly(Image.GREETING);
        assertThat(stored()).hasBinaryContent(IMAGE);
        assertThat(platform.done("a", new Restart(Optional.empty()))).isEqualTo("created unikernel");
    }

    @Test
    void leavesAloneWhatRunsWhenItsImageIsDamaged() throws Exception {
        platform.done("a", create(IMAGE, false));
        platform.lines("a", 1);
        long pid = platform.pid("a");
        damage(stored());

        assertThat(platform.refused("a", new Restart(Optional.empty())))
                .contains(stored() + " is damaged: its SHA-256 is ")
                .endsWith(": a create --force with this image puts it right");
        assertThat(platform.refused("a", new Get(0))).contains(" is damaged: ");
        assertThat(platform.refused("a", new Get(9))).contains(" is damaged: ");

        assertThat(platform.pid("a")).isEqualTo(pid);
        assertThat(TestPlatform.lives(pid)).isTrue();
    }

    @Test
    void letsWhatEndedWaitUntilItsImageIsPutRight() throws Exception {
        platform.done("a", new Create(Configs.of(Image.hello().stay(), Configs.RESTART)));
        platform.lines("a", 1);
        byte[] intact = Files.readAllBytes(stored());
        damage(stored());

        platform.signal("KILL", platform.pid("a"));

        eventually(
                "it waits",
                () -> platform.status("a").orElseThrow().reason().toString().contains(" is damaged: "));
        Files.write(stored(), intact);
        eventually("it runs", () -> platform.info().size() == 1);
    }

    private void assertNothingIsLeft() throws IOException {
        eventually("the spooled file is gone", () -> !Files.exists(spool));
        eventually("no image is left", () -> names(platform.state.resolve("images"))
                .isEmpty());
    }

    @Test
    void runsASpooledImageCompressedOrNot() throws Exception {
        platform.done("plain", create(IMAGE, false));
        assertThat(spool).doesNotExist();
        platform.done("compressed", create(zlib(IMAGE), true));
        assertThat(spool).doesNotExist();

        assertThat(platform.lines("compressed", 1)).containsExactly(Image.GREETING);
        assertThat(names(platform.state.resolve("images"))).hasSize(1);
    }

    @Test
    void givesBackTheImageOfACommandThatIsRefusedAtOnce() throws Exception {
        platform.done("a", create(IMAGE, false));

        assertThat(platform.refused("a", create(IMAGE, false))).contains(":a");

        eventually("the spooled file is gone", () -> !Files.exists(spool));
        assertThat(names(platform.state.resolve("images"))).hasSize(1);
    }

    @Test
    void refusesATornStream() throws Exception {
        byte[] whole = zlib(IMAGE);

        assertThat(platform.refused("a", create(Arrays.copyOf(whole, whole.length / 2), true)))
                .isEqualTo("the compressed image is cut off: its zlib stream has no end");
        assertNothingIsLeft();
    }

    @Test
    void refusesAZlibBomb() throws Exception {
        assertThat(platform.refused("a", create(zlib(new byte[50_000_000]), true)))
                .matches("the image has 200[0-9]{5} bytes or more, at most 20000000 are allowed \\(uncompressed\\)");
        assertNothingIsLeft();
    }

    @Test
    void refusesAnImageThatIsTooLarge() throws Exception {
        assertThat(platform.refused("a", create(new byte[20_000_001], false)))
                .isEqualTo("the image has 20000001 bytes or more, at most 20000000 are allowed (uncompressed)");
        assertNothingIsLeft();
    }

    @Test
    void refusesAnImageThatNobodyHasSpooled() throws Exception {
        Create create = create(IMAGE, false);
        Files.delete(spool);

        assertThat(platform.refused("a", create)).isEqualTo(spool + ": no such file or directory");
        assertNothingIsLeft();
    }
}
