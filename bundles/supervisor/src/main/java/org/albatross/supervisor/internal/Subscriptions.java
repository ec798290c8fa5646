package org.albatross.supervisor.internal;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import org.albatross.api.Cancellable;
import org.albatross.api.Consoles;
import org.albatross.api.Sink;
import org.albatross.model.ConsoleCommand;
import org.albatross.model.Name;
import org.albatross.model.Refusal;
import org.albatross.model.Reply;
import org.albatross.supervisor.internal.run.ConsoleHub;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands commands about consoles to the console service, waiting for it while its bundle is updated. */
final class Subscriptions implements ConsoleCommand.Handler<Function<Sink, Cancellable>> {
    private static final Logger LOG = LoggerFactory.getLogger(Subscriptions.class);

    private final ConsoleHub hub;
    private final Executor pool;
    private final Name name;

    /** For one command about {@code name}. */
    Subscriptions(ConsoleHub hub, Executor pool, Name name) {
        this.hub = hub;
        this.pool = pool;
        this.name = name;
    }

    @Override
    public Function<Sink, Cancellable> add(ConsoleCommand.Add command) {
        return refusal(new Refusal.Unsupported(
                "unexpected command: consoles are added by the supervisor of this platform only"));
    }

    @Override
    public Function<Sink, Cancellable> subscribe(ConsoleCommand.Subscribe command) {
        return name.label().isEmpty()
                ? refusal(new Refusal.Malformed("path used instead of name"))
                : sink -> whenThere(sink, consoles -> consoles.subscribe(name, command.begin(), sink));
    }

    @Override
    public Function<Sink, Cancellable> listInactive(ConsoleCommand.ListInactive command) {
        return name.label().isPresent()
                ? refusal(new Refusal.Malformed("name used"))
                : sink -> whenThere(sink, consoles -> {
                    sink.answer(new Reply.Consoles(consoles.inactive(name.path()).stream()
                            .map(inactive -> inactive.relativeTo(name.path()))
                            .toList()));
                    sink.end();
                    return Cancellable.NOTHING;
                });
    }

    private static Function<Sink, Cancellable> refusal(Refusal refusal) {
        return sink -> {
            sink.fail(refusal);
            return Cancellable.NOTHING;
        };
    }

    private Cancellable whenThere(Sink sink, Function<Consoles, Cancellable> use) {
        CompletableFuture<Consoles> service = hub.service();
        if (service.isDone() && !service.isCompletedExceptionally()) {
            return use.apply(service.join());
        }
        Later later = new Later();
        CompletableFuture<Consoles> unused = service.whenComplete((consoles, missing) -> pool.execute(() -> {
            if (missing != null) {
                sink.fail(new Refusal.Unavailable("there is no console service, try again"));
            } else if (!later.isCancelled()) {
                begin(later, () -> use.apply(consoles), sink);
            }
        }));
        return later;
    }

    private static void begin(Later later, Supplier<Cancellable> subscription, Sink sink) {
        try {
            later.become(subscription.get());
        } catch (RuntimeException e) {
            LOG.error("A command about consoles failed by a mistake of the platform", e);
            sink.fail(new Refusal.Internal(e.toString()));
        }
    }

    /** A subscription that may be cancelled before it begins. */
    private static final class Later implements Cancellable {
        private boolean cancelled;
        private Optional<Cancellable> begun = Optional.empty();

        synchronized boolean isCancelled() {
            return cancelled;
        }

        void become(Cancellable subscription) {
            boolean over;
            synchronized (this) {
                begun = Optional.of(subscription);
                over = cancelled;
            }
            if (over) {
                subscription.cancel();
            }
        }

        @Override
        public void cancel() {
            Optional<Cancellable> subscription;
            synchronized (this) {
                cancelled = true;
                subscription = begun;
            }
            subscription.ifPresent(Cancellable::cancel);
        }
    }
}
