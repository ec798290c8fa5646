package org.albatross.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The name of a unikernel or a block device, or, without a label, of a path as a whole
 * (wire-protocol section 3). Its written form {@code path:label} is what stands on the wire, in a file
 * name and in a message; the rules for labels are what keeps it from leaving a directory.
 *
 * @param path the domain
 * @param label the last part, absent when the name stands for the path itself
 */
public record Name(Path path, Optional<String> label) implements Comparable<Name> {
    /** The most bytes that a written name may have. */
    public static final int MAX_LENGTH = 200;

    /** The most labels that a name may have. */
    public static final int MAX_LABELS = 16;

    /** The most characters that a label may have. */
    public static final int MAX_LABEL_LENGTH = 63;

    /** The root itself. */
    public static final Name ROOT = Path.ROOT.asName();

    /** Throws {@link IllegalArgumentException} for an invalid label, too many labels or too long a name. */
    public Name {
        label.ifPresent(Name::checkLabel);
        int labels = path.labels().size() + (label.isPresent() ? 1 : 0);
        if (labels > MAX_LABELS) {
            throw new IllegalArgumentException(
                    "a name has " + labels + " labels, at most " + MAX_LABELS + " are allowed");
        }
        int length = length(path, label);
        if (length > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "a name has " + length + " bytes, at most " + MAX_LENGTH + " are allowed");
        }
    }

    /** Returns the name of {@code label} at {@code path}. */
    public static Name of(Path path, String label) {
        return new Name(path, Optional.of(label));
    }

    /**
     * Reads a written name. Upper-case letters are lowered; a colon at the beginning is ignored; a colon
     * at the end says that there is no label.
     *
     * @throws IllegalArgumentException with a message for people when the name is not valid
     */
    public static Name parse(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("empty name");
        }
        if (text.equals(":")) {
            return ROOT;
        }
        if (text.length() > MAX_LENGTH + 1) {
            throw new IllegalArgumentException(
                    "a name has " + text.length() + " characters, at most " + MAX_LENGTH + " are allowed");
        }
        String relative = text.startsWith(":") ? text.substring(1) : text;
        boolean pathOnly = relative.endsWith(":");
        String joined = pathOnly ? relative.substring(0, relative.length() - 1) : relative;
        List<String> labels = List.of(lowered(joined).split(":", -1));
        labels.forEach(Name::checkLabel);
        if (pathOnly) {
            return new Path(labels).asName();
        }
        int last = labels.size() - 1;
        return new Name(new Path(labels.subList(0, last)), Optional.of(labels.get(last)));
    }

    /**
     * Reads labels joined by colons as a name below a path. Upper-case letters are lowered. Every label counts: no
     * colon at either end is ignored, so that what is read never lies above or beside the path.
     *
     * @throws IllegalArgumentException with a message for people when the name is not valid
     */
    public static Name below(Path path, String relative) {
        if (relative.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "a name has " + relative.length() + " characters, at most " + MAX_LENGTH + " are allowed");
        }
        List<String> labels = new ArrayList<>(path.labels());
        labels.addAll(List.of(lowered(relative).split(":", -1)));
        labels.forEach(Name::checkLabel);
        if (labels.size() > MAX_LABELS) {
            throw new IllegalArgumentException(
                    "a name has " + labels.size() + " labels, at most " + MAX_LABELS + " are allowed");
        }
        int last = labels.size() - 1;
        return of(new Path(labels.subList(0, last)), labels.get(last));
    }

    /** Lowers ASCII alone: some other letters have an ASCII one as their lower case. */
    private static String lowered(String text) {
        char[] lowered = text.toCharArray();
        for (int i = 0; i < lowered.length; i++) {
            if (lowered[i] >= 'A' && lowered[i] <= 'Z') {
                lowered[i] = (char) (lowered[i] - 'A' + 'a');
            }
        }
        return new String(lowered);
    }

    /** Throws {@link IllegalArgumentException} unless {@code label} follows the rules of wire-protocol section 3. */
    static void checkLabel(String label) {
        if (label.isEmpty() || label.length() > MAX_LABEL_LENGTH) {
            throw new IllegalArgumentException("invalid label '" + printable(label) + "': it has " + label.length()
                    + " characters, 1 to " + MAX_LABEL_LENGTH + " are allowed");
        }
        boolean onlyDots = true;
        for (int i = 0; i < label.length(); i++) {
            char c = label.charAt(i);
            boolean letterOrDigit = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
            if (!letterOrDigit && c != '.' && (c != '-' || i == 0)) {
                throw new IllegalArgumentException("invalid label '" + printable(label)
                        + "': only letters, digits, '-' and '.' are allowed, and no '-' at the beginning");
            }
            onlyDots &= c == '.';
        }
        if (onlyDots) {
            throw new IllegalArgumentException("invalid label '" + label + "': it consists of dots alone");
        }
    }

    private static String printable(String label) {
        String start = label.length() <= 80 ? label : label.substring(0, 80) + "...";
        return Text.of(start).toString();
    }

    /** Tells whether this name, which has no label, is {@code other}'s path or above it. */
    public boolean covers(Name other) {
        return label.isPresent() ? equals(other) : path.contains(other.path);
    }

    /** Returns this name as seen from {@code base}, which contains its path. */
    public Name relativeTo(Path base) {
        if (!base.contains(path)) {
            throw new IllegalArgumentException(this + " does not lie below " + base);
        }
        List<String> rest =
                path.labels().subList(base.labels().size(), path.labels().size());
        return new Name(new Path(rest), label);
    }

    /** The length of the written form. */
    private static int length(Path path, Optional<String> label) {
        int length = path.isRoot() ? 1 : 0;
        for (String part : path.labels()) {
            length += part.length() + 1;
        }
        return length + label.map(String::length).orElse(0);
    }

    /** Orders by path, then by label, a path before everything in it. */
    @Override
    public int compareTo(Name other) {
        int order = path.compareTo(other.path);
        return order != 0 ? order : label.orElse("").compareTo(other.label.orElse(""));
    }

    /** Returns the name as people write it: the written form, for a label at the root without its colon. */
    public String brief() {
        return path.isRoot() ? label.orElse(toString()) : toString();
    }

    /** Returns the written form, {@code a:b:hello}, {@code :hello}, {@code a:b:} or {@code :}. */
    @Override
    public String toString() {
        return path + label.orElse("");
    }
}
