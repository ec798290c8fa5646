package org.albatross.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What comes out of a pipe, and when its reader is woken. */
class PipeTest {
    private static final int CAPACITY = 1 << 17;

    @Test
    void givesTheBytesInTheOrderInWhichTheyWerePutWhateverTheirNumber() throws Exception {
        Random random = new Random(7);
        Pipe pipe = new Pipe(() -> {});
        ByteArrayOutputStream put = new ByteArrayOutputStream();
        ByteArrayOutputStream got = new ByteArrayOutputStream();
        for (int i = 0; i < 2000; i++) {
            byte[] more = new byte[random.nextInt(Math.min(40_000, pipe.room()) + 1)];
            random.nextBytes(more);
            pipe.put(ByteBuffer.wrap(more));
            put.writeBytes(more);
            assertThat(pipe.room()).isEqualTo(CAPACITY - (put.size() - got.size()));
            int most = random.nextInt(50_000);
            if (put.size() > got.size()) {
                byte[] target = new byte[most + 3];
                int count = pipe.read(target, 3, most);
                got.write(target, 3, count);
            }
        }
        pipe.end();
        got.writeBytes(pipe.readAllBytes());
        assertThat(got.toByteArray()).isEqualTo(put.toByteArray());
    }

    @Test
    void wakesItsReaderForMuchOrWhenThereIsNoMoreForNow() throws Exception {
        Pipe pipe = new Pipe(() -> {});
        CompletableFuture<Integer> read = new CompletableFuture<>();
        Thread reader = new Thread(() -> {
            try {
                int first = pipe.read(new byte[CAPACITY]);
                read.complete(first + pipe.read(new byte[CAPACITY]));
            } catch (java.io.IOException e) {
                read.completeExceptionally(e);
            }
        });
        reader.start();
        awaitWaiting(reader);
        // Who is woken while we hold its monitor waits for that: its state tells whether it was.
        synchronized (pipe) {
            pipe.put(ByteBuffer.allocate(1000));
            assertThat(reader.getState()).isEqualTo(Thread.State.WAITING);
            pipe.put(ByteBuffer.allocate(CAPACITY / 2));
            assertThat(reader.getState()).isEqualTo(Thread.State.BLOCKED);
        }
        awaitWaiting(reader);
        synchronized (pipe) {
            pipe.put(ByteBuffer.allocate(1));
            assertThat(reader.getState()).isEqualTo(Thread.State.WAITING);
            pipe.flush();
            assertThat(reader.getState()).isEqualTo(Thread.State.BLOCKED);
        }
        assertThat(read.join()).isEqualTo(1000 + CAPACITY / 2 + 1);
    }

    private static void awaitWaiting(Thread thread) {
        while (thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
    }
}
