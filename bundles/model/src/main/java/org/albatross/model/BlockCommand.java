package org.albatross.model;

import java.util.Optional;
import java.util.Set;

/** About block devices. */
public sealed interface BlockCommand extends Command {
    /** One method for each command. */
    interface Handler<R> {
        /** Handles {@link Info}. */
        R info(Info command);

        /** Handles {@link Add}. */
        R add(Add command);

        /** Handles {@link Remove}. */
        R remove(Remove command);

        /** Handles {@link Set}. */
        R set(Set command);

        /** Handles {@link Dump}. */
        R dump(Dump command);

        /** Handles {@link DumpPaused}. */
        R dumpPaused(DumpPaused command);

        /** Handles {@link AddOld}. */
        R addOld(AddOld command);

        /** Handles {@link SetOld}. */
        R setOld(SetOld command);

        /** Handles {@link DumpOld}. */
        R dumpOld(DumpOld command);
    }

    /** Reports the block devices. */
    record Info() implements BlockCommand {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.info(this);
        }
    }

    /** Adds an empty device of {@code size}. */
    record Add(Megabytes size) implements BlockCommand {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.add(this);
        }
    }

    /** Removes a device that is not in use. */
    record Remove() implements BlockCommand {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.remove(this);
        }
    }

    /** Replaces a device's contents by the data that follows the command. */
    record Set(boolean compressed) implements BlockCommand {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.set(this);
        }
    }

    /** Streams a device's contents; {@code level} 0 for uncompressed, to 9. */
    record Dump(long level) implements BlockCommand {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.dump(this);
        }
    }

    /**
     * Ours: as a dump, but of a device that a unikernel may be using, which is stopped while a copy is made; {@code level}
     * 0 for uncompressed, to 9.
     */
    record DumpPaused(long level) implements BlockCommand {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.dumpPaused(this);
        }
    }

    /** Before 2.5: adds a device of {@code size}, with contents if they are given. */
    record AddOld(Megabytes size, boolean compressed, Optional<Blob> data) implements BlockCommand {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.addOld(this);
        }
    }

    /** Before 2.5: replaces a device's contents. */
    record SetOld(boolean compressed, Blob data) implements BlockCommand {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.setOld(this);
        }
    }

    /** Before 2.5: returns a device's contents in one answer. */
    record DumpOld(long level) implements BlockCommand {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.dumpOld(this);
        }
    }

    /** Tells whether this hands out what is on a device. */
    default boolean handsOutContents() {
        return this instanceof Dump || this instanceof DumpPaused || this instanceof DumpOld;
    }

    /** Calls the handler's method for this command. */
    <R> R accept(Handler<R> handler);

    @Override
    default <R> R accept(Command.Handler<R> handler) {
        return handler.block(this);
    }

    @Override
    default boolean isChange() {
        return !(this instanceof Info || handsOutContents());
    }
}
