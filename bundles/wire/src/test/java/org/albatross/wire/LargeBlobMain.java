package org.albatross.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.albatross.model.Blob;
import org.albatross.model.Name;
import org.albatross.model.Reply;
import org.albatross.model.Sha256;

/**
 * Sends a blob through an encoder and a decoder, in a process of its own: see {@link LargeBlobTest}. Prints
 * the message that arrived.
 */
final class LargeBlobMain {
    private LargeBlobMain() {}

    public static void main(String[] arguments)
            throws IOException, ProtocolException, InterruptedException, ExecutionException {
        Blob blob = new Blob.Spooled(Long.parseLong(arguments[0]), Sha256.ofHex("00".repeat(32)), "sent");
        Message message = Message.answer(new Header(1, Name.parse("a")), new Reply.UnikernelImage(false, blob));
        ExecutorService sender = Executors.newSingleThreadExecutor();
        try (PipedInputStream in = new PipedInputStream(64 * 1024);
                OutputStream out = new PipedOutputStream(in)) {
            Future<?> sent = sender.submit(() -> {
                new MessageWriter(out, Zeros::new).write(message);
                return null;
            });
            MessageReader reader = new MessageReader(in, new WireDecoder(Limits.ANSWERS, new Counting()));
            System.out.println(reader.next().orElseThrow());
            sent.get();
        } finally {
            sender.shutdownNow();
        }
    }

    /** A blob of zeros. */
    private static final class Zeros extends InputStream {
        private long left;

        Zeros(Blob.Spooled blob) {
            left = blob.length();
        }

        @Override
        public int read() {
            return left-- > 0 ? 0 : -1;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            int some = (int) Math.min(length, left);
            left -= some;
            return some == 0 ? -1 : some;
        }
    }

    /** A sink that keeps nothing but the number of bytes, as the handle. */
    private static final class Counting implements BlobSink {
        @Override
        public Writer begin(long length) {
            return new Writer() {
                private long written;

                @Override
                public void write(byte[] bytes, int offset, int length) {
                    written += length;
                }

                @Override
                public String finish() {
                    return written + " bytes";
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public void discard(Blob.Spooled blob) {}
    }
}
