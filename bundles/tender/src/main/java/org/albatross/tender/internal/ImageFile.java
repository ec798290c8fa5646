package org.albatross.tender.internal;

import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.albatross.solo5.InvalidImageException;
import org.albatross.solo5.Solo5Image;

/** An image in a file, which is hostile. */
final class ImageFile {

    private final String name;
    private final int fd;

    private ImageFile(String name, int fd) {
        this.name = name;
        this.fd = fd;
    }

    /**
     * Opens the file.
     *
     * @param path one character for each byte
     * @throws TenderException when it can't be opened
     */
    static ImageFile open(String path) throws TenderException {
        int fd = Libc.open(Libc.path(path), Libc.O_RDONLY | Libc.O_CLOEXEC);
        if (fd == -1) {
            throw TenderException.errno(path + ": Could not open", Libc.errno());
        }
        return new ImageFile(path, fd);
    }

    /**
     * Reads what the image says about itself.
     *
     * @throws TenderException when it cannot be read, or a tender takes no such image
     */
    Solo5Image read() throws TenderException {
        // By its descriptor, since Java cannot name every file.
        try (FileChannel channel = FileChannel.open(Path.of("/proc/self/fd/" + fd), StandardOpenOption.READ)) {
            return Solo5Image.read(channel);
        } catch (InvalidImageException e) {
            throw new TenderException(name + ": invalid executable: " + e.getMessage());
        } catch (IOException e) {
            throw new TenderException(name + ": Could not read: " + e.getMessage());
        }
    }

    /**
     * Copies a part into memory that is at least {@code length} bytes long.
     *
     * @return how many bytes were copied: fewer than {@code length} only at the end of the file
     * @throws TenderException when reading fails
     */
    long copy(long position, Pointer to, long length) throws TenderException {
        long total = 0;
        while (total < length) {
            long count = Libc.pread(fd, to.share(total), length - total, position + total);
            if (count == 0) {
                return total;
            }
            if (count == -1) {
                int errno = Libc.errno();
                if (errno != Libc.EINTR) {
                    throw TenderException.errno(name + ": Could not read", errno);
                }
            } else {
                total += count;
            }
        }
        return total;
    }

    /** Closes the file; to be called when everything is loaded. */
    void close() {
        Libc.close(fd);
    }
}
