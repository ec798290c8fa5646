package org.albatross.store;

import java.nio.file.Path;

/**
 * The layout of a state directory: where everything is that outlives a boot. The names are part of the format, and none
 * is one that an original uses for something else ({@link OriginalFiles}). Beside these there are what the bundles
 * {@code console}, {@code eventlog} and {@code session} keep for themselves ({@code console/}, {@code events/},
 * {@code spool/}), and the framework's {@code platform/}.
 *
 * @param directory the state directory
 */
public record StatePaths(Path directory) {
    /** Returns the file whose lock keeps a second platform out. */
    public Path lock() {
        return directory.resolve("lock");
    }

    /** Returns the file with the version of all of it ({@link StateVersion}). */
    public Path version() {
        return directory.resolve("version");
    }

    /** Returns the file with the instance's id. */
    public Path instance() {
        return directory.resolve("instance");
    }

    /** Returns the directory that says what should run; present from the first start or import on. */
    public Path unikernels() {
        return directory.resolve("unikernels");
    }

    /**
     * Returns what is to become {@link #unikernels} by an import, as its last step; where it is, an import was begun and
     * not finished.
     */
    public Path importing() {
        return directory.resolve("unikernels.import");
    }

    /** Returns the directory of the policies. */
    public Path policies() {
        return directory.resolve("policies");
    }

    /** Returns the directory of the images. */
    public Path images() {
        return directory.resolve("images");
    }

    /** Returns the directory of the block devices, which is an original's too. */
    public Path blocks() {
        return directory.resolve(OriginalFiles.BLOCKS);
    }

    /** Returns the file that says whose each uid is. */
    public Path identities() {
        return directory.resolve("identities");
    }

    /** Returns the directory of what was imported and exported and is not told yet. */
    public Path notes() {
        return directory.resolve("notes");
    }

    /** Returns the file of the unikernels that ended for good. */
    public Path finished() {
        return directory.resolve("finished");
    }
}
