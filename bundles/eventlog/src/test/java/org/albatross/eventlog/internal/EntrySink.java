package org.albatross.eventlog.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.albatross.api.Sink;
import org.albatross.json.EventJson;
import org.albatross.model.Data;
import org.albatross.model.Name;
import org.albatross.model.Refusal;
import org.albatross.model.Reply;

/** A peer that keeps the numbers of the entries that it gets, and takes only as many as a test lets it. */
final class EntrySink implements Sink {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final List<Long> numbers = new ArrayList<>();
    private final List<EventJson.Entry> entries = new ArrayList<>();
    private long room;
    private String end = "";
    private boolean answered;
    private Optional<Runnable> waiting = Optional.empty();

    EntrySink() {
        this(Long.MAX_VALUE);
    }

    EntrySink(long room) {
        this.room = room;
    }

    private void require(boolean kept) {
        if (!end.isEmpty() || !kept) {
            throw new AssertionError("a call that the grammar of sinks forbids, after " + numbers);
        }
    }

    @Override
    public synchronized void answer(Reply reply) {
        require(!answered && ((Reply.Done) reply).message().decoded().equals("subscribed"));
        answered = true;
        notifyAll();
    }

    @Override
    public void answer(Reply reply, InputStream content) {
        throw new AssertionError("an event log answers without content");
    }

    @Override
    public synchronized boolean data(Name name, Data data) {
        require(answered && room > 0);
        room--;
        Data.Event event = (Data.Event) data;
        try {
            EventJson.Entry entry = EventJson.read(event.event().decoded());
            assertThat(entry.header()).isEqualTo(new EventJson.Header(event.sequence(), event.time(), name));
            entries.add(entry);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        numbers.add(event.sequence());
        notifyAll();
        return room > 0;
    }

    @Override
    public synchronized void whenReady(Runnable resume) {
        waiting = Optional.of(resume);
        notifyAll();
    }

    @Override
    public synchronized void end() {
        require(answered);
        end = "end";
        notifyAll();
    }

    @Override
    public synchronized void fail(Refusal refusal) {
        require(true);
        end = refusal.message();
        notifyAll();
    }

    /** Waits until it is to say when it takes more, and takes that many more. */
    void take(long more) throws InterruptedException {
        Optional<Runnable> resume;
        synchronized (this) {
            await("it is waited for", () -> waiting.isPresent());
            room = more;
            resume = waiting;
            waiting = Optional.empty();
        }
        resume.orElseThrow().run();
    }

    /** Waits until that many entries have come, and returns the numbers of all. */
    synchronized List<Long> numbers(int count) throws InterruptedException {
        await(count + " entries have come", () -> numbers.size() >= count);
        return List.copyOf(numbers);
    }

    /** Waits until one more entry has come than {@code count}, and returns it. */
    synchronized EventJson.Entry entry(int count) throws InterruptedException {
        await(count + " entries have come", () -> entries.size() > count);
        return entries.get(count);
    }

    synchronized void awaitAnswer() throws InterruptedException {
        await("it was answered", () -> answered);
    }

    /** Waits until it is over, and tells how. */
    synchronized String awaitEnd() throws InterruptedException {
        await("it is over", () -> !end.isEmpty());
        return end;
    }

    private synchronized void await(String what, java.util.function.BooleanSupplier condition)
            throws InterruptedException {
        long until = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what + "; got " + numbers).isLessThan(until);
            wait(100);
        }
    }
}
