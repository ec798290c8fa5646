package org.albatross.cli.internal.report;

/** Text filled into lines. */
public final class Paragraph {
    private static final int WIDEST_INDENT = 4;
    private static final int COLUMNS_PER_INDENT = 10;

    private Paragraph() {}

    /** Returns by how much to indent on a terminal: four columns, fewer on one that has few. */
    public static int indent(int columns) {
        return Math.min(WIDEST_INDENT, columns / COLUMNS_PER_INDENT);
    }

    /**
     * Returns the words of {@code text} in lines of at most {@code columns}, each behind {@code indent} blanks and ended
     * by a newline. A word that is longer than a line has one of its own, and is as long as it is.
     */
    public static String fill(String text, int columns, int indent) {
        StringBuilder filled = new StringBuilder();
        int column = 0;
        for (String word : text.strip().split("\\s+", -1)) {
            if (column > 0 && column + 1 + word.length() > columns) {
                filled.append('\n');
                column = 0;
            }
            filled.append(column == 0 ? " ".repeat(indent) : " ").append(word);
            column += (column == 0 ? indent : 1) + word.length();
        }
        return filled.append('\n').toString();
    }
}
