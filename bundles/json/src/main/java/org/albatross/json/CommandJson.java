package org.albatross.json;

import java.util.Locale;
import org.albatross.model.BlockCommand;
import org.albatross.model.Command;
import org.albatross.model.Command.Begin;
import org.albatross.model.Confirmation;
import org.albatross.model.ConsoleCommand;
import org.albatross.model.LifecycleCommand;
import org.albatross.model.LogCommand;
import org.albatross.model.PolicyCommand;
import org.albatross.model.StatsCommand;
import org.albatross.model.UnikernelCommand;

/** Commands. */
final class CommandJson {
    static final Command.Handler<Json> FORM = new Command.Handler<>() {
        @Override
        public Json console(ConsoleCommand command) {
            return command.accept(CONSOLE);
        }

        @Override
        public Json stats(StatsCommand command) {
            return command.accept(STATS);
        }

        @Override
        public Json unikernel(UnikernelCommand command) {
            return command.accept(UNIKERNEL);
        }

        @Override
        public Json policy(PolicyCommand command) {
            return command.accept(POLICY);
        }

        @Override
        public Json block(BlockCommand command) {
            return command.accept(BLOCK);
        }

        @Override
        public Json lifecycle(LifecycleCommand command) {
            return command.accept(LIFECYCLE);
        }

        @Override
        public Json log(LogCommand command) {
            return command.accept(LOG);
        }

        @Override
        public Json crl(Command.AddRevocationList command) {
            return ModelJson.tagged("crl_add", Json.hex(command.crl()));
        }

        @Override
        public Json hello(Command.SayHello command) {
            return Json.of("hello");
        }

        @Override
        public Json role(Command.PersonRole command) {
            return ModelJson.tagged("role", Json.of(command.kind().name().toLowerCase(Locale.ROOT)));
        }
    };

    private static final ConsoleCommand.Handler<Json> CONSOLE = new ConsoleCommand.Handler<>() {
        @Override
        public Json add(ConsoleCommand.Add command) {
            return ModelJson.tagged("console_add", Json.of(command.rings()));
        }

        @Override
        public Json subscribe(ConsoleCommand.Subscribe command) {
            return begin("console_subscribe", command.begin());
        }

        @Override
        public Json listInactive(ConsoleCommand.ListInactive command) {
            return Json.of("console_list_inactive");
        }
    };

    private static final StatsCommand.Handler<Json> STATS = new StatsCommand.Handler<>() {
        @Override
        public Json add(StatsCommand.Add command) {
            return ModelJson.tagged(
                    "stats_add",
                    Json.object()
                            .put("vmmdev", Json.of(command.vmmDevice()))
                            .put("pid", Json.of(command.pid()))
                            .put("taps", Json.array(command.network(), CommandJson::tap))
                            .build());
        }

        @Override
        public Json remove(StatsCommand.Remove command) {
            return Json.of("stats_remove");
        }

        @Override
        public Json subscribe(StatsCommand.Subscribe command) {
            return Json.of("stats_subscribe");
        }

        @Override
        public Json initial(StatsCommand.Initial command) {
            return Json.of("stats_initial");
        }
    };

    private static final UnikernelCommand.Handler<Json> UNIKERNEL = new UnikernelCommand.Handler<>() {
        @Override
        public Json info(UnikernelCommand.Info command) {
            return Json.of(ReplyJson.infoName(command.form()));
        }

        @Override
        public Json get(UnikernelCommand.Get command) {
            return ModelJson.tagged("unikernel_get", Json.of(command.level()));
        }

        @Override
        public Json create(UnikernelCommand.Create command) {
            return ModelJson.tagged("unikernel_create", UnikernelJson.config(command.config()));
        }

        @Override
        public Json forceCreate(UnikernelCommand.ForceCreate command) {
            return ModelJson.tagged("unikernel_force_create", UnikernelJson.config(command.config()));
        }

        @Override
        public Json restart(UnikernelCommand.Restart command) {
            return ModelJson.tagged("unikernel_restart", Json.optional(command.arguments(), UnikernelJson::arguments));
        }

        @Override
        public Json destroy(UnikernelCommand.Destroy command) {
            return Json.of("unikernel_destroy");
        }
    };

    private static final PolicyCommand.Handler<Json> POLICY = new PolicyCommand.Handler<>() {
        @Override
        public Json info(PolicyCommand.Info command) {
            return Json.of("policy_info");
        }

        @Override
        public Json add(PolicyCommand.Add command) {
            return ModelJson.tagged("policy_add", UnikernelJson.policy(command.policy()));
        }

        @Override
        public Json addChain(PolicyCommand.AddChain command) {
            return ModelJson.tagged(
                    "policy_add_chain", Json.array(command.policies().entrySet(), entry -> Json.object()
                            .put("path", Json.of(entry.getKey().toString()))
                            .put("policy", UnikernelJson.policy(entry.getValue()))
                            .build()));
        }

        @Override
        public Json remove(PolicyCommand.Remove command) {
            return Json.of("policy_remove");
        }
    };

    private static final BlockCommand.Handler<Json> BLOCK = new BlockCommand.Handler<>() {
        @Override
        public Json info(BlockCommand.Info command) {
            return Json.of("block_info");
        }

        @Override
        public Json add(BlockCommand.Add command) {
            return ModelJson.tagged("block_add", Json.of(command.size().count()));
        }

        @Override
        public Json remove(BlockCommand.Remove command) {
            return Json.of("block_remove");
        }

        @Override
        public Json set(BlockCommand.Set command) {
            return ModelJson.tagged("block_set", Json.of(command.compressed()));
        }

        @Override
        public Json dump(BlockCommand.Dump command) {
            return ModelJson.tagged("block_dump", Json.of(command.level()));
        }

        @Override
        public Json dumpPaused(BlockCommand.DumpPaused command) {
            return ModelJson.tagged("block_dump_paused", Json.of(command.level()));
        }

        @Override
        public Json addOld(BlockCommand.AddOld command) {
            return ModelJson.tagged(
                    "old_block_add",
                    Json.object()
                            .put("size", Json.of(command.size().count()))
                            .put("compressed", Json.of(command.compressed()))
                            .put("data", Json.optional(command.data(), Json::hex))
                            .build());
        }

        @Override
        public Json setOld(BlockCommand.SetOld command) {
            return ModelJson.tagged(
                    "old_block_set",
                    ModelJson.image(Json.object(), command.compressed(), "data", command.data())
                            .build());
        }

        @Override
        public Json dumpOld(BlockCommand.DumpOld command) {
            return ModelJson.tagged("old_block_dump", Json.of(command.level()));
        }
    };

    private static final LifecycleCommand.Handler<Json> LIFECYCLE = new LifecycleCommand.Handler<>() {
        @Override
        public Json start(LifecycleCommand.Start command) {
            return Json.of("lifecycle_start");
        }

        @Override
        public Json stop(LifecycleCommand.Stop command) {
            return Json.of("lifecycle_stop");
        }

        @Override
        public Json status(LifecycleCommand.Status command) {
            return Json.of("lifecycle_status");
        }

        @Override
        public Json shutdown(LifecycleCommand.Shutdown command) {
            return Json.of("lifecycle_shutdown");
        }

        @Override
        public Json replace(LifecycleCommand.Replace command) {
            Confirmation confirmation = command.confirmation();
            var members = Json.object().put("confirm_after", Json.of(confirmation.afterSeconds()));
            confirmation.check().ifPresent(check -> members.put("check", Json.of(check.toString())));
            return ModelJson.tagged(
                    confirmation.check().isPresent() ? "lifecycle_replace_checked" : "lifecycle_replace",
                    members.put("config", UnikernelJson.config(command.config()))
                            .build());
        }
    };

    private static final LogCommand.Handler<Json> LOG = new LogCommand.Handler<>() {
        @Override
        public Json subscribe(LogCommand.Subscribe command) {
            return begin("log_subscribe", command.begin());
        }

        @Override
        public Json subscribeAfter(LogCommand.SubscribeAfter command) {
            return ModelJson.tagged("log_subscribe_after", Json.of(command.sequence()));
        }

        @Override
        public Json show(LogCommand.Show command) {
            return begin("log_show", command.begin());
        }

        @Override
        public Json showAfter(LogCommand.ShowAfter command) {
            return ModelJson.tagged("log_show_after", Json.of(command.sequence()));
        }
    };

    private CommandJson() {}

    private static Json begin(String command, Begin begin) {
        return begin instanceof Begin.Since since
                ? ModelJson.tagged(command + "_since", ModelJson.time(since.time()))
                : ModelJson.tagged(command + "_count", Json.of(((Begin.Count) begin).count()));
    }

    private static Json tap(StatsCommand.Interface device) {
        return Json.object()
                .put("bridge", Json.of(device.netDevice()))
                .put("tap", Json.of(device.tap()))
                .build();
    }
}
