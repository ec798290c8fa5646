package org.albatross.wire;

import java.io.IOException;
import java.util.Optional;
import org.albatross.model.BlockCommand;

/** Commands about block devices. */
final class BlockCommandCodec {
    /** The tag of the original's commands about block devices among all commands. */
    static final int BLOCK = 5;

    /** The tag of ours. */
    static final int PAUSED_DUMP = 106;

    private static final String WHAT = "block command";

    private BlockCommandCodec() {}

    /**
     * <pre>
     * BlockCmd ::= CHOICE {
     *   info [0] NULL, add [1] INTEGER, remove [2] NULL,
     *   addOld [3] SEQUENCE { size INTEGER, compressed BOOLEAN, data OCTET STRING OPTIONAL },
     *   setOld [4] SEQUENCE { compressed BOOLEAN, data OCTET STRING },
     *   dumpOld [5] INTEGER, dump [6] INTEGER, set [7] BOOLEAN }
     * </pre>
     */
    static BlockCommand read(DerReader reader) throws IOException, ProtocolException {
        return reader.choice(WHAT, number -> switch (number) {
            case 0 -> reader.nul(new BlockCommand.Info());
            case 1 -> new BlockCommand.Add(reader.megabytes());
            case 2 -> reader.nul(new BlockCommand.Remove());
            case 3 ->
                reader.sequence(() -> new BlockCommand.AddOld(
                        reader.megabytes(),
                        reader.bool(),
                        reader.at(Tag.OCTET_STRING) ? Optional.of(reader.blob()) : Optional.empty()));
            case 4 -> reader.sequence(() -> new BlockCommand.SetOld(reader.bool(), reader.blob()));
            case 5 -> new BlockCommand.DumpOld(reader.integer());
            case 6 -> new BlockCommand.Dump(reader.integer());
            case 7 -> new BlockCommand.Set(reader.bool());
            default -> throw reader.unknown(WHAT, number);
        });
    }

    /**
     * Ours, an alternative of the command beside the original's BlockCmd:
     *
     * <pre>
     * pausedDump [106] SEQUENCE { level INTEGER }
     * </pre>
     */
    static BlockCommand.DumpPaused readPausedDump(DerReader reader) throws IOException, ProtocolException {
        return reader.sequence(() -> {
            BlockCommand.DumpPaused dump = new BlockCommand.DumpPaused(reader.integer());
            reader.skipUnknownFields();
            return dump;
        });
    }

    /** Returns the command, with its tag among all commands. */
    static Der write(BlockCommand command) {
        Der written = command.accept(WRITER);
        return command instanceof BlockCommand.DumpPaused ? written : Der.explicit(BLOCK, written);
    }

    private static final BlockCommand.Handler<Der> WRITER = new BlockCommand.Handler<>() {
        @Override
        public Der info(BlockCommand.Info command) {
            return Der.choice(0);
        }

        @Override
        public Der add(BlockCommand.Add command) {
            return Der.explicit(1, Der.megabytes(command.size()));
        }

        @Override
        public Der remove(BlockCommand.Remove command) {
            return Der.choice(2);
        }

        @Override
        public Der set(BlockCommand.Set command) {
            return Der.explicit(7, Der.bool(command.compressed()));
        }

        @Override
        public Der dump(BlockCommand.Dump command) {
            return Der.explicit(6, Der.integer(command.level()));
        }

        /** An alternative of the command itself: see {@link #PAUSED_DUMP}. */
        @Override
        public Der dumpPaused(BlockCommand.DumpPaused command) {
            return Der.explicit(PAUSED_DUMP, Der.sequence(Der.integer(command.level())));
        }

        @Override
        public Der addOld(BlockCommand.AddOld command) {
            return Der.explicit(
                    3,
                    Der.fields()
                            .add(Der.megabytes(command.size()))
                            .add(Der.bool(command.compressed()))
                            .add(command.data(), Der::blob)
                            .sequence());
        }

        @Override
        public Der setOld(BlockCommand.SetOld command) {
            return Der.explicit(4, Der.sequence(Der.bool(command.compressed()), Der.blob(command.data())));
        }

        @Override
        public Der dumpOld(BlockCommand.DumpOld command) {
            return Der.explicit(5, Der.integer(command.level()));
        }
    };
}
