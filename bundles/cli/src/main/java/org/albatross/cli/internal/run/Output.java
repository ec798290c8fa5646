package org.albatross.cli.internal.run;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Standard output: text in UTF-8, buffered, so flush it before waiting. Printing never throws, as with any {@link
 * PrintStream}; what went wrong is remembered, and is asked for by whoever prints without end, and at the end.
 */
public final class Output extends PrintStream {
    private static final int BUFFER = 16 * 1024;

    private final Target target;

    /** Writes to a stream. */
    public Output(OutputStream stream) {
        this(new Target(stream));
    }

    private Output(Target target) {
        super(new BufferedOutputStream(target, BUFFER), false, StandardCharsets.UTF_8);
        this.target = target;
    }

    /** Returns why something could not be written, as far as that was tried. */
    public Optional<String> failure() {
        return Optional.ofNullable(target.failure);
    }

    /** Tells whether the reader of a pipe has closed it, as {@code head} does when it has enough. */
    public boolean readerLeft() {
        return failure()
                .filter(message -> message.contains("Broken pipe") || message.contains("Connection reset"))
                .isPresent();
    }

    /** Returns a stream to the same place that throws what goes wrong, for bytes without end. */
    public OutputStream throwing() {
        flush();
        return target;
    }

    /** Remembers the first failure. */
    private static final class Target extends OutputStream {
        private final OutputStream stream;
        private @Nullable String failure;

        Target(OutputStream stream) {
            this.stream = stream;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                stream.write(bytes, offset, length);
            } catch (IOException e) {
                throw noted(e);
            }
        }

        @Override
        public void flush() throws IOException {
            try {
                stream.flush();
            } catch (IOException e) {
                throw noted(e);
            }
        }

        private IOException noted(IOException failed) {
            if (failure == null) {
                failure = String.valueOf(failed.getMessage());
            }
            return failed;
        }
    }
}
