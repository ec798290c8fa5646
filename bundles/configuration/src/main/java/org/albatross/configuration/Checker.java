package org.albatross.configuration;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Compares the text of a configuration file with a {@link Schema}. A line is empty, a comment after {@code #}, or
 * {@code key = value}. Everything else is a mistake, and so are a key that is not known or stands twice, a value that
 * is not allowed, and a file whose name is no PID: what an operator wrote and nobody reads would be in force in the
 * operator's mind only.
 */
final class Checker {
    private static final int LONGEST_QUOTE = 80;

    private final Schema schema;
    private final String name;
    private final String pid;
    private final List<String> mistakes = new ArrayList<>();
    private final Map<String, Object> values = new TreeMap<>();

    /** Checks the file of {@code pid}, which messages call {@code name}. */
    Checker(Schema schema, String name, String pid) {
        this.schema = schema;
        this.name = name;
        this.pid = pid;
    }

    /** Checks {@code text}; to be called once. */
    ConfigurationFile check(String text) {
        Optional<List<Key>> keys = schema.find(pid);
        Optional<String> refusal = Optional.ofNullable(schema.refused().get(pid));
        if (refusal.isPresent()) {
            mistakes.add(name + ": " + refusal.get());
        } else if (keys.isEmpty()) {
            mistakes.add(name + ": " + unknownFile());
        } else {
            int number = 0;
            for (String line : text.split("\r?\n", -1)) {
                number++;
                checkLine(line.strip(), number, keys.get());
            }
        }
        return new ConfigurationFile(pid, mistakes.isEmpty() ? values : Map.of(), mistakes);
    }

    private String unknownFile() {
        String component = pid.split(Schema.INSTANCE, 2)[0];
        return schema.keys().containsKey(component + Schema.INSTANCE)
                ? "there may be several of these, each with a name of letters, digits, - and _: " + component
                        + Schema.INSTANCE + "NAME.cfg is needed"
                : "there is no component of this name" + hint(pid, schema.keys().keySet(), ".cfg");
    }

    private void checkLine(String line, int number, List<Key> keys) {
        if (line.isEmpty() || line.startsWith("#")) {
            return;
        }
        int equals = line.indexOf('=');
        if (equals < 0) {
            mistakes.add(name + ": line " + number + ", " + quoted(line) + ": key = value is needed");
            return;
        }
        checkEntry(line.substring(0, equals).strip(), line.substring(equals + 1).strip(), keys);
    }

    private void checkEntry(String key, String value, List<Key> keys) {
        Optional<Key> known =
                keys.stream().filter(one -> one.name().equals(key)).findFirst();
        boolean secret = known.isPresent() && known.get().isSecret();
        String entry = name + ": " + quoted(key) + " = " + (secret ? "(not shown)" : quoted(value)) + ": ";
        if (known.isEmpty()) {
            mistakes.add(entry + "there is no such key"
                    + hint(key, keys.stream().map(Key::name).toList(), ""));
        } else if (!known.get().allowed().contains(value)) {
            mistakes.add(entry + known.get().allowed() + " is needed");
        } else if (values.put(key, known.get().isList() ? Key.split(value) : value) != null) {
            mistakes.add(entry + "the key is there twice");
        }
    }

    private static String hint(String word, Collection<String> known, String ending) {
        return EditDistance.nearest(word, known)
                .map(near -> ", is " + near + ending + " meant?")
                .orElse("; there are " + String.join(", ", known));
    }

    /** What a file holds may be anything: control characters do not reach a terminal. */
    private static String quoted(String text) {
        String line = text.replaceAll("\\p{Cntrl}", "?");
        return line.length() <= LONGEST_QUOTE ? line : line.substring(0, LONGEST_QUOTE) + "..";
    }
}
