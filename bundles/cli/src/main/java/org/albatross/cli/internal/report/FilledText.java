package org.albatross.cli.internal.report;

/**
 * Words filled into lines as the original's formatter fills them: a piece stands behind the one before it
 * as long as the line does not become longer than {@value #MARGIN} characters. A piece itself is never broken.
 */
final class FilledText {
    private static final int MARGIN = 77;

    private final StringBuilder text;
    private int column;
    private boolean first = true;

    /** Begins behind {@code prefix}, which stands in the first line already. */
    FilledText(String prefix) {
        this.column = prefix.length();
        this.text = new StringBuilder();
    }

    /** Appends a piece, behind a blank or on a new line. */
    FilledText add(String piece) {
        if (first) {
            first = false;
        } else if (column + 1 + piece.length() > MARGIN) {
            text.append('\n');
            column = 0;
        } else {
            text.append(' ');
            column++;
        }
        text.append(piece);
        column += piece.length();
        return this;
    }

    /** Appends a piece on a new line, whatever room there is. */
    FilledText addOnNewLine(String piece) {
        text.append('\n').append(piece);
        column = piece.length();
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
