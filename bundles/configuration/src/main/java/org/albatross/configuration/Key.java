package org.albatross.configuration;

import java.util.List;

/**
 * A key of a configuration file, as its component's metatype declares it.
 *
 * @param name as in {@code workers.per.user}
 * @param standard the value that it has when the file does not name it
 * @param allowed the values that it may have
 * @param description one sentence about what it sets
 */
public record Key(String name, String standard, Allowed allowed, String description) {
    /** What a value may be; {@link Object#toString} says it to an operator. */
    public sealed interface Allowed {
        /** Returns whether {@code value} may be. */
        boolean contains(String value);
    }

    /** Whole numbers, both ends among them. */
    public record Numbers(int least, int most) implements Allowed {
        private static final int LONGEST = 11;

        @Override
        public boolean contains(String value) {
            if (value.length() > LONGEST || !value.matches("-?[0-9]+")) {
                return false;
            }
            long number = Long.parseLong(value);
            return least <= number && number <= most;
        }

        @Override
        public String toString() {
            return "a whole number from " + least + " to " + most;
        }
    }

    /**
     * A text of a form.
     *
     * @param form the form in words, as "{@code x} is needed" goes on
     * @param pattern the same as a regular expression, for all of the text
     */
    public record Text(String form, String pattern) implements Allowed {
        @Override
        public boolean contains(String value) {
            return value.matches(pattern);
        }

        @Override
        public String toString() {
            return form;
        }
    }

    /** One of some words. */
    public record Words(List<String> words) implements Allowed {
        /** Copies the words, of which there is one at least. */
        public Words {
            words = List.copyOf(words);
        }

        @Override
        public boolean contains(String value) {
            return words.contains(value);
        }

        @Override
        public String toString() {
            int last = words.size() - 1;
            return last == 0 ? words.get(0) : String.join(", ", words.subList(0, last)) + " or " + words.get(last);
        }
    }
}
