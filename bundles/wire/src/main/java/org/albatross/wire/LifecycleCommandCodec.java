package org.albatross.wire;

import java.io.IOException;
import org.albatross.model.LifecycleCommand;

/** Our own commands about the life of unikernels. */
final class LifecycleCommandCodec {
    private static final String WHAT = "lifecycle command";

    private LifecycleCommandCodec() {}

    /**
     * <pre>
     * LifecycleCmd ::= CHOICE {
     *   start [0] NULL, stop [1] NULL, status [2] NULL, shutdown [3] NULL,
     *   replace [4] SEQUENCE { confirmAfter INTEGER, config UnikernelConfig } }
     * </pre>
     */
    static LifecycleCommand read(DerReader reader) throws IOException, ProtocolException {
        return reader.choice(WHAT, number -> switch (number) {
            case 0 -> reader.nul(new LifecycleCommand.Start());
            case 1 -> reader.nul(new LifecycleCommand.Stop());
            case 2 -> reader.nul(new LifecycleCommand.Status());
            case 3 -> reader.nul(new LifecycleCommand.Shutdown());
            case 4 -> readReplace(reader);
            default -> throw reader.unknown(WHAT, number);
        });
    }

    static Der write(LifecycleCommand command) {
        return command.accept(WRITER);
    }

    private static LifecycleCommand.Replace readReplace(DerReader reader) throws IOException, ProtocolException {
        return reader.sequence(() -> {
            LifecycleCommand.Replace replace = new LifecycleCommand.Replace(reader.integer(), ConfigCodec.read(reader));
            reader.skipUnknownFields();
            return replace;
        });
    }

    private static final LifecycleCommand.Handler<Der> WRITER = new LifecycleCommand.Handler<>() {
        @Override
        public Der start(LifecycleCommand.Start command) {
            return Der.choice(0);
        }

        @Override
        public Der stop(LifecycleCommand.Stop command) {
            return Der.choice(1);
        }

        @Override
        public Der status(LifecycleCommand.Status command) {
            return Der.choice(2);
        }

        @Override
        public Der shutdown(LifecycleCommand.Shutdown command) {
            return Der.choice(3);
        }

        @Override
        public Der replace(LifecycleCommand.Replace command) {
            return Der.explicit(
                    4, Der.sequence(Der.integer(command.confirmAfter()), ConfigCodec.write(command.config())));
        }
    };
}
