package org.albatross.dispatch.internal;

import java.util.List;
import java.util.Optional;
import org.albatross.model.Named;
import org.albatross.model.Reply;
import org.albatross.model.UnikernelInfo;
import org.albatross.model.UnikernelStatus;

/** An answer without the arguments of unikernels, which may hold secrets. */
enum WithoutArguments implements Reply.Handler<Reply> {
    /** The only one. */
    INSTANCE;

    @Override
    public Reply infos(Reply.Infos reply) {
        return new Reply.Infos(reply.form(), each(reply.unikernels()));
    }

    private static List<Named<UnikernelInfo>> each(List<Named<UnikernelInfo>> unikernels) {
        return unikernels.stream()
                .map(named -> new Named<>(named.name(), of(named.value())))
                .toList();
    }

    private static UnikernelInfo of(UnikernelInfo info) {
        return new UnikernelInfo(
                info.type(),
                info.failBehaviour(),
                info.startup(),
                info.cpuids(),
                info.memory(),
                info.digest(),
                info.blockDevices(),
                info.netDevices(),
                Optional.empty(),
                info.started(),
                info.cpus(),
                info.linuxBootPartition());
    }

    @Override
    public Reply statuses(Reply.Statuses reply) {
        return new Reply.Statuses(reply.statuses().stream()
                .map(named -> new Named<>(named.name(), of(named.value())))
                .toList());
    }

    private static UnikernelStatus of(UnikernelStatus status) {
        return new UnikernelStatus(
                status.state(),
                status.runId(),
                status.restarts(),
                status.reason(),
                status.lastExit(),
                status.since(),
                status.nextTry(),
                status.addName(),
                status.info().map(WithoutArguments::of));
    }

    @Override
    public Reply failure(Reply.Failure reply) {
        return reply;
    }

    @Override
    public Reply empty(Reply.Empty reply) {
        return reply;
    }

    @Override
    public Reply done(Reply.Done reply) {
        return reply;
    }

    @Override
    public Reply policies(Reply.Policies reply) {
        return reply;
    }

    @Override
    public Reply blockDevices(Reply.BlockDevices reply) {
        return reply;
    }

    @Override
    public Reply unikernelImage(Reply.UnikernelImage reply) {
        return reply;
    }

    @Override
    public Reply blockImageOld(Reply.BlockImageOld reply) {
        return reply;
    }

    @Override
    public Reply blockImage(Reply.BlockImage reply) {
        return reply;
    }

    @Override
    public Reply consoles(Reply.Consoles reply) {
        return reply;
    }

    @Override
    public Reply hello(Reply.Hello reply) {
        return reply;
    }
}
