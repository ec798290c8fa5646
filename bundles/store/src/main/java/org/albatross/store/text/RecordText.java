package org.albatross.store.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.LongFunction;
import org.albatross.model.Bytes;
import org.albatross.model.CpuId;
import org.albatross.model.Megabytes;
import org.albatross.model.Text;

/**
 * The small text files in which our state is kept: a person can read them, any byte survives in them, and
 * a torn one is noticed.
 *
 * <pre>
 * albatross KIND FORMAT
 * KEY WORD WORD...
 * end
 * </pre>
 *
 * <p>Words stand between single blanks; a byte that is not a printable ASCII character, a blank or {@code %}
 * is {@code %} and two hexadecimal digits, an empty word {@code %} alone. A key may stand more than once; a
 * key that the reader does not ask for makes the file unreadable, since what it says would be lost.
 */
public final class RecordText {
    /** The most bytes that a sheet has. */
    public static final int MAX_BYTES = 1024 * 1024;

    private static final String MAGIC = "albatross ";
    private static final String END = "end";
    private static final String HEX = "0123456789ABCDEF";

    private final Map<String, List<List<Text>>> lines;

    private RecordText(Map<String, List<List<Text>>> lines) {
        this.lines = lines;
    }

    /** Puts a sheet together. */
    public static final class Writer {
        private final StringBuilder text = new StringBuilder();

        /** Begins a sheet of a kind, in a format of that kind. */
        public Writer(String kind, int format) {
            text.append(MAGIC).append(kind).append(' ').append(format).append('\n');
        }

        /** Adds a line; each word is written as its {@code toString} has it, a {@link Text} byte by byte. */
        public Writer line(String key, Object... words) {
            text.append(key);
            for (Object word : words) {
                text.append(' ');
                appendEscaped(word instanceof Text bytes ? bytes : Text.of(word.toString()));
            }
            text.append('\n');
            return this;
        }

        private void appendEscaped(Text word) {
            if (word.length() == 0) {
                text.append('%');
            }
            for (int i = 0; i < word.length(); i++) {
                int b = word.bytes().at(i) & 0xff;
                if (b > ' ' && b < 0x7f && b != '%') {
                    text.append((char) b);
                } else {
                    text.append('%').append(HEX.charAt(b >> 4)).append(HEX.charAt(b & 15));
                }
            }
        }

        /** Returns the whole sheet. */
        public byte[] finish() {
            return (text + END + "\n").getBytes(StandardCharsets.US_ASCII);
        }
    }

    /**
     * Reads a sheet of a kind in format 1, the only one so far.
     *
     * @throws CorruptFileException when it is none
     */
    public static RecordText read(byte[] content, String kind) throws CorruptFileException {
        String text = new String(content, StandardCharsets.US_ASCII);
        String first = MAGIC + kind + " 1\n";
        if (!text.startsWith(first)) {
            int end = Math.min(text.length(), 80);
            throw new CorruptFileException("it begins with '"
                    + Text.of(text.substring(0, end).lines().findFirst().orElse("")) + "', expected '" + first.strip()
                    + "'");
        }
        if (!text.endsWith("\n" + END + "\n")) {
            throw new CorruptFileException("its end is missing");
        }
        Map<String, List<List<Text>>> lines = new LinkedHashMap<>();
        String body = text.substring(first.length(), Math.max(first.length(), text.length() - END.length() - 1));
        for (String line : body.lines().toList()) {
            String[] parts = line.split(" ", -1);
            List<Text> words = new ArrayList<>();
            for (int i = 1; i < parts.length; i++) {
                words.add(unescape(parts[i]));
            }
            lines.computeIfAbsent(parts[0], key -> new ArrayList<>()).add(words);
        }
        return new RecordText(lines);
    }

    private static Text unescape(String word) throws CorruptFileException {
        if (word.equals("%")) {
            return Text.of(Bytes.EMPTY);
        }
        byte[] bytes = new byte[word.length()];
        int length = 0;
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c != '%') {
                bytes[length++] = (byte) c;
                continue;
            }
            int high = i + 2 < word.length() ? HEX.indexOf(word.charAt(i + 1)) : -1;
            int low = i + 2 < word.length() ? HEX.indexOf(word.charAt(i + 2)) : -1;
            if (high < 0 || low < 0) {
                throw new CorruptFileException("'" + Text.of(word) + "' has a % without two hexadecimal digits");
            }
            bytes[length++] = (byte) (high << 4 | low);
            i += 2;
        }
        return Text.of(Bytes.of(bytes, 0, length));
    }

    /** Takes every line of a key, in order. */
    public List<List<Text>> all(String key) {
        List<List<Text>> found = lines.remove(key);
        return found == null ? List.of() : found;
    }

    /** Takes the words of the one line of a key. */
    public List<Text> words(String key) throws CorruptFileException {
        return optionalWords(key).orElseThrow(() -> new CorruptFileException("it has no line '" + key + "'"));
    }

    /** Takes the words of the line of a key that may be absent. */
    public Optional<List<Text>> optionalWords(String key) throws CorruptFileException {
        List<List<Text>> found = all(key);
        if (found.size() > 1) {
            throw new CorruptFileException("it has " + found.size() + " lines '" + key + "', expected one");
        }
        return found.stream().findFirst();
    }

    /** Takes the one word of the one line of a key. */
    public String word(String key) throws CorruptFileException {
        return single(key, words(key));
    }

    /** Takes the one word of the line of a key that may be absent. */
    public Optional<String> optionalWord(String key) throws CorruptFileException {
        Optional<List<Text>> words = optionalWords(key);
        return words.isPresent() ? Optional.of(single(key, words.get())) : Optional.empty();
    }

    /** Takes the one word, of any bytes, of the line of a key that may be absent. */
    public Optional<Text> optionalText(String key) throws CorruptFileException {
        Optional<List<Text>> words = optionalWords(key);
        return words.isPresent() ? Optional.of(singleText(key, words.get())) : Optional.empty();
    }

    private static String single(String key, List<Text> words) throws CorruptFileException {
        return singleText(key, words).decoded();
    }

    private static Text singleText(String key, List<Text> words) throws CorruptFileException {
        if (words.size() != 1) {
            throw new CorruptFileException("its line '" + key + "' has " + words.size() + " words, expected one");
        }
        return words.get(0);
    }

    /** Takes the one word of a key as a number. */
    public long number(String key) throws CorruptFileException {
        return parseNumber(key, word(key));
    }

    /** Reads a word of the line of {@code key} as a number. */
    public static long parseNumber(String key, String word) throws CorruptFileException {
        try {
            return Long.parseLong(word);
        } catch (NumberFormatException e) {
            throw new CorruptFileException("its line '" + key + "' has '" + Text.of(word) + "', expected a number");
        }
    }

    /** Takes the one word of a key, a size in MB. */
    Megabytes megabytes(String key) throws CorruptFileException {
        return value(key, number(key), Megabytes::new);
    }

    /** Takes the one word of a key, a size in MB, where there is such a line. */
    Optional<Megabytes> optionalMegabytes(String key) throws CorruptFileException {
        Optional<String> word = optionalWord(key);
        return word.isPresent()
                ? Optional.of(value(key, parseNumber(key, word.get()), Megabytes::new))
                : Optional.empty();
    }

    /** Reads words of the line of {@code key} as CPUs. */
    static SortedSet<CpuId> cpus(String key, List<Text> words) throws CorruptFileException {
        SortedSet<CpuId> cpus = new TreeSet<>();
        for (Text word : words) {
            cpus.add(value(key, parseNumber(key, word.decoded()), CpuId::new));
        }
        return cpus;
    }

    /** Returns what {@code type} makes of a number of the line of {@code key}. */
    private static <T> T value(String key, long number, LongFunction<T> type) throws CorruptFileException {
        try {
            return type.apply(number);
        } catch (IllegalArgumentException e) {
            throw new CorruptFileException("its line '" + key + "': " + e.getMessage());
        }
    }

    /** Takes the one word of a key, {@code yes} or {@code no}. */
    public boolean flag(String key) throws CorruptFileException {
        String word = word(key);
        if (!word.equals("yes") && !word.equals("no")) {
            throw new CorruptFileException("its line '" + key + "' has '" + Text.of(word) + "', expected yes or no");
        }
        return word.equals("yes");
    }

    /** Refuses lines that nobody has taken. */
    public void requireAllTaken() throws CorruptFileException {
        if (!lines.isEmpty()) {
            throw new CorruptFileException("it has a line '"
                    + Text.of(lines.keySet().iterator().next()) + "' that this version does not know");
        }
    }

    /** Returns {@code yes} or {@code no}. */
    public static String yesNo(boolean value) {
        return value ? "yes" : "no";
    }
}
