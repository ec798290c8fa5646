package org.albatross.cli.internal.report;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.albatross.model.Data;
import org.albatross.model.Name;
import org.albatross.model.Named;
import org.albatross.model.UnikernelStatus;

/**
 * What unikernels use at present, from samples as they come: rates are those between the last two samples of the same run.
 * Pure: time is an argument.
 */
public final class UsageTable {
    /** By what rows are sorted, the largest first; names ascend. */
    public enum Sort {
        /** CPU time. */
        CPU,
        /** Memory. */
        MEMORY,
        /** Bytes that are sent. */
        SENT,
        /** Bytes that are received. */
        RECEIVED,
        /** Names. */
        NAME
    }

    /** Pages of memory have this many bytes; the wire does not tell. */
    private static final long PAGE = 4096;

    /** One that had no sample for so many intervals has none any more. */
    private static final int MISSED = 3;

    private static final String FORMAT = "%s  %-10s  %6s  %8s  %8s  %8s  %5s";
    private static final int BEHIND_NAME = 57;
    private static final int SHORTEST_NAME = 12;

    private record Point(Instant at, long cpuMicros, long residentBytes, long sent, long received) {}

    private record Usage(Point last, Optional<Point> before) {
        Duration span() {
            return before.map(point -> Duration.between(point.at(), last.at())).orElse(Duration.ZERO);
        }

        private Optional<Double> rate(long now, Optional<Long> then) {
            double seconds = span().toNanos() / 1e9;
            return seconds > 0 ? then.map(former -> (now - former) / seconds) : Optional.empty();
        }

        Optional<Double> cpuPercent() {
            return rate(last.cpuMicros(), before.map(Point::cpuMicros)).map(micros -> micros / 10_000);
        }

        Optional<Double> sentRate() {
            return rate(last.sent(), before.map(Point::sent));
        }

        Optional<Double> receivedRate() {
            return rate(last.received(), before.map(Point::received));
        }
    }

    private record Row(Name name, Optional<Usage> usage, Optional<UnikernelStatus> status) {
        double number(Sort sort) {
            return switch (sort) {
                case CPU -> usage.flatMap(Usage::cpuPercent).orElse(-1.0);
                case MEMORY ->
                    usage.map(known -> (double) known.last().residentBytes()).orElse(-1.0);
                case SENT -> usage.flatMap(Usage::sentRate).orElse(-1.0);
                case RECEIVED -> usage.flatMap(Usage::receivedRate).orElse(-1.0);
                case NAME -> 0;
            };
        }

        String state() {
            return status.map(known -> known.state().line()).orElse("running");
        }

        String restarts() {
            return status.map(known -> Long.toString(known.restarts())).orElse(Table.NOTHING);
        }
    }

    private final Map<Name, Usage> usages = new TreeMap<>();
    private final Map<Name, UnikernelStatus> statuses = new TreeMap<>();
    private Duration interval = Duration.ZERO;

    /** Takes a sample. */
    public void sample(Name name, Data.Stats stats, Instant at) {
        Point point = new Point(
                at,
                micros(stats.usage().utime()) + micros(stats.usage().stime()),
                stats.memory().map(Data.Memory::rss).orElse(stats.usage().maxrss()) * PAGE,
                stats.interfaces().stream()
                        .mapToLong(Data.Interface::inputBytes)
                        .sum(),
                stats.interfaces().stream()
                        .mapToLong(Data.Interface::outputBytes)
                        .sum());
        Optional<Point> before = Optional.ofNullable(usages.get(name))
                .map(Usage::last)
                .filter(former -> former.cpuMicros() <= point.cpuMicros()
                        && former.sent() <= point.sent()
                        && former.received() <= point.received());
        Usage usage = new Usage(point, before);
        usages.put(name, usage);
        if (before.isPresent()) {
            interval = usage.span();
        }
    }

    private static long micros(Data.TimeValue time) {
        return time.seconds() * 1_000_000 + time.microseconds();
    }

    /** Takes where all unikernels stand, in the place of what was known before. Those that are finished are not shown. */
    public void statuses(List<Named<UnikernelStatus>> all) {
        statuses.clear();
        String finished = UnikernelStatus.State.FINISHED.text().toString();
        all.stream()
                .filter(named -> !named.value().state().toString().equals(finished))
                .forEach(named -> statuses.put(named.name(), named.value()));
    }

    private List<Row> rows(Sort sort, Instant now) {
        if (!interval.isZero()) {
            Instant oldest = now.minus(interval.multipliedBy(MISSED));
            usages.values().removeIf(usage -> usage.last().at().isBefore(oldest));
        }
        TreeSet<Name> names = new TreeSet<>(usages.keySet());
        names.addAll(statuses.keySet());
        List<Row> rows = new ArrayList<>();
        names.forEach(name -> rows.add(
                new Row(name, Optional.ofNullable(usages.get(name)), Optional.ofNullable(statuses.get(name)))));
        rows.sort(Comparator.comparingDouble((Row row) -> -row.number(sort)).thenComparing(Row::name));
        return rows;
    }

    /**
     * Returns the table for people, as many lines as there is room for, each with a newline.
     *
     * @param columns how wide a line may be
     * @param lines how many there may be, the heading included
     */
    public String table(Sort sort, int columns, int lines, boolean colours, Instant now) {
        int width = Math.max(SHORTEST_NAME, Math.min(columns, 120) - BEHIND_NAME);
        String heading = String.format(
                Locale.ROOT, FORMAT, padded("NAME", width), "STATE", "CPU%", "MEMORY", "SENT/s", "RECV/s", "RST");
        StringBuilder text = new StringBuilder();
        text.append(colours ? Style.BOLD.of(cut(heading, columns)) : cut(heading, columns))
                .append('\n');
        rows(sort, now).stream().limit(Math.max(0, lines - 1)).forEach(row -> {
            String line = String.format(
                    Locale.ROOT,
                    FORMAT,
                    padded(row.name().brief(), width),
                    cut(row.state(), 10),
                    row.usage()
                            .flatMap(Usage::cpuPercent)
                            .map(UsageTable::percent)
                            .orElse(Table.NOTHING),
                    row.usage()
                            .map(usage -> bytes((double) usage.last().residentBytes()))
                            .orElse(Table.NOTHING),
                    row.usage().flatMap(Usage::sentRate).map(UsageTable::bytes).orElse(Table.NOTHING),
                    row.usage()
                            .flatMap(Usage::receivedRate)
                            .map(UsageTable::bytes)
                            .orElse(Table.NOTHING),
                    row.restarts());
            text.append(cut(line, columns)).append('\n');
        });
        return text.toString();
    }

    /** Returns one line for each unikernel, for programs: numbers in percent, bytes, and bytes a second. */
    public String lines(Sort sort, Instant now) {
        StringBuilder text = new StringBuilder();
        rows(sort, now).forEach(row -> text.append(Times.rfc3339(now))
                .append(' ')
                .append(row.name())
                .append(" state ")
                .append(row.state())
                .append(" cpu ")
                .append(row.usage()
                        .flatMap(Usage::cpuPercent)
                        .map(UsageTable::percent)
                        .orElse(Table.NOTHING))
                .append(" memory ")
                .append(row.usage()
                        .map(usage -> "" + usage.last().residentBytes())
                        .orElse(Table.NOTHING))
                .append(" sent ")
                .append(row.usage()
                        .flatMap(Usage::sentRate)
                        .map(rate -> "" + Math.round(rate))
                        .orElse(Table.NOTHING))
                .append(" received ")
                .append(row.usage()
                        .flatMap(Usage::receivedRate)
                        .map(rate -> "" + Math.round(rate))
                        .orElse(Table.NOTHING))
                .append(" restarts ")
                .append(row.restarts())
                .append('\n'));
        return text.toString();
    }

    private static String percent(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    /** Returns a number of bytes with three digits or four, and a unit of 2^10 and its powers. */
    static String bytes(double count) {
        String units = "BKMGTP";
        int unit = 0;
        double value = count;
        while (value >= 1000 && unit < units.length() - 1) {
            value /= 1024;
            unit++;
        }
        String digits = unit == 0 || value >= 100
                ? Long.toString(Math.round(value))
                : String.format(Locale.ROOT, "%.1f", value);
        return digits + units.charAt(unit);
    }

    private static String padded(String text, int width) {
        String fitting = text.length() > width ? text.substring(0, width - 1) + "~" : text;
        return fitting + " ".repeat(width - fitting.length());
    }

    private static String cut(String text, int width) {
        return text.length() > width ? text.substring(0, Math.max(0, width)) : text;
    }
}
