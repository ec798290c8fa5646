package org.albatross.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.albatross.launcher.RunningBundles.Change;
import org.albatross.launcher.UpgradePlan.Action;
import org.albatross.launcher.UpgradePlan.Step;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;

/**
 * Brings another release into a running platform. Nothing is stopped before the release is on the disk, resolves, and fits the
 * configuration; nothing stays that does not come up within a limit; and the next start of the platform starts the
 * new release from the moment on in which it was seen to serve, the old one before. For one thread at a time.
 */
final class Upgrade implements Upgrades.Work {
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(30);

    /** How long what is missing may stay the same. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final long LOOK_MILLIS = 100;

    /** What this needs of the platform. */
    interface Serving {
        /** Returns why it cannot serve, a line each. */
        List<String> problems() throws BundleException;

        /** Returns the bundles that watch over it, and must not while bundles are replaced. */
        Collection<Bundle> watchers();
    }

    private final RunningBundles bundles;
    private final Serving platform;
    private final Releases releases;
    private final Path etc;
    private LaunchedProcess process;

    /**
     * Upgrades of a platform that serves.
     *
     * @param process what it was started with
     * @param etc the folder with its configuration
     */
    Upgrade(RunningBundles bundles, Serving platform, Releases releases, LaunchedProcess process, Path etc) {
        this.bundles = bundles;
        this.platform = platform;
        this.releases = releases;
        this.process = process;
        this.etc = etc;
    }

    /** A release that is ready to be brought in. */
    record Prepared(
            Release release,
            FeatureFile feature,
            Map<FeatureFile.Entry, BundleContents.Facts> facts,
            Change change,
            UpgradePlan plan) {}

    /**
     * Returns what would be done.
     *
     * @throws IOException when it would be refused, with a line for each reason
     */
    @Override
    public UpgradePlan plan(String path) throws IOException, InterruptedException {
        Prepared prepared = prepare(path);
        discard(prepared.release());
        return prepared.plan();
    }

    /**
     * Upgrades.
     *
     * @param planned takes the plan, before anything is done
     * @param say takes a line for each step
     * @return what was done
     * @throws IOException when it was refused, or has failed and the platform is what it was; with a line for each reason
     * @throws IllegalStateException when it has failed and the platform is not what it was: its process has to end
     */
    @Override
    public UpgradePlan perform(String path, Consumer<UpgradePlan> planned, Consumer<String> say)
            throws IOException, InterruptedException {
        Prepared prepared = prepare(path);
        planned.accept(prepared.plan());
        if (prepared.plan().isEmpty() && !prepared.release().equals(releases.own())) {
            discard(prepared.release());
        } else if (prepared.change().isEmpty() && prepared.plan().restart().isEmpty()) {
            settle(prepared, say);
            releases.removeOld(List.of(process.release(), process.launched()));
        } else if (!prepared.plan().restart().isEmpty()) {
            releases.start(prepared.release());
            say.accept(prepared.release().directory() + " is what the next start of the platform starts.");
        } else {
            try {
                replace(prepared, say);
            } finally {
                discardUnused(prepared.release());
            }
        }
        return prepared.plan();
    }

    private Prepared prepare(String path) throws IOException, InterruptedException {
        UpgradeSource source = UpgradeSource.of(path, process.placeholders());
        Release own = releases.own();
        Release release = source instanceof UpgradeSource.Whole whole
                        && whole.release().equals(own)
                        && whole.featureFile().equals(own.featureFile())
                ? own
                : releases.write(source, process.release());
        Path scratch = Files.createTempDirectory("upgrade");
        try {
            FeatureFile feature = release.feature(process.placeholders());
            List<String> problems = new ArrayList<>(
                    Trial.problems(release, feature, Files.createDirectory(scratch.resolve("trial")), etc));
            Map<FeatureFile.Entry, BundleContents.Facts> facts = Releases.facts(release, feature);
            problems.addAll(twice(facts.values()));
            if (!problems.isEmpty()) {
                throw new IOException(String.join("\n", problems));
            }
            Change change = bundles.changeTo(release, facts);
            UpgradePlan plan = new UpgradePlan(
                    steps(change, facts.values()),
                    process.hasOtherPrograms(release),
                    process.changes(release, feature, own));
            return new Prepared(release, feature, facts, change, plan);
        } catch (IOException e) {
            discard(release);
            throw e;
        } catch (RuntimeException e) { // whatever a strange jar makes of the framework: nothing was stopped
            discard(release);
            throw new IOException("it cannot be tried: " + e, e);
        } finally {
            FileTree.delete(scratch);
        }
    }

    private static List<String> twice(Collection<BundleContents.Facts> facts) {
        Set<String> seen = new TreeSet<>();
        return facts.stream()
                .map(BundleContents.Facts::name)
                .filter(name -> !seen.add(name))
                .map(name -> "two bundles are called " + name)
                .toList();
    }

    private List<Step> steps(Change change, Collection<BundleContents.Facts> facts) {
        List<Step> steps = new ArrayList<>();
        Map<String, Bundle> present = bundles.present();
        Set<Bundle> affected = bundles.affected(change);
        for (BundleContents.Facts one : facts) {
            Optional<Bundle> bundle = Optional.ofNullable(present.get(one.name()));
            Optional<Action> action = change.additions().containsKey(one.name())
                    ? Optional.of(Action.ADD)
                    : change.updates().containsKey(one.name())
                            ? Optional.of(Action.REPLACE)
                            : bundle.filter(affected::contains).map(unused -> Action.RESTART);
            action.ifPresent(known ->
                    steps.add(new Step(known, one.name(), bundle.map(Bundle::getVersion), Optional.of(one.version()))));
        }
        for (String name : change.removals()) {
            Optional<Bundle> bundle = Optional.ofNullable(present.get(name));
            steps.add(new Step(Action.REMOVE, name, bundle.map(Bundle::getVersion), Optional.empty()));
        }
        return steps;
    }

    /** Removes a release that is not used. */
    private void discard(Release release) throws IOException {
        if (!release.equals(process.release())) {
            releases.remove(release);
        }
    }

    private void discardUnused(Release release) throws IOException {
        discard(release);
        releases.removeOld(List.of(process.release(), process.launched()));
    }

    private void replace(Prepared prepared, Consumer<String> say) throws IOException, InterruptedException {
        List<String> before = problems();
        if (!before.isEmpty()) {
            throw new IOException("the platform is not whole, so that nobody could tell whether it is afterwards:\n"
                    + String.join("\n", before));
        }
        Path saved = Files.createTempDirectory("upgrade");
        Path programs = releases.programs();
        try {
            Change back = bundles.save(prepared.change(), saved);
            try {
                bring(prepared, say);
            } catch (IOException | BundleException | RuntimeException e) {
                goBack(back, programs, String.valueOf(e.getMessage()), say);
                throw new IOException("the platform runs what it ran before, since: " + e.getMessage(), e);
            }
        } finally {
            FileTree.delete(saved);
        }
    }

    private void bring(Prepared prepared, Consumer<String> say)
            throws IOException, BundleException, InterruptedException {
        long begin = System.nanoTime();
        say.accept("stopping what is replaced, and what uses it");
        releases.useProgramsOf(prepared.release());
        bundles.apply(prepared.change(), watchers());
        say.accept("started; waiting for every component and socket");
        awaitServing();
        List<String> broken = bundles.brokenServices();
        if (!broken.isEmpty()) {
            throw new IOException(String.join("\n", broken));
        }
        say.accept("every component is there, and every socket answers, after "
                + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin) + " ms");
        settle(prepared, say);
    }

    /** From here on the next start of the platform starts it. */
    private void settle(Prepared prepared, Consumer<String> say) throws IOException {
        releases.useProgramsOf(prepared.release());
        releases.start(prepared.release());
        process = process.with(prepared.release(), prepared.feature());
        bundles.runFrom(prepared.release(), prepared.facts());
        say.accept(prepared.release().directory() + " is what the next start of the platform starts.");
    }

    private void goBack(Change back, Path programs, String reason, Consumer<String> say) throws InterruptedException {
        say.accept("going back, since: " + reason);
        try {
            releases.usePrograms(programs);
            bundles.apply(back, watchers());
            awaitServing();
            say.accept("every component of before is there, and every socket answers");
        } catch (IOException | BundleException | RuntimeException e) {
            throw new IllegalStateException(
                    "the upgrade has failed (" + reason + "), and going back, too: " + e.getMessage(), e);
        }
    }

    /** Also those that watch the platform now may be others than before. */
    private Set<Bundle> watchers() {
        return new LinkedHashSet<>(platform.watchers());
    }

    private List<String> problems() throws IOException {
        try {
            return platform.problems();
        } catch (BundleException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private void awaitServing() throws IOException, InterruptedException {
        long begin = System.nanoTime();
        long changed = begin;
        List<String> problems = problems();
        while (!problems.isEmpty()) {
            long now = System.nanoTime();
            if (now - begin > LIMIT_NANOS || now - changed > PATIENCE_NANOS) {
                throw new IOException(String.join("\n", problems));
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            List<String> next = problems();
            if (!next.equals(problems)) {
                changed = System.nanoTime();
            }
            problems = next;
        }
    }
}
