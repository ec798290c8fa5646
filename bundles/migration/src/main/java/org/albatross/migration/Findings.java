package org.albatross.migration;

import java.io.Closeable;
import java.io.PrintStream;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.StringJoiner;
import org.albatross.core.Desired;
import org.albatross.model.Name;
import org.albatross.model.Policy;
import org.albatross.store.StagedImage;

/**
 * What becomes of each thing that an original has. It holds the staged images until it is closed.
 *
 * @param remarks what an operator should know, one line each
 * @param entries every thing, in the order in which it is told
 * @param unikernels those that are taken
 * @param policies those that are taken
 * @param blocks the block devices that are taken, and their files
 */
record Findings(
        List<String> remarks,
        List<Entry> entries,
        List<Unikernel> unikernels,
        SortedMap<org.albatross.model.Path, Policy> policies,
        SortedMap<Name, java.nio.file.Path> blocks)
        implements Closeable {
    /** What an original has. */
    enum Kind {
        /** What should run. */
        UNIKERNEL("unikernel", "unikernels"),
        /** A policy of a path. */
        POLICY("policy", "policies"),
        /** A file in {@code block/}. */
        BLOCK_DEVICE("block device", "block devices");

        private final String one;
        private final String many;

        Kind(String one, String many) {
            this.one = one;
            this.many = many;
        }

        String counted(long number) {
            return number + " " + (number == 1 ? one : many);
        }
    }

    /**
     * A thing and what becomes of it.
     *
     * @param name in printable characters
     * @param verdict in one line; empty where nothing is to be said
     */
    record Entry(Kind kind, String name, String verdict, boolean refused) {
        static Entry taken(Kind kind, String name, String verdict) {
            return new Entry(kind, name, verdict, false);
        }

        static Entry refused(Kind kind, String name, String reason) {
            return new Entry(kind, name, Verdict.refused(reason).toString(), true);
        }

        @Override
        public String toString() {
            String head = kind.one + " " + name;
            return verdict.isEmpty() ? head : head + (name.endsWith(":") ? " " : ": ") + verdict;
        }
    }

    /** A unikernel that is taken, and its image. */
    record Unikernel(Name name, Desired desired, StagedImage image) {}

    /** Says everything, a line each. */
    void print(PrintStream out) {
        remarks.forEach(remark -> out.print("remark: " + remark + "\n"));
        entries.forEach(entry -> out.print(entry + "\n"));
        out.flush();
    }

    /** Returns how much of what cannot be taken, in words; nothing when all can. */
    Optional<String> refused() {
        Map<Kind, Long> counts = new EnumMap<>(Kind.class);
        entries.stream().filter(Entry::refused).forEach(entry -> counts.merge(entry.kind(), 1L, Long::sum));
        StringJoiner words = new StringJoiner(", ");
        counts.forEach((kind, count) -> words.add(kind.counted(count)));
        return counts.isEmpty() ? Optional.empty() : Optional.of(words.toString());
    }

    /** Returns how much is taken, in words. */
    String taken() {
        return Kind.UNIKERNEL.counted(unikernels.size()) + ", " + Kind.POLICY.counted(policies.size()) + " and "
                + Kind.BLOCK_DEVICE.counted(blocks.size());
    }

    /** Removes the images that no store has taken. */
    @Override
    public void close() {
        unikernels.forEach(unikernel -> unikernel.image().close());
    }
}
