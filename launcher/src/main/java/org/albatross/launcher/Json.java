package org.albatross.launcher;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a JSON text (RFC 8259) into maps, lists, strings, {@link Double}s, {@link Boolean}s and null.
 *
 * <p>It exists since the launcher runs before any bundle does and a feature file is all it reads.
 * Stricter than the RFC in one point: a name that stands twice in an object is refused. Text that is
 * no JSON ends in an {@link IllegalArgumentException} that names the line. Nesting is bounded.
 */
final class Json {
    private static final int MAX_DEPTH = 32;

    private final String text;
    private int position;

    private Json(String text) {
        this.text = text;
    }

    /** Reads one value that makes up the whole text. */
    static @Nullable Object read(String text) {
        Json json = new Json(text);
        Object value = json.value(0);
        json.skipSpace();
        if (json.position < text.length()) {
            throw json.refuse("something after the end");
        }
        return value;
    }

    private @Nullable Object value(int depth) {
        if (depth > MAX_DEPTH) {
            throw refuse("nested deeper than " + MAX_DEPTH);
        }
        skipSpace();
        char next = peek();
        if (next == '{') {
            return object(depth);
        }
        if (next == '[') {
            return array(depth);
        }
        if (next == '"') {
            return string();
        }
        return word();
    }

    private Map<String, @Nullable Object> object(int depth) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        expect('{');
        if (endsWith('}')) {
            return object;
        }
        do {
            skipSpace();
            String name = string();
            skipSpace();
            expect(':');
            if (object.containsKey(name)) {
                throw refuse("the name " + name + " stands twice");
            }
            object.put(name, value(depth + 1));
            skipSpace();
        } while (continuesUntil('}'));
        return object;
    }

    private List<@Nullable Object> array(int depth) {
        List<@Nullable Object> array = new ArrayList<>();
        expect('[');
        if (endsWith(']')) {
            return array;
        }
        do {
            array.add(value(depth + 1));
            skipSpace();
        } while (continuesUntil(']'));
        return array;
    }

    private String string() {
        expect('"');
        StringBuilder string = new StringBuilder();
        for (char c = next(); c != '"'; c = next()) {
            if (c < ' ') {
                throw refuse("a control character in a string");
            }
            string.append(c == '\\' ? escaped() : c);
        }
        return string.toString();
    }

    private char escaped() {
        char c = next();
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> throw refuse("the escape \\" + c);
        };
    }

    private char unicode() {
        int unit = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(next(), 16);
            if (digit < 0) {
                throw refuse("an escape \\u without four hexadecimal digits");
            }
            unit = unit * 16 + digit;
        }
        return (char) unit;
    }

    private @Nullable Object word() {
        int start = position;
        while (position < text.length() && ",]} \t\r\n".indexOf(text.charAt(position)) < 0) {
            position++;
        }
        String word = text.substring(start, position);
        return switch (word) {
            case "true" -> true;
            case "false" -> false;
            case "null" -> null;
            default -> {
                if (!word.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?")) {
                    throw refuse("the word " + word);
                }
                yield Double.valueOf(word);
            }
        };
    }

    private boolean endsWith(char end) {
        skipSpace();
        if (peek() != end) {
            return false;
        }
        position++;
        return true;
    }

    private boolean continuesUntil(char end) {
        char c = next();
        if (c != ',' && c != end) {
            throw refuse("'" + c + "' where ',' or '" + end + "' belongs");
        }
        return c == ',';
    }

    private void expect(char expected) {
        char c = next();
        if (c != expected) {
            throw refuse("'" + c + "' where '" + expected + "' belongs");
        }
    }

    private char next() {
        char c = peek();
        position++;
        return c;
    }

    private char peek() {
        if (position >= text.length()) {
            throw refuse("an early end");
        }
        return text.charAt(position);
    }

    private void skipSpace() {
        while (position < text.length() && " \t\r\n".indexOf(text.charAt(position)) >= 0) {
            position++;
        }
    }

    private IllegalArgumentException refuse(String what) {
        long line =
                1 + text.substring(0, Math.min(position, text.length())).lines().count();
        return new IllegalArgumentException("line " + Math.max(1, line - 1) + " has " + what);
    }
}
