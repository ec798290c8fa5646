package org.albatross.configuration;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The directory {@code etc/}, of which the files {@code <pid>.cfg} count; hidden files, which editors leave, do not. */
public final class ConfigurationDirectory {
    private static final String ENDING = ".cfg";
    private static final int MOST_BYTES = 65536;

    private final Path directory;

    /** Knows it by its path. */
    public ConfigurationDirectory(Path directory) {
        this.directory = directory;
    }

    /**
     * Reads every file, and checks none.
     *
     * @return the texts by path, in the order of the names
     * @throws IOException when the directory or a file cannot be read as text; the message names it
     */
    public Map<Path, String> read() throws IOException {
        Map<Path, String> texts = new TreeMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, ConfigurationDirectory::counts)) {
            for (Path file : files) {
                texts.put(file, text(file));
            }
        } catch (DirectoryIteratorException e) {
            throw new IOException(directory + ": the configuration cannot be read: " + e.getMessage(), e);
        } catch (IOException e) {
            throw unreadable(e);
        }
        return texts;
    }

    /** Checks what {@link #read} has returned. */
    public static List<ConfigurationFile> check(Schema schema, Map<Path, String> texts) {
        List<ConfigurationFile> files = new ArrayList<>();
        texts.forEach((file, text) -> files.add(new Checker(schema, file.toString(), pid(file)).check(text)));
        return files;
    }

    private static boolean counts(Path file) {
        String name = name(file);
        return name.endsWith(ENDING) && !name.startsWith(".");
    }

    private static String pid(Path file) {
        String name = name(file);
        return name.substring(0, name.length() - ENDING.length());
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    private static String text(Path file) throws IOException {
        try (InputStream stream = Files.newInputStream(file)) {
            byte[] bytes = stream.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new IOException(file + " is longer than " + MOST_BYTES + " bytes");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IOException(file + " is not in UTF-8", e);
        }
    }

    private IOException unreadable(IOException e) {
        String kind = e instanceof FileSystemException ? " (" + e.getClass().getSimpleName() + ")" : "";
        return new IOException(directory + ": the configuration cannot be read: " + e.getMessage() + kind, e);
    }
}
