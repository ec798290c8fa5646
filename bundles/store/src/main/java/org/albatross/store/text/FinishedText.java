package org.albatross.store.text;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.albatross.core.RunId;
import org.albatross.core.State;
import org.albatross.model.Name;
import org.albatross.model.Text;

/**
 * Writes and reads what is remembered of unikernels that ended for good as a {@link RecordText}: a line each, the latest
 * last, {@code unikernel NAME TIME RUN RESTARTS} and {@code exit N}, {@code signal N} or {@code unknown}.
 */
public final class FinishedText {
    /** The most entries that a sheet has, at less than 300 bytes each. */
    public static final int MAX_ENTRIES = 2048;

    private static final String KIND = "finished";
    private static final String ENTRY = "unikernel";
    private static final int FIXED_WORDS = 4;

    private FinishedText() {}

    /** Returns the sheet, of the latest entries if there are more than {@link #MAX_ENTRIES}. */
    public static byte[] write(List<State.Finished> finished) {
        RecordText.Writer sheet = new RecordText.Writer(KIND, 1);
        for (State.Finished entry : finished.subList(Math.max(0, finished.size() - MAX_ENTRIES), finished.size())) {
            List<Object> words = new ArrayList<>(
                    List.of(entry.name(), entry.time(), entry.runId().number(), entry.restarts()));
            words.addAll(ExitText.words(entry.exit()));
            sheet.line(ENTRY, words.toArray());
        }
        return sheet.finish();
    }

    /** Reads a sheet. */
    public static List<State.Finished> read(byte[] content) throws CorruptFileException {
        RecordText sheet = RecordText.read(content, KIND);
        List<State.Finished> finished = new ArrayList<>();
        for (List<Text> line : sheet.all(ENTRY)) {
            finished.add(entry(line));
        }
        sheet.requireAllTaken();
        return finished;
    }

    private static State.Finished entry(List<Text> words) throws CorruptFileException {
        if (words.size() <= FIXED_WORDS) {
            throw new CorruptFileException(
                    "its line '" + ENTRY + "' has " + words.size() + " words, expected at least " + (FIXED_WORDS + 1));
        }
        try {
            return new State.Finished(
                    Name.parse(words.get(0).decoded()),
                    new RunId(number(words.get(2))),
                    number(words.get(3)),
                    ExitText.read(ENTRY, words.subList(FIXED_WORDS, words.size())),
                    time(words.get(1)));
        } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
            throw new CorruptFileException(String.valueOf(e.getMessage()));
        }
    }

    private static long number(Text word) throws CorruptFileException {
        return RecordText.parseNumber(ENTRY, word.decoded());
    }

    /** A moment that an answer can tell. */
    private static Instant time(Text word) throws CorruptFileException {
        if (!word.decoded().matches("[0-9]{4}-.*")) {
            throw new CorruptFileException("its line '" + ENTRY + "' has the time '" + word + "', which is none");
        }
        return Instant.parse(word.decoded());
    }
}
