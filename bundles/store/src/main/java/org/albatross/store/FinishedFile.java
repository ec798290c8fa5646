package org.albatross.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.albatross.core.State;
import org.albatross.disk.DurableFiles;
import org.albatross.store.text.CorruptFileException;
import org.albatross.store.text.FinishedText;
import org.albatross.store.text.RecordText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one file that remembers unikernels which ended for good, for {@code status}. It is never in the way: one that
 * cannot be read or written costs this memory and a warning. {@link #keep} returns at once; only the latest list is
 * written when several come while one is.
 */
public final class FinishedFile {
    private static final Logger LOG = LoggerFactory.getLogger(FinishedFile.class);

    private final Path file;
    private final DurableFiles files;
    private final Executor writer;
    private final AtomicReference<Optional<List<State.Finished>>> next = new AtomicReference<>(Optional.empty());
    private final Object writing = new Object();
    private boolean failed;

    /**
     * Remembers in {@code file}, which need not exist.
     *
     * @param writer where it is written; at most one of its threads works at a time, another may wait
     */
    public FinishedFile(Path file, DurableFiles files, Executor writer) {
        this.file = file;
        this.files = files;
        this.writer = writer;
    }

    /** Returns what the file remembers, the latest last; nothing when it cannot be read. */
    public List<State.Finished> load() {
        try {
            if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
                return List.of();
            }
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                throw new CorruptFileException("it is not a regular file");
            }
            long size = Files.size(file);
            if (size > RecordText.MAX_BYTES) {
                throw new CorruptFileException(
                        "it has " + size + " bytes, at most " + RecordText.MAX_BYTES + " are allowed");
            }
            return FinishedText.read(Files.readAllBytes(file));
        } catch (IOException e) {
            LOG.warn(
                    "{} cannot be read: status has forgotten the unikernels that ended before: {}",
                    file,
                    DurableFiles.reason(e));
            return List.of();
        }
    }

    /** Keeps these in the place of what was kept before, soon. For any thread. */
    public void keep(List<State.Finished> finished) {
        if (next.getAndSet(Optional.of(List.copyOf(finished))).isEmpty()) {
            writer.execute(this::write);
        }
    }

    private void write() {
        synchronized (writing) {
            Optional<List<State.Finished>> latest = next.getAndSet(Optional.empty());
            if (latest.isEmpty()) {
                return;
            }
            try {
                files.write(file, FinishedText.write(latest.get()));
                failed = false;
            } catch (IOException e) {
                if (!failed) {
                    LOG.warn("The next start will have forgotten the unikernels that ended lately: {}", e.getMessage());
                }
                failed = true;
            }
        }
    }
}
