package org.albatross.eventlog.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

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
