package org.albatross.cli.internal.report;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.albatross.cli.internal.run.Terminal;
import org.albatross.model.Megabytes;

/**
 * How far a transfer has come, as a bar that is drawn again and again on one line of a terminal, and is
 * gone at the end. Draws nothing elsewhere.
 */
public final class Progress {
    private static final Duration INTERVAL = Duration.ofMillis(200);
    private static final int TEXT_COLUMNS = 50;
    private static final int WIDEST_BAR = 40;
    private static final int SHORTEST_BAR = 10;

    private final PrintStream out;
    private final Terminal terminal;
    private final InstantSource clock;
    private final long total;
    private final Instant begin;
    private Instant drawn;
    private long done;

    /**
     * Begins.
     *
     * @param out where the terminal is
     * @param total how many bytes there are; 0 when that is not known
     */
    public Progress(PrintStream out, Terminal terminal, InstantSource clock, long total) {
        this.out = out;
        this.terminal = terminal;
        this.clock = clock;
        this.total = total;
        this.begin = clock.instant();
        this.drawn = begin;
    }

    /** Says that this many more bytes are done. */
    public void advance(long bytes) {
        done += bytes;
        if (terminal.interactive()) {
            Instant now = clock.instant();
            if (Duration.between(drawn, now).compareTo(INTERVAL) >= 0) {
                drawn = now;
                String line = line(Duration.between(begin, now));
                // A line as long as the terminal would begin another one, which nothing takes away.
                out.print("\r" + line.substring(0, Math.min(line.length(), terminal.columns() - 1)) + "\033[K");
                out.flush();
            }
        }
    }

    /** Takes the bar away. */
    public void end() {
        if (!drawn.equals(begin)) {
            out.print("\r\033[K");
            out.flush();
        }
    }

    private String line(Duration elapsed) {
        long rate = done * 1000 / Math.max(1, elapsed.toMillis());
        String speed = rate / Megabytes.BYTES + " MB/s";
        if (total <= 0) {
            return done / Megabytes.BYTES + " MB  " + speed;
        }
        long part = Math.min(done, total);
        int bar = Math.max(0, Math.min(WIDEST_BAR, terminal.columns() - TEXT_COLUMNS));
        int full = (int) (bar * part / total);
        String left = rate == 0 ? "" : "  " + Times.span(Duration.ofSeconds((total - part) / rate)) + " left";
        String drawn = bar < SHORTEST_BAR ? " " : " [" + "#".repeat(full) + "-".repeat(bar - full) + "] ";
        return String.format("%3d%%", 100 * part / total) + drawn + part / Megabytes.BYTES + " of "
                + total / Megabytes.BYTES + " MB  " + speed + left;
    }
}
