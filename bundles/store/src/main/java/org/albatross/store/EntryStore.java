package org.albatross.store;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.albatross.core.Desired;
import org.albatross.disk.DurableFiles;
import org.albatross.model.Name;
import org.albatross.model.Policy;
import org.albatross.store.text.CorruptFileException;
import org.albatross.store.text.DesiredText;
import org.albatross.store.text.PolicyText;
import org.albatross.store.text.RecordText;

/**
 * A directory with one small file per entry, called as the entry is: what is desired of each unikernel, the
 * policy of each path. A change costs one file, however many there are. A file that cannot be read is
 * reported, never removed or replaced. For any thread, but two that write the same entry have to take turns.
 */
public final class EntryStore<K extends Comparable<K>, V> {
    /**
     * How entries are called and written.
     *
     * @param key returns the entry that a file is called after, or throws {@link IllegalArgumentException}
     * @param write returns the content of a file
     * @param read reads it
     */
    public record Form<K, V>(Function<String, K> key, Function<V, byte[]> write, Reader<V> read) {}

    /** Reads the content of a file. */
    @FunctionalInterface
    public interface Reader<V> {
        /** Reads it. */
        V read(byte[] content) throws CorruptFileException;
    }

    /**
     * What a directory held.
     *
     * @param entries what could be read
     * @param unreadable what could not, by file name, with the reason
     */
    public record Loaded<K, V>(SortedMap<K, V> entries, SortedMap<String, String> unreadable) {}

    private final Path directory;
    private final Form<K, V> form;
    private final DurableFiles files;
    private final Set<String> unreadable = ConcurrentHashMap.newKeySet();

    /** Keeps entries in {@code directory}, which is made when it does not exist. */
    public EntryStore(Path directory, Form<K, V> form, DurableFiles files) throws IOException {
        files.makeStateDirectory(directory, "rwx------");
        this.directory = directory;
        this.form = form;
        this.files = files;
    }

    /** The store of what is desired, by the unikernel's name. */
    public static EntryStore<Name, Desired> ofUnikernels(Path directory, DurableFiles files) throws IOException {
        Form<Name, Desired> form = new Form<>(fileName -> unikernel(fileName), DesiredText::write, DesiredText::read);
        return new EntryStore<>(directory, form, files);
    }

    /** The store of policies, by their path. */
    public static EntryStore<org.albatross.model.Path, Policy> ofPolicies(Path directory, DurableFiles files)
            throws IOException {
        Form<org.albatross.model.Path, Policy> form =
                new Form<>(org.albatross.model.Path::parse, PolicyText::write, PolicyText::read);
        return new EntryStore<>(directory, form, files);
    }

    private static Name unikernel(String fileName) {
        Name name = Name.parse(fileName);
        if (name.label().isEmpty()) {
            throw new IllegalArgumentException("its name has no label");
        }
        return name;
    }

    /**
     * Reads every entry and removes files that were never finished.
     *
     * @throws IOException when the directory cannot be read
     */
    public Loaded<K, V> load() throws IOException {
        try (DirectoryStream<Path> unfinished = Files.newDirectoryStream(directory, DurableFiles::isUnfinished)) {
            for (Path file : unfinished) {
                files.disk().remove(file);
            }
        }
        Loaded<K, V> loaded = look();
        unreadable.clear();
        unreadable.addAll(loaded.unreadable().keySet());
        return loaded;
    }

    /**
     * Reads every entry and changes nothing: a platform may run on the directory, and be writing.
     *
     * @throws IOException when the directory cannot be read
     */
    public Loaded<K, V> look() throws IOException {
        SortedMap<K, V> entries = new TreeMap<>();
        SortedMap<String, String> failures = new TreeMap<>();
        try (DirectoryStream<Path> listing =
                Files.newDirectoryStream(directory, file -> !DurableFiles.isUnfinished(file))) {
            for (Path file : listing) {
                String fileName = file.getFileName().toString();
                try {
                    Map.Entry<K, V> entry = read(file, fileName);
                    entries.put(entry.getKey(), entry.getValue());
                } catch (IOException e) {
                    failures.put(fileName, DurableFiles.reason(e));
                } catch (IllegalArgumentException e) {
                    failures.put(fileName, String.valueOf(e.getMessage()));
                }
            }
        }
        return new Loaded<>(entries, failures);
    }

    private Map.Entry<K, V> read(Path file, String fileName) throws IOException {
        K key = form.key().apply(fileName);
        if (!key.toString().equals(fileName)) {
            throw new CorruptFileException("its name is not written as it should be, '" + key + "'");
        }
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new CorruptFileException("it is not a regular file");
        }
        long size = Files.size(file);
        if (size > RecordText.MAX_BYTES) {
            throw new CorruptFileException(
                    "it has " + size + " bytes, at most " + RecordText.MAX_BYTES + " are allowed");
        }
        return Map.entry(key, form.read().read(Files.readAllBytes(file)));
    }

    /**
     * Makes an entry durable.
     *
     * @throws IOException with a message for people; the former entry stands
     */
    public void store(K key, V value) throws IOException {
        byte[] content = form.write().apply(value);
        Optional<String> refusal = tooLong(key, content);
        if (refusal.isPresent()) {
            throw new IOException(refusal.get());
        }
        files.write(fileOf(key), content);
    }

    /**
     * Makes changes of several entries, which are all of them durable or none when this returns or throws: everything is on
     * the disk before the first one takes its place. A power cut in between leaves the first ones in the order of their
     * keys.
     *
     * @param changes what each entry becomes; one that is absent is removed, and one that does not exist is fine
     * @throws IOException with a message for people; the former entries stand
     */
    public void change(SortedMap<K, Optional<V>> changes) throws IOException {
        SortedMap<Path, Optional<byte[]>> contents = new TreeMap<>();
        for (Map.Entry<K, Optional<V>> change : changes.entrySet()) {
            K key = change.getKey();
            Optional<byte[]> content = change.getValue().map(form.write());
            Optional<String> refusal = content.flatMap(bytes -> tooLong(key, bytes));
            if (refusal.isPresent()) {
                throw new IOException(refusal.get());
            }
            contents.put(fileOf(key), content);
        }
        files.change(contents);
    }

    /** Says why what is desired of a unikernel cannot be stored; nothing when it can. */
    public static Optional<String> tooLong(Name name, Desired desired) {
        return tooLong(name, DesiredText.write(desired));
    }

    /** Says why the policy of a path cannot be stored; nothing when it can. */
    public static Optional<String> tooLong(org.albatross.model.Path path, Policy policy) {
        return tooLong(path, PolicyText.write(policy));
    }

    private static Optional<String> tooLong(Object key, byte[] content) {
        return content.length <= RecordText.MAX_BYTES
                ? Optional.empty()
                : Optional.of("the configuration of " + key + " takes " + content.length + " bytes on disk, at most "
                        + RecordText.MAX_BYTES + " are allowed");
    }

    /** Tells whether there is an entry. */
    public boolean contains(K key) {
        return Files.exists(directory.resolve(key.toString()));
    }

    /** Removes an entry durably; one that does not exist is fine. */
    public void remove(K key) throws IOException {
        files.delete(fileOf(key));
    }

    private Path fileOf(K key) throws IOException {
        Path file = directory.resolve(key.toString());
        if (unreadable.contains(key.toString())) {
            throw new IOException(file + " could not be read when the platform started: repair it or move it away,"
                    + " then start the platform again");
        }
        return file;
    }
}
