package org.albatross.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Figures as lines of equal columns: figure, unit, n, median, p99, min, max, note. */
final class Table {
    private static final List<String> HEADINGS = List.of("figure", "unit", "n", "median", "p99", "min", "max", "note");
    private static final int FIRST_NUMBER = 2;
    private static final int NOTE = 7;
    private static final String GAP = "  ";

    private Table() {}

    /** Returns lines that each end with a newline, the first one with the headings. */
    static String of(List<Figure> figures) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEADINGS);
        figures.forEach(figure -> rows.add(cells(figure)));
        int[] widths = new int[NOTE];
        rows.forEach(row -> {
            for (int column = 0; column < NOTE; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        });
        StringBuilder text = new StringBuilder();
        rows.forEach(row -> text.append(line(row, widths)).append('\n'));
        return text.toString();
    }

    private static List<String> cells(Figure figure) {
        Samples samples = figure.samples();
        return List.of(
                figure.label(),
                figure.unit().toString(),
                Integer.toString(samples.count()),
                number(samples.median()),
                number(samples.percentile(99)),
                number(samples.least()),
                number(samples.most()),
                figure.note());
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < NOTE; column++) {
            String padding = " ".repeat(widths[column] - row.get(column).length());
            boolean isNumber = column >= FIRST_NUMBER;
            line.append(isNumber ? padding + row.get(column) : row.get(column) + padding)
                    .append(GAP);
        }
        return line.append(row.get(NOTE)).toString().stripTrailing();
    }

    /** Three digits that mean something. */
    static String number(double value) {
        double size = Math.abs(value);
        int decimals = size >= 100 ? 0 : size >= 10 ? 1 : 2;
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
