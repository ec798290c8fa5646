package org.albatross.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A place in the tree of administrative domains: labels from the root down. Policies hang on paths.
 * Ordered so that a path comes before what lies below it.
 *
 * @param labels each a valid label, see {@link Name}
 */
public record Path(List<String> labels) implements Comparable<Path> {
    /** The path of the host's own domain. */
    public static final Path ROOT = new Path(List.of());

    /** Throws {@link IllegalArgumentException} for an invalid label or more than {@link Name#MAX_LABELS}. */
    public Path {
        labels = List.copyOf(labels);
        labels.forEach(Name::checkLabel);
        if (labels.size() > Name.MAX_LABELS) {
            throw new IllegalArgumentException(
                    "a path has " + labels.size() + " labels, at most " + Name.MAX_LABELS + " are allowed");
        }
    }

    /**
     * Reads labels joined by colons, with or without a colon at either end: the form of a command line's
     * {@code --path}. The empty string and {@code :} are the root.
     */
    public static Path parse(String text) {
        if (text.isEmpty()) {
            return ROOT;
        }
        return Name.parse(text.endsWith(":") ? text : text + ":").path();
    }

    /** Returns the path one label below this one. */
    public Path child(String label) {
        List<String> longer = new ArrayList<>(labels);
        longer.add(label);
        return new Path(longer);
    }

    /** Returns the path one label above, or nothing for the root. */
    public Optional<Path> parent() {
        return isRoot() ? Optional.empty() : Optional.of(new Path(labels.subList(0, labels.size() - 1)));
    }

    /** Tells whether this is the root. */
    public boolean isRoot() {
        return labels.isEmpty();
    }

    /** Tells whether {@code other} is this path or lies below it. */
    public boolean contains(Path other) {
        return other.labels.size() >= labels.size()
                && other.labels.subList(0, labels.size()).equals(labels);
    }

    /** Returns this path as the name that has no label. */
    public Name asName() {
        return new Name(this, Optional.empty());
    }

    @Override
    public int compareTo(Path other) {
        int common = Math.min(labels.size(), other.labels.size());
        for (int i = 0; i < common; i++) {
            int order = labels.get(i).compareTo(other.labels.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(labels.size(), other.labels.size());
    }

    /** Returns the written form: labels joined by colons, and a colon at the end; {@code :} for the root. */
    @Override
    public String toString() {
        return String.join(":", labels) + ":";
    }
}
