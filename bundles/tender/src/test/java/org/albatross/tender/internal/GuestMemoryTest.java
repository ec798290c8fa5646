package org.albatross.tender.internal;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.jna.Memory;
import org.albatross.solo5.Segment;
import org.albatross.tender.internal.GuestMemory.Access;
import org.junit.jupiter.api.Test;

class GuestMemoryTest {

    private static final long SIZE = 0x10000;
    private static final int EXECUTE = 1;
    private static final int WRITE = 2;
    private static final int READ = 4;

    private final GuestMemory memory = new GuestMemory(new Memory(SIZE), SIZE);

    @Test
    void allowsWhatEndsBeforeTheLastByte() {
        assertThatCode(() -> memory.check(0, SIZE - 1, Access.WRITE)).doesNotThrowAnyException();
        assertThatCode(() -> memory.check(SIZE - 1, 0, Access.WRITE)).doesNotThrowAnyException();
    }

    @Test
    void refusesWhatTouchesTheEnd() {
        refused(0, SIZE, Access.READ);
        refused(SIZE - 8, 8, Access.READ);
        refused(SIZE, 0, Access.READ);
    }

    @Test
    void refusesWhatOverflows() {
        refused(-1, 1, Access.READ);
        refused(-8, 16, Access.READ);
        refused(8, -4, Access.READ);
        refused(Long.MIN_VALUE, Long.MIN_VALUE, Access.READ);
        refused(Long.MAX_VALUE, Long.MAX_VALUE, Access.READ);
    }

    @Test
    void keepsToTheFlagsOfASegment() {
        memory.protect(segment(0x1000, READ | EXECUTE));
        memory.protect(segment(0x2000, READ | WRITE));
        memory.protect(segment(0x3000, WRITE));
        memory.protect(segment(0x4000, 0));

        assertThatCode(() -> memory.check(0x1000, 0x2000, Access.READ)).doesNotThrowAnyException();
        assertThatCode(() -> memory.check(0x2000, 0x1000, Access.WRITE)).doesNotThrowAnyException();
        refused(0x1fff, 2, Access.WRITE);
        refused(0x1000, 1, Access.WRITE);
        refused(0x3000, 8, Access.WRITE);
        refused(0x3000, 8, Access.READ);
        refused(0x3ff8, 16, Access.READ);
    }

    private void refused(long address, long length, Access access) {
        assertThatThrownBy(() -> memory.check(address, length, access))
                .isInstanceOf(TenderException.class)
                .hasMessageStartingWith("Invalid guest access: gpa=0x" + Long.toHexString(address));
    }

    private static Segment segment(long start, int flags) {
        return new Segment(start, start + 0x1000, start, 0, 1, flags);
    }
}
