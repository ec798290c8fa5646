package org.albatross.launcher;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleException;

/**
 * The program that {@code bin/albatrossd} runs: {@code Main RELEASE} starts the feature file
 * {@code RELEASE/features/albatross.json}, or the one that the property albatross.feature names, with the bundles in {@code RELEASE/bundles}.
 *
 * <p>It ends when the framework stops. A signal (TERM, INT, HUP) stops the framework first; the exit
 * code is then the JVM's, 128 and the signal. A framework that could not start, or was stopped from
 * within (a bundle that cannot serve logs why and stops it), is exit code 1; so is one of whose threads something has
 * escaped ({@link LastResort}).
 */
public final class Main {
    private static final long STOP_LIMIT_MILLIS = 30_000;
    private static final long FAILED_STOP_LIMIT_MILLIS = 10_000;

    private Main() {}

    public static void main(String[] args) throws InterruptedException {
        LastResort lastResort = new LastResort(Main::say, Main::halt);
        Thread.setDefaultUncaughtExceptionHandler(lastResort);
        if (args.length != 1) {
            fail("usage: RELEASE");
        }
        String encoding = System.getProperty("sun.jnu.encoding");
        if (!"UTF-8".equals(encoding)) {
            fail("arguments would reach unikernels in " + encoding
                    + " instead of UTF-8: this system has no locale C.UTF-8");
        }
        Release release = new Release(Path.of(args[0]));
        try {
            FeatureFile feature = release.feature(System.getProperties());
            long begin = System.nanoTime();
            Path etc = directory("albatross.etc.dir");
            Platform platform = Platform.start(feature, release.bundles(), etc);
            offerUpgrades(platform, release, feature, etc);
            say(feature.bundles().size() + " bundles of " + release.directory() + " started in "
                    + (System.nanoTime() - begin) / 1_000_000 + " ms");
            AtomicBoolean signalled = new AtomicBoolean();
            Thread stopping = new Thread(
                    () -> {
                        signalled.set(true);
                        lastResort.ending();
                        stop(platform);
                    },
                    "stop");
            Runtime.getRuntime().addShutdownHook(stopping);
            lastResort.serving();
            try {
                platform.awaitEnd();
            } catch (InterruptedException e) {
                endAfter(lastResort.reason().orElse(e.toString()), platform);
            }
            if (!signalled.get()) {
                fail("the platform ended itself, its log says why");
            }
        } catch (IOException | BundleException e) {
            fail(e.getMessage());
        }
    }

    private static void offerUpgrades(Platform platform, Release release, FeatureFile feature, Path etc)
            throws IOException {
        Path home = directory("albatross.home.dir");
        Releases releases = new Releases(
                directory("albatross.state.dir"), home.resolve("lib").resolve("current"), System.getProperties());
        LaunchedProcess process = LaunchedProcess.note(
                release, feature, System.getProperties(), home.resolve("bin").resolve("albatrossd"));
        platform.offerUpgrades(process, releases, etc, Main::say, Main::endFor);
    }

    private static void endFor(String reason) {
        say("the platform ends, and its unikernels run on: " + reason);
        halt();
    }

    private static Path directory(String property) {
        return Path.of(requireNonNull(System.getProperty(property), property));
    }

    /** Lets commands be answered as far as that is still possible, and ends the process in any case. */
    private static void endAfter(String reason, Platform platform) throws InterruptedException {
        try {
            platform.stop(FAILED_STOP_LIMIT_MILLIS);
        } catch (BundleException e) {
            say("stopping failed: " + e);
        } finally {
            say("the platform ends, and its unikernels run on: " + reason);
            halt();
        }
    }

    /** Ends the process without the shutdown hook, for which there may no longer be a thread. */
    private static void halt() {
        Runtime.getRuntime().halt(1);
    }

    private static void stop(Platform platform) {
        try {
            if (!platform.stop(STOP_LIMIT_MILLIS)) {
                say("the platform did not stop within " + STOP_LIMIT_MILLIS / 1000 + " s, ending it");
            }
        } catch (BundleException e) {
            say("stopping failed: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void fail(@Nullable String message) {
        String.valueOf(message).lines().forEach(Main::say);
        System.exit(1);
    }

    private static void say(String message) {
        System.err.println("albatrossd: " + message);
    }
}
