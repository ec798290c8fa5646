package org.albatross.supervisor.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import org.albatross.core.Effect;
import org.albatross.core.Input;
import org.albatross.core.Volume;
import org.albatross.model.Blob;
import org.albatross.model.Name;
import org.albatross.model.Reply;
import org.albatross.supervisor.internal.run.Inputs;
import org.albatross.supervisor.internal.store.BlockContents;
import org.albatross.supervisor.internal.store.BlockDirectory;
import org.albatross.supervisor.internal.store.DurableFiles;
import org.albatross.supervisor.internal.store.RefusedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Performs what is to be done to block devices, on threads of their own: a transfer lasts as long as its peer. */
final class BlockWork {
    private static final Logger LOG = LoggerFactory.getLogger(BlockWork.class);

    private final BlockDirectory blocks;
    private final Requests requests;
    private final FileSender sender;
    private final Executor transfers;

    BlockWork(BlockDirectory blocks, Requests requests, FileSender sender, Executor transfers) {
        this.blocks = blocks;
        this.requests = requests;
        this.sender = sender;
        this.transfers = transfers;
    }

    /** Changes a device and tells the outcome. */
    void change(Effect.ChangeBlock effect, Inputs inputs) {
        transfers.execute(() -> inputs.post(changed(effect)));
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
            LOG.error("A change of block device {} failed by a mistake of the platform", name, e);
            return new Input.BlockNotChanged(name, effect.ticket(), "internal error: " + e);
        }
    }

    private void perform(Effect.ChangeBlock effect) throws IOException, RefusedException {
        if (effect.change() instanceof Volume.Change.Remove) {
            blocks.remove(effect.name());
        } else if (effect.change() instanceof Volume.Change.Fill fill) {
            fill(effect, fill);
        } else if (effect.change() instanceof Volume.Change.Make make
                && make.contents().isPresent()) {
            fill(effect, make.contents().get());
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
                Performer.drop(sent.blob());
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
        transfers.execute(() -> {
            try {
                FileChannel device = blocks.open(effect.name());
                if (effect.old()) {
                    sender.send(
                            effect.request(),
                            device,
                            effect.level(),
                            blob -> new Reply.BlockImageOld(effect.level() > 0, blob));
                } else {
                    new BlockStream(effect, device, transfers).start(requests);
                }
            } catch (IOException e) {
                requests.answer(
                        effect.request(),
                        new Reply.Failure(
                                "block device " + effect.name() + " cannot be read: " + DurableFiles.describe(e)));
                requests.forget(effect.request());
            }
        });
    }
}
