package org.albatross.store;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.albatross.disk.DurableFiles;
import org.albatross.host.ExitFile;
import org.albatross.host.ProcessFile;
import org.albatross.model.Name;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the traces of runs are (architecture section 4). Others may pass through the directories, not list them. */
public final class RunPaths {
    private static final Logger LOG = LoggerFactory.getLogger(RunPaths.class);
    private static final String PASSABLE = "rwx--x--x";
    private static final Set<String> RECORDS = Set.of(RunRecord.FILE, ProcessFile.NAME, ExitFile.NAME);

    private final Path run;

    /** Below {@code run}. */
    public RunPaths(Path run) {
        this.run = run;
    }

    /** Makes what is missing; the run directory may be wiped at any time. */
    public void make() throws IOException {
        DurableFiles.makeDirectory(run, PASSABLE);
        DurableFiles.makeDirectory(locks(), "rwx------");
        DurableFiles.makeDirectory(unikernels(), PASSABLE);
    }

    public Path locks() {
        return run.resolve("locks");
    }

    private Path unikernels() {
        return run.resolve("unikernels");
    }

    /** Returns the lock file of a unikernel. */
    public Path lock(Name name) {
        return locks().resolve(name.toString());
    }

    /** Returns the directory of a unikernel's run. */
    public Path directory(Name name) {
        return unikernels().resolve(name.toString());
    }

    public Path console(Name name) {
        return directory(name).resolve("console");
    }

    public Path taken(Name name) {
        return directory(name).resolve("taken");
    }

    /** Makes an empty directory for a run, in the place of what a former one may have left. */
    public void makeDirectory(Name name) throws IOException {
        make();
        removeDirectory(name);
        DurableFiles.makeDirectory(directory(name), PASSABLE);
    }

    /**
     * Removes what of a run's directory is of no use when the run has ended: all but the files that say how it
     * ended.
     */
    public void removeAllButRecords(Name name) throws IOException {
        removeFiles(name, file -> !RECORDS.contains(file.getFileName().toString()));
    }

    /** Removes the directory of a run with what is in it; one that does not exist is fine. */
    public void removeDirectory(Name name) throws IOException {
        delete(directory(name));
    }

    private void removeFiles(Name name, DirectoryStream.Filter<Path> chosen) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory(name), chosen)) {
            for (Path file : files) {
                delete(file);
            }
        } catch (NoSuchFileException e) {
            LOG.debug("{} was removed", directory(name), e);
        }
    }

    /** Removes a file, or a directory that somebody has put in its place, with what is in it. */
    public static void delete(Path file) throws IOException {
        if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(file)) {
                for (Path entry : entries) {
                    delete(entry);
                }
            }
        }
        Files.deleteIfExists(file);
    }

    /** Makes the directory of a run, which stays as it is when it is there. */
    public void keepDirectory(Name name) throws IOException {
        make();
        Path directory = directory(name);
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            delete(directory);
        }
        DurableFiles.makeDirectory(directory, PASSABLE);
    }

    /** Returns the unikernels that have a lock file. */
    public SortedSet<Name> lockFiles() throws IOException {
        return names(locks());
    }

    /** Returns the unikernels that have a directory; warns of what is none of ours and leaves it. */
    public SortedSet<Name> names() throws IOException {
        return names(unikernels());
    }

    private static SortedSet<Name> names(Path parent) throws IOException {
        SortedSet<Name> names = new TreeSet<>();
        try (DirectoryStream<Path> directories = Files.newDirectoryStream(parent)) {
            for (Path directory : directories) {
                String written = directory.getFileName().toString();
                try {
                    Name name = Name.parse(written);
                    if (name.label().isEmpty() || !name.toString().equals(written)) {
                        throw new IllegalArgumentException("it is not a unikernel's name");
                    }
                    names.add(name);
                } catch (IllegalArgumentException e) {
                    LOG.warn("Leaving {} as it is: {}", directory, e.getMessage());
                }
            }
        }
        return names;
    }
}
