package org.albatross.wire;

import java.io.IOException;
import java.util.function.Consumer;
import org.albatross.model.Command;
import org.albatross.model.Payload;
import org.albatross.model.Reply;

/** Messages and the values of certificate extensions: everything that names the protocol's version. */
final class MessageCodec {
    private MessageCodec() {}

    /** Wire ::= SEQUENCE { header Header, payload Payload }. */
    static Message read(DerReader reader, Consumer<Header> headers) throws IOException, ProtocolException {
        return reader.sequence(() -> {
            Header header = readHeader(reader);
            headers.accept(header);
            try {
                return new Message(header, readPayload(reader));
            } catch (ProtocolException e) {
                throw e.in(header);
            } catch (IOException e) {
                throw new UnreadPayloadException(header, e);
            }
        });
    }

    static Der write(Message message) {
        Header header = message.header();
        return Der.sequence(
                Der.sequence(Der.integer(Header.VERSION), Der.int64(header.sequence()), Der.name(header.name())),
                message.payload().accept(WRITER));
    }

    /** CertExtension ::= SEQUENCE { version INTEGER (5), command Command }. */
    static Command readExtension(DerReader reader) throws IOException, ProtocolException {
        return reader.sequence(() -> {
            readVersion(reader);
            return CommandCodec.read(reader);
        });
    }

    static Der writeExtension(Command command) {
        return Der.sequence(Der.integer(Header.VERSION), CommandCodec.write(command));
    }

    /** Header ::= SEQUENCE { version INTEGER (5), sequence Int64, name Name }. */
    private static Header readHeader(DerReader reader) throws IOException, ProtocolException {
        return reader.sequence(() -> {
            readVersion(reader);
            return new Header(reader.int64(), reader.name());
        });
    }

    private static void readVersion(DerReader reader) throws IOException, ProtocolException {
        long version = reader.integer();
        if (version != Header.VERSION) {
            throw new ProtocolException(
                    "version " + version + " of the protocol, only version " + Header.VERSION + " is spoken here");
        }
    }

    /**
     * <pre>
     * Payload ::= CHOICE {
     *   command [0] Command, success [1] Success, failure [2] UTF8String, data [3] Data,
     *   origin [103] Origin, behalf [104] Person, report [105] Report, metrics [106] UTF8String }
     * </pre>
     */
    private static Payload readPayload(DerReader reader) throws IOException, ProtocolException {
        return reader.choice("payload", number -> switch (number) {
            case 0 -> new Payload.Ask(CommandCodec.read(reader));
            case 1 -> new Payload.Answer(ReplyCodec.read(reader));
            case 2 -> new Payload.Answer(new Reply.Failure(reader.text()));
            case 3 -> new Payload.Stream(DataCodec.read(reader));
            case 103 -> readOrigin(reader);
            case 104 -> new Payload.Behalf(PersonCodec.read(reader));
            case 105 -> PersonCodec.readReport(reader);
            case 106 -> new Payload.Metrics(reader.text());
            default -> throw reader.unknown("payload", number);
        });
    }

    private static final Payload.Handler<Der> WRITER = new Payload.Handler<>() {
        @Override
        public Der ask(Payload.Ask payload) {
            return Der.explicit(0, CommandCodec.write(payload.command()));
        }

        @Override
        public Der answer(Payload.Answer payload) {
            return payload.reply().accept(ReplyCodec.WRITER);
        }

        @Override
        public Der stream(Payload.Stream payload) {
            return Der.explicit(3, DataCodec.write(payload.data()));
        }

        @Override
        public Der origin(Payload.Origin payload) {
            return Der.explicit(
                    103,
                    Der.sequence(
                            Der.sequenceOf(payload.chain(), Der::octets),
                            Der.text(payload.peer()),
                            Der.time(payload.time())));
        }

        @Override
        public Der behalf(Payload.Behalf payload) {
            return Der.explicit(104, PersonCodec.write(payload.person()));
        }

        @Override
        public Der report(Payload.Report payload) {
            return Der.explicit(105, PersonCodec.writeReport(payload));
        }

        @Override
        public Der metrics(Payload.Metrics payload) {
            return Der.explicit(106, Der.text(payload.accept()));
        }
    };

    /** Origin ::= SEQUENCE { chain SEQUENCE OF OCTET STRING, peer UTF8String, time GeneralizedTime }. */
    private static Payload.Origin readOrigin(DerReader reader) throws IOException, ProtocolException {
        return reader.sequence(() -> {
            Payload.Origin origin = new Payload.Origin(reader.sequenceOf(reader::octets), reader.text(), reader.time());
            reader.skipUnknownFields();
            return origin;
        });
    }
}
