package org.albatross.console.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import org.albatross.api.Consoles.Source;
import org.albatross.api.Sink;
import org.albatross.host.Host;
import org.albatross.host.ThisHost;
import org.albatross.model.Command;
import org.albatross.model.Data;
import org.albatross.model.Name;
import org.albatross.model.Refusal;
import org.albatross.model.Reply;
import org.albatross.model.Text;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that prints as fast as it can into a real fifo. */
class FloodTest {
    private static final Name FLOOD = Name.parse("a:flood");
    private static final int LINES = 200_000;
    private static final String FORMAT = "line %06.0f of a unikernel that prints as fast as its console takes";

    @Test
    void reachesASubscriberWholeAndInOrder(@TempDir Path folder) throws Exception {
        Host host = ThisHost.open(folder);
        ConsoleLimits limits = new ConsoleLimits(1, 1, true, 1);
        RingConsoles consoles =
                new RingConsoles(folder.resolve("rings"), host, limits, Clock.systemUTC(), System::nanoTime);
        Path fifo = folder.resolve("console");
        Path taken = folder.resolve("taken");
        host.files().makeFifo(fifo, 0600, Optional.empty());
        host.files().makeFifo(taken, 0600, Optional.empty());
        consoles.add(new Source(FLOOD, 1, fifo, taken, Optional.empty()), 1);
        FakeSink sink = new FakeSink();
        consoles.subscribe(FLOOD, new Command.Begin.Count(0), new Thorough(sink));

        Process flood = new ProcessBuilder("seq", "-f", FORMAT, String.valueOf(LINES))
                .redirectOutput(fifo.toFile())
                .start();
        Optional<Text> last;
        try {
            assertThat(flood.waitFor()).isZero();
            last = consoles.finish(FLOOD, 1).toCompletableFuture().get(60, TimeUnit.SECONDS);
        } finally {
            flood.destroyForcibly();
        }

        List<String> got = sink.await(LINES + 1);
        consoles.stop();
        assertThat(last.map(Text::decoded)).contains(String.format(FORMAT, (double) LINES));
        assertThat(got.subList(0, Math.min(LINES + 1, got.size()))).hasSize(LINES + 1);
        for (int number = 1; number <= LINES; number++) {
            assertThat(got.get(number)).startsWith(String.format("line %06d ", number));
        }
    }

    /** A subscriber that always takes more, and has more to do for a line than the console. */
    private record Thorough(FakeSink kept) implements Sink {
        private static final byte[] WORK = new byte[1 << 16];

        @Override
        public void answer(Reply reply) {
            kept.answer(reply);
        }

        @Override
        public void answer(Reply reply, InputStream content) {
            kept.answer(reply, content);
        }

        @Override
        public boolean data(Name name, Data data) {
            new CRC32().update(WORK);
            return kept.data(name, data);
        }

        @Override
        public void whenReady(Runnable resume) {
            kept.whenReady(resume);
        }

        @Override
        public void end() {
            kept.end();
        }

        @Override
        public void fail(Refusal refusal) {
            kept.fail(refusal);
        }
    }
}
