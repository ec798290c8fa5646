package org.albatross.wire;

import java.io.IOException;
import java.util.Optional;
import org.albatross.model.UnikernelCommand;
import org.albatross.model.UnikernelCommand.InfoForm;

/** Commands about unikernels. */
final class UnikernelCommandCodec {
    private static final String WHAT = "unikernel command";

    private UnikernelCommandCodec() {}

    /**
     * <pre>
     * UnikernelCmd ::= CHOICE {
     *   destroy [3] NULL,
     *   createV3 [9] UnikernelConfigV3, forceCreateV3 [10] UnikernelConfigV3,   -- never written
     *   get [11] INTEGER,
     *   restart [14] RestartArguments,
     *   infoV4 [15] NULL,
     *   createV4 [16] UnikernelConfigV4, forceCreateV4 [17] UnikernelConfigV4,  -- never written
     *   infoV5 [18] NULL, info [19] NULL,
     *   create [20] UnikernelConfig, forceCreate [21] UnikernelConfig }
     * </pre>
     */
    static UnikernelCommand read(DerReader reader) throws IOException, ProtocolException {
        return reader.choice(WHAT, number -> switch (number) {
            case 3 -> reader.nul(new UnikernelCommand.Destroy());
            case 9 -> new UnikernelCommand.Create(ConfigCodec.readV3(reader));
            case 10 -> new UnikernelCommand.ForceCreate(ConfigCodec.readV3(reader));
            case 11 -> new UnikernelCommand.Get(reader.integer());
            case 14 -> readRestart(reader);
            case 15 -> reader.nul(new UnikernelCommand.Info(InfoForm.V4));
            case 16 -> new UnikernelCommand.Create(ConfigCodec.readV4(reader));
            case 17 -> new UnikernelCommand.ForceCreate(ConfigCodec.readV4(reader));
            case 18 -> reader.nul(new UnikernelCommand.Info(InfoForm.V5));
            case 19 -> reader.nul(new UnikernelCommand.Info(InfoForm.CURRENT));
            case 20 -> new UnikernelCommand.Create(ConfigCodec.read(reader));
            case 21 -> new UnikernelCommand.ForceCreate(ConfigCodec.read(reader));
            default -> throw reader.unknown(WHAT, number);
        });
    }

    static Der write(UnikernelCommand command) {
        return command.accept(WRITER);
    }

    /**
     * <pre>
     * RestartArguments ::= CHOICE {
     *   noArguments [0] NULL, v0 [1] ArgumentsV0, v1 [2] ArgumentsV1, arguments [3] Arguments }
     * </pre>
     */
    private static UnikernelCommand.Restart readRestart(DerReader reader) throws IOException, ProtocolException {
        return reader.choice("restart", number -> switch (number) {
            case 0 -> reader.nul(new UnikernelCommand.Restart(Optional.empty()));
            case 1 -> new UnikernelCommand.Restart(Optional.of(ConfigCodec.readArgumentsV0(reader)));
            case 2 -> new UnikernelCommand.Restart(Optional.of(ConfigCodec.readArgumentsV1(reader)));
            case 3 -> new UnikernelCommand.Restart(Optional.of(ConfigCodec.readArguments(reader)));
            default -> throw reader.unknown("restart", number);
        });
    }

    private static final UnikernelCommand.Handler<Der> WRITER = new UnikernelCommand.Handler<>() {
        @Override
        public Der info(UnikernelCommand.Info command) {
            return Der.choice(
                    switch (command.form()) {
                        case V4 -> 15;
                        case V5 -> 18;
                        case CURRENT -> 19;
                    });
        }

        @Override
        public Der get(UnikernelCommand.Get command) {
            return Der.explicit(11, Der.integer(command.level()));
        }

        @Override
        public Der create(UnikernelCommand.Create command) {
            return Der.explicit(20, ConfigCodec.write(command.config()));
        }

        @Override
        public Der forceCreate(UnikernelCommand.ForceCreate command) {
            return Der.explicit(21, ConfigCodec.write(command.config()));
        }

        @Override
        public Der restart(UnikernelCommand.Restart command) {
            return Der.explicit(
                    14,
                    command.arguments()
                            .map(arguments -> Der.explicit(3, ConfigCodec.writeArguments(arguments)))
                            .orElseGet(() -> Der.choice(0)));
        }

        @Override
        public Der destroy(UnikernelCommand.Destroy command) {
            return Der.choice(3);
        }
    };
}
