package org.albatross.cli.internal.command;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.Optional;
import org.albatross.cli.internal.run.CommandFailure;
import org.albatross.cli.internal.run.Environment;
import org.albatross.model.Arguments;
import org.albatross.model.BlockDevice;
import org.albatross.model.NetDevice;
import org.albatross.solo5.InvalidImageException;
import org.albatross.solo5.Manifest;
import org.albatross.solo5.Solo5Image;

/** Compares a Solo5 image with what a unikernel is to have, before anything is sent. */
final class ImageCheck {
    private ImageCheck() {}

    /** Refuses a file that is not an image, whose devices are others, or that needs more memory. */
    static void check(Environment environment, FileChannel channel, String name, Arguments arguments)
            throws IOException, CommandFailure {
        try {
            Solo5Image image = Solo5Image.read(channel);
            Optional<Manifest.Mismatch> mismatch = image.manifest()
                    .compare(
                            arguments.blockDevices().stream()
                                    .map(BlockDevice::name)
                                    .toList(),
                            arguments.netDevices().stream().map(NetDevice::name).toList());
            if (mismatch.isPresent()) {
                throw CommandFailure.usage(mismatch.get().summary() + "\n"
                        + " ".repeat(environment.programName().length() + 2)
                        + mismatch.get().present());
            }
            Optional<String> misfit = image.misfit(arguments.memory());
            if (misfit.isPresent()) {
                throw CommandFailure.usage(misfit.get() + " (--mem)");
            }
        } catch (InvalidImageException e) {
            throw CommandFailure.usage("error during ELF parsing: " + name + ": " + e.getMessage());
        }
    }
}
