package org.albatross.supervisor.internal;

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
import org.albatross.store.Disk;

/**
 * Every step by which a state directory is changed, and what a disk may hold of it when the power goes before a step: what
 * was synced; of later changes of names any first ones, for a journal keeps their order; of a file that was not synced
 * nothing, or the half of it.
 */
final class RecordedDisk implements Disk.Faults {
    /** What a file holds that a cut has left: its data, a part of them, none. */
    private enum Data {
        NONE,
        HALF
    }

    /** A file, whatever it is called. */
    private static final class Node {
        private byte[] content = new byte[0];
        private int forcedAt = Integer.MAX_VALUE;

        byte[] after(int cut, Data data) {
            if (forcedAt < cut) {
                return content;
            }
            return data == Data.NONE ? new byte[0] : Arrays.copyOf(content, content.length / 2);
        }
    }

    private record Change(Disk.Step step, Path file, Path target, Node node) {}

    /** A directory as it may be: its files by their names, and its directories, which end with a slash. */
    record Image(SortedMap<String, byte[]> files) {
        String key() {
            StringBuilder key = new StringBuilder();
            files.forEach((name, bytes) ->
                    key.append(name).append(' ').append(Arrays.hashCode(bytes)).append('\n'));
            return key.toString();
        }

        void writeTo(Path directory) throws IOException {
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

    private final Path root;
    private final SortedMap<String, Node> initial = new TreeMap<>();
    private final List<Change> changes = new ArrayList<>();
    private final Map<Path, Node> present = new HashMap<>();

    /** Begins with what is in {@code root} now, all of it durable. */
    RecordedDisk(Path root) throws IOException {
        this.root = root;
        if (!Files.isDirectory(root)) {
            return;
        }
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(file -> !file.equals(root)).toList()) {
                Node node = new Node();
                node.forcedAt = -1;
                if (Files.isDirectory(file)) {
                    initial.put(root.relativize(file) + "/", node);
                } else {
                    begin(file, node);
                }
            }
        }
    }

    private void begin(Path file, Node node) throws IOException {
        try {
            node.content = Files.readAllBytes(file);
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
            if (step == Disk.Step.FORCE) {
                node.content = Files.readAllBytes(file);
                node.forcedAt = changes.size();
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
    synchronized int steps() {
        return changes.size();
    }

    /** Returns what the disk may hold when the power goes before the step of this number. */
    synchronized List<Image> images(int cut) {
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
            case WRITE, FORCE, SYNC_DIRECTORY -> {}
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
