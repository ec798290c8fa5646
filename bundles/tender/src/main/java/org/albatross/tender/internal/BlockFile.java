package org.albatross.tender.internal;

import com.sun.jna.Pointer;

/** A block device backed by a file or a block device of the host. */
final class BlockFile implements BlockDevice {

    private final int fd;
    private final long capacity;
    private final int sectorSize;

    private BlockFile(int fd, long capacity, int sectorSize) {
        this.fd = fd;
        this.capacity = capacity;
        this.sectorSize = sectorSize;
    }

    /**
     * Opens the storage.
     *
     * @param device the device's name, for messages
     * @param path one character for each byte
     * @param sectorSize a power of two
     * @throws TenderException when it can't be opened for reading and writing, or its size is not a positive multiple of
     *     the sector size
     */
    static BlockFile attach(String device, String path, int sectorSize) throws TenderException {
        int fd = Libc.open(Libc.path(path), Libc.O_RDWR | Libc.O_CLOEXEC);
        if (fd == -1) {
            throw TenderException.errno("Could not open block device: " + path, Libc.errno());
        }
        long capacity = Libc.lseek(fd, 0, Libc.SEEK_END);
        if (capacity == -1) {
            throw TenderException.errno(path + ": Could not determine capacity", Libc.errno());
        }
        if (capacity % sectorSize != 0) {
            throw new TenderException(device + ": Backing storage size must be block aligned (" + sectorSize
                    + " bytes), it is " + capacity);
        }
        if (capacity == 0) {
            throw new TenderException(
                    device + ": Backing storage must be at least 1 block (" + sectorSize + " bytes) in size");
        }
        return new BlockFile(fd, capacity, sectorSize);
    }

    @Override
    public long capacity() {
        return capacity;
    }

    @Override
    public int sectorSize() {
        return sectorSize;
    }

    @Override
    public void write(long position, Pointer from, long length) throws TenderException {
        long count = Libc.pwrite(fd, from, length, position);
        if (count == -1) {
            throw TenderException.errno("Fatal error when writing", Libc.errno());
        }
        if (count != length) {
            throw new TenderException("Fatal error: wrote only " + count + " out of " + length + " bytes");
        }
    }

    @Override
    public void read(long position, Pointer to, long length) throws TenderException {
        long count = Libc.pread(fd, to, length, position);
        if (count == -1) {
            throw TenderException.errno("Fatal error when reading", Libc.errno());
        }
        if (count != length) {
            throw new TenderException("Fatal error: read only " + count + " out of " + length + " bytes");
        }
    }
}
