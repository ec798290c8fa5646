package org.albatross.configuration;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** How alike two words are: how many letters are to be put in, left out or changed to make one of the other. */
public final class EditDistance {
    private static final int LETTERS_PER_SLIP = 3;
    private static final int LONGEST = 100;

    private EditDistance() {}

    /** Returns the known word that {@code word} is most like, if it is like one: at most every third letter differs. */
    public static Optional<String> nearest(String word, Collection<String> known) {
        if (word.length() > LONGEST) {
            return Optional.empty();
        }
        return known.stream()
                .min(Comparator.comparingInt(other -> distance(word, other)))
                .filter(other -> distance(word, other) <= Math.max(word.length(), other.length()) / LETTERS_PER_SLIP);
    }

    /** The distance of Levenshtein, row by row. */
    static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int changed = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[other.length()];
    }
}
