package org.albatross.sockets.internal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import org.newsclub.net.unix.AFUNIXServerSocketChannel;
import org.newsclub.net.unix.AFUNIXSocketAddress;
import org.newsclub.net.unix.AFUNIXSocketChannel;
import org.newsclub.net.unix.ConnectionRefusedSocketException;
import org.newsclub.net.unix.FileDescriptorCast;

/**
 * A listening Unix domain socket. Its file stays when it is closed: a client that comes while nobody
 * listens is refused and tries again, instead of finding nothing.
 */
final class ListeningSocket implements Closeable {
    private static final int TYPE_MASK = 0170000;
    private static final int TYPE_SOCKET = 0140000;
    private static final String FRESH = "s";

    private final Path file;
    private final Set<PosixFilePermission> mode;
    private final AFUNIXServerSocketChannel bound;
    private final AFUNIXServerSocketChannel channel;

    private ListeningSocket(
            Path file,
            Set<PosixFilePermission> mode,
            AFUNIXServerSocketChannel bound,
            AFUNIXServerSocketChannel channel) {
        this.file = file;
        this.mode = mode;
        this.bound = bound;
        this.channel = channel;
    }

    /**
     * Listens on {@code file}, in the place of a socket file that nobody answers on.
     *
     * @param backlog how many connections may wait
     * @throws IOException when somebody listens there, or something else than a socket is there
     */
    static ListeningSocket open(Path file, int backlog, Set<PosixFilePermission> mode) throws IOException {
        checkUnused(file);
        AFUNIXServerSocketChannel bound = AFUNIXServerSocketChannel.open();
        try {
            bound.setDeleteOnClose(false);
            Path directory = ownDirectory(file);
            try {
                bound.bind(AFUNIXSocketAddress.of(directory.resolve(FRESH)), backlog);
                AFUNIXServerSocketChannel channel = anywhere(bound);
                moveTo(file, directory, mode);
                return new ListeningSocket(file, mode, bound, channel);
            } finally {
                remove(directory);
            }
        } catch (IOException e) {
            bound.close();
            throw new IOException("cannot listen on " + file + ": " + e.getMessage(), e);
        }
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

    /** A directory that only this user may enter: what is made there appears elsewhere when it is complete. */
    private static Path ownDirectory(Path file) throws IOException {
        Path directory = file.getParent();
        if (directory == null) {
            throw new IOException(file + " lies in no directory");
        }
        return Files.createTempDirectory(directory, ".");
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
            throw new IOException(file + " is in the way: it is no socket");
        }
        try (AFUNIXSocketChannel probe = AFUNIXSocketChannel.open()) {
            probe.configureBlocking(false);
            probe.connect(AFUNIXSocketAddress.of(file));
        } catch (ConnectionRefusedSocketException e) {
            return;
        }
        throw new IOException("somebody listens on " + file + " already");
    }

    /** Returns what connections are accepted on. */
    ServerSocketChannel channel() {
        return channel;
    }

    @Override
    public void close() throws IOException {
        try (bound) {
            channel.close();
        }
    }
}
