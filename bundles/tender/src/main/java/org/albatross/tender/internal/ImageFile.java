package org.albatross.tender.internal;

import com.sun.jna.Pointer;

/** An image in a file. */
final class ImageFile implements ImageSource {

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

    @Override
    public long read(long position, Pointer to, long length) throws TenderException {
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
