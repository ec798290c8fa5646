package org.albatross.tender.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DescriptorConsoleTest {

    private static final int CLOSED = -1;
    private static final int TEXT = 300_000;

    static {
        Native.register(DescriptorConsoleTest.class, "c");
    }

    static native int pipe2(int[] ends, int flags);

    private final int[] ends = new int[2];

    DescriptorConsoleTest() {
        assertThat(pipe2(ends, Libc.O_NONBLOCK)).isZero();
    }

    @AfterEach
    void close() {
        Libc.close(ends[0]);
        Libc.close(ends[1]);
    }

    @Test
    void waitsForRoomOnAFullPipeThatDoesNotBlock() throws Exception {
        Memory text = new Memory(TEXT);
        text.setMemory(0, TEXT, (byte) 'x');

        CompletableFuture<Long> read = CompletableFuture.supplyAsync(() -> read(TEXT));
        new DescriptorConsole(ends[1]).write(text, TEXT);

        assertThat(read.get(60, TimeUnit.SECONDS)).isEqualTo(TEXT);
    }

    @Test
    void failsWhenTheReaderIsGone() {
        Libc.close(ends[0]);
        ends[0] = CLOSED;

        assertThatThrownBy(() -> new DescriptorConsole(ends[1]).write(new Memory(1), 1))
                .hasMessage("Could not write to the console: Broken pipe");
    }

    @Test
    void knowsWhetherThereIsRoom() {
        DescriptorConsole console = new DescriptorConsole(ends[1]);
        assertThat(console.hasRoom()).isTrue();

        Memory text = new Memory(4096);
        while (Libc.write(ends[1], text, text.size()) > 0) {
            text.clear();
        }

        assertThat(console.hasRoom()).isFalse();
    }

    private long read(long wanted) {
        Memory buffer = new Memory(4096);
        Memory descriptor = new Memory(Libc.POLLFD_BYTES);
        descriptor.setInt(0, ends[0]);
        descriptor.setInt(4, Libc.POLLIN);
        long total = 0;
        while (total < wanted) {
            Libc.ppoll(descriptor, 1, null, null);
            total += Math.max(0, Libc.read(ends[0], buffer, buffer.size()));
        }
        return total;
    }
}
