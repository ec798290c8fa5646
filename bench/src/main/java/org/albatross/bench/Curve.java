package org.albatross.bench;

import java.util.ArrayList;
import java.util.List;

/** Milliseconds over a number, as a line of a picture. Used by one thread. */
final class Curve {
    private final String label;
    private final List<Integer> numbers = new ArrayList<>();
    private final List<Double> millis = new ArrayList<>();

    Curve(String label) {
        this.label = label;
    }

    void add(int number, double value) {
        numbers.add(number);
        millis.add(value);
    }

    String label() {
        return label;
    }

    List<Integer> numbers() {
        return List.copyOf(numbers);
    }

    List<Double> millis() {
        return List.copyOf(millis);
    }
}
