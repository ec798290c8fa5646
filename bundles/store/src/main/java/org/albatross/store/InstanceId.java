package org.albatross.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.albatross.disk.DurableFiles;
import org.albatross.store.text.CorruptFileException;

/**
 * What tells this state directory's processes from those of any other platform on the host: 16 hexadecimal
 * digits, drawn once. It stands in the command lines of wrappers and tenders.
 *
 * @param value the digits
 */
public record InstanceId(String value) {
    private static final int BYTES = 8;

    /** Throws {@link IllegalArgumentException} unless there are 16 hexadecimal digits. */
    public InstanceId {
        if (!value.matches("[0-9a-f]{16}")) {
            throw new IllegalArgumentException("an instance id has 16 hexadecimal digits");
        }
    }

    /** Reads the id from {@code file}, or draws it and makes it durable there. */
    public static InstanceId of(Path file, DurableFiles files, SecureRandom random) throws IOException {
        if (Files.exists(file)) {
            try {
                return new InstanceId(
                        Files.readString(file, StandardCharsets.ISO_8859_1).strip());
            } catch (IllegalArgumentException e) {
                throw new CorruptFileException(file + " is damaged: " + e.getMessage()
                        + "; put back the 16 digits that the wrappers of this platform's unikernels have in their"
                        + " command lines, or remove the file when none runs");
            } catch (IOException e) {
                throw new IOException("cannot read " + file + ": " + DurableFiles.reason(e), e);
            }
        }
        byte[] drawn = new byte[BYTES];
        random.nextBytes(drawn);
        InstanceId id = new InstanceId(HexFormat.of().formatHex(drawn));
        files.write(file, (id + "\n").getBytes(StandardCharsets.US_ASCII));
        return id;
    }

    @Override
    public String toString() {
        return value;
    }
}
