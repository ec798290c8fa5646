package org.albatross.eventlog.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.albatross.model.Name;

/** The latest durable entries, as many as fit. For any thread. */
final class Recent {
    private final long limit;
    private final TreeMap<Long, LogEntry> entries = new TreeMap<>();
    private long bytes;
    private long last;

    /** Keeps entries of at most {@code limit} bytes of memory. */
    Recent(long limit, long last) {
        this.limit = limit;
        this.last = last;
    }

    /** Adds entries that are durable, in their order. */
    synchronized void add(List<LogEntry> durable) {
        for (LogEntry entry : durable) {
            entries.put(entry.sequence(), entry);
            bytes += size(entry);
            last = Math.max(last, entry.sequence());
        }
        while (bytes > limit) {
            bytes -= size(entries.pollFirstEntry().getValue());
        }
    }

    private static long size(LogEntry entry) {
        return entry.json().length() + LogLimits.ENTRY;
    }

    /** Returns the number of the last durable entry. */
    synchronized long last() {
        return last;
    }

    /** Returns the number behind which every entry there is lies here. */
    synchronized long completeBehind() {
        return entries.isEmpty() ? last : entries.firstKey() - 1;
    }

    /**
     * Returns the number behind which there are {@code count} entries at or below {@code name}, up to {@code last}; nothing when
     * there are not as many here.
     *
     * @param count 1 or more
     */
    synchronized OptionalLong behindWhich(Name name, long count, long last) {
        long missing = count;
        for (LogEntry entry : entries.headMap(last, true).descendingMap().values()) {
            if (name.covers(entry.header().name())) {
                missing--;
            }
            if (missing == 0) {
                return OptionalLong.of(entry.sequence() - 1);
            }
        }
        return OptionalLong.empty();
    }

    /** Returns the first entries behind a number, a turn's worth of them. */
    synchronized List<LogEntry> behind(long sequence, int most) {
        List<LogEntry> found = new ArrayList<>();
        for (LogEntry entry : entries.tailMap(sequence, false).values()) {
            if (found.size() == most) {
                break;
            }
            found.add(entry);
        }
        return found;
    }
}
