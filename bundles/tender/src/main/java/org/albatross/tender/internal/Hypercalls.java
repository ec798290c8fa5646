package org.albatross.tender.internal;

import com.sun.jna.Pointer;
import java.util.OptionalInt;

/**
 * Answers the guest's hypercalls: each is a 32-bit output of a structure's address to a port of its own.
 *
 * <p>Source: {@code hvt_abi.h} of Solo5. What a guest does against the rules ends it; a wrong handle or a range
 * outside of a block device only gives it an error.
 */
final class Hypercalls {

    /** The port of hypercall 0, which does not exist. */
    static final int FIRST_PORT = 0x500;

    private static final int WALLTIME = 1;
    private static final int PUTS = 2;
    private static final int POLL = 3;
    private static final int BLOCK_WRITE = 4;
    private static final int BLOCK_READ = 5;
    private static final int NET_WRITE = 6;
    private static final int NET_READ = 7;
    private static final int HALT = 8;

    private static final int OK = 0;
    private static final int AGAIN = 1;
    private static final int INVALID = 2;

    private static final int HALT_COOKIE_BYTES = 512;

    private final GuestMemory memory;
    private final Console console;
    private final Waits waits;
    private final Devices devices;

    Hypercalls(GuestMemory memory, Console console, Waits waits, Devices devices) {
        this.memory = memory;
        this.console = console;
        this.waits = waits;
        this.devices = devices;
    }

    /**
     * Answers one hypercall.
     *
     * @param port the port that was written to
     * @param address the address that was written, unsigned
     * @return the exit status when the guest has halted
     * @throws TenderException when the guest broke a rule or a device failed
     */
    OptionalInt call(int port, long address) throws TenderException {
        switch (port - FIRST_PORT) {
            case WALLTIME -> memory.update(address, 8).setLong(0, waits.wallTime());
            case PUTS -> puts(memory.read(address, 16));
            case POLL -> poll(memory.update(address, 24));
            case BLOCK_WRITE -> block(memory.update(address, 40), true);
            case BLOCK_READ -> block(memory.update(address, 40), false);
            case NET_WRITE -> netWrite(memory.update(address, 32));
            case NET_READ -> netRead(memory.update(address, 32));
            case HALT -> {
                return OptionalInt.of(halt(memory.read(address, 16)));
            }
            default -> throw new TenderException("Invalid guest port access: port=0x" + Integer.toHexString(port));
        }
        return OptionalInt.empty();
    }

    private void puts(Pointer call) throws TenderException {
        long length = call.getLong(8);
        console.write(memory.check(call.getLong(0), length, GuestMemory.Access.READ), length);
    }

    private void poll(Pointer call) throws TenderException {
        long ready = waits.await(call.getLong(0));
        call.setLong(8, ready);
        call.setInt(16, Long.bitCount(ready));
    }

    private void block(Pointer call, boolean write) throws TenderException {
        BlockDevice device = devices.block(call.getLong(0));
        long position = call.getLong(8);
        long length = call.getLong(24);
        if (device == null
                || length < 0
                || Long.compareUnsigned(position, device.capacity()) >= 0
                || length > device.capacity() - position) {
            call.setInt(32, INVALID);
            return;
        }
        if (write) {
            device.write(position, memory.check(call.getLong(16), length, GuestMemory.Access.READ), length);
        } else {
            device.read(position, memory.check(call.getLong(16), length, GuestMemory.Access.WRITE), length);
        }
        call.setInt(32, OK);
    }

    private void netWrite(Pointer call) throws TenderException {
        NetDevice device = devices.net(call.getLong(0));
        if (device == null) {
            call.setInt(24, INVALID);
            return;
        }
        long length = call.getLong(16);
        device.write(memory.check(call.getLong(8), length, GuestMemory.Access.READ), length);
        call.setInt(24, OK);
    }

    private void netRead(Pointer call) throws TenderException {
        NetDevice device = devices.net(call.getLong(0));
        if (device == null) {
            call.setInt(24, INVALID);
            return;
        }
        long capacity = call.getLong(16);
        long length = device.read(memory.check(call.getLong(8), capacity, GuestMemory.Access.WRITE), capacity);
        if (length == 0) {
            call.setInt(24, AGAIN);
            return;
        }
        call.setLong(16, length);
        call.setInt(24, OK);
    }

    private int halt(Pointer call) throws TenderException {
        long cookie = call.getLong(0);
        if (cookie != 0) {
            memory.read(cookie, HALT_COOKIE_BYTES);
        }
        return call.getInt(8);
    }
}
