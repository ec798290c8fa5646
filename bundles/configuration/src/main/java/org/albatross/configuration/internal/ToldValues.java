package org.albatross.configuration.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The values of which was told that they are in force, in a file that outlives the platform: so what is told at a start is what
 * has changed since. Without the file, or with one that cannot be read, nothing has been told. It is readable for the platform
 * alone. One thread at a time.
 */
final class ToldValues {
    private static final Logger LOG = LoggerFactory.getLogger(ToldValues.class);
    private static final String FORMAT = "configuration 1";
    private static final int FIELDS = 3;

    private final Path file;
    private final Map<String, Map<String, String>> values = new TreeMap<>();
    private List<String> written = List.of();

    /** Reads the file. */
    ToldValues(Path file) {
        this.file = file;
        try {
            List<String> lines = Files.readAllLines(file);
            if (!lines.isEmpty() && lines.get(0).equals(FORMAT)) {
                lines.stream().skip(1).forEach(this::read);
                written = lines;
            } else {
                LOG.warn("{} has another format, and is written anew", file);
            }
        } catch (NoSuchFileException e) {
            LOG.debug("nothing was told before", e);
        } catch (IOException e) {
            LOG.warn("{} cannot be read, so every value is told again: {}", file, e.toString());
        }
    }

    private void read(String line) {
        String[] fields = line.split("\t", FIELDS);
        if (fields.length == FIELDS) {
            values.computeIfAbsent(fields[0], pid -> new TreeMap<>()).put(fields[1], fields[2]);
        }
    }

    /** Returns what was told of a file, by key. */
    Map<String, String> of(String pid) {
        return new HashMap<>(values.getOrDefault(pid, Map.of()));
    }

    /** Returns the files of which something was told. */
    Set<String> pids() {
        return Set.copyOf(values.keySet());
    }

    /** Notes what was told of a file; {@link #save} keeps it. */
    void put(String pid, Map<String, String> told) {
        if (told.isEmpty()) {
            values.remove(pid);
        } else {
            values.put(pid, new TreeMap<>(told));
        }
    }

    /** Writes the file if anything has changed. A failure is logged: then it is told once more after the next start. */
    void save() {
        List<String> lines = new ArrayList<>(List.of(FORMAT));
        values.forEach((pid, told) -> told.forEach((key, value) -> lines.add(pid + "\t" + key + "\t" + value)));
        if (lines.equals(written)) {
            return;
        }
        try {
            Path fresh = file.resolveSibling(file.getFileName() + ".new");
            Files.deleteIfExists(fresh);
            Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(fresh, lines, StandardCharsets.UTF_8);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
            written = List.copyOf(lines);
        } catch (IOException e) {
            LOG.warn("{} cannot be written, so values will be told again: {}", file, e.toString());
        }
    }
}
