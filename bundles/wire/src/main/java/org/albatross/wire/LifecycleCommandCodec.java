package org.albatross.wire;

import java.io.IOException;
import java.util.Optional;
import org.albatross.model.Confirmation;
import org.albatross.model.LifecycleCommand;
import org.albatross.model.ServiceCheck;
import org.albatross.model.Text;

/** Our own commands about the life of unikernels. */
final class LifecycleCommandCodec {
    private static final String WHAT = "lifecycle command";

    private LifecycleCommandCodec() {}

    /**
     * <pre>
     * LifecycleCmd ::= CHOICE {
     *   start [0] NULL, stop [1] NULL, status [2] NULL, shutdown [3] NULL,
     *   replace [4] SEQUENCE { confirmAfter INTEGER, config UnikernelConfig },
     *   replaceChecked [5] SEQUENCE { confirmAfter INTEGER, check UTF8String, config UnikernelConfig } }
     * </pre>
     */
    static LifecycleCommand read(DerReader reader) throws IOException, ProtocolException {
        return reader.choice(WHAT, number -> switch (number) {
            case 0 -> reader.nul(new LifecycleCommand.Start());
            case 1 -> reader.nul(new LifecycleCommand.Stop());
            case 2 -> reader.nul(new LifecycleCommand.Status());
            case 3 -> reader.nul(new LifecycleCommand.Shutdown());
            case 4 -> readReplace(reader, false);
            case 5 -> readReplace(reader, true);
            default -> throw reader.unknown(WHAT, number);
        });
    }

    static Der write(LifecycleCommand command) {
        return command.accept(WRITER);
    }

    private static LifecycleCommand.Replace readReplace(DerReader reader, boolean checked)
            throws IOException, ProtocolException {
        return reader.sequence(() -> {
            long afterSeconds = reader.integer();
            Optional<ServiceCheck> check = checked ? Optional.of(readCheck(reader)) : Optional.empty();
            LifecycleCommand.Replace replace =
                    new LifecycleCommand.Replace(new Confirmation(afterSeconds, check), ConfigCodec.read(reader));
            reader.skipUnknownFields();
            return replace;
        });
    }

    private static ServiceCheck readCheck(DerReader reader) throws IOException, ProtocolException {
        Text written = reader.text();
        try {
            return ServiceCheck.parse(written.decoded());
        } catch (IllegalArgumentException e) {
            throw reader.malformed(String.valueOf(e.getMessage()));
        }
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
            Confirmation confirmation = command.confirmation();
            Der afterSeconds = Der.integer(confirmation.afterSeconds());
            Der config = ConfigCodec.write(command.config());
            return confirmation
                    .check()
                    .map(check ->
                            Der.explicit(5, Der.sequence(afterSeconds, Der.text(Text.of(check.toString())), config)))
                    .orElseGet(() -> Der.explicit(4, Der.sequence(afterSeconds, config)));
        }
    };
}
