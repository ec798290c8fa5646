package org.albatross.console.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import org.albatross.host.HostFiles.Fifo;

/** A process that fills a ring from a fifo until it is killed. */
final class FillingMain {
    private FillingMain() {}

    public static void main(String[] arguments) throws IOException {
        Ring ring = new Ring(RingFile.open(Path.of(arguments[0])).orElseThrow(), 1, Clock.systemUTC());
        try (FileChannel channel = FileChannel.open(Path.of(arguments[1]), StandardOpenOption.READ)) {
            Fifo fifo = new Fifo() {
                @Override
                public int read(ByteBuffer direct) throws IOException {
                    return channel.read(direct);
                }

                @Override
                public void pause(Duration atMost) {}

                @Override
                public void resume() {}

                @Override
                public int capacity() {
                    return 1 << 16;
                }

                @Override
                public void close() {}
            };
            while (ring.take(fifo, RingFile.TURN) >= 0) {
                Thread.onSpinWait();
            }
        }
    }
}
