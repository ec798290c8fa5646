package org.albatross.console.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.albatross.console.internal.LineSplitter.Rest;
import org.albatross.host.HostFiles.Fifo;
import org.albatross.model.Command;
import org.albatross.model.Text;

/**
 * The last lines of a unikernel, in a file that outlives this process. Bytes come from the fifo into the
 * mapped inbox by {@code read(2)}; then they are cut into lines, and state and inbox are switched by one
 * store ({@link RingFile#commit}). A process that is killed between the two leaves an inbox that is not
 * empty, from which the next one goes on: no line is lost, and none is there twice. Only NUL bytes that
 * were the very last in such an inbox are lost, since the unused part of an inbox is zero.
 *
 * <p>Not safe for several threads.
 */
final class Ring {
    private static final ByteBuffer ZEROS = ByteBuffer.allocate(RingFile.INBOX).asReadOnlyBuffer();

    private final RingFile file;
    private final Records records;
    private final Clock clock;
    private RingState state;

    /**
     * Takes a ring file over.
     *
     * @param boot what tells this boot of the machine from others
     */
    Ring(RingFile file, long boot, Clock clock) {
        this.file = file;
        this.clock = clock;
        RingState found = file.state();
        this.records = new Records(file.records(), found.head(), found.next());
        this.state = found.in(boot).advanced(records.end(), new Rest(found.pending(), found.discarding()));
        clear(file.otherInbox());
        boolean sameBoot = found.boot() == boot;
        int unread = sameBoot ? used(file.inbox()) : 0;
        if (unread > state.pending()) {
            absorb(unread);
        } else if (!sameBoot) {
            ByteBuffer inbox = file.inbox();
            clear(inbox.slice(state.pending(), inbox.limit() - state.pending()));
            endLine();
        }
    }

    /** Says which run prints from now on, 0 for none; the same one again changes nothing. */
    void begin(long run) {
        if (state.run() != run) {
            endLine();
            switchTo(state.printing(run), 0);
        }
    }

    /**
     * Reads what the fifo holds.
     *
     * @param most how many bytes, at most {@link RingFile#TURN}
     * @return how many bytes there were
     */
    int take(Fifo fifo, int most) throws IOException {
        int count = fifo.read(file.inbox().slice(state.pending(), most));
        if (count > 0) {
            absorb(state.pending() + count);
        }
        return count;
    }

    /** Returns the number of the next line. */
    long next() {
        return state.next();
    }

    /** Makes an unterminated line a line. */
    void endLine() {
        int pending = state.pending();
        if (pending > 0) {
            records.append(clock.instant(), file.inbox().slice(0, pending), false);
        }
        switchTo(state.advanced(records.end(), new Rest(0, false)), pending);
    }

    /** Returns the last line of the run that prints, if it has printed any. */
    Optional<Text> lastOfRun() {
        Cursor last = records.last(1);
        boolean any = last.number() < state.next() && last.number() >= state.runFirst();
        return any ? Optional.of(records.read(last).text()) : Optional.empty();
    }

    /** Returns where a subscriber begins. */
    Cursor from(Command.Begin begin) {
        if (begin instanceof Command.Begin.Since since) {
            return records.since(since.time());
        }
        return records.last(((Command.Begin.Count) begin).count());
    }

    /** Returns the oldest line. */
    Cursor begin() {
        return records.begin();
    }

    /** Returns how many lines from {@code cursor} on have been overwritten. */
    long lost(Cursor cursor) {
        Cursor oldest = records.begin();
        return cursor.position() < oldest.position() ? oldest.number() - cursor.number() : 0;
    }

    /** Returns at most {@code count} lines from {@code cursor} on, none of which is lost. */
    List<Line> read(Cursor cursor, int count) {
        return records.read(cursor, count);
    }

    /** Returns how many bytes, at most a turn, can be read before a line that {@code reader} has not read is lost. */
    int readable(Subscription reader) {
        long room = reader.inRing().map(records::room).orElse(Long.MAX_VALUE);
        return (int) Math.max(0, Math.min(RingFile.TURN, room / Records.MOST_GROWTH - state.pending()));
    }

    /** Returns the lines that are there, which stay whatever is read into the ring. */
    Records copy() {
        return records.copy();
    }

    private void absorb(int filled) {
        Instant now = clock.instant();
        ByteBuffer inbox = file.inbox();
        Rest rest = LineSplitter.split(
                inbox, filled, state.discarding(), (content, truncated) -> records.append(now, content, truncated));
        file.otherInbox().put(0, inbox, filled - rest.pending(), rest.pending());
        switchTo(state.advanced(records.end(), rest), filled);
    }

    /** Commits; {@code used} is how much of the inbox that counted until now has to become zero again. */
    private void switchTo(RingState next, int used) {
        ByteBuffer old = file.inbox();
        file.commit(next);
        state = next;
        clear(old.slice(0, used));
    }

    private static int used(ByteBuffer inbox) {
        int end = inbox.limit();
        while (end > 0 && inbox.getLong(end - Long.BYTES) == 0) {
            end -= Long.BYTES;
        }
        while (end > 0 && inbox.get(end - 1) == 0) {
            end--;
        }
        return end;
    }

    private static void clear(ByteBuffer part) {
        ByteBuffer zeros = ZEROS.slice(0, part.limit());
        if (part.mismatch(zeros) >= 0) {
            part.put(0, zeros, 0, zeros.limit());
        }
    }
}
