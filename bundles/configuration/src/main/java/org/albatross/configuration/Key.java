package org.albatross.configuration;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

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
     * @param form the form in words, as "{@code x} is needed" continues
     * @param pattern the same as a regular expression, for all of the text
     */
    public record Text(String form, String pattern) implements Allowed {
        /** Throws {@link java.util.regex.PatternSyntaxException} unless the pattern is a regular expression. */
        public Text {
            Pattern.compile(pattern);
        }

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

    /** Where to listen or connect: a host's name or number, and a port. */
    public record Address() implements Allowed {
        private static final Pattern FORM =
                Pattern.compile("(?:[A-Za-z0-9][A-Za-z0-9.-]{0,252}|(\\[[0-9A-Fa-f:.]{2,45}])):([1-9][0-9]{0,4})");
        private static final int LAST_PORT = 65535;

        @Override
        public boolean contains(String value) {
            Matcher address = FORM.matcher(value);
            return address.matches()
                    && Integer.parseInt(address.group(2)) <= LAST_PORT
                    && (address.group(1) == null || isNumber(address.group(1)));
        }

        /** What stands in brackets is never looked up. */
        private static boolean isNumber(String bracketed) {
            try {
                return InetAddress.getByName(bracketed) instanceof Inet6Address;
            } catch (UnknownHostException e) {
                return false;
            }
        }

        @Override
        public String toString() {
            return "an address (localhost:8086, 192.0.2.1:8086, [2001:db8::1]:8086)";
        }
    }

    /** A file that is there, by its absolute path. */
    public record ReadableFile() implements Allowed {
        @Override
        public boolean contains(String value) {
            return readable(value).isPresent();
        }

        private static Optional<Path> readable(String value) {
            try {
                return Optional.of(Path.of(value))
                        .filter(file -> file.isAbsolute() && Files.isRegularFile(file) && Files.isReadable(file));
            } catch (InvalidPathException e) {
                return Optional.empty();
            }
        }

        @Override
        public String toString() {
            return "the absolute path of a file that the platform can read";
        }
    }

    /** A directory that is there, by its absolute path. */
    public record ReadableDirectory() implements Allowed {
        @Override
        public boolean contains(String value) {
            try {
                Path directory = Path.of(value);
                return directory.isAbsolute()
                        && Files.isDirectory(directory)
                        && Files.isReadable(directory)
                        && Files.isExecutable(directory);
            } catch (InvalidPathException e) {
                return false;
            }
        }

        @Override
        public String toString() {
            return "the absolute path of a directory that the platform can read";
        }
    }

    /**
     * A file that holds a secret, by its absolute path: neither the value nor a message ever holds the secret itself, and
     * a value that might be one, written here by mistake, is not repeated.
     */
    public record SecretFile() implements Allowed {
        @Override
        public boolean contains(String value) {
            return ReadableFile.readable(value).filter(SecretFile::isClosed).isPresent();
        }

        private static boolean isClosed(Path file) {
            try {
                return Files.getPosixFilePermissions(file).stream()
                        .noneMatch(permission -> permission.name().startsWith("OTHERS"));
            } catch (IOException e) {
                return false;
            }
        }

        @Override
        public String toString() {
            return "the absolute path of a file that the platform can read and others cannot (mode 0640 or 0600)";
        }
    }

    /** One of several kinds of values. */
    public record Either(List<Allowed> kinds) implements Allowed {
        /** Copies the kinds, of which there is one at least. */
        public Either {
            kinds = List.copyOf(kinds);
        }

        @Override
        public boolean contains(String value) {
            return kinds.stream().anyMatch(kind -> kind.contains(value));
        }

        @Override
        public String toString() {
            return kinds.stream().map(Allowed::toString).collect(Collectors.joining(" or "));
        }
    }

    /** Several values with commas between them, or none. */
    public record Several(Allowed element, int most) implements Allowed {
        @Override
        public boolean contains(String value) {
            List<String> elements = split(value);
            return elements.size() <= most && elements.stream().allMatch(element::contains);
        }

        @Override
        public String toString() {
            return "none or up to " + most + ", with commas between them, of: " + element;
        }
    }

    /** Returns the elements of a list. */
    static List<String> split(String list) {
        return list.isEmpty()
                ? List.of()
                : Arrays.stream(list.split(",", -1)).map(String::strip).toList();
    }

    /** Tells whether its value is several ones, which a component gets as an array. */
    boolean isList() {
        return allowed instanceof Several;
    }

    /** Tells whether what stands in its place may be a secret, and is not to be repeated. */
    public boolean isSecret() {
        return isSecret(allowed);
    }

    private static boolean isSecret(Allowed allowed) {
        return allowed instanceof SecretFile
                || (allowed instanceof Either either && either.kinds().stream().anyMatch(Key::isSecret))
                || (allowed instanceof Several several && isSecret(several.element()));
    }
}
