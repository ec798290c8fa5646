package org.albatross.wire;

import java.io.IOException;
import org.albatross.model.BlockCommand;
import org.albatross.model.Command;
import org.albatross.model.Command.Begin;
import org.albatross.model.ConsoleCommand;
import org.albatross.model.LifecycleCommand;
import org.albatross.model.LogCommand;
import org.albatross.model.PolicyCommand;
import org.albatross.model.StatsCommand;
import org.albatross.model.UnikernelCommand;

/** Commands: the choice of the resource, and those whose resource is small. */
final class CommandCodec {
    private CommandCodec() {}

    /**
     * <pre>
     * Command ::= CHOICE {
     *   console [0] ConsoleCmd, stats [1] StatsCmd, unikernel [3] UnikernelCmd, policy [4] PolicyCmd,
     *   block [5] BlockCmd,
     *   eventLog [100] LogCmd, crl [101] OCTET STRING, lifecycle [102] LifecycleCmd, hello [104] NULL,
     *   role [105] CHOICE { viewer [0] NULL, operator [1] NULL } }
     * </pre>
     */
    static Command read(DerReader reader) throws IOException, ProtocolException {
        return reader.choice("command", number -> switch (number) {
            case 0 -> readConsole(reader);
            case 1 -> readStats(reader);
            case 3 -> UnikernelCommandCodec.read(reader);
            case 4 -> PolicyCodec.readCommand(reader);
            case BlockCommandCodec.BLOCK -> BlockCommandCodec.read(reader);
            case 100 -> readLog(reader);
            case 101 -> new Command.AddRevocationList(reader.octets());
            case 102 -> LifecycleCommandCodec.read(reader);
            case 104 -> reader.nul(new Command.SayHello());
            case 105 -> readRole(reader);
            case BlockCommandCodec.PAUSED_DUMP -> BlockCommandCodec.readPausedDump(reader);
            default -> throw reader.unknown("command", number);
        });
    }

    private static Command.PersonRole readRole(DerReader reader) throws IOException, ProtocolException {
        return reader.choice("role", number -> switch (number) {
            case 0 -> reader.nul(new Command.PersonRole(Command.PersonRole.Kind.VIEWER));
            case 1 -> reader.nul(new Command.PersonRole(Command.PersonRole.Kind.OPERATOR));
            default -> throw reader.unknown("role", number);
        });
    }

    static Der write(Command command) {
        return command.accept(WRITER);
    }

    private static final Command.Handler<Der> WRITER = new Command.Handler<>() {
        @Override
        public Der console(ConsoleCommand command) {
            return Der.explicit(0, command.accept(CONSOLE_WRITER));
        }

        @Override
        public Der stats(StatsCommand command) {
            return Der.explicit(1, command.accept(STATS_WRITER));
        }

        @Override
        public Der unikernel(UnikernelCommand command) {
            return Der.explicit(3, UnikernelCommandCodec.write(command));
        }

        @Override
        public Der policy(PolicyCommand command) {
            return Der.explicit(4, PolicyCodec.writeCommand(command));
        }

        @Override
        public Der block(BlockCommand command) {
            return BlockCommandCodec.write(command);
        }

        @Override
        public Der lifecycle(LifecycleCommand command) {
            return Der.explicit(102, LifecycleCommandCodec.write(command));
        }

        @Override
        public Der log(LogCommand command) {
            return Der.explicit(100, command.accept(LOG_WRITER));
        }

        @Override
        public Der crl(Command.AddRevocationList command) {
            return Der.explicit(101, Der.octets(command.crl()));
        }

        @Override
        public Der hello(Command.SayHello command) {
            return Der.choice(104);
        }

        @Override
        public Der role(Command.PersonRole command) {
            return Der.explicit(105, Der.choice(command.kind() == Command.PersonRole.Kind.VIEWER ? 0 : 1));
        }
    };

    /**
     * <pre>
     * ConsoleCmd ::= CHOICE {
     *   add [0] INTEGER,
     *   subscribe [2] CHOICE { since [0] GeneralizedTime, count [1] INTEGER },
     *   listInactive [3] NULL }
     * </pre>
     */
    private static ConsoleCommand readConsole(DerReader reader) throws IOException, ProtocolException {
        return reader.choice("console command", number -> switch (number) {
            case 0 -> new ConsoleCommand.Add(reader.integer());
            case 2 -> new ConsoleCommand.Subscribe(reader.choice("begin", begin -> readBegin(reader, begin)));
            case 3 -> reader.nul(new ConsoleCommand.ListInactive());
            default -> throw reader.unknown("console command", number);
        });
    }

    private static final ConsoleCommand.Handler<Der> CONSOLE_WRITER = new ConsoleCommand.Handler<>() {
        @Override
        public Der add(ConsoleCommand.Add command) {
            return Der.explicit(0, Der.integer(command.rings()));
        }

        @Override
        public Der subscribe(ConsoleCommand.Subscribe command) {
            return Der.explicit(2, writeBegin(command.begin()));
        }

        @Override
        public Der listInactive(ConsoleCommand.ListInactive command) {
            return Der.choice(3);
        }
    };

    private static Begin readBegin(DerReader reader, int number) throws IOException, ProtocolException {
        return switch (number) {
            case 0 -> new Begin.Since(reader.time());
            case 1 -> new Begin.Count(reader.integer());
            default -> throw reader.unknown("begin", number);
        };
    }

    private static Der writeBegin(Begin begin) {
        return begin instanceof Begin.Since since
                ? Der.explicit(0, Der.time(since.time()))
                : Der.explicit(1, Der.integer(((Begin.Count) begin).count()));
    }

    /**
     * <pre>
     * LogCmd ::= CHOICE {
     *   subscribe [0] CHOICE { since [0] GeneralizedTime, count [1] INTEGER, after [2] INTEGER },
     *   show      [1] CHOICE { since [0] GeneralizedTime, count [1] INTEGER, after [2] INTEGER } }
     * </pre>
     */
    private static LogCommand readLog(DerReader reader) throws IOException, ProtocolException {
        return reader.choice("event log command", number -> switch (number) {
            case 0 ->
                reader.choice(
                        "begin",
                        begin -> begin == 2
                                ? new LogCommand.SubscribeAfter(reader.integer())
                                : new LogCommand.Subscribe(readBegin(reader, begin)));
            case 1 ->
                reader.choice(
                        "begin",
                        begin -> begin == 2
                                ? new LogCommand.ShowAfter(reader.integer())
                                : new LogCommand.Show(readBegin(reader, begin)));
            default -> throw reader.unknown("event log command", number);
        });
    }

    private static final LogCommand.Handler<Der> LOG_WRITER = new LogCommand.Handler<>() {
        @Override
        public Der subscribe(LogCommand.Subscribe command) {
            return Der.explicit(0, writeBegin(command.begin()));
        }

        @Override
        public Der subscribeAfter(LogCommand.SubscribeAfter command) {
            return Der.explicit(0, Der.explicit(2, Der.integer(command.sequence())));
        }

        @Override
        public Der show(LogCommand.Show command) {
            return Der.explicit(1, writeBegin(command.begin()));
        }

        @Override
        public Der showAfter(LogCommand.ShowAfter command) {
            return Der.explicit(1, Der.explicit(2, Der.integer(command.sequence())));
        }
    };

    /**
     * <pre>
     * StatsCmd ::= CHOICE {
     *   add [0] SEQUENCE { vmmDevice UTF8String, pid INTEGER,
     *                      network SEQUENCE OF SEQUENCE { netDevice UTF8String, tap UTF8String } },
     *   remove [1] NULL, subscribe [2] NULL, initial [3] NULL }
     * </pre>
     */
    private static StatsCommand readStats(DerReader reader) throws IOException, ProtocolException {
        return reader.choice("stats command", number -> switch (number) {
            case 0 ->
                reader.sequence(() -> new StatsCommand.Add(
                        reader.text(),
                        reader.integer(),
                        reader.sequenceOf(() ->
                                reader.sequence(() -> new StatsCommand.Interface(reader.text(), reader.text())))));
            case 1 -> reader.nul(new StatsCommand.Remove());
            case 2 -> reader.nul(new StatsCommand.Subscribe());
            case 3 -> reader.nul(new StatsCommand.Initial());
            default -> throw reader.unknown("stats command", number);
        });
    }

    private static final StatsCommand.Handler<Der> STATS_WRITER = new StatsCommand.Handler<>() {
        @Override
        public Der add(StatsCommand.Add command) {
            return Der.explicit(
                    0,
                    Der.sequence(
                            Der.text(command.vmmDevice()),
                            Der.integer(command.pid()),
                            Der.sequenceOf(
                                    command.network(),
                                    one -> Der.sequence(Der.text(one.netDevice()), Der.text(one.tap())))));
        }

        @Override
        public Der remove(StatsCommand.Remove command) {
            return Der.choice(1);
        }

        @Override
        public Der subscribe(StatsCommand.Subscribe command) {
            return Der.choice(2);
        }

        @Override
        public Der initial(StatsCommand.Initial command) {
            return Der.choice(3);
        }
    };
}
