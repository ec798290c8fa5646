package org.albatross.pki;

import java.util.Optional;
import org.albatross.model.Arguments;
import org.albatross.model.Blob;
import org.albatross.model.BlockCommand;
import org.albatross.model.Command;
import org.albatross.model.ConsoleCommand;
import org.albatross.model.LifecycleCommand;
import org.albatross.model.LogCommand;
import org.albatross.model.Name;
import org.albatross.model.PolicyCommand;
import org.albatross.model.StatsCommand;
import org.albatross.model.UnikernelCommand;
import org.albatross.model.UnikernelConfig;

/**
 * A command as a leaf's, and as a signer sees it.
 *
 * @param use what it takes for a name, if it may stand in a leaf at all
 * @param arguments those of the unikernel that it asks for
 * @param blob the image or contents that it carries
 */
record LeafCommand(Use use, Optional<Arguments> arguments, Optional<Blob> blob) {
    /** What a command takes for a name. */
    enum Use {
        /** Anything; the service says what it needs. */
        ANY,
        /** A label, which is ignored. */
        LABEL_IGNORED,
        /** A label. */
        LABEL,
        /** No label. */
        PATH,
        /** Anything: it is not a command but the role of a person. */
        PERSON,
        /** It may not stand in a leaf. */
        REFUSED
    }

    /** Returns what a leaf's command is about. */
    Name name(Name given, CertificateId certificate) throws EntitlementException {
        boolean label = given.label().isPresent();
        switch (use) {
            case REFUSED -> throw new EntitlementException(new NoEntitlement.UnexpectedCommand(certificate));
            case LABEL -> {
                if (!label) {
                    throw new EntitlementException(new NoEntitlement.PathForName(certificate));
                }
            }
            case PATH -> {
                if (label) {
                    throw new EntitlementException(new NoEntitlement.NameForPath(certificate));
                }
            }
            case LABEL_IGNORED -> {
                return given.path().asName();
            }
            case ANY, PERSON -> {}
        }
        return given;
    }

    static LeafCommand of(Command command) {
        return command.accept(COMMANDS);
    }

    private static LeafCommand plain(Use use) {
        return new LeafCommand(use, Optional.empty(), Optional.empty());
    }

    private static LeafCommand carrying(Use use, Optional<Blob> blob) {
        return new LeafCommand(use, Optional.empty(), blob);
    }

    private static LeafCommand creating(UnikernelConfig config) {
        return new LeafCommand(Use.ANY, Optional.of(config.arguments()), Optional.of(config.image()));
    }

    private static final Command.Handler<LeafCommand> COMMANDS = new Command.Handler<>() {
        @Override
        public LeafCommand console(ConsoleCommand command) {
            return command.accept(CONSOLE);
        }

        @Override
        public LeafCommand stats(StatsCommand command) {
            return command.accept(STATS);
        }

        @Override
        public LeafCommand unikernel(UnikernelCommand command) {
            return command.accept(UNIKERNEL);
        }

        @Override
        public LeafCommand policy(PolicyCommand command) {
            return command.accept(POLICY);
        }

        @Override
        public LeafCommand block(BlockCommand command) {
            return command.accept(BLOCK);
        }

        @Override
        public LeafCommand lifecycle(LifecycleCommand command) {
            return command.accept(LIFECYCLE);
        }

        @Override
        public LeafCommand log(LogCommand command) {
            return plain(Use.ANY);
        }

        @Override
        public LeafCommand crl(Command.AddRevocationList command) {
            return plain(Use.ANY);
        }

        @Override
        public LeafCommand hello(Command.SayHello command) {
            return plain(Use.ANY);
        }

        @Override
        public LeafCommand role(Command.PersonRole command) {
            return plain(Use.PERSON);
        }
    };

    private static final ConsoleCommand.Handler<LeafCommand> CONSOLE = new ConsoleCommand.Handler<>() {
        @Override
        public LeafCommand add(ConsoleCommand.Add command) {
            return plain(Use.REFUSED);
        }

        @Override
        public LeafCommand subscribe(ConsoleCommand.Subscribe command) {
            return plain(Use.LABEL);
        }

        @Override
        public LeafCommand listInactive(ConsoleCommand.ListInactive command) {
            return plain(Use.PATH);
        }
    };

    private static final StatsCommand.Handler<LeafCommand> STATS = new StatsCommand.Handler<>() {
        @Override
        public LeafCommand add(StatsCommand.Add command) {
            return plain(Use.REFUSED);
        }

        @Override
        public LeafCommand remove(StatsCommand.Remove command) {
            return plain(Use.REFUSED);
        }

        @Override
        public LeafCommand subscribe(StatsCommand.Subscribe command) {
            return plain(Use.ANY);
        }

        @Override
        public LeafCommand initial(StatsCommand.Initial command) {
            return plain(Use.REFUSED);
        }
    };

    private static final UnikernelCommand.Handler<LeafCommand> UNIKERNEL = new UnikernelCommand.Handler<>() {
        @Override
        public LeafCommand info(UnikernelCommand.Info command) {
            return plain(Use.ANY);
        }

        @Override
        public LeafCommand get(UnikernelCommand.Get command) {
            return plain(Use.ANY);
        }

        @Override
        public LeafCommand create(UnikernelCommand.Create command) {
            return creating(command.config());
        }

        @Override
        public LeafCommand forceCreate(UnikernelCommand.ForceCreate command) {
            return creating(command.config());
        }

        @Override
        public LeafCommand restart(UnikernelCommand.Restart command) {
            return new LeafCommand(Use.ANY, command.arguments(), Optional.empty());
        }

        @Override
        public LeafCommand destroy(UnikernelCommand.Destroy command) {
            return plain(Use.ANY);
        }
    };

    private static final PolicyCommand.Handler<LeafCommand> POLICY = new PolicyCommand.Handler<>() {
        @Override
        public LeafCommand info(PolicyCommand.Info command) {
            return plain(Use.LABEL_IGNORED);
        }

        @Override
        public LeafCommand add(PolicyCommand.Add command) {
            return plain(Use.REFUSED);
        }

        @Override
        public LeafCommand addChain(PolicyCommand.AddChain command) {
            return plain(Use.REFUSED);
        }

        @Override
        public LeafCommand remove(PolicyCommand.Remove command) {
            return plain(Use.REFUSED);
        }
    };

    private static final BlockCommand.Handler<LeafCommand> BLOCK = new BlockCommand.Handler<>() {
        @Override
        public LeafCommand info(BlockCommand.Info command) {
            return plain(Use.ANY);
        }

        @Override
        public LeafCommand add(BlockCommand.Add command) {
            return plain(Use.LABEL);
        }

        @Override
        public LeafCommand remove(BlockCommand.Remove command) {
            return plain(Use.LABEL);
        }

        @Override
        public LeafCommand set(BlockCommand.Set command) {
            return plain(Use.LABEL);
        }

        @Override
        public LeafCommand dump(BlockCommand.Dump command) {
            return plain(Use.LABEL);
        }

        @Override
        public LeafCommand dumpPaused(BlockCommand.DumpPaused command) {
            return plain(Use.LABEL);
        }

        @Override
        public LeafCommand addOld(BlockCommand.AddOld command) {
            return carrying(Use.LABEL, command.data());
        }

        @Override
        public LeafCommand setOld(BlockCommand.SetOld command) {
            return carrying(Use.LABEL, Optional.of(command.data()));
        }

        @Override
        public LeafCommand dumpOld(BlockCommand.DumpOld command) {
            return plain(Use.LABEL);
        }
    };

    private static final LifecycleCommand.Handler<LeafCommand> LIFECYCLE = new LifecycleCommand.Handler<>() {
        @Override
        public LeafCommand start(LifecycleCommand.Start command) {
            return plain(Use.ANY);
        }

        @Override
        public LeafCommand stop(LifecycleCommand.Stop command) {
            return plain(Use.ANY);
        }

        @Override
        public LeafCommand status(LifecycleCommand.Status command) {
            return plain(Use.ANY);
        }

        @Override
        public LeafCommand shutdown(LifecycleCommand.Shutdown command) {
            return plain(Use.ANY);
        }

        @Override
        public LeafCommand replace(LifecycleCommand.Replace command) {
            return creating(command.config());
        }
    };
}
