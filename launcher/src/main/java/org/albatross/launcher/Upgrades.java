package org.albatross.launcher;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.albatross.launcher.UpgradePlan.Action;
import org.jspecify.annotations.Nullable;

/**
 * The service by which bundles ask for upgrades: words in, lines out, since it is here and they are of other class
 * loaders. For any thread; one upgrade at a time, on a thread of its own that no bundle can end.
 *
 * <ul>
 *   <li>{@code plan PATH} returns the lines of a plan, or throws an {@link IllegalArgumentException} whose message says
 *       why it would be refused.
 *   <li>{@code begin PATH WHO..} begins one; throws an {@link IllegalStateException} while one is under way. When it has ended, the
 *       services of the type {@link Consumer} with the property {@code albatross.upgrade=observer} are given {@code WHO..} in
 *       a list with what came of it: path, {@code done} or {@code failed}, reason, and how many bundles were replaced, added,
 *       removed and restarted.
 *   <li>{@code progress N} waits for a moment until there is more of the latest than N lines, and returns its state ({@code
 *       none}, {@code running}, {@code done} or {@code failed}), the reason of a failure, and the lines from there on.
 * </ul>
 */
final class Upgrades implements Function<List<String>, List<String>> {
    private static final long PATIENCE_MILLIS = 500;

    /** A platform in the middle of an upgrade may serve nobody. */
    private static final long LONGEST_MILLIS = TimeUnit.MINUTES.toMillis(3);

    private static final int WHO = 2;

    /** What plans and carries out. */
    interface Work {
        /** See {@link Upgrade#plan}. */
        UpgradePlan plan(String path) throws IOException, InterruptedException;

        /** See {@link Upgrade#perform}. */
        UpgradePlan perform(String path, Consumer<UpgradePlan> planned, Consumer<String> say)
                throws IOException, InterruptedException;
    }

    private final Work upgrade;
    private final Consumer<List<String>> observers;
    private final Consumer<String> log;
    private final Consumer<String> end;
    private final AtomicBoolean busy = new AtomicBoolean();
    private final AtomicReference<@Nullable UpgradeJob> latest = new AtomicReference<>();

    /**
     * Upgrades by {@code upgrade}.
     *
     * @param observers are given what came of one
     * @param log writes a line for the operator
     * @param end ends the process at once, for a reason
     */
    Upgrades(Work upgrade, Consumer<List<String>> observers, Consumer<String> log, Consumer<String> end) {
        this.upgrade = upgrade;
        this.observers = observers;
        this.log = log;
        this.end = end;
    }

    @Override
    public List<String> apply(List<String> words) {
        try {
            return switch (words.get(0)) {
                case "plan" -> plan(words.get(1));
                case "begin" -> begin(words.get(1), words.subList(WHO, words.size()));
                case "progress" -> progress(Integer.parseInt(words.get(1)));
                default -> throw new IllegalArgumentException("an upgrade has no '" + words.get(0) + "'");
            };
        } catch (IOException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private void takeTurn() {
        if (!busy.compareAndSet(false, true)) {
            throw new IllegalStateException("an upgrade is under way; albatross shell upgrade shows it");
        }
    }

    private List<String> plan(String path) throws IOException, InterruptedException {
        takeTurn();
        try {
            return upgrade.plan(path).lines();
        } finally {
            busy.set(false);
        }
    }

    private List<String> begin(String path, List<String> who) {
        takeTurn();
        UpgradeJob job = new UpgradeJob();
        job.say("upgrade to "
                + path); // at once: whoever has seen it knows that it has begun, and may come again for the rest
        latest.set(job);
        Thread worker = start("upgrade", () -> run(job, path, List.copyOf(who)));
        Thread unused = start("upgrade-limit", () -> watch(worker));
        return List.of();
    }

    /** A thread that has nothing of the one that asks: what a shell's thread says on standard error goes to its client. */
    private static Thread start(String name, Runnable task) {
        Thread thread = new Thread(null, task, name, 0, false);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void watch(Thread worker) {
        try {
            worker.join(LONGEST_MILLIS);
            if (worker.isAlive()) {
                end.accept("an upgrade did not end within " + LONGEST_MILLIS / 1000 + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(UpgradeJob job, String path, List<String> who) {
        Consumer<String> say = line -> {
            job.say(line);
            log.accept("upgrade: " + line);
        };
        Optional<UpgradePlan> done = Optional.empty();
        try {
            done = Optional.of(upgrade.perform(path, plan -> tell(plan, job), say));
            job.done();
        } catch (IOException e) {
            job.failed(String.valueOf(e.getMessage()));
            log.accept("upgrade: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            busy.set(false);
        }
        observers.accept(outcome(job, path, who, done));
    }

    private void tell(UpgradePlan plan, UpgradeJob job) {
        plan.lines().forEach(job::say);
        log.accept("upgrade: " + plan.summary());
    }

    private static List<String> outcome(UpgradeJob job, String path, List<String> who, Optional<UpgradePlan> done) {
        List<String> outcome = new ArrayList<>(who);
        outcome.add(path);
        outcome.add(job.state() == UpgradeJob.State.DONE ? "done" : "failed");
        outcome.add(job.reason());
        for (Action action : Action.values()) {
            outcome.add(Long.toString(done.map(plan -> plan.count(action)).orElse(0L)));
        }
        return outcome;
    }

    private List<String> progress(int from) throws InterruptedException {
        UpgradeJob job = latest.get();
        return job == null ? List.of("none", "") : job.progress(from, PATIENCE_MILLIS);
    }
}
