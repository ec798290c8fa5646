package org.albatross.eventlog.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.albatross.api.Cancellable;
import org.albatross.api.EventLog;
import org.albatross.api.EventSink;
import org.albatross.api.Sink;
import org.albatross.api.Trouble;
import org.albatross.disk.Disk;
import org.albatross.json.EventJson;
import org.albatross.model.Bytes;
import org.albatross.model.Caller;
import org.albatross.model.EventRecord;
import org.albatross.model.LogCommand;
import org.albatross.model.Name;
import org.albatross.model.PlatformEvent;
import org.albatross.model.Refusal;
import org.albatross.model.UnikernelEvent;
import org.albatross.threads.PlatformThreads;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The event log in the files of a {@link LogDirectory}. An event gets its number when it comes, waits in memory, and is
 * written by one thread together with all that wait; only then do followers see it. While the disk refuses, events wait, as
 * many as there is room for; what finds none is counted, and the count becomes an event. For any thread.
 */
public final class FileEventLog implements EventLog, EventSink {
    private static final Logger LOG = LoggerFactory.getLogger(FileEventLog.class);

    /** How long the file is not looked at while no event comes, and how long a write that failed is not tried again. */
    private static final long LOOK_MILLIS = 500;

    /** How much is written at once. */
    private static final int GROUP_BYTES = 1 << 20;

    private static final int FOLLOWER_THREADS = 2;
    private static final long STOP_SECONDS = 5;

    private final Path directory;
    private final LogLimits limits;
    private final Clock clock;
    private final LogDirectory files;
    private final Recent recent;
    private final Set<Follower> followers = ConcurrentHashMap.newKeySet();
    private final ThreadPoolExecutor pool = PlatformThreads.pool("albatross-eventlog", FOLLOWER_THREADS);
    private final Thread writer = PlatformThreads.thread("albatross-eventlog", this::write);

    private final Deque<LogEntry> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private long next;
    private long written;
    private long lost;
    private long untold;
    private long failures;
    private boolean stopping;

    /** Of the writer alone. */
    private final Trouble trouble = new Trouble();

    /**
     * Opens the files and begins to write.
     *
     * @throws IOException when they cannot be read or written
     */
    public FileEventLog(Path directory, LogLimits limits, Clock clock) throws IOException {
        this(directory, limits, clock, new Disk(Disk.Faults.NONE));
    }

    /** As above; on a disk whose steps something may befall. */
    FileEventLog(Path directory, LogLimits limits, Clock clock, Disk disk) throws IOException {
        this.directory = directory;
        this.limits = limits;
        this.clock = clock;
        files = new LogDirectory(directory, limits, disk);
        boolean opened = false;
        try {
            long last = files.open();
            next = last + 1;
            recent = new Recent(limits.recentBytes(), last);
            recent.add(files.tail(limits.recentBytes()));
            opened = true;
        } finally {
            if (!opened) {
                files.close();
            }
        }
        writer.start();
    }

    /** Writes what waits, ends every follower, and closes the files, within some seconds. */
    public void stop() throws InterruptedException, IOException {
        synchronized (this) {
            stopping = true;
            notifyAll();
        }
        writer.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
        followers.forEach(Follower::end);
        pool.shutdown();
        boolean ended = pool.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
        if (!ended) {
            LOG.warn("A follower of the event log does not end");
        }
        files.close();
    }

    @Override
    public void accept(EventRecord told) {
        long room = limits.waitingBytes() + (told.event() instanceof UnikernelEvent ? limits.reserveBytes() : 0);
        if (isFirstLost(told, room)) {
            LOG.error("Events are lost from now on: {} bytes of them wait to be written, and no more may", room);
        }
    }

    /** Takes an event, or loses it when {@code room} bytes wait; tells whether it is the first one that is lost. */
    private synchronized boolean isFirstLost(EventRecord told, long room) {
        if (waitingBytes < room && !stopping) {
            add(told);
            return false;
        }
        lost++;
        untold++;
        return untold == 1;
    }

    @Override
    public synchronized void lost(long number) {
        lost += number;
        untold += number;
        if (waitingBytes < limits.waitingBytes() && !stopping) {
            addUntold();
        }
    }

    @Override
    public boolean keepsEvents() {
        return true;
    }

    /** Adds the event that tells how many are missing, and returns their number. */
    private long addUntold() {
        long missing = untold;
        untold = 0;
        add(new EventRecord(clock.instant(), new Caller.Platform(), Name.ROOT, new PlatformEvent.EventsLost(missing)));
        return missing;
    }

    private void add(EventRecord told) {
        byte[] line = LogLine.of(next, told);
        EventJson.Header header = new EventJson.Header(next, told.time(), told.name());
        LogEntry entry = new LogEntry(header, Bytes.of(Arrays.copyOf(line, line.length - 1)));
        next++;
        waiting.add(entry);
        waitingBytes += size(entry);
        notifyAll();
    }

    private static long size(LogEntry entry) {
        return entry.json().length() + LogLimits.ENTRY;
    }

    @Override
    public synchronized Optional<Refusal> awaitRoom() throws InterruptedException {
        long most = limits.waitingBytes() / 4 * 3;
        long end = System.nanoTime() + limits.room().toNanos();
        for (long left = end - System.nanoTime();
                waitingBytes >= most && !stopping && left > 0;
                left = end - System.nanoTime()) {
            wait(TimeUnit.NANOSECONDS.toMillis(left) + 1);
        }
        return waitingBytes < most || stopping
                ? Optional.empty()
                : Optional.of(new Refusal.LimitReached("the event log cannot be written: " + waitingBytes
                        + " bytes of events wait for it, and a change is refused from " + most
                        + " on; the platform's log says why"));
    }

    @Override
    public synchronized Counters counters() {
        return new Counters(recent.last(), written, lost, waitingBytes, failures);
    }

    /** Returns how many follow it. */
    int followers() {
        return followers.size();
    }

    @Override
    public Cancellable subscribe(Name name, LogCommand command, Sink sink) {
        if (followers.size() >= limits.followers()) {
            sink.fail(new Refusal.LimitReached("at most " + limits.followers()
                    + " may follow the event log at once, and as many do; try again later"));
            return Cancellable.NOTHING;
        }
        Follower follower = new Follower(directory, recent, name, sink, pool, followers::remove);
        followers.add(follower);
        follower.begin(command);
        return follower;
    }

    private void write() {
        try {
            while (writeOnce()) {
                // Until it is stopped.
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Writes what waits, or looks after the file when nothing does; tells whether to go on. */
    private boolean writeOnce() throws InterruptedException {
        List<LogEntry> group = group();
        boolean last = isStopping();
        try {
            if (!group.isEmpty()) {
                files.append(group);
                durable(group);
            }
            files.look(clock.instant());
            if (trouble.ends(System.nanoTime())) {
                LOG.warn("Events are written to {} again", directory);
            }
            return !last || !group.isEmpty();
        } catch (IOException e) {
            failed(e, last);
            return !last;
        }
    }

    private synchronized List<LogEntry> group() throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS);
        for (long left = LOOK_MILLIS; waiting.isEmpty() && !stopping && left > 0; left = millisUntil(end)) {
            wait(left);
        }
        List<LogEntry> group = new ArrayList<>();
        int bytes = 0;
        for (LogEntry entry : waiting) {
            bytes += entry.json().length() + 1;
            if (bytes > GROUP_BYTES) {
                break;
            }
            group.add(entry);
        }
        return group;
    }

    private void durable(List<LogEntry> group) {
        recent.add(group);
        long missing;
        synchronized (this) {
            for (LogEntry entry : group) {
                waiting.remove();
                waitingBytes -= size(entry);
            }
            written += group.size();
            missing = untold > 0 ? addUntold() : 0;
            notifyAll();
        }
        if (missing > 0) {
            LOG.error("{} events were lost, since there was no room for them", missing);
        }
        followers.forEach(Follower::wake);
    }

    private void failed(IOException e, boolean last) throws InterruptedException {
        long left;
        synchronized (this) {
            failures++;
            left = waiting.size();
        }
        if (trouble.begins(System.nanoTime()) || last) {
            LOG.error("{} events cannot be written to {}: {}", left, directory, describe(e));
        }
        synchronized (this) {
            if (!stopping) {
                // Not woken by every event that comes: only the stop is not to wait.
                long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS);
                for (long rest = LOOK_MILLIS; rest > 0 && !stopping; rest = millisUntil(end)) {
                    wait(rest);
                }
            }
        }
    }

    private static long millisUntil(long end) {
        return TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
    }

    private static String describe(IOException e) {
        String message = String.valueOf(e.getMessage());
        return message.contains(" ") ? message : e.getClass().getSimpleName() + ": " + message;
    }

    private synchronized boolean isStopping() {
        return stopping;
    }
}
