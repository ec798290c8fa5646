package org.albatross.sockets.internal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.newsclub.net.unix.AFUNIXServerSocketChannel;
import org.newsclub.net.unix.AFUNIXSocketAddress;
import org.newsclub.net.unix.AFUNIXSocketChannel;
import org.newsclub.net.unix.ConnectionRefusedSocketException;
import org.newsclub.net.unix.FileDescriptorCast;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A listening Unix domain socket. Its file stays when it is closed: a client that comes while nobody
 * listens is refused and tries again, instead of finding nothing.
 */
final class ListeningSocket implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(ListeningSocket.class);
    private static final int TYPE_MASK = 0170000;
    private static final int TYPE_SOCKET = 0140000;
    private static final String FRESH = "s";

    /** What fits into {@code sun_path} of Linux, 108 bytes, for a client of the JDK, which leaves two of them free. */
    static final int MOST_PATH_BYTES = 106;

    private static final int OWN_DIRECTORY_TRIES = 100;

    private final Path file;
    private final Set<PosixFilePermission> mode;
    private final Object key;
    private final AFUNIXServerSocketChannel bound;
    private final AFUNIXServerSocketChannel channel;

    private ListeningSocket(
            Path file,
            Set<PosixFilePermission> mode,
            Object key,
            AFUNIXServerSocketChannel bound,
            AFUNIXServerSocketChannel channel) {
        this.file = file;
        this.mode = mode;
        this.key = key;
        this.bound = bound;
        this.channel = channel;
    }

    /**
     * Listens on {@code file}, in the place of a socket file that nobody answers on.
     *
     * @param backlog how many connections may wait
     * @throws IOException when somebody listens there, something else than a socket is there, or the path is too long
     */
    static ListeningSocket open(Path file, int backlog, Set<PosixFilePermission> mode) throws IOException {
        checkLength(file);
        checkUnused(file);
        AFUNIXServerSocketChannel bound = AFUNIXServerSocketChannel.open();
        try {
            bound.setDeleteOnClose(false);
            Path directory = ownDirectory(file);
            try {
                bound.bind(AFUNIXSocketAddress.of(directory.resolve(FRESH)), backlog);
                AFUNIXServerSocketChannel channel = anywhere(bound);
                Object key = keyOf(directory.resolve(FRESH));
                moveTo(file, directory, mode);
                return new ListeningSocket(file, mode, key, bound, channel);
            } finally {
                remove(directory);
            }
        } catch (IOException e) {
            bound.close();
            throw new IOException("cannot listen on " + file + ": " + reason(e), e);
        }
    }

    private static String reason(IOException e) {
        return e instanceof AccessDeniedException ? "permission denied" : String.valueOf(e.getMessage());
    }

    /**
     * Refuses whoever connects from now on, while those who wait in the backlog can still be accepted: they
     * would lose their connection with the socket, and could not know whether their command was carried out.
     */
    void refuse() throws IOException {
        Path directory = ownDirectory(file);
        try {
            try (AFUNIXServerSocketChannel nobody = AFUNIXServerSocketChannel.open()) {
                nobody.setDeleteOnClose(false);
                nobody.bind(AFUNIXSocketAddress.of(directory.resolve(FRESH)), 1);
            }
            moveTo(file, directory, mode);
        } finally {
            remove(directory);
        }
    }

    /**
     * Accepts those who still wait once nobody serves them any more, says this to each and ends its connection: left in
     * the backlog, they would be told of a reset, and could not know whether their command was carried out.
     */
    void turnAway(byte[] farewell) throws IOException {
        channel.configureBlocking(false);
        for (AFUNIXSocketChannel next = channel.accept(); next != null; next = channel.accept()) {
            try (AFUNIXSocketChannel waiting = next) {
                waiting.configureBlocking(false);
                waiting.write(ByteBuffer.wrap(farewell));
            } catch (IOException e) {
                LOG.debug("one who waited on {} is gone", file, e);
            }
        }
    }

    /**
     * A directory that only this user may enter: what is made there appears elsewhere when it is complete. Its name is
     * short: no path in it is longer than that of the socket, whose length alone is checked.
     */
    private static Path ownDirectory(Path file) throws IOException {
        Path directory = file.getParent();
        if (directory == null) {
            throw new IOException(file + " lies in no directory");
        }
        FileAttribute<?> ours = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        for (int i = 1; ; i++) {
            String name = HexFormat.of()
                    .toHexDigits((short) ThreadLocalRandom.current().nextInt());
            try {
                return Files.createDirectory(directory.resolve("." + name), ours);
            } catch (FileAlreadyExistsException e) {
                if (i == OWN_DIRECTORY_TRIES) {
                    throw e;
                }
            }
        }
    }

    private static void moveTo(Path file, Path directory, Set<PosixFilePermission> mode) throws IOException {
        Path fresh = directory.resolve(FRESH);
        Files.setPosixFilePermissions(fresh, mode);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void remove(Path directory) throws IOException {
        Files.deleteIfExists(directory.resolve(FRESH));
        Files.delete(directory);
    }

    /** A second channel over the same descriptor: the one that was bound refuses to accept when its file has moved. */
    private static AFUNIXServerSocketChannel anywhere(AFUNIXServerSocketChannel bound) throws IOException {
        AFUNIXServerSocketChannel channel =
                FileDescriptorCast.using(bound.getFileDescriptor()).as(AFUNIXServerSocketChannel.class);
        channel.setDeleteOnClose(false);
        return channel;
    }

    private static void checkUnused(Path file) throws IOException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        int type = (int) Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS) & TYPE_MASK;
        if (type != TYPE_SOCKET) {
            throw new IOException("cannot listen on " + file + ": what is there is not a socket; remove it");
        }
        try (AFUNIXSocketChannel probe = AFUNIXSocketChannel.open()) {
            probe.configureBlocking(false);
            probe.connect(AFUNIXSocketAddress.of(file));
        } catch (ConnectionRefusedSocketException e) {
            return;
        }
        throw new IOException("cannot listen on " + file + ": another process listens there; end it, or choose another"
                + " --run-dir");
    }

    private static void checkLength(Path file) throws IOException {
        int length = file.toString().getBytes(StandardCharsets.UTF_8).length;
        if (length > MOST_PATH_BYTES) {
            throw new IOException("cannot listen on " + file + ": the path of a socket has at most " + MOST_PATH_BYTES
                    + " bytes, this one has " + length + "; choose a shorter --run-dir");
        }
    }

    /** Returns device and inode. */
    private static Object keyOf(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }

    /** Tells whether its file is still there, and not another one: otherwise no client finds it. */
    boolean isInPlace() {
        try {
            return key.equals(keyOf(file));
        } catch (IOException e) {
            return false;
        }
    }

    /** Returns where it listens. */
    Path file() {
        return file;
    }

    /** Returns what connections are accepted on. */
    ServerSocketChannel channel() {
        return channel;
    }

    /** Closes it and removes its file: it was never served. */
    void discard() throws IOException {
        close();
        Files.deleteIfExists(file);
    }

    @Override
    public void close() throws IOException {
        try (bound) {
            channel.close();
        }
    }
}
