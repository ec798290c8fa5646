package org.albatross.tender.internal;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The arguments of this process byte for byte, as strings of one character for each byte. What Java hands to
 * {@code main} went through the locale's charset, in which a byte above 127 may be lost; a path or an argument of a
 * guest must not change on its way.
 */
final class RawArguments {

    private static final Path OWN_COMMAND_LINE = Path.of("/proc/self/cmdline");

    private RawArguments() {}

    /** The raw form of the arguments of {@code main}; what went through the charset when the kernel doesn't tell. */
    static List<String> of(String[] arguments) {
        List<String> decoded = new ArrayList<>();
        boolean ascii = true;
        for (String argument : arguments) {
            decoded.add(argument);
            ascii &= isAscii(argument);
        }
        if (ascii) {
            return decoded;
        }
        try {
            List<String> all = split(Files.readAllBytes(OWN_COMMAND_LINE));
            return all.subList(all.size() - arguments.length, all.size());
        } catch (IOException | IndexOutOfBoundsException e) {
            return encode(arguments);
        }
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 127) {
                return false;
            }
        }
        return true;
    }

    private static List<String> split(byte[] commandLine) {
        List<String> words = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < commandLine.length; i++) {
            if (commandLine[i] == 0) {
                words.add(new String(commandLine, start, i - start, StandardCharsets.ISO_8859_1));
                start = i + 1;
            }
        }
        return words;
    }

    private static List<String> encode(String[] arguments) {
        Charset charset = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
        List<String> words = new ArrayList<>();
        for (String argument : arguments) {
            words.add(new String(argument.getBytes(charset), StandardCharsets.ISO_8859_1));
        }
        return words;
    }
}
