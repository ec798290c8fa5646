package org.albatross.supervisor.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.albatross.core.Effect;
import org.albatross.core.Input;
import org.albatross.core.RequestId;
import org.albatross.core.Volume;
import org.albatross.disk.DurableFiles;
import org.albatross.model.Blob;
import org.albatross.model.Name;
import org.albatross.model.Refusal;
import org.albatross.model.Reply;
import org.albatross.store.BlockContents;
import org.albatross.store.BlockDirectory;
import org.albatross.store.RefusedException;
import org.albatross.supervisor.internal.run.Inputs;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Performs what is to be done to block devices: what a peer is part of at the cost of its caller's share only. */
final class BlockPerformer {
    private static final Logger LOG = LoggerFactory.getLogger(BlockPerformer.class);

    private final BlockDirectory blocks;
    private final Requests requests;
    private final FileSender sender;
    private final PeerExecutors peers;
    private final DeviceCopies copies;
    private final Executor pool;

    /** Does on {@code pool} what waits for nobody and takes no time worth speaking of. */
    BlockPerformer(
            BlockDirectory blocks,
            Requests requests,
            FileSender sender,
            PeerExecutors peers,
            DeviceCopies copies,
            Executor pool) {
        this.blocks = blocks;
        this.requests = requests;
        this.sender = sender;
        this.peers = peers;
        this.copies = copies;
        this.pool = pool;
    }

    /** Changes a device and tells the outcome. */
    void change(Effect.ChangeBlock effect, Inputs inputs) {
        Runnable task = () -> inputs.post(changed(effect));
        Optional<Volume.Contents> contents = contentsOf(effect.change()).map(Volume.Change.Fill::contents);
        if (contents.isEmpty()) {
            pool.execute(task);
            return;
        }
        Optional<String> refusal = contents.get() instanceof Volume.Contents.Streamed
                ? peers.transfer(effect.request(), task)
                : peers.compress(effect.request(), task);
        refusal.ifPresent(reason -> {
            if (contents.get() instanceof Volume.Contents.Sent sent) {
                pool.execute(() -> ImageEffects.drop(sent.blob()));
            }
            inputs.post(new Input.BlockNotChanged(
                    effect.name(), effect.ticket(), "block device " + effect.name() + " is as it was: " + reason));
        });
    }

    private static Optional<Volume.Change.Fill> contentsOf(Volume.Change change) {
        if (change instanceof Volume.Change.Make make) {
            return make.contents();
        }
        return change instanceof Volume.Change.Fill fill ? Optional.of(fill) : Optional.empty();
    }

    private Input changed(Effect.ChangeBlock effect) {
        Name name = effect.name();
        try {
            perform(effect);
            return new Input.BlockChanged(name, effect.ticket());
        } catch (RefusedException e) {
            return new Input.BlockNotChanged(name, effect.ticket(), String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return new Input.BlockNotChanged(
                    name, effect.ticket(), "block device " + name + " is as it was: " + DurableFiles.describe(e));
        } catch (RuntimeException e) {
            LOG.error("A change of block device {} failed by a defect of the platform", name, e);
            return new Input.BlockNotChanged(name, effect.ticket(), "internal error: " + e);
        }
    }

    private void perform(Effect.ChangeBlock effect) throws IOException, RefusedException {
        Optional<Volume.Change.Fill> contents = contentsOf(effect.change());
        if (effect.change() instanceof Volume.Change.Remove) {
            blocks.remove(effect.name());
        } else if (contents.isPresent()) {
            fill(effect, contents.get());
        } else {
            blocks.write(effect.name(), effect.size(), BlockContents.empty());
        }
    }

    private void fill(Effect.ChangeBlock effect, Volume.Change.Fill fill) throws IOException, RefusedException {
        if (fill.contents() instanceof Volume.Contents.Streamed streamed) {
            InputStream data = requests.dataOf(streamed.request());
            blocks.write(effect.name(), effect.size(), BlockContents.of(data, fill.compressed()));
        } else if (fill.contents() instanceof Volume.Contents.Sent sent) {
            try (InputStream data = open(sent.blob())) {
                blocks.write(effect.name(), effect.size(), BlockContents.of(data, fill.compressed()));
            } finally {
                ImageEffects.drop(sent.blob());
            }
        }
    }

    private static InputStream open(Blob blob) throws IOException {
        if (blob instanceof Blob.Spooled spooled) {
            return Files.newInputStream(Path.of(spooled.handle()));
        }
        return new ByteArrayInputStream(((Blob.Inline) blob).bytes().toArray());
    }

    /** Answers with a device's contents. */
    void dump(Effect.DumpBlock effect) {
        String failure = "block device " + effect.name() + " cannot be read: ";
        if (effect.old()) {
            sender.send(
                    effect.request(),
                    () -> blocks.open(effect.name()),
                    effect.level(),
                    failure,
                    blob -> new Reply.BlockImageOld(effect.level() > 0, blob));
            return;
        }
        Executor goingOn = peers.stream(effect.request(), effect.level() > 0);
        Runnable task = () -> stream(effect, goingOn, failure);
        Optional<String> refusal =
                effect.level() > 0 ? peers.compress(effect.request(), task) : peers.transfer(effect.request(), task);
        refusal.ifPresent(reason -> fail(effect.request(), failure + reason));
    }

    private void stream(Effect.DumpBlock effect, Executor goingOn, String failure) {
        try {
            FileChannel device = effect.user().isPresent()
                    ? copies.of(effect.name(), effect.user().get(), effect.request())
                    : blocks.open(effect.name());
            new BlockStream(effect, device, goingOn).start(requests);
        } catch (IOException e) {
            fail(effect.request(), failure + DurableFiles.describe(e));
        }
    }

    private void fail(RequestId request, String reason) {
        requests.fail(request, new Refusal.HostRefused(reason));
        requests.forget(request);
    }
}
