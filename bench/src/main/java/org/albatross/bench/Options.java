package org.albatross.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the caller of {@code bench/run} chose.
 *
 * @param parts what is measured
 * @param rounds how often a quick thing is done; slow ones are done less often
 * @param fleet how many unikernels are many
 * @param connections how many are made to see what they leave
 * @param tender what runs them; absent for each that is there
 * @param curves the directory into which curves are drawn, an absolute path
 */
record Options(
        List<Part> parts, int rounds, int fleet, int connections, Optional<Tender> tender, Optional<Path> curves) {
    private static final int ROUNDS = 500;
    private static final int FLEET = 100;
    private static final int CONNECTIONS = 5000;

    /** Reads the command line; {@link IllegalArgumentException} with a message for people. */
    static Options parse(List<String> words) {
        List<Part> parts = new ArrayList<>();
        int rounds = ROUNDS;
        int fleet = FLEET;
        int connections = CONNECTIONS;
        Optional<Tender> tender = Optional.empty();
        Optional<Path> curves = Optional.empty();
        for (int i = 0; i < words.size(); i += 2) {
            String option = words.get(i);
            if (i + 1 == words.size()) {
                throw new IllegalArgumentException(option + " needs a value");
            }
            String value = words.get(i + 1);
            switch (option) {
                case "--part" -> parts.add(part(value));
                case "--rounds" -> rounds = number(option, value);
                case "--fleet" -> fleet = number(option, value);
                case "--connections" -> connections = number(option, value);
                case "--tender" -> tender = Optional.of(tender(value));
                case "--curves" -> curves = Optional.of(directory(value));
                default -> throw new IllegalArgumentException("unknown option " + option);
            }
        }
        return new Options(parts.isEmpty() ? Part.all() : parts, rounds, fleet, connections, tender, curves);
    }

    private static Part part(String name) {
        return Part.all().stream()
                .filter(part -> part.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--part " + name + " is none of "
                        + String.join(", ", Part.all().stream().map(Part::name).toList())));
    }

    private static int number(String option, String value) {
        if (!value.matches("[1-9][0-9]{0,5}")) {
            throw new IllegalArgumentException(option + " " + value + " is not a number from 1 to 999999");
        }
        return Integer.parseInt(value);
    }

    private static Path directory(String value) {
        Path path = Path.of(value).toAbsolutePath();
        if (!Files.isDirectory(path)) {
            throw new IllegalArgumentException("--curves " + value + " is not a directory");
        }
        return path;
    }

    private static Tender tender(String value) {
        return Tender.usable().stream()
                .filter(tender -> tender.toString().equals(value))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "--tender " + value + " is none of those here: " + Tender.usable()));
    }
}
