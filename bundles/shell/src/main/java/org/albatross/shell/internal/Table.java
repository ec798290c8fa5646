package org.albatross.shell.internal;

import java.util.ArrayList;
import java.util.List;
import org.apache.felix.service.command.CommandSession;

/** Rows below a heading, each column as wide as its widest cell; what goes beyond the terminal is cut off. */
final class Table {
    private static final int DEFAULT_COLUMNS = 80;
    private static final String GAP = "  ";
    private static final String CUT = "..";

    private final List<List<String>> rows = new ArrayList<>();

    Table(String... heading) {
        rows.add(List.of(heading));
    }

    /** Adds a row: as many cells as the heading has, of printable text. */
    Table row(String... cells) {
        if (cells.length != rows.get(0).size()) {
            throw new IllegalArgumentException(
                    cells.length + " cells below a heading of " + rows.get(0).size());
        }
        rows.add(List.of(cells));
        return this;
    }

    /** Returns it for the terminal of a session; {@code nothing} when it has no row. */
    String text(CommandSession session, String nothing) {
        int columns = session.get(Interpreter.COLUMNS) instanceof Integer width ? width : DEFAULT_COLUMNS;
        return rows.size() == 1 ? nothing : text(columns);
    }

    private String text(int columns) {
        List<Integer> widths = new ArrayList<>();
        for (int i = 0; i < rows.get(0).size(); i++) {
            int column = i;
            widths.add(rows.stream()
                    .mapToInt(row -> row.get(column).length())
                    .max()
                    .orElse(0));
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            text.append(cut(line(row, widths), columns)).append('\n');
        }
        return text.toString();
    }

    private static String line(List<String> row, List<Integer> widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            String cell = row.get(i);
            line.append(i == 0 ? "" : GAP).append(cell).append(" ".repeat(widths.get(i) - cell.length()));
        }
        return line.toString().stripTrailing();
    }

    private static String cut(String line, int columns) {
        return line.length() <= columns ? line : line.substring(0, columns - CUT.length()) + CUT;
    }
}
