package org.albatross.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Measures what is done again and again. */
final class Stopwatch {
    private static final double NANOS_PER_MILLI = 1_000_000;

    private Stopwatch() {}

    /** Something that is timed. */
    @FunctionalInterface
    interface Task {
        /** Does it once; an exception ends the measurement. */
        void run() throws IOException, InterruptedException;
    }

    /** Something that gives a number each time. */
    @FunctionalInterface
    interface Reading {
        /** Reads once; an exception ends the measurement. */
        double read() throws IOException, InterruptedException;
    }

    /** The milliseconds that one run takes. */
    static double millis(Task task) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        task.run();
        return (System.nanoTime() - begin) / NANOS_PER_MILLI;
    }

    /** The milliseconds of each of {@code rounds} runs, one after the other. */
    static Samples millis(int rounds, Task task) throws IOException, InterruptedException {
        return readings(rounds, () -> millis(task));
    }

    /** The numbers of {@code rounds} readings, one after the other. */
    static Samples readings(int rounds, Reading reading) throws IOException, InterruptedException {
        List<Double> values = new ArrayList<>(rounds);
        for (int i = 0; i < rounds; i++) {
            values.add(reading.read());
        }
        return Samples.of(values);
    }
}
