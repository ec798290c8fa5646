package org.albatross.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.albatross.disk.Disk;
import org.albatross.model.Bytes;

/**
 * Every step by which a directory is changed, and what a disk may hold of it when the power goes before a step: what
 * was synced; of later changes of names any first ones, for a journal keeps their order; of what was written to a file since it was
 * last synced nothing, the half, or all.
 */
public final class RecordedDisk implements Disk.Faults {
    /** What a cut has left of the bytes that were written and not synced. */
    private enum Data {
        NONE,
        HALF,
        ALL
    }

    /** What a file held before the step of this number. */
    private record Version(int step, Bytes content) {}

    /** A file, whatever it is called. */
    private static final class Node {
        /** What was in it when it was synced. */
        private final List<Version> synced = new ArrayList<>();
        /** What was in it before a step of its own, of which that of a large file are not known but for the synced ones. */
        private final List<Version> seen = new ArrayList<>();

        byte[] after(int cut, Data data) {
            byte[] durable = synced.stream()
                    .filter(version -> version.step() < cut)
                    .reduce((earlier, later) -> later)
                    .map(version -> version.content().toArray())
                    .orElse(new byte[0]);
            byte[] next = seen.stream()
                    .filter(version -> version.step() >= cut)
                    .findFirst()
                    .map(version -> version.content().toArray())
                    .orElse(durable);
            return switch (data) {
                case NONE -> durable;
                case HALF -> half(durable, next);
                case ALL -> next;
            };
        }

        /**
         * The first half of what differs is the next content's: of what was overwritten whole sectors, which a disk writes or does not, of what
         * was appended any bytes. A file that shrinks has not shrunk yet.
         */
        private static byte[] half(byte[] durable, byte[] next) {
            int first = Math.max(0, Arrays.mismatch(durable, next));
            int end = first + (next.length - first) / 2;
            if (first < durable.length) {
                end -= end % SECTOR;
            }
            byte[] half = Arrays.copyOf(durable, Math.max(durable.length, end));
            System.arraycopy(next, 0, half, 0, Math.min(end, next.length));
            return half;
        }
    }

    private record Change(Disk.Step step, Path file, Path target, Node node) {}

    /** A directory as it may be: its files by their names, and its directories, which end with a slash. */
    public record Image(SortedMap<String, byte[]> files) {
        /** Returns what tells it from others. */
        public String key() {
            StringBuilder key = new StringBuilder();
            files.forEach((name, bytes) ->
                    key.append(name).append(' ').append(Arrays.hashCode(bytes)).append('\n'));
            return key.toString();
        }

        /** Makes a directory that holds it. */
        public void writeTo(Path directory) throws IOException {
            Files.createDirectories(directory);
            for (Map.Entry<String, byte[]> entry : files.entrySet()) {
                Path file = directory.resolve(entry.getKey());
                if (entry.getKey().endsWith("/")) {
                    Files.createDirectories(file);
                } else {
                    Files.write(file, entry.getValue());
                }
            }
        }
    }

    /** Up to which size it is known what was in a file before each write. */
    private static final long SMALL = 1 << 16;

    private static final int SECTOR = 512;

    private final Path root;
    private final SortedMap<String, Node> initial = new TreeMap<>();
    private final List<Change> changes = new ArrayList<>();
    private final Map<Path, Node> present = new HashMap<>();

    /** Begins with what is in {@code root} now, all of it durable. */
    public RecordedDisk(Path root) throws IOException {
        this.root = root;
        if (!Files.isDirectory(root)) {
            return;
        }
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(file -> !file.equals(root)).toList()) {
                Node node = new Node();
                if (Files.isDirectory(file)) {
                    node.synced.add(new Version(-1, Bytes.of(new byte[0])));
                    initial.put(root.relativize(file) + "/", node);
                } else {
                    begin(file, node);
                }
            }
        }
    }

    private void begin(Path file, Node node) throws IOException {
        try {
            node.synced.add(new Version(-1, Bytes.of(Files.readAllBytes(file))));
            initial.put(root.relativize(file).toString(), node);
            present.put(file, node);
        } catch (NoSuchFileException e) {
            // What nobody uses is removed in the background.
            present.remove(file);
        }
    }

    @Override
    public synchronized void before(Disk.Step step, Path file, Path target) {
        if (!file.startsWith(root)) {
            return; // the run directory: nothing of it outlives a cut
        }
        Node node = step == Disk.Step.CREATE ? new Node() : present.computeIfAbsent(file, unknown -> new Node());
        try {
            if (isOfContent(step) && (step == Disk.Step.FORCE || Files.size(file) <= SMALL)) {
                Version version = new Version(changes.size(), Bytes.of(Files.readAllBytes(file)));
                node.seen.add(version);
                if (step == Disk.Step.FORCE) {
                    node.synced.add(version);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (step == Disk.Step.RENAME) {
            present.remove(file);
        }
        present.put(target, node);
        changes.add(new Change(step, file, target, node));
    }

    /** Returns how many steps there were. */
    public synchronized int steps() {
        return changes.size();
    }

    /** Returns what the disk may hold when the power goes before the step of this number. */
    public synchronized List<Image> images(int cut) {
        List<Integer> names = new ArrayList<>();
        List<Integer> open = new ArrayList<>();
        for (int i = 0; i < cut; i++) {
            if (isOfNames(changes.get(i).step())) {
                names.add(i);
                if (!isSynced(i, cut)) {
                    open.add(i);
                }
            }
        }
        Map<String, Image> images = new HashMap<>();
        for (int kept = 0; kept <= open.size(); kept++) {
            Set<Integer> lost = new LinkedHashSet<>(open.subList(kept, open.size()));
            for (Data data : Data.values()) {
                Image image = image(names, lost, cut, data);
                images.put(image.key(), image);
            }
        }
        return List.copyOf(images.values());
    }

    private static boolean isOfContent(Disk.Step step) {
        return step == Disk.Step.WRITE || step == Disk.Step.TRUNCATE || step == Disk.Step.FORCE;
    }

    private static boolean isOfNames(Disk.Step step) {
        return step == Disk.Step.CREATE
                || step == Disk.Step.RENAME
                || step == Disk.Step.REMOVE
                || step == Disk.Step.MAKE_DIRECTORY;
    }

    private boolean isSynced(int change, int cut) {
        Path directory = changes.get(change).target().getParent();
        for (int i = change + 1; i < cut; i++) {
            Change later = changes.get(i);
            if (later.step() == Disk.Step.SYNC_DIRECTORY && later.file().equals(directory)) {
                return true;
            }
        }
        return false;
    }

    private Image image(List<Integer> names, Set<Integer> lost, int cut, Data data) {
        SortedMap<String, Node> tree = new TreeMap<>(initial);
        for (int i : names) {
            if (!lost.contains(i)) {
                apply(changes.get(i), tree);
            }
        }
        SortedMap<String, byte[]> files = new TreeMap<>();
        tree.forEach((name, node) -> {
            int slash = name.lastIndexOf('/', name.length() - 2);
            if (slash < 0 || tree.containsKey(name.substring(0, slash + 1))) {
                files.put(name, name.endsWith("/") ? new byte[0] : node.after(cut, data));
            }
        });
        return new Image(files);
    }

    private void apply(Change change, SortedMap<String, Node> tree) {
        String file = root.relativize(change.file()).toString();
        switch (change.step()) {
            case MAKE_DIRECTORY -> tree.put(file + "/", change.node());
            case CREATE -> tree.put(file, change.node());
            case RENAME -> {
                tree.remove(file);
                tree.put(root.relativize(change.target()).toString(), change.node());
            }
            case REMOVE -> tree.remove(file);
            case WRITE, TRUNCATE, FORCE, SYNC_DIRECTORY -> {}
        }
    }

    @Override
    public synchronized String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < changes.size(); i++) {
            Change change = changes.get(i);
            text.append(i)
                    .append(' ')
                    .append(change.step())
                    .append(' ')
                    .append(root.relativize(change.file()))
                    .append(change.step() == Disk.Step.RENAME ? " " + root.relativize(change.target()) : "")
                    .append('\n');
        }
        return text.toString();
    }
}
