package org.albatross.tender.internal;

import org.jspecify.annotations.Nullable;

/** The attached devices by handle, which is their place in the manifest, from 1. */
final class Devices {

    private final @Nullable NetDevice[] nets;
    private final @Nullable BlockDevice[] blocks;

    /**
     * No devices yet.
     *
     * @param entries how many entries the manifest has, the reserved one included
     */
    Devices(int entries) {
        nets = new NetDevice[entries];
        blocks = new BlockDevice[entries];
    }

    void attach(int handle, NetDevice device) {
        nets[handle] = device;
    }

    void attach(int handle, BlockDevice device) {
        blocks[handle] = device;
    }

    /** How many handles there are, attached or not. */
    int count() {
        return nets.length;
    }

    /** The network device of a handle, which may be any number; null when it is none. */
    @Nullable
    NetDevice net(long handle) {
        return handle >= 0 && handle < nets.length ? nets[(int) handle] : null;
    }

    /** The block device of a handle, which may be any number; null when it is none. */
    @Nullable
    BlockDevice block(long handle) {
        return handle >= 0 && handle < blocks.length ? blocks[(int) handle] : null;
    }
}
