package org.albatross.tender.internal;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import org.albatross.solo5.Solo5Image;

/**
 * The processor as a guest finds it: 64-bit mode, flat segments, its memory mapped to itself. The tables that the
 * processor reads are in the guest's first 64 KiB.
 *
 * <p>Source: the hvt ABI of Solo5; Intel SDM volume 3A, sections 3.4.5 and 4.5; {@code linux/kvm.h}.
 */
final class CpuState {

    /** Bytes of {@code struct kvm_sregs}. */
    static final int SPECIAL_REGISTERS_BYTES = 312;

    /** Bytes of {@code struct kvm_regs}. */
    static final int REGISTERS_BYTES = 144;

    /** Offset in {@code struct kvm_regs} of the instruction pointer. */
    static final int RIP = 128;

    private static final long LARGE_PAGE = 2L << 20;
    private static final int PAGE = 4096;

    private static final long GDT = 0x1000;
    private static final long[] DESCRIPTORS = {0, 0x00af99000000ffffL, 0x00cf93000000ffffL};
    private static final long LEVEL_4 = 0x2000;
    private static final long LEVEL_3 = 0x3000;
    private static final long LEVEL_2 = 0x4000;
    private static final int LEVEL_2_TABLES = 4;
    private static final long LEVEL_1 = 0x8000;

    private static final long PRESENT = 0x01;
    private static final long WRITABLE = 0x02;
    private static final long LARGE = 0x80;

    private static final int SEGMENT_BYTES = 24;
    private static final int LIMIT = 8;
    private static final int SELECTOR = 12;
    private static final int TYPE = 14;
    private static final int PRESENT_BIT = 15;
    private static final int BIG = 17;
    private static final int NOT_SYSTEM = 18;
    private static final int LONG_MODE = 19;
    private static final int IN_PAGES = 20;
    private static final int UNUSABLE = 22;
    private static final int CODE_TYPE = 9;
    private static final int DATA_TYPE = 3;
    private static final int BUSY_TASK_TYPE = 11;

    private static final int CODE_SEGMENT = 0;
    private static final int FIRST_DATA_SEGMENT = 1;
    private static final int LAST_DATA_SEGMENT = 5;
    private static final int TASK_SEGMENT = 6;
    private static final int LOCAL_TABLE = 7;
    private static final int GDT_REGISTER = 192;
    private static final int CR0 = 224;
    private static final int CR3 = 240;
    private static final int CR4 = 248;
    private static final int EFER = 264;

    private static final int RDI = 40;
    private static final int RSP = 48;
    private static final int RFLAGS = 136;

    private CpuState() {}

    /** Writes the descriptor table and the page tables; needs memory of whole 2 MiB, at most 4 GiB. */
    static void writeTables(GuestMemory memory) throws TenderException {
        Pointer tables = memory.update(0, (int) LEVEL_1 + PAGE);
        for (int i = 0; i < DESCRIPTORS.length; i++) {
            tables.setLong(GDT + 8L * i, DESCRIPTORS[i]);
        }
        tables.setLong(LEVEL_4, LEVEL_3 | PRESENT | WRITABLE);
        for (int i = 0; i < LEVEL_2_TABLES; i++) {
            tables.setLong(LEVEL_3 + 8L * i, (LEVEL_2 + (long) i * PAGE) | PRESENT | WRITABLE);
        }
        tables.setLong(LEVEL_2, LEVEL_1 | PRESENT | WRITABLE);
        for (long i = 1; i < memory.size() / LARGE_PAGE; i++) {
            tables.setLong(LEVEL_2 + 8 * i, i * LARGE_PAGE | LARGE | PRESENT | WRITABLE);
        }
        for (long address = BootInfo.ADDRESS; address < LARGE_PAGE; address += PAGE) {
            long rights = address < Solo5Image.LOWEST_ADDRESS ? PRESENT : PRESENT | WRITABLE;
            tables.setLong(LEVEL_1 + address / PAGE * 8, address | rights);
        }
    }

    /** The initial {@code struct kvm_sregs}. */
    static Memory specialRegisters() {
        Memory registers = new Memory(SPECIAL_REGISTERS_BYTES);
        registers.clear();
        segment(registers, CODE_SEGMENT, 8, CODE_TYPE);
        registers.setByte(CODE_SEGMENT * SEGMENT_BYTES + LONG_MODE, (byte) 1);
        for (int i = FIRST_DATA_SEGMENT; i <= LAST_DATA_SEGMENT; i++) {
            segment(registers, i, 16, DATA_TYPE);
            registers.setByte(i * SEGMENT_BYTES + BIG, (byte) 1);
        }
        registers.setByte(TASK_SEGMENT * SEGMENT_BYTES + TYPE, (byte) BUSY_TASK_TYPE);
        registers.setByte(TASK_SEGMENT * SEGMENT_BYTES + PRESENT_BIT, (byte) 1);
        registers.setByte(LOCAL_TABLE * SEGMENT_BYTES + UNUSABLE, (byte) 1);
        registers.setLong(GDT_REGISTER, GDT);
        registers.setShort(GDT_REGISTER + 8, (short) (DESCRIPTORS.length * 8 - 1));
        registers.setLong(CR0, 0x80010021L);
        registers.setLong(CR3, LEVEL_4);
        registers.setLong(CR4, 0x620);
        registers.setLong(EFER, 0x500);
        return registers;
    }

    private static void segment(Memory registers, int index, int selector, int type) {
        int at = index * SEGMENT_BYTES;
        registers.setInt(at + LIMIT, -1);
        registers.setShort(at + SELECTOR, (short) selector);
        registers.setByte(at + TYPE, (byte) type);
        registers.setByte(at + PRESENT_BIT, (byte) 1);
        registers.setByte(at + NOT_SYSTEM, (byte) 1);
        registers.setByte(at + IN_PAGES, (byte) 1);
    }

    /**
     * The initial {@code struct kvm_regs}.
     *
     * @param entry the address of the first instruction
     * @param memoryBytes the size of the guest's memory, at whose top the stack begins
     */
    static Memory registers(long entry, long memoryBytes) {
        Memory registers = new Memory(REGISTERS_BYTES);
        registers.clear();
        registers.setLong(RIP, entry);
        registers.setLong(RSP, memoryBytes - 8);
        registers.setLong(RDI, BootInfo.ADDRESS);
        registers.setLong(RFLAGS, 2);
        return registers;
    }
}
