package org.albatross.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.albatross.disk.DurableFiles;
import org.albatross.store.text.CorruptFileException;

/**
 * The version of all that is in a state directory, as one number in its file {@code version}. A directory of a lower version is made one of
 * the present before anything in it is read, one of a higher is refused: whoever reads half of it would lose the rest. For any thread; a
 * directory is changed by who holds its lock.
 */
public final class StateVersion {
    /** What this platform knows: version 1 is the first that has the file. What there was before, version 0, has the same formats. */
    public static final StateVersion KNOWN = new StateVersion(List.of((state, files) -> {}));

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}\n");
    private static final int MAX_BYTES = 16;

    /** Makes a directory of one version one of the next. */
    @FunctionalInterface
    interface Migration {
        /** Changes it durably; after a crash it is called again, on what it has left. */
        void migrate(StatePaths state, DurableFiles files) throws IOException;
    }

    private final List<Migration> migrations;

    /** Knows version 0, and one more for each migration. */
    StateVersion(List<Migration> migrations) {
        this.migrations = List.copyOf(migrations);
    }

    /** Returns the version that directories have here. */
    public int current() {
        return migrations.size();
    }

    /**
     * Refuses a directory of a higher version.
     *
     * @return its version, 0 where there is no file that says it
     * @throws IOException when the version is higher than {@link #current}, or cannot be read
     */
    public int requireKnown(StatePaths state) throws IOException {
        int version = read(state.version());
        if (version > current()) {
            throw new IOException(
                    state.directory() + " is of version " + version + ", and this platform knows versions up to "
                            + current() + ": start the platform that it is of, or a later one");
        }
        return version;
    }

    /**
     * Makes a directory one of the present version.
     *
     * @return the version that it had
     * @throws IOException as {@link #requireKnown}, and when it cannot be changed
     */
    public int migrate(StatePaths state, DurableFiles files) throws IOException {
        int found = requireKnown(state);
        for (int version = found; version < current(); version++) {
            migrations.get(version).migrate(state, files);
            files.write(state.version(), ((version + 1) + "\n").getBytes(StandardCharsets.US_ASCII));
        }
        return found;
    }

    private int read(Path file) throws IOException {
        byte[] content;
        try (var in = Files.newInputStream(file)) {
            content = in.readNBytes(MAX_BYTES);
        } catch (NoSuchFileException e) {
            return 0;
        } catch (IOException e) {
            throw new IOException("cannot read " + file + ": " + DurableFiles.reason(e), e);
        }
        String text = new String(content, StandardCharsets.ISO_8859_1);
        if (!NUMBER.matcher(text).matches()) {
            throw new CorruptFileException(
                    file + " is damaged: it is to hold one number; a platform of this version writes " + current()
                            + " there");
        }
        return Integer.parseInt(text.strip());
    }
}
