package org.albatross.cli.internal.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.albatross.cli.internal.peer.ShellPeer;
import org.albatross.cli.internal.run.CommandFailure;
import org.albatross.model.Text;
import org.albatross.wire.ShellMessage;
import org.albatross.wire.ShellMessage.Kind;
import org.jline.reader.Candidate;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** Reads lines from a terminal, with history and the completion that the platform proposes, and has them carried out. */
public final class LineEditor {
    private static final String PROMPT = "albatross> ";
    private static final int LINES_KEPT = 1000;

    private final ShellPeer peer;
    private final Map<String, String> environment;

    /** An editor for a shell that has let the program in. */
    public LineEditor(ShellPeer peer, Map<String, String> environment) {
        this.peer = peer;
        this.environment = Map.copyOf(environment);
    }

    /** Carries on until the person leaves, by {@code exit} or the end of input. */
    public void run() throws IOException, CommandFailure {
        // stty, and no native library that would be unpacked somewhere first.
        try (Terminal terminal = TerminalBuilder.builder()
                .system(true)
                .provider("exec")
                .nativeSignals(true)
                .build()) {
            LineReader reader = reader(terminal);
            terminal.handle(Terminal.Signal.INT, signal -> interrupt());
            for (Optional<String> line = read(reader); line.isPresent(); line = read(reader)) {
                if (!line.get().isBlank()) {
                    execute(terminal, line.get());
                }
            }
        }
    }

    private void execute(Terminal terminal, String line) throws IOException, CommandFailure {
        int columns = terminal.getWidth() > 0 ? terminal.getWidth() : 80;
        Optional<String> failure = new ShellLines(peer, terminal.output(), columns).execute(line);
        failure.ifPresent(reason -> terminal.writer().println(Text.printable(reason)));
        terminal.flush();
    }

    private LineReader reader(Terminal terminal) throws IOException {
        DefaultParser parser = new DefaultParser();
        parser.setEscapeChars(null);
        parser.setQuoteChars(new char[0]);
        LineReader reader = LineReaderBuilder.builder()
                .terminal(terminal)
                .appName("albatross")
                .parser(parser)
                .completer((editing, parsed, candidates) ->
                        complete(parsed.line(), parsed.cursor(), parsed.word().length(), candidates))
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .variable(LineReader.HISTORY_SIZE, LINES_KEPT)
                .variable(LineReader.HISTORY_FILE_SIZE, LINES_KEPT)
                .build();
        Optional<Path> history = history();
        if (history.isPresent()) {
            reader.setVariable(LineReader.HISTORY_FILE, history.get());
        }
        return reader;
    }

    /** Returns the file that lines are kept in, which nobody else reads; one that begins with a space is not kept. */
    private Optional<Path> history() throws IOException {
        String home = environment.getOrDefault("HOME", "");
        String state = environment.getOrDefault("XDG_STATE_HOME", home.isEmpty() ? "" : home + "/.local/state");
        if (state.isEmpty()) {
            return Optional.empty();
        }
        Path directory = Path.of(state, "albatross");
        Path file = directory.resolve("shell_history");
        if (!Files.isWritable(Files.exists(directory) ? directory : Path.of(home.isEmpty() ? state : home))) {
            return Optional.empty();
        }
        Files.createDirectories(directory);
        if (!Files.exists(file)) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        return Optional.of(file);
    }

    /** Returns the next line; an empty one in the place of one that was given up, nothing when the person leaves. */
    private static Optional<String> read(LineReader reader) {
        try {
            String line = reader.readLine(PROMPT);
            return Optional.of(line).filter(typed -> !typed.strip().equals("exit"));
        } catch (EndOfFileException e) {
            return Optional.empty();
        } catch (UserInterruptException e) {
            return Optional.of("");
        }
    }

    private void interrupt() {
        try {
            peer.send(ShellMessage.of(Kind.INTERRUPT, ""));
        } catch (IOException e) {
            // The line that is being carried out fails for the same reason, and says so.
            return;
        }
    }

    private void complete(String line, int cursor, int wordLength, List<Candidate> candidates) {
        try {
            peer.send(ShellMessage.of(Kind.COMPLETE, cursor + "\n" + line));
            ShellMessage message = peer.next();
            String[] lines = message.text().split("\n", -1);
            int begin = Integer.parseInt(lines[0]);
            int wordBegin = cursor - wordLength;
            for (int i = 1; i < lines.length; i++) {
                String candidate = Text.of(lines[i]).line();
                if (!candidate.isEmpty()) {
                    // What stands between the editor's word and the platform's is kept.
                    candidates.add(new Candidate(line.substring(Math.min(wordBegin, begin), begin) + candidate));
                }
            }
        } catch (IOException | CommandFailure | NumberFormatException e) {
            // Nothing is proposed; the next line tells why.
            candidates.clear();
        }
    }
}
