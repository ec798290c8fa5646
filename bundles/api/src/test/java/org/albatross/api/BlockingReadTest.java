package org.albatross.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.albatross.model.Blob;
import org.albatross.model.Bytes;
import org.albatross.model.Caller;
import org.albatross.model.Name;
import org.albatross.model.Refusal;
import org.albatross.model.Reply;
import org.albatross.model.Sha256;
import org.albatross.model.UnikernelCommand;
import org.junit.jupiter.api.Test;

class BlockingReadTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final byte[] IMAGE = {1, 2, 3};
    private static final Reply.UnikernelImage SPOOLED =
            new Reply.UnikernelImage(true, new Blob.Spooled(3, new Sha256(Bytes.of(new byte[32])), "file"));

    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicBoolean cancelled = new AtomicBoolean();
    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    private boolean compressed;

    private final class Closing extends ByteArrayInputStream {
        Closing() {
            super(IMAGE);
        }

        @Override
        public void close() {
            closed.set(true);
        }
    }

    private Optional<Refusal> read(CommandService service, Duration limit) throws Exception {
        return BlockingRead.perform(
                service,
                new Caller.Platform(),
                Name.parse("a:web"),
                new UnikernelCommand.Get(0),
                limit,
                (image, content) -> {
                    compressed = image.compressed();
                    assertThat(closed).isFalse();
                    taken.writeBytes(content.readAllBytes());
                });
    }

    private Cancellable cancelling() {
        return () -> cancelled.set(true);
    }

    @Test
    void handsOverASpooledImageAndAnInlineOne() throws Exception {
        assertThat(read(
                        (request, sink) -> {
                            sink.answer(SPOOLED, new Closing());
                            sink.end();
                            return cancelling();
                        },
                        LONG))
                .isEmpty();
        assertThat(taken.toByteArray()).isEqualTo(IMAGE);
        assertThat(compressed).isTrue();
        assertThat(closed).isTrue();
        assertThat(cancelled).isTrue();

        taken.reset();
        closed.set(false);
        assertThat(read(
                        (request, sink) -> {
                            sink.answer(new Reply.UnikernelImage(false, Blob.of(Bytes.of(IMAGE))));
                            sink.end();
                            return cancelling();
                        },
                        LONG))
                .isEmpty();
        assertThat(taken.toByteArray()).isEqualTo(IMAGE);
        assertThat(compressed).isFalse();
    }

    @Test
    void returnsARefusalAndAnswersThatAreNoImage() throws Exception {
        Refusal refusal = new Refusal.Unavailable("not now");
        assertThat(read(
                        (request, sink) -> {
                            sink.fail(refusal);
                            return cancelling();
                        },
                        LONG))
                .contains(refusal);
        assertThat(read(
                        (request, sink) -> {
                            sink.answer(new Reply.Done("done"));
                            sink.end();
                            return cancelling();
                        },
                        LONG))
                .contains(new Refusal.Unsupported("the answer is not an image"));
    }

    @Test
    void givesUpInTimeAndClosesWhatComesLater() throws Exception {
        List<Sink> late = new ArrayList<>();
        assertThat(read(
                        (request, sink) -> {
                            late.add(sink);
                            return cancelling();
                        },
                        Duration.ofMillis(1)))
                .contains(new Refusal.TimedOut(Duration.ofMillis(1), false));
        assertThat(cancelled).isTrue();
        late.get(0).answer(SPOOLED, new Closing());
        assertThat(closed).isTrue();
        assertThat(taken.toByteArray()).isEmpty();
    }

    @Test
    void closesTheImageOfATakerThatFails() {
        CommandService service = (request, sink) -> {
            sink.answer(SPOOLED, new Closing());
            return cancelling();
        };
        assertThatThrownBy(() -> BlockingRead.perform(
                        service,
                        new Caller.Platform(),
                        Name.ROOT,
                        new UnikernelCommand.Get(0),
                        LONG,
                        (image, content) -> fail(content)))
                .isInstanceOf(IOException.class)
                .hasMessage("disk full");
        assertThat(closed).isTrue();
        assertThat(cancelled).isTrue();
    }

    private static void fail(InputStream content) throws IOException {
        assertThat(content.read()).isEqualTo(1);
        throw new IOException("disk full");
    }
}
