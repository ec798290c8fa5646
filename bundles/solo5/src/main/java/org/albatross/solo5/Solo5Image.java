package org.albatross.solo5;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.List;
import java.util.Optional;
import org.albatross.model.Megabytes;
import org.albatross.solo5.internal.ElfFile;
import org.albatross.solo5.internal.NoteReader;

/**
 * What a Solo5 image says about itself. Read as the tenders read it (Solo5 0.12, x86-64): by program
 * headers, never by sections, so that an image which passes here is one that they boot.
 *
 * @param abi the tender that it needs
 * @param manifest the devices that it needs
 * @param entry the address at which it begins
 * @param segments what of it is loaded, by ascending address, none overlapping another
 */
public record Solo5Image(Abi abi, Manifest manifest, long entry, List<Segment> segments) {
    /** The lowest address that a segment, and the entry, may have. */
    public static final long LOWEST_ADDRESS = 0x100000;

    /** Copies the list. */
    public Solo5Image {
        segments = List.copyOf(segments);
    }

    /**
     * Reads an uncompressed image. Reads headers and notes only, a few kilobytes at a time, whatever the
     * file announces; the channel's position is anywhere afterwards.
     *
     * @throws InvalidImageException when a tender would refuse the file
     * @throws IOException when the channel fails
     */
    public static Solo5Image read(SeekableByteChannel channel) throws IOException, InvalidImageException {
        ElfFile file = ElfFile.read(channel);
        NoteReader notes = new NoteReader(channel, file.notes());
        return new Solo5Image(notes.abi(), notes.manifest(), file.entry(), file.segments());
    }

    /** Returns the first address behind its segments, 0 without any. */
    public long end() {
        return segments.isEmpty() ? 0 : segments.get(segments.size() - 1).end();
    }

    /**
     * Compares the image with the memory that it is to get.
     *
     * @param memory the unikernel's memory
     * @return why it does not fit, in one line; nothing when it does
     */
    public Optional<String> misfit(Megabytes memory) {
        long needed = Math.max(entry + 1, end());
        if (memory.hold(needed)) {
            return Optional.empty();
        }
        return Optional.of("the image needs " + (needed + Megabytes.BYTES - 1) / Megabytes.BYTES
                + " MB, the unikernel has " + memory + " MB");
    }
}
