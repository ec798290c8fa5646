package org.albatross.cli.internal.support;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A configuration file without what may be a secret: comments, lines that set nothing, and the values of keys whose names
 * speak of one. What such a key should hold is the path of a file; somebody may have written the secret itself.
 */
final class Redaction {
    private static final Pattern ENTRY = Pattern.compile("\\s*([A-Za-z0-9._-]{1,100})\\s*[=:](.*)");
    private static final Pattern SECRET = Pattern.compile(".*(token|passw|passphrase|secret|credential|key).*");

    private Redaction() {}

    /** Returns what may be shown of a file. */
    static String of(String file) {
        return file.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#") && !line.startsWith("!"))
                .map(Redaction::line)
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static String line(String line) {
        Matcher entry = ENTRY.matcher(line);
        if (!entry.matches()) {
            return "(a line that sets nothing)";
        }
        String key = entry.group(1);
        return SECRET.matcher(key.toLowerCase(Locale.ROOT)).matches()
                ? key + " = (hidden)"
                : key + " = " + entry.group(2).strip();
    }
}
