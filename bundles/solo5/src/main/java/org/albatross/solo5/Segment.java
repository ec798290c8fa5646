package org.albatross.solo5;

/**
 * A part of a unikernel's memory that comes from its image. It lies on whole pages, at or above {@link
 * Solo5Image#LOWEST_ADDRESS}, and is not both writable and executable.
 *
 * @param start of its pages, inclusive
 * @param end of its pages, exclusive
 * @param address where its bytes begin
 * @param offset of these bytes in the file
 * @param length how many bytes come from the file, at least 1; zeros follow up to the end
 * @param flags {@code p_flags} of the program header
 */
public record Segment(long start, long end, long address, long offset, long length, int flags) {
    private static final int EXECUTE = 1;
    private static final int WRITE = 2;
    private static final int READ = 4;

    /** Tells whether the unikernel may execute what is there. */
    public boolean executable() {
        return (flags & EXECUTE) != 0;
    }

    /** Tells whether the unikernel may write there. */
    public boolean writable() {
        return (flags & WRITE) != 0;
    }

    /** Tells whether the unikernel may read what is there. */
    public boolean readable() {
        return (flags & READ) != 0;
    }
}
