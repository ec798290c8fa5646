package org.albatross.supervisor.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.albatross.core.Effect;
import org.albatross.model.Blob;
import org.albatross.model.Bytes;
import org.albatross.model.Reply;
import org.albatross.model.Sha256;
import org.albatross.supervisor.internal.store.DurableFiles;
import org.albatross.supervisor.internal.store.ImageStore;

/**
 * Answers {@code get}: an image as it is, or compressed into a spool file first, since its length stands in
 * front. Never in memory as a whole.
 */
final class ImageSender {
    private final ImageStore images;
    private final Requests requests;

    /** Compresses into files beside the images, which are removed when they are open for reading. */
    ImageSender(ImageStore images, Requests requests) {
        this.images = images;
        this.requests = requests;
    }

    /** Answers; takes as long as the compression. */
    void send(Effect.SendImage effect) {
        Path image = images.file(effect.image());
        try {
            if (effect.level() == 0) {
                answer(effect, false, new Blob.Spooled(effect.size(), effect.image(), image.toString()), image);
            } else {
                compress(effect, image);
            }
        } catch (IOException e) {
            requests.answer(effect.request(), new Reply.Failure("cannot send the image: " + DurableFiles.describe(e)));
        }
        requests.forget(effect.request());
    }

    private void compress(Effect.SendImage effect, Path image) throws IOException {
        Path file = images.newUnfinished();
        Deflater deflater = new Deflater(effect.level());
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            try (OutputStream raw =
                            Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                    OutputStream digesting = new DigestOutputStream(raw, sha256);
                    OutputStream out = new DeflaterOutputStream(digesting, deflater, 64 * 1024)) {
                Files.copy(image, out);
            }
            Blob blob = new Blob.Spooled(Files.size(file), new Sha256(Bytes.of(sha256.digest())), file.toString());
            answer(effect, true, blob, file);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        } finally {
            deflater.end();
            Files.deleteIfExists(file);
        }
    }

    private void answer(Effect.SendImage effect, boolean compressed, Blob blob, Path file) throws IOException {
        InputStream content = Files.newInputStream(file);
        if (!requests.answer(effect.request(), new Reply.UnikernelImage(compressed, blob), content)) {
            content.close();
        }
    }
}
