package org.albatross.cli.internal.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows of cells under headings, in columns as wide as their contents. Where the whole is wider than the
 * terminal, the columns that say least are left out, from the right; then those that may be cut lose their
 * ends to a {@code ~}, the widest first.
 */
final class Table {
    /** What becomes of a column when there is no room. */
    enum Fit {
        /** It stays as it is. */
        KEEP,
        /** Its cells are cut. */
        CUT,
        /** It is left out. */
        DROP
    }

    /** A column: what stands above it, and what becomes of it when there is no room. */
    record Column(String heading, Fit fit) {}

    /** A cell, of printable ASCII, and how it is coloured. */
    record Cell(String text, Style style) {
        /** A cell without colour. */
        static Cell of(String text) {
            return new Cell(text, Style.PLAIN);
        }
    }

    private static final String GAP = "  ";
    private static final int NARROWEST = 8;

    private record Row(List<Cell> cells, String note) {}

    private static final String NOTE_INDENT = "    ";

    private final List<Column> columns;
    private final List<Row> rows = new ArrayList<>();

    Table(Column... columns) {
        this.columns = List.of(columns);
    }

    /** Adds a row, a cell for each column. */
    void add(Cell... cells) {
        rows.add(new Row(List.of(cells), ""));
    }

    /** Adds a row, and what stands below it over all columns. */
    void addWithNote(String note, Cell... cells) {
        rows.add(new Row(List.of(cells), note));
    }

    /** Returns the table, each line with a newline; {@code width} 0 is for any width. */
    String layout(int width, boolean colours) {
        int[] widths = widths(width == 0 ? Integer.MAX_VALUE : width);
        StringBuilder text = new StringBuilder();
        List<Cell> headings = new ArrayList<>();
        for (Column column : columns) {
            headings.add(new Cell(column.heading(), Style.BOLD));
        }
        line(text, widths, headings, colours);
        for (Row row : rows) {
            line(text, widths, row.cells(), colours);
            if (!row.note().isEmpty()) {
                text.append(NOTE_INDENT).append(row.note()).append('\n');
            }
        }
        return text.toString();
    }

    /** Returns the width of each column, 0 for one that is left out. */
    private int[] widths(int limit) {
        int[] widths = new int[columns.size()];
        int total = -GAP.length();
        for (int i = 0; i < widths.length; i++) {
            widths[i] = natural(i);
            total += GAP.length() + widths[i];
        }
        for (int i = widths.length - 1; i >= 0 && total > limit; i--) {
            if (columns.get(i).fit() == Fit.DROP) {
                total -= GAP.length() + widths[i];
                widths[i] = 0;
            }
        }
        for (int widest = widestToCut(widths); total > limit && widest >= 0; widest = widestToCut(widths)) {
            widths[widest]--;
            total--;
        }
        return widths;
    }

    /** Returns the widest column that may be cut further, -1 without any. */
    private int widestToCut(int[] widths) {
        int widest = -1;
        for (int i = 0; i < widths.length; i++) {
            boolean possible = columns.get(i).fit() == Fit.CUT && widths[i] > NARROWEST;
            if (possible && (widest < 0 || widths[i] > widths[widest])) {
                widest = i;
            }
        }
        return widest;
    }

    private int natural(int column) {
        int width = columns.get(column).heading().length();
        for (Row row : rows) {
            width = Math.max(width, row.cells().get(column).text().length());
        }
        return width;
    }

    private static void line(StringBuilder text, int[] widths, List<Cell> cells, boolean colours) {
        int blanks = 0;
        for (int i = 0; i < widths.length; i++) {
            if (widths[i] == 0) {
                continue;
            }
            String cell = cells.get(i).text();
            if (cell.length() > widths[i]) {
                cell = cell.substring(0, widths[i] - 1) + "~";
            }
            if (!cell.isEmpty()) {
                text.append(" ".repeat(blanks));
                text.append(colours ? cells.get(i).style().of(cell) : cell);
                blanks = 0;
            }
            blanks += widths[i] - cell.length() + GAP.length();
        }
        text.append('\n');
    }
}
