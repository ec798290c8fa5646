package org.albatross.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The words of a command line, told apart: {@code --option value}, {@code --option=value}, {@code --flag}, and those between
 * them. What follows {@code --} is not an option.
 *
 * @param others the words that are no options, in order
 * @param values what was given for each option, in order; for a flag as many empty words as it was given
 */
public record OptionWords(List<String> others, Map<String, List<String>> values) {
    /** Copies both. */
    public OptionWords {
        others = List.copyOf(others);
        values = Map.copyOf(values);
    }

    /**
     * Tells words apart.
     *
     * @param valued the options that have a value
     * @param flags those that have none
     * @throws IllegalArgumentException with a message for people for an option that is neither, one without its value, and a
     *     flag with one
     */
    public static OptionWords of(List<String> words, Set<String> valued, Set<String> flags) {
        List<String> others = new ArrayList<>();
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.equals("--")) {
                others.addAll(words.subList(i + 1, words.size()));
                break;
            }
            if (!word.startsWith("-") || word.equals("-")) {
                others.add(word);
                continue;
            }
            int equals = word.indexOf('=');
            String option = equals < 0 ? word : word.substring(0, equals);
            List<String> given = values.computeIfAbsent(option, key -> new ArrayList<>());
            if (flags.contains(option)) {
                if (equals >= 0) {
                    throw new IllegalArgumentException(option + " has no value");
                }
                given.add("");
            } else if (!valued.contains(option)) {
                throw new IllegalArgumentException(Text.of(option).line() + ": there is no such option");
            } else if (equals >= 0) {
                given.add(word.substring(equals + 1));
            } else if (i + 1 < words.size()) {
                i++;
                given.add(words.get(i));
            } else {
                throw new IllegalArgumentException(option + " needs a value");
            }
        }
        return new OptionWords(others, values);
    }

    /** Tells whether one of the names of a flag was given. */
    public boolean has(String... names) {
        return Set.of(names).stream().anyMatch(values::containsKey);
    }

    /** Returns every value of an option, in order. */
    public List<String> all(String option) {
        return values.getOrDefault(option, List.of());
    }

    /** Returns the value of an option; throws {@link IllegalArgumentException} when it was given twice. */
    public Optional<String> one(String option) {
        List<String> given = all(option);
        if (given.size() > 1) {
            throw new IllegalArgumentException(option + " is given " + given.size() + " times");
        }
        return given.stream().findFirst();
    }

    /** Returns every value of an option whose values are numbers. */
    public List<Long> numbers(String option) {
        return all(option).stream().map(value -> number(option, value)).toList();
    }

    /** Returns the value of an option that is a number. */
    public Optional<Long> number(String option) {
        return one(option).map(value -> number(option, value));
    }

    private static long number(String option, String value) {
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(option + ": '" + Text.of(value).line() + "' is not a number", e);
        }
    }
}
