package org.albatross.supervisor.internal.check;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.albatross.core.Effect;
import org.albatross.core.Input;
import org.albatross.disk.DurableFiles;
import org.albatross.store.RefusedException;
import org.albatross.supervisor.internal.run.Inputs;
import org.albatross.threads.PlatformThreads;

/**
 * Makes checks, a bounded number at a time and each within a bounded time; the others wait in their order. One thread waits
 * for all of them. Outcomes are told as {@link Input.Checked}.
 */
public final class ServiceChecker {
    private static final int MOST = 256;
    private static final Duration WITHIN = Duration.ofSeconds(3);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(1);

    private final Inputs inputs;
    private final Thread thread;
    private final Random random = new Random();
    private final ConcurrentLinkedQueue<Effect.Check> asked = new ConcurrentLinkedQueue<>();
    private final Deque<Pending> pending = new ArrayDeque<>();
    private volatile Optional<Selector> selector = Optional.empty();
    private volatile boolean stopped;

    /** An attempt under way; {@code due} by the monotonic clock. */
    private record Pending(Effect.Check check, Attempt attempt, SelectionKey key, long due) {}

    /** Tells outcomes to {@code inputs}, from {@link #start} on. */
    public ServiceChecker(Inputs inputs) {
        this.inputs = inputs;
        thread = PlatformThreads.thread("albatross-checks", this::run);
    }

    /** Begins with what was asked for. */
    public void start() {
        thread.start();
    }

    /** Makes a check. For any thread; does not wait. */
    public void check(Effect.Check check) {
        asked.add(check);
        selector.ifPresent(Selector::wakeup);
    }

    /** Gives up every check, without an outcome. */
    public void stop() throws InterruptedException {
        stopped = true;
        selector.ifPresent(Selector::wakeup);
        thread.join(STOP_WITHIN.toMillis());
    }

    private void run() {
        try (Selector opened = Selector.open()) {
            selector = Optional.of(opened);
            while (!stopped) {
                beginNext(opened);
                opened.select(untilDue());
                opened.selectedKeys().forEach(this::goOn);
                opened.selectedKeys().clear();
                expire();
            }
        } catch (IOException e) {
            throw new IllegalStateException("the checks of services cannot be waited for", e);
        } finally {
            pending.forEach(ServiceChecker::close);
        }
    }

    /** Returns in how many milliseconds the eldest attempt has had its time; 0 for never. */
    private long untilDue() {
        Pending eldest = pending.peek();
        return eldest == null
                ? 0
                : Math.max(1, Duration.ofNanos(eldest.due() - System.nanoTime()).toMillis() + 1);
    }

    private void goOn(SelectionKey key) {
        Pending one = (Pending) key.attachment();
        try {
            if (one.attempt().goOn(key)) {
                end(one, Optional.empty());
            }
        } catch (IOException e) {
            end(one, Optional.of(DurableFiles.describe(e)));
        }
    }

    private void expire() {
        while (!pending.isEmpty() && pending.element().due() - System.nanoTime() <= 0) {
            end(pending.element(), Optional.of("no answer within " + WITHIN.toSeconds() + " s"));
        }
    }

    private void beginNext(Selector opened) {
        while (pending.size() < MOST) {
            Effect.Check check = asked.poll();
            if (check == null) {
                return;
            }
            try {
                begin(opened, check);
            } catch (RefusedException e) {
                tell(check, Optional.of(String.valueOf(e.getMessage())));
            } catch (IOException e) {
                tell(check, Optional.of(DurableFiles.describe(e)));
            }
        }
    }

    private void begin(Selector opened, Effect.Check check) throws IOException, RefusedException {
        InetSocketAddress address = new InetSocketAddress(
                CheckedAddress.of(check.check(), check.devices()), check.check().port());
        Attempt attempt = Attempt.begin(check.check(), address, random.nextInt());
        SelectionKey key = attempt.channel().register(opened, attempt.interest());
        Pending one = new Pending(check, attempt, key, System.nanoTime() + WITHIN.toNanos());
        key.attach(one);
        pending.add(one);
    }

    private void end(Pending one, Optional<String> failure) {
        close(one);
        pending.remove(one);
        tell(one.check(), failure);
    }

    private static void close(Pending one) {
        try {
            one.attempt().channel().close();
        } catch (IOException e) {
            throw new IllegalStateException("a channel cannot be closed", e);
        }
    }

    private void tell(Effect.Check check, Optional<String> failure) {
        inputs.post(new Input.Checked(check.name(), check.ticket(), failure));
    }
}
