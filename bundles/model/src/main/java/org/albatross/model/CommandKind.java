package org.albatross.model;

import java.util.Locale;

/** Which command it was, without what it carried: its name as JSON has it (docs/protocol.md section 8). */
public enum CommandKind {
    /** {@link UnikernelCommand.Info}. */
    UNIKERNEL_INFO,
    /** {@link UnikernelCommand.Get}. */
    UNIKERNEL_GET,
    /** {@link UnikernelCommand.Create}. */
    UNIKERNEL_CREATE,
    /** {@link UnikernelCommand.ForceCreate}. */
    UNIKERNEL_FORCE_CREATE,
    /** {@link UnikernelCommand.Restart}. */
    UNIKERNEL_RESTART,
    /** {@link UnikernelCommand.Destroy}. */
    UNIKERNEL_DESTROY,
    /** {@link LifecycleCommand.Start}. */
    LIFECYCLE_START,
    /** {@link LifecycleCommand.Stop}. */
    LIFECYCLE_STOP,
    /** {@link LifecycleCommand.Status}. */
    LIFECYCLE_STATUS,
    /** {@link LifecycleCommand.Shutdown}. */
    LIFECYCLE_SHUTDOWN,
    /** {@link LifecycleCommand.Replace}. */
    LIFECYCLE_REPLACE,
    /** {@link PolicyCommand.Info}. */
    POLICY_INFO,
    /** {@link PolicyCommand.Add} and {@link PolicyCommand.AddChain}. */
    POLICY_ADD,
    /** {@link PolicyCommand.Remove}. */
    POLICY_REMOVE,
    /** {@link BlockCommand.Info}. */
    BLOCK_INFO,
    /** {@link BlockCommand.Add} and {@link BlockCommand.AddOld}. */
    BLOCK_ADD,
    /** {@link BlockCommand.Set} and {@link BlockCommand.SetOld}. */
    BLOCK_SET,
    /** {@link BlockCommand.Remove}. */
    BLOCK_REMOVE,
    /** {@link BlockCommand.Dump}, {@link BlockCommand.DumpPaused} and {@link BlockCommand.DumpOld}. */
    BLOCK_DUMP,
    /** {@link ConsoleCommand.Add}. */
    CONSOLE_ADD,
    /** {@link ConsoleCommand.Subscribe}. */
    CONSOLE_SUBSCRIBE,
    /** {@link ConsoleCommand.ListInactive}. */
    CONSOLE_LIST_INACTIVE,
    /** {@link StatsCommand.Add}. */
    STATS_ADD,
    /** {@link StatsCommand.Remove}. */
    STATS_REMOVE,
    /** {@link StatsCommand.Subscribe}. */
    STATS_SUBSCRIBE,
    /** {@link StatsCommand.Initial}. */
    STATS_INITIAL,
    /** {@link LogCommand.Subscribe} and {@link LogCommand.SubscribeAfter}. */
    LOG_SUBSCRIBE,
    /** {@link LogCommand.Show} and {@link LogCommand.ShowAfter}. */
    LOG_SHOW,
    /** {@link Command.AddRevocationList}. */
    CRL_ADD,
    /** {@link Command.SayHello}. */
    HELLO,
    /** {@link Command.PersonRole}. */
    ROLE;

    private final String text;

    CommandKind() {
        text = name().toLowerCase(Locale.ROOT);
    }

    /** Returns which command this is. */
    public static CommandKind of(Command command) {
        return command.accept(OF);
    }

    /** Returns the name, {@code unikernel_create}. */
    @Override
    public String toString() {
        return text;
    }

    private static final Command.Handler<CommandKind> OF = new Command.Handler<>() {
        @Override
        public CommandKind unikernel(UnikernelCommand command) {
            return command.accept(OF_UNIKERNEL);
        }

        @Override
        public CommandKind lifecycle(LifecycleCommand command) {
            return command.accept(OF_LIFECYCLE);
        }

        @Override
        public CommandKind policy(PolicyCommand command) {
            return command.accept(OF_POLICY);
        }

        @Override
        public CommandKind block(BlockCommand command) {
            return command.accept(OF_BLOCK);
        }

        @Override
        public CommandKind console(ConsoleCommand command) {
            return command.accept(OF_CONSOLE);
        }

        @Override
        public CommandKind stats(StatsCommand command) {
            return command.accept(OF_STATS);
        }

        @Override
        public CommandKind log(LogCommand command) {
            return command.accept(OF_LOG);
        }

        @Override
        public CommandKind crl(Command.AddRevocationList command) {
            return CRL_ADD;
        }

        @Override
        public CommandKind hello(Command.SayHello command) {
            return HELLO;
        }

        @Override
        public CommandKind role(Command.PersonRole command) {
            return ROLE;
        }
    };

    private static final UnikernelCommand.Handler<CommandKind> OF_UNIKERNEL = new UnikernelCommand.Handler<>() {
        @Override
        public CommandKind info(UnikernelCommand.Info command) {
            return UNIKERNEL_INFO;
        }

        @Override
        public CommandKind get(UnikernelCommand.Get command) {
            return UNIKERNEL_GET;
        }

        @Override
        public CommandKind create(UnikernelCommand.Create command) {
            return UNIKERNEL_CREATE;
        }

        @Override
        public CommandKind forceCreate(UnikernelCommand.ForceCreate command) {
            return UNIKERNEL_FORCE_CREATE;
        }

        @Override
        public CommandKind restart(UnikernelCommand.Restart command) {
            return UNIKERNEL_RESTART;
        }

        @Override
        public CommandKind destroy(UnikernelCommand.Destroy command) {
            return UNIKERNEL_DESTROY;
        }
    };

    private static final LifecycleCommand.Handler<CommandKind> OF_LIFECYCLE = new LifecycleCommand.Handler<>() {
        @Override
        public CommandKind start(LifecycleCommand.Start command) {
            return LIFECYCLE_START;
        }

        @Override
        public CommandKind stop(LifecycleCommand.Stop command) {
            return LIFECYCLE_STOP;
        }

        @Override
        public CommandKind status(LifecycleCommand.Status command) {
            return LIFECYCLE_STATUS;
        }

        @Override
        public CommandKind shutdown(LifecycleCommand.Shutdown command) {
            return LIFECYCLE_SHUTDOWN;
        }

        @Override
        public CommandKind replace(LifecycleCommand.Replace command) {
            return LIFECYCLE_REPLACE;
        }
    };

    private static final PolicyCommand.Handler<CommandKind> OF_POLICY = new PolicyCommand.Handler<>() {
        @Override
        public CommandKind info(PolicyCommand.Info command) {
            return POLICY_INFO;
        }

        @Override
        public CommandKind add(PolicyCommand.Add command) {
            return POLICY_ADD;
        }

        @Override
        public CommandKind addChain(PolicyCommand.AddChain command) {
            return POLICY_ADD;
        }

        @Override
        public CommandKind remove(PolicyCommand.Remove command) {
            return POLICY_REMOVE;
        }
    };

    private static final BlockCommand.Handler<CommandKind> OF_BLOCK = new BlockCommand.Handler<>() {
        @Override
        public CommandKind info(BlockCommand.Info command) {
            return BLOCK_INFO;
        }

        @Override
        public CommandKind add(BlockCommand.Add command) {
            return BLOCK_ADD;
        }

        @Override
        public CommandKind remove(BlockCommand.Remove command) {
            return BLOCK_REMOVE;
        }

        @Override
        public CommandKind set(BlockCommand.Set command) {
            return BLOCK_SET;
        }

        @Override
        public CommandKind dump(BlockCommand.Dump command) {
            return BLOCK_DUMP;
        }

        @Override
        public CommandKind dumpPaused(BlockCommand.DumpPaused command) {
            return BLOCK_DUMP;
        }

        @Override
        public CommandKind addOld(BlockCommand.AddOld command) {
            return BLOCK_ADD;
        }

        @Override
        public CommandKind setOld(BlockCommand.SetOld command) {
            return BLOCK_SET;
        }

        @Override
        public CommandKind dumpOld(BlockCommand.DumpOld command) {
            return BLOCK_DUMP;
        }
    };

    private static final ConsoleCommand.Handler<CommandKind> OF_CONSOLE = new ConsoleCommand.Handler<>() {
        @Override
        public CommandKind add(ConsoleCommand.Add command) {
            return CONSOLE_ADD;
        }

        @Override
        public CommandKind subscribe(ConsoleCommand.Subscribe command) {
            return CONSOLE_SUBSCRIBE;
        }

        @Override
        public CommandKind listInactive(ConsoleCommand.ListInactive command) {
            return CONSOLE_LIST_INACTIVE;
        }
    };

    private static final LogCommand.Handler<CommandKind> OF_LOG = new LogCommand.Handler<>() {
        @Override
        public CommandKind subscribe(LogCommand.Subscribe command) {
            return LOG_SUBSCRIBE;
        }

        @Override
        public CommandKind subscribeAfter(LogCommand.SubscribeAfter command) {
            return LOG_SUBSCRIBE;
        }

        @Override
        public CommandKind show(LogCommand.Show command) {
            return LOG_SHOW;
        }

        @Override
        public CommandKind showAfter(LogCommand.ShowAfter command) {
            return LOG_SHOW;
        }
    };

    private static final StatsCommand.Handler<CommandKind> OF_STATS = new StatsCommand.Handler<>() {
        @Override
        public CommandKind add(StatsCommand.Add command) {
            return STATS_ADD;
        }

        @Override
        public CommandKind remove(StatsCommand.Remove command) {
            return STATS_REMOVE;
        }

        @Override
        public CommandKind subscribe(StatsCommand.Subscribe command) {
            return STATS_SUBSCRIBE;
        }

        @Override
        public CommandKind initial(StatsCommand.Initial command) {
            return STATS_INITIAL;
        }
    };
}
