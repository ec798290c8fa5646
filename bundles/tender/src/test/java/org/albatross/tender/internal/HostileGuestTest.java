package org.albatross.tender.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.albatross.fixture.internal.Assembler;
import org.albatross.fixture.internal.ElfFile;
import org.albatross.fixture.internal.Label;
import org.albatross.fixture.internal.Layout;
import org.albatross.fixture.internal.Register;
import org.albatross.fixture.internal.Width;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Guests that break the rules: the tender ends with status 1 and a message, and the JVM does not crash. */
@Timeout(120)
class HostileGuestTest {

    private static final int WALLTIME = 0x501;
    private static final int PUTS = 0x502;
    private static final int POLL = 0x503;
    private static final int NET_READ = 0x507;
    private static final int HALT = 0x508;
    private static final long MEMORY = 2 << 20;

    private final Path directory;

    HostileGuestTest(@TempDir Path directory) {
        this.directory = directory;
    }

    static Stream<Arguments> guests() {
        return Stream.of(
                guest("structure behind the memory", a -> call(a, WALLTIME, MEMORY), "Invalid guest access"),
                guest("structure at the last address", a -> call(a, POLL, 0xffff_ffffL), "Invalid guest access"),
                guest("answer into the code", a -> call(a, WALLTIME, Layout.CODE), "not allowed by the segment"),
                guest("text behind the memory", a -> puts(a, MEMORY, 1), "Invalid guest access"),
                guest("text of all numbers", a -> puts(a, Layout.DATA, -1), "Invalid guest access"),
                guest("text from the end of the numbers", a -> puts(a, -1, 2), "Invalid guest access"),
                guest("cookie behind the memory", a -> halt(a, MEMORY - 512), "Invalid guest access"),
                guest("no such port", a -> call(a, 0x509, Layout.DATA), "Invalid guest port access: port=0x509"),
                guest(
                        "the port of the ring",
                        a -> call(a, 0x600, Layout.DATA),
                        "Invalid guest port access: port=0x600"),
                guest("write to the code", a -> write(a, Layout.CODE), "KVM: "),
                guest("write to the boot info", a -> write(a, 0x10000), "KVM: unhandled exit: exit_reason=0x8"),
                guest("write to nothing", a -> write(a, 0), "KVM: unhandled exit: exit_reason=0x8"),
                guest("write behind the memory", a -> write(a, MEMORY), "KVM: unhandled exit: exit_reason=0x8"),
                guest("jump into nothing", HostileGuestTest::returnToNothing, "KVM: "));
    }

    private static Arguments guest(String name, Consumer<Assembler> program, String message) {
        return Arguments.of(name, program, message);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("guests")
    void ends(String name, Consumer<Assembler> program, String message) throws Exception {
        try (Running guest = boot(program)) {
            assertThat(guest.status()).as(name).isEqualTo(1);
            assertThat(guest.messages()).contains(message);
            assertThat(guest.rest()).isEmpty();
        }
    }

    @ParameterizedTest(name = "a device that is none: {0}")
    @ValueSource(longs = {0, 1, 64, -1})
    void answersEinval(long handle) throws Exception {
        try (Running guest = boot(a -> {
            a.mov(Register.RBX, Layout.DATA);
            a.mov(Register.RAX, handle);
            a.store(Width.QWORD, Register.RBX, 0, Register.RAX);
            call(a, NET_READ, Layout.DATA);
            a.load(Width.DWORD, Register.RAX, Register.RBX, 24);
            a.store(Width.DWORD, Register.RBX, 8, Register.RAX);
            a.mov(Register.RAX, 0);
            a.store(Width.QWORD, Register.RBX, 0, Register.RAX);
            call(a, HALT, Layout.DATA);
        })) {
            assertThat(guest.status()).isEqualTo(2);
        }
    }

    private Running boot(Consumer<Assembler> program) throws Exception {
        Assembler asm = new Assembler(Layout.CODE);
        program.accept(asm);
        Label end = new Label("end");
        asm.bind(end);
        asm.jmp(end);
        Path file = directory.resolve("hostile");
        Files.write(file, ElfFile.make(asm.assemble(), 1, 2, List.of(), new byte[0]));
        return TenderUnderTest.EVALUATION.boot(file, List.of());
    }

    private static void puts(Assembler asm, long text, long length) {
        asm.mov(Register.RBX, Layout.DATA);
        asm.mov(Register.RAX, text);
        asm.store(Width.QWORD, Register.RBX, 0, Register.RAX);
        asm.mov(Register.RAX, length);
        asm.store(Width.QWORD, Register.RBX, 8, Register.RAX);
        call(asm, PUTS, Layout.DATA);
    }

    private static void halt(Assembler asm, long cookie) {
        asm.mov(Register.RBX, Layout.DATA);
        asm.mov(Register.RAX, cookie);
        asm.store(Width.QWORD, Register.RBX, 0, Register.RAX);
        call(asm, HALT, Layout.DATA);
    }

    private static void call(Assembler asm, int port, long structure) {
        asm.mov(Register.RAX, structure);
        asm.mov(Register.RDX, port);
        asm.out();
    }

    private static void write(Assembler asm, long address) {
        asm.mov(Register.RBX, address);
        asm.store(Width.QWORD, Register.RBX, 0, Register.RBX);
    }

    private static void returnToNothing(Assembler asm) {
        asm.mov(Register.RAX, 1L << 40);
        asm.push(Register.RAX);
        asm.ret();
    }
}
