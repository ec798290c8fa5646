package org.albatross.core;

import java.util.Optional;
import org.albatross.model.Blob;
import org.albatross.model.BlockCommand;
import org.albatross.model.BlockDevice;
import org.albatross.model.BlockEvent;
import org.albatross.model.Integer63;
import org.albatross.model.Megabytes;
import org.albatross.model.Name;
import org.albatross.model.Path;
import org.albatross.model.Policy;
import org.albatross.model.PolicyRefusal;
import org.albatross.model.Refusal;
import org.albatross.model.Refusal.Activity;
import org.albatross.model.Refusal.Busy;
import org.albatross.model.Refusal.Exists;
import org.albatross.model.Refusal.InUse;
import org.albatross.model.Refusal.LimitReached;
import org.albatross.model.Refusal.NeedsName;
import org.albatross.model.Refusal.NotFound;
import org.albatross.model.Refusal.OutOfRange;
import org.albatross.model.Refusal.Quantity;
import org.albatross.model.Refusal.Subject;
import org.albatross.model.Reply;

/** Commands about block devices, and what follows when the disk has done its part. */
final class BlockChanges implements BlockCommand.Handler<Optional<Reply>> {
    private final WorkingState state;
    private final RequestId request;
    private final Name name;
    private final HostFacts facts;

    BlockChanges(WorkingState state, Input.Asked asked) {
        this.state = state;
        request = asked.request();
        name = asked.name();
        facts = asked.facts();
    }

    private Optional<Reply> refuse(Refusal refusal) {
        state.refuse(request, refusal);
        return Optional.empty();
    }

    private Optional<Reply> refuse(Refusal refusal, Blob data) {
        state.emit(new Effect.Drop(data));
        return refuse(refusal);
    }

    private Optional<Reply> begin(Megabytes size, Volume.Change change) {
        Ticket ticket = state.ticket();
        state.putVolume(name, new Volume(size, Optional.of(new Volume.Work(request, ticket, change))));
        state.emit(new Effect.ChangeBlock(name, ticket, request, size, change));
        return Optional.empty();
    }

    @Override
    public Optional<Reply> info(BlockCommand.Info command) {
        return refuse(new Refusal.Unsupported("a question is answered without a decision"));
    }

    @Override
    public Optional<Reply> add(BlockCommand.Add command) {
        Optional<Refusal> refusal = refusesAdding(command.size());
        return refusal.isPresent()
                ? refuse(refusal.get())
                : begin(command.size(), new Volume.Change.Make(Optional.empty()));
    }

    @Override
    public Optional<Reply> addOld(BlockCommand.AddOld command) {
        Optional<Refusal> refusal = refusesAdding(command.size());
        if (refusal.isPresent()) {
            return refuse(refusal.get(), command.data().orElse(Blob.EMPTY));
        }
        return begin(
                command.size(),
                new Volume.Change.Make(command.data()
                        .map(data -> new Volume.Change.Fill(new Volume.Contents.Sent(data), command.compressed()))));
    }

    private Optional<Refusal> refusesAdding(Megabytes size) {
        if (name.label().isEmpty()) {
            return Optional.of(new NeedsName(Subject.BLOCK_DEVICE, name, Optional.empty()));
        }
        if (BlockDevice.LEAST_SIZE.exceeds(size)) {
            return Optional.of(
                    new OutOfRange(Quantity.BLOCK_MB, size.count(), BlockDevice.LEAST_SIZE.count(), Integer63.MAX));
        }
        if (state.blocks().containsKey(name)) {
            return Optional.of(new Exists(Subject.BLOCK_DEVICE, name));
        }
        if (state.blocks().size() >= State.MAX_BLOCK_DEVICES) {
            return Optional.of(
                    new LimitReached("this host has " + state.blocks().size() + " block devices, at most "
                            + State.MAX_BLOCK_DEVICES + " are allowed; remove one first"));
        }
        return state.limiting(name.path()).stream()
                .flatMap(at -> state.policiesOf(at, facts).stream().map(policy -> exceeds(at, policy, size)))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<Refusal> exceeds(Path path, Policy policy, Megabytes size) {
        if (policy.block().isEmpty()) {
            return Optional.of(new PolicyRefusal.NoBlockStorage(path));
        }
        Megabytes used = state.index().load(path).stored();
        Megabytes limit = policy.block().get();
        return size.exceeds(limit.minus(used))
                ? Optional.of(new PolicyRefusal.Exceeded(
                        path, PolicyRefusal.Resource.BLOCK, limit.count(), used.count(), size.count()))
                : Optional.empty();
    }

    @Override
    public Optional<Reply> remove(BlockCommand.Remove command) {
        Optional<Refusal> refusal = unavailable("remove block");
        return refusal.isPresent() ? refuse(refusal.get()) : begin(size(), new Volume.Change.Remove());
    }

    @Override
    public Optional<Reply> set(BlockCommand.Set command) {
        Optional<Refusal> refusal = unavailable("set block");
        return refusal.isPresent()
                ? refuse(refusal.get())
                : begin(size(), new Volume.Change.Fill(new Volume.Contents.Streamed(request), command.compressed()));
    }

    @Override
    public Optional<Reply> setOld(BlockCommand.SetOld command) {
        Optional<Refusal> refusal = unavailable("set block");
        return refusal.isPresent()
                ? refuse(refusal.get(), command.data())
                : begin(size(), new Volume.Change.Fill(new Volume.Contents.Sent(command.data()), command.compressed()));
    }

    @Override
    public Optional<Reply> dump(BlockCommand.Dump command) {
        return dump(command.level(), false, unavailable("dump block"), Optional.empty());
    }

    @Override
    public Optional<Reply> dumpPaused(BlockCommand.DumpPaused command) {
        String verb = "dump block";
        Optional<Name> user = userOf(name);
        Optional<Refusal> refusal =
                notThere(verb).or(() -> user.flatMap(state::find).flatMap(unikernel -> refusesPause(unikernel, verb)));
        return dump(command.level(), false, refusal, user);
    }

    /** What is being started cannot be stopped yet, and of what may run it is not known what to stop. */
    private static Optional<Refusal> refusesPause(Unikernel user, String verb) {
        if (user.run() instanceof Run.Unclear unclear) {
            return Optional.of(new Refusal.Unclear(user.name(), unclear.reason()));
        }
        return user.run() instanceof Run.Starting
                ? Optional.of(new Busy(user.name(), Activity.ANOTHER_COMMAND, Optional.of(verb)))
                : Optional.empty();
    }

    @Override
    public Optional<Reply> dumpOld(BlockCommand.DumpOld command) {
        return dump(command.level(), true, unavailable("dump block"), Optional.empty());
    }

    private Optional<Reply> dump(long level, boolean old, Optional<Refusal> refusal, Optional<Name> user) {
        if (level < 0 || level > Blob.HIGHEST_LEVEL) {
            return refuse(new OutOfRange(Quantity.COMPRESSION_LEVEL, level, 0, Blob.HIGHEST_LEVEL));
        }
        if (refusal.isPresent()) {
            return refuse(refusal.get());
        }
        state.tell(request, name, new BlockEvent.ContentsSent());
        state.emit(new Effect.DumpBlock(request, name, size(), (int) level, old, user));
        return Optional.empty();
    }

    private Megabytes size() {
        return state.volume(name).orElseThrow().size();
    }

    private Optional<Refusal> unavailable(String verb) {
        return notThere(verb).or(() -> userOf(name).map(user -> new InUse(name, user, Optional.of(verb))));
    }

    private Optional<Name> userOf(Name device) {
        return state.index().usersOf(device).stream().findFirst();
    }

    private Optional<Refusal> notThere(String verb) {
        Optional<Volume> volume = state.volume(name);
        if (volume.isEmpty()) {
            return Optional.of(new NotFound(Subject.BLOCK_DEVICE, name, Optional.of(verb)));
        }
        return volume.get().work().isPresent()
                ? Optional.of(new Busy(name, Activity.ANOTHER_COMMAND, Optional.of(verb)))
                : Optional.empty();
    }

    /** The disk has done a change. */
    static void changed(WorkingState state, Input.BlockChanged input) {
        workOn(state, input.name(), input.ticket())
                .ifPresent(work -> work.change().accept(new Outcome(state, input.name(), work.request(), true)));
    }

    /** The disk could not do a change; what was before stands. */
    static void notChanged(WorkingState state, Input.BlockNotChanged input) {
        workOn(state, input.name(), input.ticket()).ifPresent(work -> {
            state.failed(work.request(), new Refusal.HostRefused(input.reason()));
            work.change().accept(new Outcome(state, input.name(), work.request(), false));
        });
    }

    /** What a change has made of the device; an answer, where it was {@code done}. */
    private record Outcome(WorkingState state, Name name, RequestId request, boolean done)
            implements Volume.Change.Handler<Boolean> {
        @Override
        public Boolean make(Volume.Change.Make change) {
            if (!done) {
                state.removeVolume(name);
                return false;
            }
            return stands(new BlockEvent.Added(size()), "added block device");
        }

        @Override
        public Boolean fill(Volume.Change.Fill change) {
            return stands(new BlockEvent.ContentsSet(), "set block device");
        }

        @Override
        public Boolean remove(Volume.Change.Remove change) {
            if (!done) {
                return stands(new BlockEvent.Removed(), "");
            }
            state.removeVolume(name);
            return tell(new BlockEvent.Removed(), "removed block");
        }

        private Megabytes size() {
            return state.volume(name).orElseThrow().size();
        }

        private boolean stands(BlockEvent event, String message) {
            state.putVolume(name, new Volume(size()));
            return done && tell(event, message);
        }

        private boolean tell(BlockEvent event, String message) {
            state.tell(request, name, event);
            state.done(request, message);
            return true;
        }
    }

    private static Optional<Volume.Work> workOn(WorkingState state, Name name, Ticket ticket) {
        return state.volume(name).flatMap(Volume::work).filter(work -> work.ticket()
                .equals(ticket));
    }
}
