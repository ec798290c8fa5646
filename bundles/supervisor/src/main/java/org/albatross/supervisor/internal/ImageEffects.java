package org.albatross.supervisor.internal;

import java.io.IOException;
import java.util.concurrent.Executor;
import org.albatross.core.Effect;
import org.albatross.core.Input;
import org.albatross.disk.DurableFiles;
import org.albatross.model.Blob;
import org.albatross.store.ImageIntake;
import org.albatross.store.ImageStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts images into the store, verifies, sends and releases them. An image that was just staged is kept until the core
 * has seen that it is. Called by the core's thread; does not wait.
 */
final class ImageEffects {
    private static final Logger LOG = LoggerFactory.getLogger(ImageEffects.class);

    private final OrderedEffects ordered;
    private final PeerExecutors peers;
    private final Executor pool;
    private final ImageStore images;
    private final ImageVerifier verifier;
    private final FileSender sender;

    ImageEffects(
            OrderedEffects ordered,
            PeerExecutors peers,
            Executor pool,
            ImageStore images,
            ImageVerifier verifier,
            FileSender sender) {
        this.ordered = ordered;
        this.peers = peers;
        this.pool = pool;
        this.images = images;
        this.verifier = verifier;
        this.sender = sender;
    }

    /** The core is about to see that an image was staged. */
    void keep(Input.Staged input) {
        images.keep(input.spec().image());
    }

    /** The core has seen it: the image is released when nobody wants it. */
    void letGo(Input.Staged input) {
        images.letGo(input.spec().image());
    }

    void stage(Effect.Stage effect) {
        verifier.expect(effect.ticket());
        ordered.perform(
                effect.name(),
                task -> peers.stage(effect.request(), task),
                () -> verifier.stage(effect),
                reason -> new Input.Refused(effect.name(), effect.ticket(), reason));
    }

    void verify(Effect.Verify effect) {
        verifier.expect(effect.ticket());
        ordered.perform(
                effect.name(),
                () -> verifier.verify(effect),
                reason -> new Input.Refused(effect.name(), effect.ticket(), reason));
    }

    void cancel(Effect.Cancel effect) {
        verifier.cancel(effect.ticket());
    }

    void send(Effect.SendImage effect) {
        sender.send(effect);
    }

    void release(Effect.Release effect) {
        images.release(effect.image());
    }

    void drop(Effect.Drop effect) {
        pool.execute(() -> drop(effect.image()));
    }

    /** Removes the spool file of a blob that nobody wants. */
    static void drop(Blob blob) {
        try {
            ImageIntake.drop(blob);
        } catch (IOException e) {
            LOG.warn("The spooled file of a refused command stays: {}", DurableFiles.describe(e));
        }
    }
}
