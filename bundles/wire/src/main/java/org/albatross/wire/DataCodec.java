package org.albatross.wire;

import java.io.IOException;
import java.util.Optional;
import org.albatross.model.Data;

/** The pieces of streams. */
final class DataCodec {
    private static final String WHAT = "data";

    private DataCodec() {}

    /**
     * <pre>
     * Data ::= CHOICE {
     *   stats [1] Stats,
     *   console [3] SEQUENCE { timestamp GeneralizedTime, line UTF8String },
     *   block [4] CHOICE { some [0] OCTET STRING, end [1] NULL },
     *   event [100] Event }
     * </pre>
     */
    static Data read(DerReader reader) throws IOException, ProtocolException {
        return reader.choice(WHAT, number -> switch (number) {
            case 1 -> StatsCodec.read(reader);
            case 3 -> reader.sequence(() -> new Data.Console(reader.time(), reader.text()));
            case 4 -> readBlock(reader);
            case 100 -> readEvent(reader);
            default -> throw reader.unknown(WHAT, number);
        });
    }

    static Der write(Data data) {
        return data.accept(WRITER);
    }

    private static Data.Block readBlock(DerReader reader) throws IOException, ProtocolException {
        return reader.choice("block data", number -> switch (number) {
            case 0 -> new Data.Block(Optional.of(reader.octets()));
            case 1 -> reader.nul(new Data.Block(Optional.empty()));
            default -> throw reader.unknown("block data", number);
        });
    }

    /** Event ::= SEQUENCE { sequence INTEGER, timestamp GeneralizedTime, event UTF8String }. */
    private static Data.Event readEvent(DerReader reader) throws IOException, ProtocolException {
        return reader.sequence(() -> {
            Data.Event event = new Data.Event(reader.integer(), reader.time(), reader.text());
            reader.skipUnknownFields();
            return event;
        });
    }

    private static final Data.Handler<Der> WRITER = new Data.Handler<>() {
        @Override
        public Der console(Data.Console data) {
            return Der.explicit(3, Der.sequence(Der.time(data.time()), Der.text(data.line())));
        }

        @Override
        public Der block(Data.Block data) {
            return Der.explicit(
                    4,
                    data.content()
                            .map(content -> Der.explicit(0, Der.octets(content)))
                            .orElseGet(() -> Der.choice(1)));
        }

        @Override
        public Der event(Data.Event data) {
            return Der.explicit(
                    100, Der.sequence(Der.integer(data.sequence()), Der.time(data.time()), Der.text(data.event())));
        }

        @Override
        public Der stats(Data.Stats data) {
            return Der.explicit(1, StatsCodec.write(data));
        }
    };
}
