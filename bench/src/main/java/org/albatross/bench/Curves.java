package org.albatross.bench;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * A picture of curves, as SVG.
 *
 * @param name of its file, without {@code .svg}
 * @param title above it
 * @param number what is counted along the horizontal axis
 * @param curves the lines, at most six, each with a point
 */
record Curves(String name, String title, String number, List<Curve> curves) {
    private static final int WIDTH = 760;
    private static final int LEFT = 56;
    private static final int RIGHT = WIDTH - 24;
    private static final int TOP = 40;
    private static final int BOTTOM = 300;
    private static final int LEGEND = 350;
    private static final int LINE = 20;
    private static final int TICK = 6;
    private static final int STEPS = 5;
    private static final double DECIMAL = 10;
    private static final String GRID = "#ddd";
    private static final String AXIS = "#666";
    private static final int TITLE_PIXELS = 16;
    private static final int TEXT_PIXELS = 13;

    /** Told apart by people who see fewer colours, too (Okabe and Ito). */
    private static final List<String> COLORS =
            List.of("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9");

    /** Writes the file, in place of an older one. */
    void write(Path folder) throws IOException {
        try (Writer file = Files.newBufferedWriter(folder.resolve(name + ".svg"))) {
            draw(XMLOutputFactory.newInstance().createXMLStreamWriter(file));
            file.write('\n');
        } catch (XMLStreamException e) {
            throw new IOException("the curves " + name + " cannot be written", e);
        }
    }

    private void draw(XMLStreamWriter svg) throws XMLStreamException {
        int height = LEGEND + curves.size() * LINE;
        svg.writeStartElement("svg");
        svg.writeDefaultNamespace("http://www.w3.org/2000/svg");
        svg.writeAttribute("viewBox", "0 0 " + WIDTH + " " + height);
        svg.writeAttribute("role", "img");
        svg.writeStartElement("title");
        svg.writeCharacters(title);
        svg.writeEndElement();
        shape(svg, "rect", "width", WIDTH, "height", height, "fill", "#fff");
        label(svg, TITLE_PIXELS, LEFT, TOP - LINE, "start", title + ", median in ms");
        double widest = top(Curve::numbers);
        double highest = top(Curve::millis);
        for (int i = 0; i <= STEPS; i++) {
            double y = place(i, STEPS, BOTTOM, TOP);
            shape(svg, "line", "stroke", GRID, "x1", LEFT, "x2", RIGHT, "y1", y, "y2", y);
            label(svg, TEXT_PIXELS, LEFT - TICK, y + TICK, "end", shortest(highest * i / STEPS));
            double x = place(i, STEPS, LEFT, RIGHT);
            shape(svg, "line", "stroke", AXIS, "x1", x, "x2", x, "y1", BOTTOM, "y2", BOTTOM + TICK);
            label(svg, TEXT_PIXELS, x, BOTTOM + LINE, "middle", shortest(widest * i / STEPS));
        }
        shape(svg, "line", "stroke", AXIS, "x1", LEFT, "x2", RIGHT, "y1", BOTTOM, "y2", BOTTOM);
        label(svg, TEXT_PIXELS, RIGHT, BOTTOM + 2 * LINE, "end", number);
        for (int i = 0; i < curves.size(); i++) {
            draw(svg, curves.get(i), COLORS.get(i), widest, highest, LEGEND + i * LINE);
        }
        svg.writeEndElement();
        svg.flush();
    }

    private static void draw(XMLStreamWriter svg, Curve curve, String color, double widest, double highest, int legend)
            throws XMLStreamException {
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < curve.numbers().size(); i++) {
            double x = place(curve.numbers().get(i), widest, LEFT, RIGHT);
            double y = place(curve.millis().get(i), highest, BOTTOM, TOP);
            points.append(i == 0 ? "" : " ").append(shortest(x)).append(',').append(shortest(y));
            shape(svg, "circle", "cx", x, "cy", y, "r", 3, "fill", color);
        }
        shape(svg, "polyline", "points", points, "fill", "none", "stroke", color, "stroke-width", 2);
        shape(
                svg,
                "line",
                "x1",
                LEFT,
                "x2",
                LEFT + LINE,
                "y1",
                legend,
                "y2",
                legend,
                "stroke",
                color,
                "stroke-width",
                2);
        label(svg, TEXT_PIXELS, LEFT + LINE + TICK, legend + TICK, "start", curve.label());
    }

    /** The end of an axis: the least of 1, 2, 2.5, 5 times a power of ten that no value exceeds. */
    private double top(Function<Curve, List<? extends Number>> values) {
        double most = curves.stream()
                .flatMap(curve -> values.apply(curve).stream())
                .mapToDouble(Number::doubleValue)
                .max()
                .orElseThrow();
        double power = Math.pow(DECIMAL, Math.floor(Math.log10(most)));
        return power
                * List.of(1.0, 2.0, 2.5, 5.0, DECIMAL).stream()
                        .filter(step -> step * power >= most)
                        .findFirst()
                        .orElse(DECIMAL);
    }

    private static double place(double value, double most, int begin, int end) {
        return begin + value / most * (end - begin);
    }

    private static void label(XMLStreamWriter svg, int pixels, double x, double y, String anchor, String words)
            throws XMLStreamException {
        svg.writeStartElement("text");
        attributes(
                svg,
                "x",
                x,
                "y",
                y,
                "text-anchor",
                anchor,
                "fill",
                "#222",
                "font-family",
                "sans-serif",
                "font-size",
                pixels);
        svg.writeCharacters(words);
        svg.writeEndElement();
    }

    private static void shape(XMLStreamWriter svg, String element, Object... attributes) throws XMLStreamException {
        svg.writeEmptyElement(element);
        attributes(svg, attributes);
    }

    private static void attributes(XMLStreamWriter svg, Object... namesAndValues) throws XMLStreamException {
        for (int i = 0; i < namesAndValues.length; i += 2) {
            Object value = namesAndValues[i + 1];
            svg.writeAttribute(
                    namesAndValues[i].toString(), value instanceof Double exact ? shortest(exact) : value.toString());
        }
    }

    /** With one decimal where it needs one. */
    private static String shortest(double value) {
        String text = String.format(Locale.ROOT, "%.1f", value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }
}
