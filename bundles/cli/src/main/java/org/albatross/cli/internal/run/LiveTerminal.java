package org.albatross.cli.internal.run;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The terminal while a program fills it: keys arrive at once and unseen, and what stood there before comes back at the end,
 * whatever ends the program but kill -9. By {@code stty}, which is on every system.
 */
public final class LiveTerminal implements AutoCloseable {
    private static final File TTY = new File("/dev/tty");
    private static final String BEGIN = "\033[?1049h\033[?25l";
    private static final String HOME = "\033[H";
    private static final String TO_END_OF_LINE = "\033[K";
    private static final String TO_END = "\033[J";
    private static final String END = "\033[?25h\033[?1049l";

    /** Its size in characters. */
    public record Size(int lines, int columns) {}

    private final PrintStream out;
    private final Optional<String> modes;
    private final Thread restoring = new Thread(this::restore, "restore-terminal");
    private boolean restored;

    /** Takes the terminal that {@code out} writes to. */
    public LiveTerminal(PrintStream out) {
        this.out = out;
        modes = stty("-g");
        Runtime.getRuntime().addShutdownHook(restoring);
        modes.ifPresent(saved -> stty("-icanon", "-echo", "min", "1", "time", "0"));
        out.print(BEGIN);
        out.flush();
    }

    /** Returns its size, if it tells. */
    public Optional<Size> size() {
        return stty("size")
                .map(words -> words.split(" ", -1))
                .filter(words -> words.length == 2)
                .flatMap(words -> {
                    try {
                        Size size = new Size(Integer.parseInt(words[0]), Integer.parseInt(words[1]));
                        return size.lines() > 0 && size.columns() > 0 ? Optional.of(size) : Optional.empty();
                    } catch (NumberFormatException e) {
                        return Optional.empty();
                    }
                });
    }

    /** Shows a text of lines in the place of what is there. */
    public void show(String text) {
        out.print(HOME + text.replace("\n", TO_END_OF_LINE + "\r\n") + TO_END);
        out.flush();
    }

    private synchronized void restore() {
        if (!restored) {
            restored = true;
            out.print(END);
            out.flush();
            modes.ifPresent(LiveTerminal::stty);
        }
    }

    @Override
    public void close() {
        restore();
        try {
            Runtime.getRuntime().removeShutdownHook(restoring);
        } catch (IllegalStateException e) {
            return; // it is what ends the program
        }
    }

    /** Runs {@code stty} on the terminal; returns what it prints, or nothing where there is no terminal. */
    private static Optional<String> stty(String... words) {
        List<String> command = new ArrayList<>(List.of("stty"));
        command.addAll(List.of(words));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectInput(TTY)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).trim();
            return process.waitFor() == 0 ? Optional.of(printed) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
