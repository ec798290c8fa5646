package org.albatross.session;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.albatross.api.WriteBack;
import org.albatross.model.Blob;
import org.albatross.model.Bytes;
import org.albatross.model.Caller;
import org.albatross.model.Sha256;
import org.albatross.wire.BlobSink;
import org.albatross.wire.ProtocolException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory where large blobs lie until whoever carries their command out has moved them. A file's name
 * begins with the process that wrote it, and so what a process has left behind is known from what another
 * is about to use. Handles are absolute file names.
 */
public final class Spool implements BlobReceiver {
    private static final Logger LOG = LoggerFactory.getLogger(Spool.class);
    private static final int PIECE = 65_536;

    /** How many bytes of a blob are written back at once while more of it come. */
    private static final int WRITTEN_BACK = 1 << 20;

    private static final WriteBack BY_ITSELF = file -> {};
    private static final AtomicLong NUMBERS = new AtomicLong();

    /** There is no place for a blob. */
    static final class FullException extends IOException {
        private static final long serialVersionUID = 1L;

        FullException(String message) {
            super(message);
        }

        FullException(String message, IOException cause) {
            super(message, cause);
        }
    }

    private final Path directory;
    private final Share limit;
    private final Map<Path, String> owners = new ConcurrentHashMap<>();
    private final Map<String, Long> charged = new HashMap<>();
    private long total;
    private volatile WriteBack writeBack = BY_ITSELF;

    /**
     * Makes the directory if it does not exist, and removes what processes that are gone have left in it.
     *
     * @param limit bytes that may lie there, of all and of one account
     */
    public Spool(Path directory, Share limit) throws IOException {
        this.directory = directory.toAbsolutePath();
        this.limit = limit;
        Files.createDirectories(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                if (!isOfLivingProcess(file.getFileName().toString())) {
                    LOG.info("removing {}, which a former process has left", file);
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    /**
     * Takes what writes large blobs back while they come. Most of them are made durable later, by whoever carries their command out
     * and while its caller waits.
     */
    public synchronized void bind(WriteBack came) {
        writeBack = came;
    }

    /** Gives it back. */
    public synchronized void unbind(WriteBack goes) {
        if (writeBack.equals(goes)) {
            writeBack = BY_ITSELF;
        }
    }

    @Override
    public Blobs receive(Caller caller) {
        return new MessageBlobs(caller.account());
    }

    /**
     * Keeps the bytes of a stream for a command of {@code caller}: whoever carries it out moves or deletes them, otherwise
     * {@link #drop} does.
     *
     * @param length how many there are
     * @throws IOException when there is no place for them, or they are fewer or more
     */
    public Blob.Spooled keep(Caller caller, InputStream content, long length) throws IOException, ProtocolException {
        MessageDigest digest = sha256();
        long kept = 0;
        try (BlobSink.Writer writer = receive(caller).begin(length)) {
            byte[] piece = new byte[PIECE];
            for (int count = content.read(piece); count >= 0; count = content.read(piece)) {
                kept += count;
                if (kept > length) {
                    break;
                }
                writer.write(piece, 0, count);
                digest.update(piece, 0, count);
            }
            if (kept != length) {
                throw new IOException(
                        "there are " + (kept < length ? kept : "more") + " bytes where " + length + " were announced");
            }
            return new Blob.Spooled(length, new Sha256(Bytes.of(digest.digest())), writer.finish());
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Forgets a blob that nobody will carry a command out with. */
    public static void drop(Blob.Spooled blob) {
        delete(Path.of(blob.handle()));
    }

    private static String prefix(ProcessHandle process) {
        long started = process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
        return process.pid() + "-" + started + "-";
    }

    private static boolean isOfLivingProcess(String file) {
        Optional<ProcessHandle> writer;
        try {
            writer = ProcessHandle.of(Long.parseLong(file.split("-", 2)[0]));
        } catch (NumberFormatException e) {
            LOG.debug("{} is not named after a process", file, e);
            return false;
        }
        return writer.map(process -> file.startsWith(prefix(process))).orElse(false);
    }

    /** Charges what has come; what nobody knows to have gone meanwhile is looked up before it is refused. */
    private synchronized void charge(String account, long count) throws IOException {
        total += count;
        charged.merge(account, count, Long::sum);
        if (isOver(account, 0)) {
            requireRoom(account, 0);
        }
    }

    private boolean isOver(String account, long more) {
        return total + more > limit.most() || charged.getOrDefault(account, 0L) + more > limit.perAccount();
    }

    private synchronized void requireRoom(String account, long more) throws IOException {
        look();
        if (isOver(account, more)) {
            String asked = more > 0 ? "a blob of " + more + " bytes" : "the rest of a blob";
            throw new FullException("there is no room for " + asked + ": at most " + limit.most() + " may lie in "
                    + directory + ", where " + total + " do, and " + limit.perAccount() + " of one user, of whom "
                    + charged.getOrDefault(account, 0L) + " do");
        }
    }

    /** Counts what lies there: whoever carries a command out takes its files away without a word. */
    private void look() throws IOException {
        total = 0;
        charged.clear();
        Set<Path> there = new HashSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                long size = size(file);
                total += size;
                there.add(file);
                Optional.ofNullable(owners.get(file)).ifPresent(owner -> charged.merge(owner, size, Long::sum));
            }
        }
        owners.keySet().removeIf(file -> !there.contains(file) && !Files.exists(file));
    }

    private static long size(Path file) throws IOException {
        try {
            return Files.size(file);
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("{} cannot be deleted: {}", file, e.toString());
        }
    }

    private final class MessageBlobs implements Blobs {
        private final String account;
        private final List<Path> finished = new ArrayList<>();

        MessageBlobs(String account) {
            this.account = account;
        }

        @Override
        public Writer begin(long length) throws IOException, ProtocolException {
            requireRoom(account, length);
            Path file = directory.resolve(prefix(ProcessHandle.current()) + NUMBERS.incrementAndGet());
            return new FileWriter(file, length);
        }

        @Override
        public void discard(Blob.Spooled blob) {
            Path file = Path.of(blob.handle());
            finished.remove(file);
            delete(file);
        }

        @Override
        public void discardAll() {
            finished.forEach(Spool::delete);
            finished.clear();
        }

        private final class FileWriter implements Writer {
            private final Path file;
            private final long length;
            private final OutputStream out;
            private boolean complete;
            private long written;

            FileWriter(Path file, long length) throws IOException {
                this.file = file;
                this.length = length;
                this.out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                owners.put(file, account);
            }

            @Override
            public void write(byte[] bytes, int offset, int count) throws IOException {
                try {
                    out.write(bytes, offset, count);
                } catch (IOException e) {
                    throw new FullException(
                            "a blob of " + length + " bytes cannot be written to " + directory + ": " + e.getMessage(),
                            e);
                }
                charge(account, count);
                long before = written;
                written += count;
                if (written / WRITTEN_BACK > before / WRITTEN_BACK) {
                    writeBack.begin(file);
                }
            }

            @Override
            public String finish() {
                complete = true;
                finished.add(file);
                return file.toString();
            }

            @Override
            public void close() throws IOException {
                out.close();
                if (!complete) {
                    delete(file);
                }
            }
        }
    }
}
