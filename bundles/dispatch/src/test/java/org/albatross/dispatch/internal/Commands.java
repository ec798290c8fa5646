package org.albatross.dispatch.internal;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.albatross.model.Arguments;
import org.albatross.model.Blob;
import org.albatross.model.BlockCommand;
import org.albatross.model.Bytes;
import org.albatross.model.Command;
import org.albatross.model.Confirmation;
import org.albatross.model.ConsoleCommand;
import org.albatross.model.CpuId;
import org.albatross.model.FailBehaviour;
import org.albatross.model.LifecycleCommand;
import org.albatross.model.LogCommand;
import org.albatross.model.Megabytes;
import org.albatross.model.Policy;
import org.albatross.model.PolicyCommand;
import org.albatross.model.StatsCommand;
import org.albatross.model.Text;
import org.albatross.model.UnikernelCommand;
import org.albatross.model.UnikernelConfig;
import org.albatross.model.UnikernelType;

/** One command of each kind, and which role may ask for it at its path. */
final class Commands {
    /** The roles in the order viewer, operator, certificate; {@code E} where everybody may, anywhere. */
    record Row(String name, Command command, String roles) {
        boolean viewer() {
            return roles.contains("V") || everybody();
        }

        boolean operator() {
            return roles.contains("O") || everybody();
        }

        boolean certificate() {
            return roles.contains("C") || everybody();
        }

        boolean everybody() {
            return roles.equals("E");
        }

        boolean changesPolicy() {
            return addsPolicy() || name.equals("policy_remove");
        }

        boolean addsPolicy() {
            return name.equals("policy_add");
        }

        boolean readsConsoles() {
            return name.equals("console_subscribe") || name.equals("console_list_inactive");
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static final SortedSet<CpuId> NO_CPUS = new TreeSet<>();
    private static final Command.Begin ALL = new Command.Begin.Count(-1);

    static final Arguments ARGUMENTS = new Arguments(
            new FailBehaviour.Quit(),
            Optional.empty(),
            false,
            NO_CPUS,
            new Megabytes(32),
            List.of(),
            List.of(),
            Optional.of(List.of(Text.of("--secret=x"))),
            1,
            Optional.empty());
    static final UnikernelConfig CONFIG = new UnikernelConfig(UnikernelType.SOLO5, false, Blob.EMPTY, ARGUMENTS);

    static final List<Row> TABLE = List.of(
            new Row("hello", new Command.SayHello(), "E"),
            new Row("unikernel_info", new UnikernelCommand.Info(UnikernelCommand.InfoForm.CURRENT), "VOC"),
            new Row("unikernel_get", new UnikernelCommand.Get(0), "OC"),
            new Row("unikernel_create", new UnikernelCommand.Create(CONFIG), "OC"),
            new Row("unikernel_force_create", new UnikernelCommand.ForceCreate(CONFIG), "OC"),
            new Row("unikernel_restart", new UnikernelCommand.Restart(Optional.empty()), "OC"),
            new Row("unikernel_destroy", new UnikernelCommand.Destroy(), "OC"),
            new Row("lifecycle_start", new LifecycleCommand.Start(), "OC"),
            new Row("lifecycle_stop", new LifecycleCommand.Stop(), "OC"),
            new Row("lifecycle_status", new LifecycleCommand.Status(), "VOC"),
            new Row("lifecycle_shutdown", new LifecycleCommand.Shutdown(), "OC"),
            new Row("lifecycle_replace", new LifecycleCommand.Replace(new Confirmation(9), CONFIG), "OC"),
            new Row("policy_info", new PolicyCommand.Info(), "VOC"),
            new Row(
                    "policy_add",
                    new PolicyCommand.Add(new Policy(NO_CPUS, 1, new Megabytes(1), Optional.empty(), new TreeSet<>())),
                    "OC"),
            new Row("policy_remove", new PolicyCommand.Remove(), "OC"),
            new Row("block_info", new BlockCommand.Info(), "VOC"),
            new Row("block_add", new BlockCommand.Add(new Megabytes(1)), "OC"),
            new Row("block_add_old", new BlockCommand.AddOld(new Megabytes(1), false, Optional.empty()), "OC"),
            new Row("block_remove", new BlockCommand.Remove(), "OC"),
            new Row("block_set", new BlockCommand.Set(false), "OC"),
            new Row("block_set_old", new BlockCommand.SetOld(false, Blob.EMPTY), "OC"),
            new Row("block_dump", new BlockCommand.Dump(0), "OC"),
            new Row("block_dump_paused", new BlockCommand.DumpPaused(0), "OC"),
            new Row("block_dump_old", new BlockCommand.DumpOld(0), "OC"),
            new Row("console_subscribe", new ConsoleCommand.Subscribe(ALL), "VOC"),
            new Row("console_list_inactive", new ConsoleCommand.ListInactive(), "VOC"),
            new Row("console_add", new ConsoleCommand.Add(1), ""),
            new Row("stats_subscribe", new StatsCommand.Subscribe(), "VOC"),
            new Row("stats_add", new StatsCommand.Add(Text.of(""), 1, List.of()), ""),
            new Row("stats_remove", new StatsCommand.Remove(), ""),
            new Row("stats_initial", new StatsCommand.Initial(), ""),
            new Row("log_subscribe", new LogCommand.Subscribe(ALL), "VOC"),
            new Row("log_subscribe_after", new LogCommand.SubscribeAfter(1), "VOC"),
            new Row("log_show", new LogCommand.Show(ALL), "VOC"),
            new Row("log_show_after", new LogCommand.ShowAfter(1), "VOC"),
            new Row("crl_add", new Command.AddRevocationList(Bytes.EMPTY), "C"),
            new Row("role", new Command.PersonRole(Command.PersonRole.Kind.VIEWER), ""));

    private Commands() {}

    static Command named(String name) {
        return TABLE.stream()
                .filter(row -> row.name().equals(name))
                .findFirst()
                .orElseThrow()
                .command();
    }
}
