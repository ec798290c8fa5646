package org.albatross.supervisor.internal;

import java.io.FilterInputStream;
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
import java.util.Optional;
import java.util.function.Function;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.albatross.core.Effect;
import org.albatross.core.RequestId;
import org.albatross.disk.DurableFiles;
import org.albatross.model.Blob;
import org.albatross.model.Bytes;
import org.albatross.model.Refusal;
import org.albatross.model.Reply;
import org.albatross.model.Sha256;
import org.albatross.store.ImageIntake;
import org.albatross.store.ImageStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers with a file in one piece: as it is, or compressed into a spool file first, since its length stands in
 * front. Never in memory as a whole. Returns at once: the work is done where it costs its caller's share only.
 */
final class FileSender {
    private static final Logger LOG = LoggerFactory.getLogger(FileSender.class);
    private static final int BUFFER = 64 * 1024;

    private final ImageStore images;
    private final Requests requests;
    private final PeerExecutors peers;

    /** Compresses into files beside the images, which are removed when they are open for reading. */
    FileSender(ImageStore images, Requests requests, PeerExecutors peers) {
        this.images = images;
        this.requests = requests;
        this.peers = peers;
    }

    /** Opens what is to be sent. */
    interface Source {
        FileChannel open() throws IOException;
    }

    /** Answers {@code get}. */
    void send(Effect.SendImage effect) {
        String failure = "cannot send the image: ";
        Function<Blob, Reply> reply = blob -> new Reply.UnikernelImage(effect.level() > 0, blob);
        if (effect.level() > 0) {
            send(effect.request(), () -> open(effect), effect.level(), failure, reply);
            return;
        }
        refused(
                effect.request(),
                failure,
                peers.transfer(
                        effect.request(),
                        () -> attempt(effect.request(), failure, () -> {
                            FileChannel image = open(effect);
                            Blob blob = new Blob.Spooled(effect.size(), effect.image(), "open file");
                            answer(effect.request(), reply.apply(blob), Channels.newInputStream(image));
                        })));
    }

    /**
     * Answers with all of a file in one piece, compressed at a level from 0 (not at all) to 9.
     *
     * @param failure what a failure begins with
     */
    void send(RequestId request, Source source, int level, String failure, Function<Blob, Reply> reply) {
        Optional<String> refusal = level > 0
                ? peers.spool(request, taken -> compress(request, source, level, failure, reply, taken))
                : peers.compress(request, () -> attempt(request, failure, () -> digest(request, source.open(), reply)));
        refused(request, failure, refusal);
    }

    private FileChannel open(Effect.SendImage effect) throws IOException {
        return FileChannel.open(images.intact(effect.image(), effect.size()), StandardOpenOption.READ);
    }

    private void refused(RequestId request, String failure, Optional<String> refusal) {
        refusal.ifPresent(reason -> {
            requests.fail(request, new Refusal.HostRefused(failure + reason));
            requests.forget(request);
        });
    }

    /** Something that fails with its reason. */
    private interface Sending {
        void run() throws IOException;
    }

    /** Does something unless the caller has gone away; a failure of it is the answer. */
    private boolean attempt(RequestId request, String failure, Sending sending) {
        boolean wanted = requests.isWanted(request);
        try {
            if (wanted) {
                sending.run();
            }
            return wanted;
        } catch (IOException e) {
            requests.fail(request, new Refusal.HostRefused(failure + DurableFiles.describe(e)));
            return false;
        } catch (RuntimeException e) {
            LOG.error("An answer failed by a defect of the platform", e);
            requests.fail(request, new Refusal.HostRefused(failure + "internal error: " + e));
            return false;
        } finally {
            requests.forget(request);
        }
    }

    private void digest(RequestId request, FileChannel file, Function<Blob, Reply> reply) throws IOException {
        MessageDigest sha256 = ImageIntake.sha256();
        try {
            new DigestInputStream(Channels.newInputStream(file), sha256).transferTo(OutputStream.nullOutputStream());
            file.position(0);
        } catch (IOException e) {
            file.close();
            throw e;
        }
        Blob blob = new Blob.Spooled(file.size(), new Sha256(Bytes.of(sha256.digest())), "open file");
        answer(request, reply.apply(blob), Channels.newInputStream(file));
    }

    /** Compresses, and answers; {@code taken} runs when nothing of it lies on disk any more. */
    private void compress(
            RequestId request, Source source, int level, String failure, Function<Blob, Reply> reply, Runnable taken) {
        boolean handedOver = attempt(request, failure, () -> {
            try (FileChannel file = source.open()) {
                compress(request, file, level, reply, taken);
            }
        });
        if (!handedOver) {
            taken.run();
        }
    }

    private void compress(RequestId request, FileChannel file, int level, Function<Blob, Reply> reply, Runnable taken)
            throws IOException {
        Path spool = images.newUnfinished();
        Deflater deflater = new Deflater(level);
        MessageDigest sha256 = ImageIntake.sha256();
        try {
            try (OutputStream raw =
                            Files.newOutputStream(spool, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                    OutputStream digesting = new DigestOutputStream(raw, sha256);
                    OutputStream out = new DeflaterOutputStream(digesting, deflater, BUFFER)) {
                copy(request, Channels.newInputStream(file), out);
            }
            Blob blob = new Blob.Spooled(Files.size(spool), new Sha256(Bytes.of(sha256.digest())), spool.toString());
            InputStream content = new Telling(Files.newInputStream(spool), taken);
            Files.delete(spool);
            answer(request, reply.apply(blob), content);
        } finally {
            deflater.end();
            Files.deleteIfExists(spool);
        }
    }

    /** Copies as long as somebody waits for it. */
    private void copy(RequestId request, InputStream in, OutputStream out) throws IOException {
        byte[] buffer = new byte[BUFFER];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            if (!requests.isWanted(request)) {
                throw new IOException("the caller has gone away");
            }
            out.write(buffer, 0, n);
        }
    }

    private void answer(RequestId request, Reply reply, InputStream content) throws IOException {
        if (!requests.answer(request, reply, content)) {
            content.close();
        }
    }

    /** Tells that it was closed. */
    private static final class Telling extends FilterInputStream {
        private final Runnable closed;

        Telling(InputStream in, Runnable closed) {
            super(in);
            this.closed = closed;
        }

        @Override
        public void close() throws IOException {
            try {
                super.close();
            } finally {
                closed.run();
            }
        }
    }
}
