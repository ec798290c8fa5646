package org.albatross.web.internal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.albatross.json.Json;
import org.albatross.json.ModelJson;
import org.albatross.model.BlockCommand;
import org.albatross.model.Command;
import org.albatross.model.LifecycleCommand;
import org.albatross.model.Name;
import org.albatross.model.Named;
import org.albatross.model.Path;
import org.albatross.model.PolicyCommand;
import org.albatross.model.Refusal;
import org.albatross.model.Reply;
import org.albatross.model.UnikernelCommand;
import org.albatross.model.UnikernelInfo;
import org.albatross.model.UnikernelStatus;

/** Shows unikernels, policies and block devices, and changes unikernels. */
final class ObjectEndpoints {
    private final Commands commands;

    /** Asks by {@code commands}. */
    ObjectEndpoints(Commands commands) {
        this.commands = commands;
    }

    void addTo(Api api) {
        api.add("GET", "/unikernels", this::unikernels)
                .add("GET", "/unikernels/{name}", this::unikernel)
                .add("DELETE", "/unikernels/{name}", changing(new UnikernelCommand.Destroy()))
                .add("POST", "/unikernels/{name}/start", changing(new LifecycleCommand.Start()))
                .add("POST", "/unikernels/{name}/stop", changing(new LifecycleCommand.Stop()))
                .add("POST", "/unikernels/{name}/restart", changing(new UnikernelCommand.Restart(Optional.empty())))
                .add("GET", "/policies", this::policies)
                .add("GET", "/block-devices", this::blockDevices);
    }

    private CompletableFuture<Reply> ask(Session session, Name name, Command command) {
        return commands.ask(session.person(), name, command, 0).thenApply(Commands.Answer::reply);
    }

    private static Path base(Session session) {
        return session.person().grant().path();
    }

    /** Returns the whole of a name that an answer tells relative to the path that was asked about. */
    private static Name whole(Path base, Name told) {
        List<String> labels = new ArrayList<>(base.labels());
        labels.addAll(told.path().labels());
        return new Name(new Path(labels), told.label());
    }

    private void unikernels(Exchange exchange, Session session) {
        Name all = base(session).asName();
        CompletableFuture<Reply> statuses = ask(session, all, new LifecycleCommand.Status());
        CompletableFuture<Reply> infos =
                ask(session, all, new UnikernelCommand.Info(UnikernelCommand.InfoForm.CURRENT));
        exchange.answerWith(statuses.thenCombine(infos, (status, info) -> {
            Map<Name, UnikernelInfo> running = new TreeMap<>();
            ((Reply.Infos) info).unikernels().forEach(named -> running.put(named.name(), named.value()));
            return list(
                    "unikernels",
                    ((Reply.Statuses) status).statuses(),
                    named -> unikernel(
                            whole(base(session), named.name()),
                            named.value(),
                            Optional.ofNullable(running.get(named.name()))));
        }));
    }

    private static <T> Json list(String name, Collection<T> values, Function<T, Json> form) {
        return Json.object().put(name, Json.array(values, form)).build();
    }

    private static Json unikernel(Name name, UnikernelStatus status, Optional<UnikernelInfo> info) {
        UnikernelStatus alone = new UnikernelStatus(
                status.state(),
                status.runId(),
                status.restarts(),
                status.reason(),
                status.lastExit(),
                status.since(),
                status.nextTry(),
                status.addName(),
                info);
        return Json.object()
                .put("name", Json.of(name.brief()))
                .put("status", ModelJson.status(alone))
                .build();
    }

    private void unikernel(Exchange exchange, Session session) throws ProblemException {
        Name name = exchange.name();
        exchange.answerWith(
                ask(session, name, new LifecycleCommand.Status()).thenApply(reply -> ((Reply.Statuses) reply)
                        .statuses().stream()
                                .findFirst()
                                .map(named -> unikernel(
                                        name, named.value(), named.value().info()))
                                .orElseThrow(() -> new CompletionException(new ProblemException(Problem.of(
                                        new Refusal.NotFound(Refusal.Subject.UNIKERNEL, name, Optional.empty())))))));
    }

    private Api.SessionEndpoint changing(Command command) {
        return (exchange, session) ->
                exchange.answerWith(ask(session, exchange.name(), command).thenApply(reply -> Json.object()
                        .put(
                                "message",
                                Json.of(
                                        reply instanceof Reply.Done done
                                                ? done.message().decoded()
                                                : "done"))
                        .build()));
    }

    private void policies(Exchange exchange, Session session) {
        exchange.answerWith(ask(session, base(session).asName(), new PolicyCommand.Info())
                .thenApply(reply -> list("policies", ((Reply.Policies) reply).policies(), named -> Json.object()
                        .put(
                                "path",
                                Json.of(whole(base(session), named.name())
                                        .path()
                                        .toString()))
                        .put("policy", ModelJson.policy(named.value()))
                        .build())));
    }

    private void blockDevices(Exchange exchange, Session session) {
        exchange.answerWith(ask(session, base(session).asName(), new BlockCommand.Info())
                .thenApply(reply -> list(
                        "block_devices",
                        ((Reply.BlockDevices) reply).devices(),
                        named -> blockDevice(base(session), named))));
    }

    private static Json blockDevice(Path base, Named<Reply.BlockInfo> named) {
        return Json.object()
                .put("name", Json.of(whole(base, named.name()).brief()))
                .put("size", Json.of(named.value().size().count()))
                .put("active", Json.of(named.value().active()))
                .build();
    }
}
