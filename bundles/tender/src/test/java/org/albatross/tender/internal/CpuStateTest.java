package org.albatross.tender.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Memory;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class CpuStateTest {

    private static final int SIZE = 4 << 20;

    @Test
    void mapsTheMemoryToItself() throws TenderException {
        Memory bytes = new Memory(SIZE);
        bytes.clear();

        CpuState.writeTables(new GuestMemory(bytes, SIZE));

        assertThat(hex(bytes, 0x1000, 24)).isEqualTo("0000000000000000" + "ffff00000099af00" + "ffff00000093cf00");
        assertThat(bytes.getLong(0x2000)).isEqualTo(0x3003);
        assertThat(bytes.getLong(0x3000)).isEqualTo(0x4003);
        assertThat(bytes.getLong(0x3018)).isEqualTo(0x7003);
        assertThat(bytes.getLong(0x4000)).isEqualTo(0x8003);
        assertThat(bytes.getLong(0x4008)).as("the second 2 MiB").isEqualTo(0x200083);
        assertThat(bytes.getLong(0x4010)).as("beyond the memory").isZero();
        assertThat(bytes.getLong(0x8000 + 0xf * 8)).as("below the boot info").isZero();
        assertThat(bytes.getLong(0x8000 + 0x10 * 8)).as("boot info, read-only").isEqualTo(0x10001);
        assertThat(bytes.getLong(0x8000 + 0xff * 8)).as("last below the code").isEqualTo(0xff001);
        assertThat(bytes.getLong(0x8000 + 0x100 * 8)).as("code").isEqualTo(0x100003);
        assertThat(bytes.getLong(0x8000 + 0x1ff * 8)).as("last small page").isEqualTo(0x1ff003);
    }

    @Test
    void beginsIn64BitMode() {
        Memory registers = CpuState.specialRegisters();
        String data = "0000000000000000" + "ffffffff" + "1000" + "0301000101000100" + "0000";

        assertThat(registers.size()).isEqualTo(312);
        assertThat(hex(registers, 0, 24))
                .as("cs")
                .isEqualTo("0000000000000000" + "ffffffff" + "0800" + "0901000001010100" + "0000");
        for (int segment = 1; segment <= 5; segment++) {
            assertThat(hex(registers, segment * 24L, 24)).isEqualTo(data);
        }
        assertThat(hex(registers, 6 * 24 + 14, 2)).as("tr").isEqualTo("0b01");
        assertThat(registers.getByte(7 * 24 + 22)).as("ldt").isEqualTo((byte) 1);
        assertThat(registers.getLong(192)).as("gdt").isEqualTo(0x1000);
        assertThat(registers.getShort(200)).isEqualTo((short) 23);
        assertThat(registers.getLong(224)).as("cr0").isEqualTo(0x80010021L);
        assertThat(registers.getLong(240)).as("cr3").isEqualTo(0x2000);
        assertThat(registers.getLong(248)).as("cr4").isEqualTo(0x620);
        assertThat(registers.getLong(264)).as("efer").isEqualTo(0x500);
    }

    @Test
    void beginsAtTheEntryWithTheStackAtTheTop() {
        Memory registers = CpuState.registers(0x100040, SIZE);

        assertThat(registers.getLong(128)).as("rip").isEqualTo(0x100040);
        assertThat(registers.getLong(48)).as("rsp").isEqualTo(SIZE - 8);
        assertThat(registers.getLong(40)).as("rdi").isEqualTo(0x10000);
        assertThat(registers.getLong(136)).as("rflags").isEqualTo(2);
    }

    private static String hex(Memory memory, long at, int length) {
        return HexFormat.of().formatHex(memory.getByteArray(at, length));
    }
}
