package org.albatross.cli.internal.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows of cells under headings, in columns as wide as their contents. Where the whole is wider than the
 * terminal, the columns that say least are left out, from the right, and those that say nothing; then those that may be
 * cut lose their ends to a {@code ~}, the widest first. On a terminal that is too narrow even for that, each row becomes
 * a list of what it holds, complete.
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

    /** What a cell holds that has nothing to say. */
    static final String NOTHING = "-";

    private static final String GAP = "  ";
    private static final int NARROWEST = 8;

    private record Row(List<Cell> cells, String note) {}

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
        int limit = width == 0 ? Integer.MAX_VALUE : width;
        int[] widths = widths(limit);
        StringBuilder text = new StringBuilder();
        if (total(widths) > limit) {
            rows.forEach(row -> list(text, limit, row, colours));
            return text.toString();
        }
        List<Cell> headings = new ArrayList<>();
        for (Column column : columns) {
            headings.add(new Cell(column.heading(), Style.BOLD));
        }
        line(text, widths, headings, colours);
        for (Row row : rows) {
            line(text, widths, row.cells(), colours);
            note(text, limit, row);
        }
        return text.toString();
    }

    private static void note(StringBuilder text, int limit, Row row) {
        if (!row.note().isEmpty()) {
            text.append(Paragraph.fill(row.note(), limit, Paragraph.indent(limit)));
        }
    }

    /** Appends a row as its first cell, and below it what the others hold behind their headings. */
    private void list(StringBuilder text, int limit, Row row, boolean colours) {
        text.append(styled(row.cells().get(0).text(), Style.BOLD, colours)).append('\n');
        String indent = " ".repeat(Paragraph.indent(limit));
        int column = 0;
        for (int i = 1; i < columns.size(); i++) {
            Cell cell = row.cells().get(i);
            if (saysNothing(cell)) {
                continue;
            }
            int length = columns.get(i).heading().length() + 1 + cell.text().length();
            if (column > 0 && column + GAP.length() + length > limit) {
                text.append('\n');
                column = 0;
            }
            String before = column == 0 ? indent : GAP;
            text.append(before).append(columns.get(i).heading()).append(' ');
            text.append(styled(cell.text(), cell.style(), colours));
            column += before.length() + length;
        }
        text.append(column == 0 ? "" : "\n");
        note(text, limit, row);
    }

    private static boolean saysNothing(Cell cell) {
        return cell.text().isEmpty() || cell.text().equals(NOTHING);
    }

    private static String styled(String text, Style style, boolean colours) {
        return colours ? style.of(text) : text;
    }

    /** Returns the width of each column, 0 for one that is left out. */
    private int[] widths(int limit) {
        int[] widths = new int[columns.size()];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = natural(i);
        }
        for (int i = widths.length - 1; i >= 0 && total(widths) > limit; i--) {
            if (columns.get(i).fit() == Fit.DROP || isEmpty(i)) {
                widths[i] = 0;
            }
        }
        for (int widest = widestToCut(widths); total(widths) > limit && widest >= 0; widest = widestToCut(widths)) {
            widths[widest]--;
        }
        return widths;
    }

    /** Tells whether no row has anything in this column. */
    private boolean isEmpty(int column) {
        return rows.stream().allMatch(row -> saysNothing(row.cells().get(column)));
    }

    private static int total(int[] widths) {
        int total = -GAP.length();
        for (int width : widths) {
            total += width == 0 ? 0 : GAP.length() + width;
        }
        return total;
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
                text.append(styled(cell, cells.get(i).style(), colours));
                blanks = 0;
            }
            blanks += widths[i] - cell.length() + GAP.length();
        }
        text.append('\n');
    }
}
