package org.albatross.jmx.internal;

import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.albatross.model.Arguments;
import org.albatross.model.Blob;
import org.albatross.model.CreateOptions;
import org.albatross.model.Name;
import org.albatross.model.OptionWords;
import org.albatross.model.Path;
import org.albatross.model.Reply;
import org.albatross.model.Sha256;
import org.albatross.model.ShellWord;
import org.albatross.model.Text;
import org.albatross.session.Spool;
import org.albatross.wire.ProtocolException;
import org.jspecify.annotations.Nullable;

/**
 * Creates unikernels from images that are in use or were handed over: never from a file or an address that a client names,
 * and never from one large array, which RMI would make before anybody could refuse it. For any thread.
 */
final class Creation {
    /** The longest text that a piece can be: four characters for three bytes. */
    private static final int MAX_TEXT = (StagedImages.MAX_PIECE + 2) / 3 * 4;

    private final Commands commands;
    private final Inventory inventory;
    private final Spool spool;
    private final StagedImages staged;

    Creation(Commands commands, Inventory inventory, Spool spool, StagedImages staged) {
        this.commands = commands;
        this.inventory = inventory;
        this.spool = spool;
        this.staged = staged;
    }

    /** Takes a piece of an image. */
    String stage(String id, long offset, byte[] piece) {
        commands.requireBlobAllowed();
        try {
            return staged.stage(commands.caller(), id, offset, piece);
        } catch (IOException | ProtocolException e) {
            throw failed(e);
        }
    }

    private static IllegalStateException failed(Exception cause) {
        return new IllegalStateException(cause.getMessage(), cause);
    }

    /** Takes a piece of an image in Base64. */
    String stageText(String id, long offset, String base64) {
        if (base64.length() > MAX_TEXT) {
            throw new IllegalArgumentException(
                    "a piece has " + base64.length() + " characters, at most " + MAX_TEXT + " are allowed");
        }
        return stage(id, offset, Base64.getDecoder().decode(base64));
    }

    /** Forgets an image. */
    String unstage(String id) {
        try {
            if (staged.forget(commands.caller(), id)) {
                return "forgotten";
            }
        } catch (IOException e) {
            throw failed(e);
        }
        throw new IllegalArgumentException("no image of this name is handed over");
    }

    /** Creates a unikernel. */
    String create(String written, String digits, String line) {
        Name name = Name.parse(written);
        Sha256 digest = digest(digits);
        CreateOptions options = options(line);
        try {
            Optional<Blob.Spooled> image = staged.take(commands.caller(), digest);
            return image.isPresent() ? create(name, options, image.get()) : createFromOneInUse(name, options, digest);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Reads options; also whether they can be those of a unikernel is seen before an image is looked for. */
    private static CreateOptions options(String line) {
        OptionWords words = OptionWords.of(ShellWord.split(line), CreateOptions.VALUED, CreateOptions.FLAGS);
        if (!words.others().isEmpty()) {
            throw new IllegalArgumentException(
                    "'" + Text.of(words.others().get(0)).line() + "' is not an option");
        }
        CreateOptions options = CreateOptions.of(words);
        Arguments unused = options.arguments().arguments();
        return options;
    }

    private String create(Name name, CreateOptions options, Blob.Spooled image) {
        return commands.change(name, options.command(false, image), () -> Spool.drop(image));
    }

    /** Takes the image of a unikernel at or below the new one's path, as whoever may create there may get it. */
    private String createFromOneInUse(Name name, CreateOptions options, Sha256 digest) throws IOException {
        Path path = name.path();
        Name source = inventory.unikernels().read().entrySet().stream()
                .filter(each -> path.contains(each.getKey().path())
                        && each.getValue().image().equals(digest.toString()))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no unikernel that runs at or below " + path
                        + " has the image " + digest + ", and none is handed over; stage hands one over"));
        AtomicReference<Blob.@Nullable Spooled> got = new AtomicReference<>();
        commands.readImage(source, (image, content) -> got.set(kept(image, content)));
        Blob.Spooled image = Objects.requireNonNull(got.get());
        if (!image.sha256().equals(digest)) {
            Spool.drop(image);
            throw new IllegalStateException("the image of " + source + " was replaced meanwhile; ask again");
        }
        return create(name, options, image);
    }

    private Blob.Spooled kept(Reply.UnikernelImage image, InputStream content) throws IOException {
        if (image.compressed()) {
            throw new IOException("the image came compressed, which was not asked for");
        }
        try {
            return spool.keep(commands.caller(), content, image.image().length());
        } catch (ProtocolException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static Sha256 digest(String digits) {
        if (!digits.matches("[0-9a-fA-F]{64}")) {
            throw new IllegalArgumentException(
                    "a digest has 64 hexadecimal digits, as the attribute Image and stage tell");
        }
        return Sha256.ofHex(digits);
    }
}
