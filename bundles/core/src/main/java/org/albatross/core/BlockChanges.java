package org.albatross.core;

import java.util.Optional;
import org.albatross.model.Blob;
import org.albatross.model.BlockCommand;
import org.albatross.model.BlockEvent;
import org.albatross.model.Name;
import org.albatross.model.Path;
import org.albatross.model.Policy;
import org.albatross.model.Reply;

/** Commands about block devices, and what follows when the disk has done its part. */
final class BlockChanges implements BlockCommand.Handler<Optional<Reply>> {
    private static final int HIGHEST_LEVEL = 9;

    private final Step step;
    private final long request;
    private final Name name;
    private final HostFacts facts;

    BlockChanges(Step step, Input.Asked asked) {
        this.step = step;
        request = asked.request();
        name = asked.name();
        facts = asked.facts();
    }

    private Optional<Reply> refuse(String reason) {
        return Optional.of(new Reply.Failure(reason));
    }

    private Optional<Reply> refuse(String reason, Blob data) {
        step.emit(new Effect.Drop(data));
        return refuse(reason);
    }

    private Optional<Reply> begin(long size, Volume.Change change) {
        long ticket = step.ticket();
        step.blocks().put(name, new Volume(size, Optional.of(new Volume.Work(request, ticket, change))));
        step.emit(new Effect.ChangeBlock(name, ticket, request, size, change));
        return Optional.empty();
    }

    @Override
    public Optional<Reply> info(BlockCommand.Info command) {
        return Optional.of(new Answers(step, name).blocks());
    }

    @Override
    public Optional<Reply> add(BlockCommand.Add command) {
        Optional<String> refusal = refusesAdding(command.size());
        return refusal.isPresent()
                ? refuse(refusal.get())
                : begin(command.size(), new Volume.Change.Make(Optional.empty()));
    }

    @Override
    public Optional<Reply> addOld(BlockCommand.AddOld command) {
        Optional<String> refusal = refusesAdding(command.size());
        if (refusal.isPresent()) {
            return refuse(refusal.get(), command.data().orElse(Blob.EMPTY));
        }
        return begin(
                command.size(),
                new Volume.Change.Make(command.data()
                        .map(data -> new Volume.Change.Fill(new Volume.Contents.Sent(data), command.compressed()))));
    }

    private Optional<String> refusesAdding(long size) {
        if (name.label().isEmpty()) {
            return Optional.of(name + " is a path, the name of a block device is needed");
        }
        if (size < 1) {
            return Optional.of("a block device of " + size + " MB was asked for, at least 1 is needed");
        }
        if (step.blocks().containsKey(name)) {
            return Optional.of("block device with same name already exists");
        }
        if (step.blocks().size() >= State.MAX_BLOCK_DEVICES) {
            return Optional.of("this host has " + step.blocks().size() + " block devices, at most "
                    + State.MAX_BLOCK_DEVICES + " are allowed; remove one first");
        }
        return step.limiting(name.path()).stream()
                .flatMap(at -> step.policiesOf(at, facts).stream().map(policy -> exceeds(at, policy, size)))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<String> exceeds(Path path, Policy policy, long size) {
        if (policy.block().isEmpty()) {
            return Optional.of("the policy of " + path + " allows no block storage");
        }
        long used = Usage.blocks(step.blocks(), path);
        long limit = policy.block().get();
        return size <= limit - used
                ? Optional.empty()
                : Optional.of("block device policy limit of " + limit + " MB (used " + used
                        + " MB) would be exceeded by the request (" + size + " MB), " + Admission.whose(path));
    }

    @Override
    public Optional<Reply> remove(BlockCommand.Remove command) {
        Optional<String> refusal = unavailable("remove block");
        return refusal.isPresent() ? refuse(refusal.get()) : begin(size(), new Volume.Change.Remove());
    }

    @Override
    public Optional<Reply> set(BlockCommand.Set command) {
        Optional<String> refusal = unavailable("set block");
        return refusal.isPresent()
                ? refuse(refusal.get())
                : begin(size(), new Volume.Change.Fill(new Volume.Contents.Streamed(request), command.compressed()));
    }

    @Override
    public Optional<Reply> setOld(BlockCommand.SetOld command) {
        Optional<String> refusal = unavailable("set block");
        return refusal.isPresent()
                ? refuse(refusal.get(), command.data())
                : begin(size(), new Volume.Change.Fill(new Volume.Contents.Sent(command.data()), command.compressed()));
    }

    @Override
    public Optional<Reply> dump(BlockCommand.Dump command) {
        return dump(command.level(), false);
    }

    @Override
    public Optional<Reply> dumpOld(BlockCommand.DumpOld command) {
        return dump(command.level(), true);
    }

    private Optional<Reply> dump(long level, boolean old) {
        if (level < 0 || level > HIGHEST_LEVEL) {
            return refuse("compression level " + level + " is not within 0 to " + HIGHEST_LEVEL);
        }
        Optional<String> refusal = unavailable("dump block");
        if (refusal.isPresent()) {
            return refuse(refusal.get());
        }
        step.tell(request, name, new BlockEvent.ContentsSent());
        step.emit(new Effect.DumpBlock(request, name, size(), (int) level, old));
        return Optional.empty();
    }

    private long size() {
        return step.volume(name).orElseThrow().size();
    }

    private Optional<String> unavailable(String verb) {
        Optional<Volume> volume = step.volume(name);
        if (volume.isEmpty()) {
            return Optional.of(verb + ": not found");
        }
        if (volume.get().work().isPresent()) {
            return Optional.of(verb + ": another command about " + name + " is being carried out, try again");
        }
        return Admission.userOf(step.unikernels().values(), name).map(user -> verb + ": is in use by " + user);
    }

    /** The disk has done a change. */
    static void changed(Step step, Input.BlockChanged input) {
        working(step, input.name(), input.ticket()).ifPresent(work -> {
            Volume.Change change = work.change();
            if (change instanceof Volume.Change.Remove) {
                step.blocks().remove(input.name());
                step.tell(work.request(), input.name(), new BlockEvent.Removed());
                step.done(work.request(), "removed block");
            } else {
                long size = step.volume(input.name()).orElseThrow().size();
                step.blocks().put(input.name(), new Volume(size));
                boolean made = change instanceof Volume.Change.Make;
                step.tell(
                        work.request(), input.name(), made ? new BlockEvent.Added(size) : new BlockEvent.ContentsSet());
                step.done(work.request(), made ? "added block device" : "set block device");
            }
        });
    }

    /** The disk could not do a change; what was before stands. */
    static void notChanged(Step step, Input.BlockNotChanged input) {
        working(step, input.name(), input.ticket()).ifPresent(work -> {
            step.failed(work.request(), input.reason());
            if (work.change() instanceof Volume.Change.Make) {
                step.blocks().remove(input.name());
            } else {
                long size = step.volume(input.name()).orElseThrow().size();
                step.blocks().put(input.name(), new Volume(size));
            }
        });
    }

    private static Optional<Volume.Work> working(Step step, Name name, long ticket) {
        return step.volume(name).flatMap(Volume::work).filter(work -> work.ticket() == ticket);
    }
}
