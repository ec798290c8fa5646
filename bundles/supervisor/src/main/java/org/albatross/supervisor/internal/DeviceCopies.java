package org.albatross.supervisor.internal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import org.albatross.core.RequestId;
import org.albatross.host.HostFiles;
import org.albatross.model.Name;
import org.albatross.store.BlockDirectory;
import org.albatross.supervisor.internal.run.RunControl;

/**
 * Copies of block devices that unikernels use, as they are at one moment: the unikernel stands still while its device is
 * copied, and no longer. Whoever asked for it is not waited for meanwhile, and a copy that nobody wants any more is given
 * up.
 */
final class DeviceCopies {
    private final BlockDirectory blocks;
    private final HostFiles files;
    private final RunControl runs;
    private final Requests requests;

    DeviceCopies(BlockDirectory blocks, HostFiles files, RunControl runs, Requests requests) {
        this.blocks = blocks;
        this.files = files;
        this.runs = runs;
        this.requests = requests;
    }

    /**
     * Makes a copy, which is gone when it is closed.
     *
     * @param user the unikernel that uses the device
     */
    FileChannel of(Name device, Name user, RequestId request) throws IOException {
        return runs.whileStandingStill(
                user,
                () -> blocks.copy(
                        device, (source, owner, target) -> files.copy(source, owner, target, () -> isWanted(request))));
    }

    private boolean isWanted(RequestId request) {
        return !Thread.currentThread().isInterrupted() && requests.isWanted(request);
    }
}
