package org.albatross.core;

import org.albatross.model.Arguments;
import org.albatross.model.Sha256;
import org.albatross.model.UnikernelType;

/**
 * A unikernel whose image is in the store: what is desired, and what runs.
 *
 * @param type what runs it
 * @param image the uncompressed image
 * @param imageSize its size in bytes
 * @param arguments everything else
 */
public record Spec(UnikernelType type, Sha256 image, long imageSize, Arguments arguments) {
    /** Returns the same without {@code --name} among its arguments. */
    Spec withoutAddedName() {
        return withArguments(new Arguments(
                arguments.failBehaviour(),
                arguments.startup(),
                false,
                arguments.cpuids(),
                arguments.memory(),
                arguments.blockDevices(),
                arguments.netDevices(),
                arguments.argv(),
                arguments.cpus(),
                arguments.linuxBootPartition()));
    }

    /** Returns the same image with other arguments. */
    public Spec withArguments(Arguments other) {
        return new Spec(type, image, imageSize, other);
    }
}
