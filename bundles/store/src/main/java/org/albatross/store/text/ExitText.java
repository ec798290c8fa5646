package org.albatross.store.text;

import java.util.List;
import org.albatross.model.Exit;
import org.albatross.model.Text;

/** How a run ended, as words of a line: {@code exit N}, {@code signal N} or {@code unknown}. */
public final class ExitText {
    private ExitText() {}

    /** Returns the words. */
    public static List<String> words(Exit exit) {
        return List.of(exit.toString().split(" ", -1));
    }

    /**
     * Reads the words.
     *
     * @param key of the line that they stand in, for the message
     */
    public static Exit read(String key, List<Text> words) throws CorruptFileException {
        String kind = words.isEmpty() ? "" : words.get(0).decoded();
        if (words.size() == 1 && kind.equals(new Exit.Unknown().toString())) {
            return new Exit.Unknown();
        }
        try {
            if (words.size() == 2 && kind.equals("exit")) {
                return new Exit.Code(number(key, words.get(1)));
            }
            if (words.size() == 2 && kind.equals("signal")) {
                return new Exit.Signal(number(key, words.get(1)));
            }
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new CorruptFileException(String.valueOf(e.getMessage()));
        }
        throw new CorruptFileException("its line '" + key + "' has '" + kind + "' where its end should be");
    }

    private static int number(String key, Text word) throws CorruptFileException {
        return Math.toIntExact(RecordText.parseNumber(key, word.decoded()));
    }
}
