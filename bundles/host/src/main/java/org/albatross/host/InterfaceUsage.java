package org.albatross.host;

/**
 * The counters of a network interface, seen from the host: what a unikernel sends comes in by its tap.
 *
 * @param flags its flags, the lower 16 bits
 * @param mtu its MTU in bytes
 * @param inMulticast packets to many that came in
 * @param collisions of packets that went out
 */
public record InterfaceUsage(
        int flags,
        int mtu,
        long inBytes,
        long inPackets,
        long inErrors,
        long inDropped,
        long inMulticast,
        long outBytes,
        long outPackets,
        long outErrors,
        long outDropped,
        long collisions) {}
