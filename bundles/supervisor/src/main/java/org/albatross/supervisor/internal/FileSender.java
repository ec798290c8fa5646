package org.albatross.supervisor.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.function.Function;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.albatross.core.Effect;
import org.albatross.model.Blob;
import org.albatross.model.Bytes;
import org.albatross.model.Reply;
import org.albatross.model.Sha256;
import org.albatross.supervisor.internal.store.DurableFiles;
import org.albatross.supervisor.internal.store.ImageIntake;
import org.albatross.supervisor.internal.store.ImageStore;

/**
 * Answers with a file in one piece: as it is, or compressed into a spool file first, since its length stands in
 * front. Never in memory as a whole.
 */
final class FileSender {
    private static final int BUFFER = 64 * 1024;

    private final ImageStore images;
    private final Requests requests;

    /** Compresses into files beside the images, which are removed when they are open for reading. */
    FileSender(ImageStore images, Requests requests) {
        this.images = images;
        this.requests = requests;
    }

    /** Answers {@code get}; takes as long as the compression. */
    void send(Effect.SendImage effect) {
        Path file = images.file(effect.image());
        Function<Blob, Reply> reply = blob -> new Reply.UnikernelImage(effect.level() > 0, blob);
        try {
            FileChannel image = FileChannel.open(file, StandardOpenOption.READ);
            if (effect.level() == 0) {
                Blob blob = new Blob.Spooled(effect.size(), effect.image(), file.toString());
                answer(effect.request(), reply.apply(blob), Channels.newInputStream(image));
            } else {
                send(effect.request(), image, effect.level(), reply);
            }
        } catch (IOException e) {
            requests.answer(effect.request(), new Reply.Failure("cannot send the image: " + DurableFiles.describe(e)));
        }
        requests.forget(effect.request());
    }

    /** Answers with all of {@code file}, which is closed then, compressed at a level from 0 (not at all) to 9. */
    void send(long request, FileChannel file, int level, Function<Blob, Reply> reply) throws IOException {
        if (level > 0) {
            try (file) {
                compress(request, file, level, reply);
            }
        } else {
            MessageDigest sha256 = ImageIntake.sha256();
            new DigestInputStream(Channels.newInputStream(file), sha256).transferTo(OutputStream.nullOutputStream());
            file.position(0);
            Blob blob = new Blob.Spooled(file.size(), new Sha256(Bytes.of(sha256.digest())), "open file");
            answer(request, reply.apply(blob), Channels.newInputStream(file));
        }
        requests.forget(request);
    }

    private void compress(long request, FileChannel file, int level, Function<Blob, Reply> reply) throws IOException {
        Path spool = images.newUnfinished();
        Deflater deflater = new Deflater(level);
        MessageDigest sha256 = ImageIntake.sha256();
        try {
            try (OutputStream raw =
                            Files.newOutputStream(spool, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                    OutputStream digesting = new DigestOutputStream(raw, sha256);
                    OutputStream out = new DeflaterOutputStream(digesting, deflater, BUFFER)) {
                Channels.newInputStream(file).transferTo(out);
            }
            Blob blob = new Blob.Spooled(Files.size(spool), new Sha256(Bytes.of(sha256.digest())), spool.toString());
            InputStream content = Files.newInputStream(spool);
            Files.delete(spool);
            answer(request, reply.apply(blob), content);
        } finally {
            deflater.end();
            Files.deleteIfExists(spool);
        }
    }

    private void answer(long request, Reply reply, InputStream content) throws IOException {
        if (!requests.answer(request, reply, content)) {
            content.close();
        }
    }
}
