package org.albatross.tender.internal;

import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.albatross.solo5.Manifest;

/**
 * What a guest is told at its start, at {@link #ADDRESS}: {@code struct hvt_boot_info}, behind it the manifest with
 * the attached devices filled in, behind that the command line. Source: {@code hvt_abi.h} and
 * {@code mft_abi.h} of Solo5.
 */
final class BootInfo {

    /** Where the guest finds it; given in RDI. */
    static final long ADDRESS = 0x10000;

    /** The longest command line in bytes, without the NUL. */
    static final int MAX_COMMAND_LINE = 8191;

    private static final int BYTES = 56;
    private static final int MEMORY_SIZE = 0;
    private static final int KERNEL_END = 8;
    private static final int TSC_HERTZ = 16;
    private static final int COMMAND_LINE = 24;
    private static final int MANIFEST = 32;

    private static final int MANIFEST_VERSION = 1;
    private static final int MANIFEST_HEADER_BYTES = 8;
    private static final int ENTRY_BYTES = 104;
    private static final int RESERVED_FIRST = 0x40000000;
    private static final int ENTRY_TYPE = 68;
    private static final int ENTRY_ATTACHED = 96;
    private static final int BLOCK_CAPACITY = 72;
    private static final int BLOCK_SECTOR = 80;
    private static final int NET_MAC = 72;
    private static final int NET_MTU = 78;

    private BootInfo() {}

    /**
     * Writes everything. The host's feature bits stay 0: without the network ring a guest makes a hypercall for each
     * frame.
     *
     * @param kernelEnd the end of the highest segment
     * @param tscHertz the frequency of the guest's time-stamp counter
     * @param devices by handle
     * @param commandLine one character for each byte
     * @throws TenderException when the command line is longer than {@value #MAX_COMMAND_LINE} bytes
     */
    static void write(
            GuestMemory memory, long kernelEnd, long tscHertz, Manifest manifest, Devices devices, String commandLine)
            throws TenderException {
        if (commandLine.length() > MAX_COMMAND_LINE) {
            throw new TenderException("Guest command line too long (max=" + MAX_COMMAND_LINE + " characters, this has "
                    + commandLine.length() + ")");
        }
        List<Manifest.Device> declared = manifest.devices();
        int entries = 1 + declared.size();
        int manifestBytes = MANIFEST_HEADER_BYTES + entries * ENTRY_BYTES;
        Pointer info = memory.update(ADDRESS, BYTES + manifestBytes + commandLine.length() + 1);
        info.setLong(MEMORY_SIZE, memory.size());
        info.setLong(KERNEL_END, kernelEnd);
        info.setLong(TSC_HERTZ, tscHertz);
        info.setLong(COMMAND_LINE, ADDRESS + BYTES + manifestBytes);
        info.setLong(MANIFEST, ADDRESS + BYTES);
        info.setInt(BYTES, MANIFEST_VERSION);
        info.setInt(BYTES + 4, entries);
        info.setInt(BYTES + MANIFEST_HEADER_BYTES + ENTRY_TYPE, RESERVED_FIRST);
        for (int handle = 1; handle < entries; handle++) {
            Manifest.Device device = declared.get(handle - 1);
            int at = BYTES + MANIFEST_HEADER_BYTES + handle * ENTRY_BYTES;
            info.write(at, device.name().bytes().toArray(), 0, device.name().length());
            info.setInt(at + ENTRY_TYPE, device.code());
            writeDevice(info, at, devices, handle);
        }
        info.write(BYTES + manifestBytes, bytes(commandLine), 0, commandLine.length());
    }

    private static void writeDevice(Pointer info, int at, Devices devices, int index) {
        NetDevice net = devices.net(index);
        if (net != null) {
            info.write(at + NET_MAC, net.mac(), 0, net.mac().length);
            info.setShort(at + NET_MTU, (short) net.mtu());
            info.setByte(at + ENTRY_ATTACHED, (byte) 1);
        }
        BlockDevice block = devices.block(index);
        if (block != null) {
            info.setLong(at + BLOCK_CAPACITY, block.capacity());
            info.setShort(at + BLOCK_SECTOR, (short) block.sectorSize());
            info.setByte(at + ENTRY_ATTACHED, (byte) 1);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
