package org.albatross.health.internal;

import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.albatross.api.Health.Status;

/** Whether the threads that the platform cannot be without live, and none waits for ever for another. */
final class ThreadsState {
    /** Those that are there from the start of the platform to its end (docs/concurrency.md). */
    static final Set<String> NEEDED = Set.of(
            "albatross-core",
            "albatross-host-poll",
            "albatross-eventlog",
            "albatross-configuration",
            "albatross-sockets",
            "albatross-local",
            "albatross-local-idle",
            "albatross-readiness",
            "albatross-shell");

    private ThreadsState() {}

    /** Looks at the threads of this process. */
    static Finding look(ThreadMXBean threads) {
        List<ThreadInfo> all = infos(threads, threads.getAllThreadIds()).toList();
        Set<String> missing = new TreeSet<>(NEEDED);
        all.forEach(thread -> missing.remove(thread.getThreadName()));
        if (!missing.isEmpty()) {
            return Finding.of(Status.CRITICAL, "threads that are needed have ended: " + String.join(", ", missing));
        }
        long[] waiting = threads.findDeadlockedThreads();
        if (waiting != null) {
            String names =
                    infos(threads, waiting).map(ThreadInfo::getThreadName).collect(Collectors.joining(", "));
            return Finding.of(Status.CRITICAL, "these threads wait for each other: " + names);
        }
        return Finding.ok(all.size() + " threads, each of the " + NEEDED.size() + " that are needed among them");
    }

    private static Stream<ThreadInfo> infos(ThreadMXBean threads, long[] ids) {
        return Arrays.stream(threads.getThreadInfo(ids)).filter(Objects::nonNull);
    }
}
