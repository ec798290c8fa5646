package org.albatross.wire;

import java.io.IOException;
import org.albatross.model.Named;
import org.albatross.model.Reply;
import org.albatross.model.UnikernelCommand.InfoForm;
import org.albatross.model.UnikernelStatus;

/** Answers. */
final class ReplyCodec {
    private static final String WHAT = "success";

    private ReplyCodec() {}

    /**
     * <pre>
     * Success ::= CHOICE {
     *   empty [0] NULL, string [1] UTF8String,
     *   policies [2] SEQUENCE OF SEQUENCE { name Name, policy Policy },
     *   blockDevices [4] SEQUENCE OF SEQUENCE { name Name, size INTEGER, active BOOLEAN },
     *   unikernelImage [6] SEQUENCE { compressed BOOLEAN, image OCTET STRING },
     *   blockImageOld [7] SEQUENCE { compressed BOOLEAN, image OCTET STRING },
     *   infoV4 [9] SEQUENCE OF SEQUENCE { name Name, info InfoV4 },
     *   blockImage [10] BOOLEAN,
     *   infoV5 [11] SEQUENCE OF SEQUENCE { name Name, info InfoV5 },
     *   consoles [12] SEQUENCE OF Name,
     *   info [13] SEQUENCE OF SEQUENCE { name Name, info Info },
     *   status [102] SEQUENCE OF SEQUENCE { name Name, status Status },
     *   hello [104] Hello }
     * </pre>
     */
    static Reply read(DerReader reader) throws IOException, ProtocolException {
        return reader.choice(WHAT, number -> switch (number) {
            case 0 -> reader.nul(new Reply.Empty());
            case 1 -> new Reply.Done(reader.text());
            case 2 ->
                new Reply.Policies(
                        reader.sequenceOf(() -> StateCodec.readNamed(reader, () -> PolicyCodec.read(reader))));
            case 4 ->
                new Reply.BlockDevices(reader.sequenceOf(() -> reader.sequence(
                        () -> new Named<>(reader.name(), new Reply.BlockInfo(reader.megabytes(), reader.bool())))));
            case 6 -> reader.sequence(() -> new Reply.UnikernelImage(reader.bool(), reader.blob()));
            case 7 -> reader.sequence(() -> new Reply.BlockImageOld(reader.bool(), reader.blob()));
            case 9 -> readInfos(reader, InfoForm.V4);
            case 10 -> new Reply.BlockImage(reader.bool());
            case 11 -> readInfos(reader, InfoForm.V5);
            case 12 -> new Reply.Consoles(reader.sequenceOf(reader::name));
            case 13 -> readInfos(reader, InfoForm.CURRENT);
            case 102 ->
                new Reply.Statuses(reader.sequenceOf(() -> StateCodec.readNamed(reader, () -> readStatus(reader))));
            case 104 -> readHello(reader);
            default -> throw reader.unknown(WHAT, number);
        });
    }

    /** Writes a reply as the {@code success} or {@code failure} of a payload. */
    static final Reply.Handler<Der> WRITER = new Reply.Handler<>() {
        @Override
        public Der failure(Reply.Failure reply) {
            return Der.explicit(2, Der.text(reply.message()));
        }

        @Override
        public Der empty(Reply.Empty reply) {
            return success(0, Der.nul());
        }

        @Override
        public Der done(Reply.Done reply) {
            return success(1, Der.text(reply.message()));
        }

        @Override
        public Der policies(Reply.Policies reply) {
            return success(
                    2, Der.sequenceOf(reply.policies(), named -> StateCodec.writeNamed(named, PolicyCodec::write)));
        }

        @Override
        public Der blockDevices(Reply.BlockDevices reply) {
            return success(
                    4,
                    Der.sequenceOf(
                            reply.devices(),
                            named -> Der.sequence(
                                    Der.name(named.name()),
                                    Der.megabytes(named.value().size()),
                                    Der.bool(named.value().active()))));
        }

        @Override
        public Der unikernelImage(Reply.UnikernelImage reply) {
            return success(6, Der.sequence(Der.bool(reply.compressed()), Der.blob(reply.image())));
        }

        @Override
        public Der blockImageOld(Reply.BlockImageOld reply) {
            return success(7, Der.sequence(Der.bool(reply.compressed()), Der.blob(reply.image())));
        }

        @Override
        public Der blockImage(Reply.BlockImage reply) {
            return success(10, Der.bool(reply.compressed()));
        }

        @Override
        public Der infos(Reply.Infos reply) {
            int number =
                    switch (reply.form()) {
                        case V4 -> 9;
                        case V5 -> 11;
                        case CURRENT -> 13;
                    };
            return success(
                    number,
                    Der.sequenceOf(
                            reply.unikernels(),
                            named -> StateCodec.writeNamed(named, info -> InfoCodec.write(info, reply.form()))));
        }

        @Override
        public Der consoles(Reply.Consoles reply) {
            return success(12, Der.sequenceOf(reply.names(), Der::name));
        }

        @Override
        public Der statuses(Reply.Statuses reply) {
            return success(
                    102,
                    Der.sequenceOf(reply.statuses(), named -> StateCodec.writeNamed(named, ReplyCodec::writeStatus)));
        }

        @Override
        public Der hello(Reply.Hello reply) {
            return success(
                    104,
                    Der.sequence(
                            Der.text(reply.product()),
                            Der.text(reply.version()),
                            Der.sequenceOf(reply.features(), Der::text)));
        }

        private Der success(int number, Der value) {
            return Der.explicit(1, Der.explicit(number, value));
        }
    };

    private static Reply.Infos readInfos(DerReader reader, InfoForm form) throws IOException, ProtocolException {
        return new Reply.Infos(
                form, reader.sequenceOf(() -> StateCodec.readNamed(reader, () -> InfoCodec.read(reader, form))));
    }

    /**
     * <pre>
     * Status ::= SEQUENCE {
     *   state UTF8String, runId INTEGER, restarts INTEGER,
     *   reason [0] UTF8String OPTIONAL, lastExit [1] UTF8String OPTIONAL,
     *   since [2] GeneralizedTime OPTIONAL, nextTry [3] GeneralizedTime OPTIONAL,
     *   addName [4] BOOLEAN OPTIONAL, info [5] UnikernelInfo OPTIONAL }
     * </pre>
     */
    private static UnikernelStatus readStatus(DerReader reader) throws IOException, ProtocolException {
        return reader.sequence(() -> {
            UnikernelStatus status = new UnikernelStatus(
                    reader.text(),
                    reader.integer(),
                    reader.integer(),
                    reader.optional(0, reader::text),
                    reader.optional(1, reader::text),
                    reader.optional(2, reader::time),
                    reader.optional(3, reader::time),
                    reader.optional(4, reader::bool),
                    reader.optional(5, () -> InfoCodec.read(reader, InfoForm.CURRENT)));
            reader.skipUnknownFields();
            return status;
        });
    }

    private static Der writeStatus(UnikernelStatus status) {
        return Der.fields()
                .add(Der.text(status.state()))
                .add(Der.integer(status.runId()))
                .add(Der.integer(status.restarts()))
                .add(status.reason(), reason -> Der.explicit(0, Der.text(reason)))
                .add(status.lastExit(), exit -> Der.explicit(1, Der.text(exit)))
                .add(status.since(), time -> Der.explicit(2, Der.time(time)))
                .add(status.nextTry(), time -> Der.explicit(3, Der.time(time)))
                .add(status.addName(), added -> Der.explicit(4, Der.bool(added)))
                .add(status.info(), info -> Der.explicit(5, InfoCodec.write(info, InfoForm.CURRENT)))
                .sequence();
    }

    /** Hello ::= SEQUENCE { product UTF8String, version UTF8String, features SEQUENCE OF UTF8String }. */
    private static Reply.Hello readHello(DerReader reader) throws IOException, ProtocolException {
        return reader.sequence(() -> {
            Reply.Hello hello = new Reply.Hello(reader.text(), reader.text(), reader.sequenceOf(reader::text));
            reader.skipUnknownFields();
            return hello;
        });
    }
}
