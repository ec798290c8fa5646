package org.albatross.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A piece of a stream. */
public sealed interface Data {
    /** One method for each kind of data. */
    interface Handler<R> {
        /** Handles {@link Console}. */
        R console(Console data);

        /** Handles {@link Block}. */
        R block(Block data);

        /** Handles {@link Event}. */
        R event(Event data);

        /** Handles {@link Stats}. */
        R stats(Stats data);
    }

    /** A line of a console, and when it was read. */
    record Console(Instant time, Text line) implements Data {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.console(this);
        }
    }

    /** A part of a block device's contents; absent at their end. */
    record Block(Optional<Bytes> content) implements Data {
        /**
         * The most bytes of a device's contents that are sent in one frame, as {@code Data.block} or raw behind
         * {@code set}. The original reads compressed contents in frames of at most 65,536 bytes, the header of the
         * message included, and loses what is beyond; a header with the longest name has less than 512. What is
         * received may be as long as any message.
         */
        public static final int MAX_SENT_BYTES = 65_536 - 512;

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.block(this);
        }
    }

    /** Ours: an entry of the event log; {@code event} is one JSON object. */
    record Event(long sequence, Instant time, Text event) implements Data {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.event(this);
        }
    }

    /**
     * A sample of a unikernel's use of the host. Every number is 64 bits as it came; units are those of the original's
     * host: on Linux memory is in pages, but for the virtual size in bytes, and the run time in microseconds.
     */
    record Stats(Usage usage, List<Interface> interfaces, Optional<List<Counter>> hypervisor, Optional<Memory> memory)
            implements Data {
        /** Copies the lists. */
        public Stats {
            interfaces = List.copyOf(interfaces);
            hypervisor = hypervisor.map(List::copyOf);
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.stats(this);
        }
    }

    /** A span or moment in seconds and microseconds. */
    record TimeValue(long seconds, long microseconds) {}

    /** A process's use of resources, as {@code struct rusage}. */
    record Usage(
            TimeValue utime,
            TimeValue stime,
            long maxrss,
            long ixrss,
            long idrss,
            long isrss,
            long minflt,
            long majflt,
            long nswap,
            long inblock,
            long outblock,
            long msgsnd,
            long msgrcv,
            long nsignals,
            long nvcsw,
            long nivcsw) {}

    /** A process's memory, as FreeBSD's {@code struct kinfo_proc}; {@code runtime} in microseconds. */
    record Memory(long vsize, long rss, long tsize, long dsize, long ssize, long runtime, long cow, TimeValue start) {}

    /** A counter of the hypervisor. */
    record Counter(Text key, long value) {}

    /** The counters of a network device, seen from the host. */
    record Interface(
            Text netDevice,
            long flags,
            long sendLength,
            long maxSendLength,
            long sendDrops,
            long mtu,
            long baudrate,
            long inputPackets,
            long inputErrors,
            long outputPackets,
            long outputErrors,
            long collisions,
            long inputBytes,
            long outputBytes,
            long inputMcast,
            long outputMcast,
            long inputDropped,
            long outputDropped) {}

    /** Calls the handler's method for this piece. */
    <R> R accept(Handler<R> handler);
}
