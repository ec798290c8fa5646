package org.albatross.bench;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Measurements of one thing, at least one. Immutable. */
final class Samples {
    private final double[] sorted;

    private Samples(double[] sorted) {
        this.sorted = sorted;
    }

    /** Throws {@link IllegalArgumentException} when there is none. */
    static Samples of(List<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("nothing was measured");
        }
        return new Samples(
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray());
    }

    /** These and others. */
    Samples and(Samples others) {
        return new Samples(Stream.of(sorted, others.sorted)
                .flatMapToDouble(Arrays::stream)
                .sorted()
                .toArray());
    }

    int count() {
        return sorted.length;
    }

    double least() {
        return sorted[0];
    }

    double most() {
        return sorted[sorted.length - 1];
    }

    double median() {
        return percentile(50);
    }

    /**
     * The least value that {@code percent} of all do not exceed (nearest rank).
     *
     * @param percent 1 to 100
     */
    double percentile(int percent) {
        int rank = (int) ((sorted.length * (long) percent + 99) / 100);
        return sorted[rank - 1];
    }
}
