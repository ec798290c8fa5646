package org.albatross.influx.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.albatross.api.Trouble;
import org.albatross.threads.PlatformThreads;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends lines to one destination on a thread of its own. While the destination does not take them they wait, and it is tried
 * again, after a pause that doubles up to a longest one; what finds no room goes, the oldest first. The log has a line when this
 * begins and one when it ends, as {@link Trouble} has it. {@link #add} is for any thread and never waits.
 */
final class LineSender {
    private static final Logger LOG = LoggerFactory.getLogger("org.albatross.influx");
    private static final long STOP_SECONDS = 5;

    private final String name;
    private final Chunks chunks;
    private final Destination destination;
    private final Duration firstPause;
    private final Duration longestPause;
    private final Pause pause;
    private final Thread thread = PlatformThreads.thread("albatross-influx-sender", this::run);
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();

    private volatile Optional<String> trouble = Optional.empty();

    // Of the thread alone.
    private final Trouble told = new Trouble();
    private long troubleBegan;
    private long droppedBefore;
    private long refusedBefore;

    /** Lets time pass between two attempts. */
    interface Pause {
        /** Waits so long, or until no more is to be sent; tells whether that is so. */
        boolean await(Duration time) throws InterruptedException;
    }

    /**
     * Sends nothing before {@link #start}.
     *
     * @param name what the log calls the destination
     * @param capacity how many bytes may wait
     */
    LineSender(String name, long capacity, Destination destination, Duration firstPause, Duration longestPause) {
        this(name, new Chunks(capacity), destination, firstPause, longestPause, Optional.empty());
    }

    /** Likewise; {@code pause}, for tests, is in place of the real one. */
    LineSender(
            String name,
            Chunks chunks,
            Destination destination,
            Duration firstPause,
            Duration longestPause,
            Optional<Pause> pause) {
        this.name = name;
        this.chunks = chunks;
        this.destination = destination;
        this.firstPause = firstPause;
        this.longestPause = longestPause;
        this.pause = pause.orElse(time -> chunks.awaitClosed(time.toMillis()));
    }

    void start() {
        thread.start();
    }

    /** Sends what waits if the destination takes it, and ends within some seconds. */
    void stop() throws InterruptedException {
        chunks.close();
        thread.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
        thread.interrupt();
        thread.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
    }

    /** Keeps lines, each with its end, until they are sent. */
    void add(List<String> lines) {
        chunks.add(lines);
    }

    /** Returns how many lines the destination has taken. */
    long sent() {
        return sent.get();
    }

    /** Returns how many lines were dropped, since there was no room for them. */
    long dropped() {
        return chunks.dropped();
    }

    /** Returns how many lines the destination has refused for good. */
    long refused() {
        return refused.get();
    }

    /** Returns why the destination does not take lines, or has refused the last ones, if so. */
    Optional<String> trouble() {
        return trouble;
    }

    /** Returns how many bytes wait. */
    long waitingBytes() {
        return chunks.bytes();
    }

    private void run() {
        try {
            Optional<Chunks.Chunk> chunk = chunks.take();
            while (chunk.isPresent() && deliver(chunk.get())) {
                chunk = chunks.take();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            destination.close();
        }
    }

    /** Tries until the destination has taken the lines, or refused them; tells whether it has, before the end. */
    private boolean deliver(Chunks.Chunk chunk) throws InterruptedException {
        Duration time = firstPause;
        while (true) {
            try {
                Optional<Destination.Refused> answer = destination.send(chunk);
                if (answer.isPresent()) {
                    sent.addAndGet(chunk.lines() - answer.get().lines());
                    refused.addAndGet(answer.get().lines());
                    begins("refuses lines, which are lost: ", answer.get().reason());
                } else {
                    sent.addAndGet(chunk.lines());
                    ends();
                }
                return true;
            } catch (IOException e) {
                begins(
                        "does not take lines, which wait until it does, the oldest going when there is no room: ",
                        words(e));
            }
            if (pause.await(time)) {
                return false;
            }
            time = time.multipliedBy(2).compareTo(longestPause) < 0 ? time.multipliedBy(2) : longestPause;
        }
    }

    private static String words(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private void begins(String what, String reason) {
        trouble = Optional.of(name + " " + what + reason);
        long now = System.nanoTime();
        if (told.begins(now)) {
            troubleBegan = now;
            droppedBefore = dropped();
            refusedBefore = refused();
            LOG.warn("{} {}{}", name, what, reason);
        }
    }

    private void ends() {
        trouble = Optional.empty();
        long now = System.nanoTime();
        if (told.ends(now)) {
            LOG.info(
                    "{} takes lines again after {} s; {} were dropped meanwhile, {} refused",
                    name,
                    TimeUnit.NANOSECONDS.toSeconds(now - troubleBegan),
                    dropped() - droppedBefore,
                    refused() - refusedBefore);
        }
    }
}
