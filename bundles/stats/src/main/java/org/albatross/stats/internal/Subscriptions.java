package org.albatross.stats.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.albatross.api.Cancellable;
import org.albatross.api.Sample;
import org.albatross.api.Sink;
import org.albatross.model.Name;
import org.albatross.model.Refusal;
import org.albatross.model.Reply;

/** Who has subscribed to which name: of one name at most so many. For any thread. */
final class Subscriptions {
    private final StatsLimits limits;
    private final Sampler sampler;
    private final Executor executor;
    /** In the order in which they came. */
    private final Map<Subscription, Consumer<Sample>> lookers = new LinkedHashMap<>();

    /** None yet. They send on threads of {@code executor}. */
    Subscriptions(StatsLimits limits, Sampler sampler, Executor executor) {
        this.limits = limits;
        this.sampler = sampler;
        this.executor = executor;
    }

    /**
     * Answers, and sends what is at or below {@code name} from the next sample on. One that is too many is refused, so that it
     * displaces nobody; where one alone may subscribe it takes the place of the former one, as with the original.
     */
    Cancellable begin(Name name, Sink sink) {
        Refusal tooMany = new Refusal.LimitReached("at most " + limits.subscribersPerName()
                + " may subscribe to the statistics of " + name + " at once, and as many do; try again later");
        if (limits.subscribersPerName() > 1 && same(name).size() >= limits.subscribersPerName()) {
            sink.fail(tooMany);
            return Cancellable.NOTHING;
        }
        sink.answer(new Reply.Done("subscribed"));
        Subscription subscription = new Subscription(name, sink, limits.missedRounds(), executor, this::remove);
        add(subscription)
                .ifPresent(other -> other.fail(
                        other == subscription
                                ? tooMany
                                : new Refusal.BrokenOff("another one has subscribed to the statistics of " + name
                                        + ", to which one alone may subscribe")));
        return subscription;
    }

    /** Adds one; returns the one that has to go for it, which counts no more, or itself when another one was faster. */
    private synchronized Optional<Subscription> add(Subscription subscription) {
        Consumer<Sample> looker = subscription::offer;
        lookers.put(subscription, looker);
        sampler.add(looker, false);
        List<Subscription> same = same(subscription.name());
        if (same.size() <= limits.subscribersPerName()) {
            return Optional.empty();
        }
        Subscription other = limits.subscribersPerName() == 1 ? same.get(0) : subscription;
        remove(other);
        return Optional.of(other);
    }

    /** Returns those of a name, the oldest first. */
    private synchronized List<Subscription> same(Name name) {
        return lookers.keySet().stream()
                .filter(other -> other.name().equals(name))
                .toList();
    }

    private synchronized void remove(Subscription subscription) {
        Optional.ofNullable(lookers.remove(subscription)).ifPresent(sampler::remove);
    }

    /** Returns how many there are. */
    synchronized int count() {
        return lookers.size();
    }

    /** Ends all. No call may come any more. */
    void stop() {
        List<Subscription> all;
        synchronized (this) {
            all = new ArrayList<>(lookers.keySet());
        }
        all.forEach(Subscription::end);
    }
}
