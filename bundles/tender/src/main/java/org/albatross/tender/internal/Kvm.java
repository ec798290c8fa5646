package org.albatross.tender.internal;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.util.OptionalInt;
import org.albatross.solo5.Segment;

/**
 * A virtual machine of KVM with one processor and one piece of memory at address 0. Used by one thread.
 *
 * <p>Source: the kernel's {@code Documentation/virt/kvm/api.rst}.
 */
final class Kvm {

    private static final long GET_API_VERSION = 0xae00;
    private static final long CREATE_VM = 0xae01;
    private static final long GET_VCPU_MMAP_SIZE = 0xae04;
    private static final long CREATE_VCPU = 0xae41;
    private static final long SET_USER_MEMORY_REGION = 0x4020ae46;
    private static final long RUN = 0xae80;
    private static final long GET_REGS = 0x8090ae81L;
    private static final long SET_REGS = 0x4090ae82;
    private static final long SET_SREGS = 0x4138ae84;
    private static final long GET_SUPPORTED_CPUID = 0xc008ae05L;
    private static final long SET_CPUID2 = 0x4008ae90;
    private static final long GET_TSC_KHZ = 0xaea3;

    private static final int API_VERSION = 12;
    private static final int CPUID_HEADER = 8;
    private static final int CPUID_ENTRY = 40;
    private static final int CPUID_ENTRIES = 100;
    private static final int MEMORY_REGION_BYTES = 32;

    private static final int RUN_BYTES = 256;
    private static final int EXIT_REASON = 8;
    private static final int EXIT_DETAIL = 32;
    private static final int IO_SIZE = 33;
    private static final int IO_PORT = 34;
    private static final int IO_DATA = 40;

    private static final int EXIT_IO = 2;
    private static final int EXIT_FAIL_ENTRY = 9;
    private static final int EXIT_INTERNAL_ERROR = 17;
    private static final int OUT = 1;

    private final int kvm;
    private final int vm;
    private final int vcpu;
    private final Pointer run;
    private final GuestMemory memory;

    private Kvm(int kvm, int vm, int vcpu, Pointer run, GuestMemory memory) {
        this.kvm = kvm;
        this.vm = vm;
        this.vcpu = vcpu;
        this.run = run;
        this.memory = memory;
    }

    /**
     * Makes the machine with memory of zeros.
     *
     * @param memoryBytes a multiple of 2 MiB
     * @throws TenderException when {@code /dev/kvm} can't be used or memory is short
     */
    static Kvm create(long memoryBytes) throws TenderException {
        int kvm = Libc.open(Libc.path("/dev/kvm"), Libc.O_RDWR | Libc.O_CLOEXEC);
        if (kvm == -1) {
            throw TenderException.errno("Could not open: /dev/kvm", Libc.errno());
        }
        int version = ioctl(kvm, "GET_API_VERSION", GET_API_VERSION);
        if (version != API_VERSION) {
            throw new TenderException(
                    "KVM: API version is " + version + ", this tender requires version " + API_VERSION);
        }
        int vm = ioctl(kvm, "CREATE_VM", CREATE_VM);
        int vcpu = ioctl(vm, "CREATE_VCPU", CREATE_VCPU);
        int runBytes = ioctl(kvm, "GET_VCPU_MMAP_SIZE", GET_VCPU_MMAP_SIZE);
        if (runBytes < RUN_BYTES) {
            throw new TenderException("KVM: invalid VCPU_MMAP_SIZE: " + runBytes);
        }
        Pointer run = map("KVM: VCPU mmap failed", runBytes, Libc.MAP_SHARED, vcpu);
        int anonymous = Libc.MAP_SHARED | Libc.MAP_ANONYMOUS | Libc.MAP_NORESERVE;
        Pointer base = map("Error allocating guest memory", memoryBytes, anonymous, -1);
        Kvm machine = new Kvm(kvm, vm, vcpu, run, new GuestMemory(base, memoryBytes));
        machine.setMemory();
        return machine;
    }

    private static Pointer map(String failure, long bytes, int flags, int fd) throws TenderException {
        Pointer mapped = Libc.mmap(null, bytes, Libc.PROT_READ | Libc.PROT_WRITE, flags, fd, 0);
        if (Pointer.nativeValue(mapped) == -1) {
            throw TenderException.errno(failure, Libc.errno());
        }
        return mapped;
    }

    private void setMemory() throws TenderException {
        Memory region = new Memory(MEMORY_REGION_BYTES);
        region.clear();
        region.setLong(16, memory.size());
        region.setPointer(24, memory.base());
        ioctl(vm, "SET_USER_MEMORY_REGION", SET_USER_MEMORY_REGION, region);
    }

    GuestMemory memory() {
        return memory;
    }

    /**
     * Copies a segment into the memory, then lets neither the guest nor the tender do with its pages what its flags
     * don't allow. Execution can't be forbidden in this way.
     *
     * @throws TenderException when the file ends within the segment
     */
    void load(Segment segment, ImageFile image, String name) throws TenderException {
        Pointer to = memory.base().share(segment.address());
        long size = image.copy(segment.offset(), to, segment.length());
        if (size != segment.length()) {
            throw new TenderException(name + ": invalid executable: the file has " + size + " of the "
                    + segment.length() + " bytes of the segment at 0x" + Long.toHexString(segment.address()));
        }
        int protection = (GuestMemory.isReadable(segment) ? Libc.PROT_READ : Libc.PROT_NONE)
                | (segment.writable() ? Libc.PROT_WRITE : Libc.PROT_NONE);
        Pointer pages = memory.base().share(segment.start());
        if (Libc.mprotect(pages, segment.end() - segment.start(), protection) == -1) {
            throw TenderException.errno(name + ": mprotect failed", Libc.errno());
        }
        memory.protect(segment);
    }

    /**
     * Sets the processor's features and registers.
     *
     * @throws TenderException when KVM refuses
     */
    void setProcessor(Memory specialRegisters, Memory registers) throws TenderException {
        Memory features = new Memory(CPUID_HEADER + (long) CPUID_ENTRIES * CPUID_ENTRY);
        features.clear();
        features.setInt(0, CPUID_ENTRIES);
        ioctl(kvm, "GET_SUPPORTED_CPUID", GET_SUPPORTED_CPUID, features);
        ioctl(vcpu, "SET_CPUID2", SET_CPUID2, features);
        ioctl(vcpu, "SET_SREGS", SET_SREGS, specialRegisters);
        ioctl(vcpu, "SET_REGS", SET_REGS, registers);
    }

    /**
     * The frequency of the guest's time-stamp counter.
     *
     * @throws TenderException when the host's counter is not stable
     */
    long tscHertz() throws TenderException {
        int kilohertz = Libc.ioctl(vcpu, GET_TSC_KHZ, 0);
        if (kilohertz <= 0) {
            int errno = Libc.errno();
            if (errno == Libc.EIO) {
                throw new TenderException("KVM: host TSC is unstable, cannot continue");
            }
            throw failed("GET_TSC_KHZ", errno);
        }
        return kilohertz * 1000L;
    }

    /**
     * Runs the guest until it halts.
     *
     * @return its exit status
     * @throws TenderException when the guest breaks a rule, crashes, or KVM gives up
     */
    int run(Hypercalls hypercalls) throws TenderException {
        while (true) {
            if (Libc.ioctl(vcpu, RUN, 0) == -1) {
                int errno = Libc.errno();
                if (errno == Libc.EINTR) {
                    continue;
                }
                if (errno == Libc.EFAULT) {
                    throw new TenderException("KVM: host/guest translation fault: rip=" + instructionPointer());
                }
                throw failed("RUN", errno);
            }
            int reason = run.getInt(EXIT_REASON);
            if (reason != EXIT_IO) {
                throw unhandled(reason);
            }
            int port = Short.toUnsignedInt(run.getShort(IO_PORT));
            if (run.getByte(EXIT_DETAIL) != OUT || run.getByte(IO_SIZE) != Integer.BYTES) {
                throw new TenderException("Invalid guest port access: port=0x" + Integer.toHexString(port));
            }
            OptionalInt status = hypercalls.call(port, Integer.toUnsignedLong(run.getInt(run.getLong(IO_DATA))));
            if (status.isPresent()) {
                return status.getAsInt();
            }
        }
    }

    private TenderException unhandled(int reason) throws TenderException {
        if (reason == EXIT_FAIL_ENTRY) {
            return new TenderException(
                    "KVM: entry failure: hw_entry_failure_reason=0x" + Long.toHexString(run.getLong(EXIT_DETAIL)));
        }
        if (reason == EXIT_INTERNAL_ERROR) {
            return new TenderException(
                    "KVM: internal error exit: suberror=0x" + Integer.toHexString(run.getInt(EXIT_DETAIL)));
        }
        return new TenderException(
                "KVM: unhandled exit: exit_reason=0x" + Integer.toHexString(reason) + ", rip=" + instructionPointer());
    }

    private String instructionPointer() throws TenderException {
        Memory registers = new Memory(CpuState.REGISTERS_BYTES);
        ioctl(vcpu, "GET_REGS", GET_REGS, registers);
        return "0x" + Long.toHexString(registers.getLong(CpuState.RIP));
    }

    private static int ioctl(int fd, String name, long request) throws TenderException {
        int result = Libc.ioctl(fd, request, 0);
        if (result == -1) {
            throw failed(name, Libc.errno());
        }
        return result;
    }

    private static void ioctl(int fd, String name, long request, Pointer argument) throws TenderException {
        if (Libc.ioctl(fd, request, argument) == -1) {
            throw failed(name, Libc.errno());
        }
    }

    private static TenderException failed(String name, int errno) {
        return TenderException.errno("KVM: ioctl (" + name + ") failed", errno);
    }
}
