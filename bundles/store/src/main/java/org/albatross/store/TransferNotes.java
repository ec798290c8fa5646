package org.albatross.store;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.albatross.disk.DurableFiles;
import org.albatross.model.Caller;
import org.albatross.model.EventRecord;
import org.albatross.model.Name;
import org.albatross.model.PlatformEvent;
import org.albatross.model.Text;
import org.albatross.store.text.CorruptFileException;
import org.albatross.store.text.RecordText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notes in the state directory of what was done to it while no platform had it, for the next platform to tell: one file for
 * each import or export, which goes when it is told. For one thread that has the directory's lock.
 */
public final class TransferNotes {
    private static final Logger LOG = LoggerFactory.getLogger(TransferNotes.class);
    private static final String KIND = "note";
    private static final String IMPORTED = "imported";
    private static final String EXPORTED = "exported";

    /** The most notes that are told at one start; the others wait for the next one. */
    private static final int MOST = 1000;

    private static final int MOST_BYTES = 65536;

    private final Path directory;
    private final DurableFiles files;

    /** In a state directory; the directory of the notes is made with the first one. */
    public TransferNotes(StatePaths state, DurableFiles files) {
        this.directory = state.notes();
        this.files = files;
    }

    /**
     * Leaves a note that the state of another installation, at {@code source}, is taken over, in the place of one that an
     * import left which was interrupted.
     */
    public void imported(Instant time, Caller.Local by, Path source, int unikernels, int policies) throws IOException {
        leave(0, time, by, IMPORTED, source, unikernels, policies);
    }

    /** Leaves a note that the state was written to {@code target}. */
    public void exported(Instant time, Caller.Local by, Path target, int unikernels, int policies) throws IOException {
        List<Path> notes = notes();
        long last = notes.isEmpty() ? 0 : number(notes.get(notes.size() - 1));
        leave(last + 1, time, by, EXPORTED, target, unikernels, policies);
    }

    private static long number(Path note) {
        String name = String.valueOf(note.getFileName());
        return name.matches("[0-9]{1,9}") ? Long.parseLong(name) : 0;
    }

    private void leave(
            long number, Instant time, Caller.Local by, String what, Path place, int unikernels, int policies)
            throws IOException {
        byte[] note = new RecordText.Writer(KIND, 1)
                .line("time", time)
                .line("by", by.uid(), by.gid(), by.pid())
                .line(what, place, unikernels, policies)
                .finish();
        files.makeStateDirectory(directory, "rwx------");
        files.write(directory.resolve(String.format(Locale.ROOT, "%09d", number)), note);
    }

    /** Tells every note, the oldest first, and removes it. One that cannot be read is reported and left. */
    public void tell(Consumer<EventRecord> events) {
        try {
            List<Path> notes = notes();
            for (Path file : notes.subList(0, Math.min(MOST, notes.size()))) {
                try {
                    events.accept(read(file));
                    files.disk().remove(file);
                } catch (IOException e) {
                    LOG.warn("The note {} cannot be told: {}", file, DurableFiles.describe(e));
                }
            }
        } catch (IOException e) {
            LOG.warn("{} cannot be read: {}", directory, DurableFiles.describe(e));
        }
    }

    private List<Path> notes() throws IOException {
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> listing =
                Files.newDirectoryStream(directory, file -> !DurableFiles.isUnfinished(file))) {
            listing.forEach(found::add);
        }
        return found.stream().sorted().toList();
    }

    private static EventRecord read(Path file) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new CorruptFileException("it is not a regular file");
        }
        if (Files.size(file) > MOST_BYTES) {
            throw new CorruptFileException("it has " + Files.size(file) + " bytes, at most " + MOST_BYTES);
        }
        RecordText note = RecordText.read(Files.readAllBytes(file), KIND);
        try {
            Instant time = Instant.parse(note.word("time"));
            List<Text> by = words("by", note.words("by"));
            Caller caller = new Caller.Local(number("by", by.get(0)), number("by", by.get(1)), number("by", by.get(2)));
            PlatformEvent event = event(note);
            note.requireAllTaken();
            return new EventRecord(time, caller, Name.ROOT, event);
        } catch (DateTimeException | ArithmeticException e) {
            throw new CorruptFileException(String.valueOf(e.getMessage()));
        }
    }

    private static PlatformEvent event(RecordText note) throws CorruptFileException {
        List<List<Text>> imported = note.all(IMPORTED);
        String what = imported.isEmpty() ? EXPORTED : IMPORTED;
        List<Text> words = words(what, imported.isEmpty() ? note.words(EXPORTED) : imported.get(0));
        String place = words.get(0).decoded();
        int unikernels = Math.toIntExact(number(what, words.get(1)));
        int policies = Math.toIntExact(number(what, words.get(2)));
        return imported.isEmpty()
                ? new PlatformEvent.StateExported(place, unikernels, policies)
                : new PlatformEvent.StateImported(place, unikernels, policies);
    }

    private static List<Text> words(String key, List<Text> words) throws CorruptFileException {
        if (words.size() != 3) {
            throw new CorruptFileException("its line '" + key + "' has " + words.size() + " words, expected 3");
        }
        return words;
    }

    private static long number(String key, Text word) throws CorruptFileException {
        return RecordText.parseNumber(key, word.decoded());
    }
}
