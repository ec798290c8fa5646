package org.albatross.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.albatross.configuration.ConfigurationDirectory;
import org.albatross.configuration.Schema;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.startlevel.BundleStartLevel;

/**
 * A running OSGi framework with the bundles of one feature file.
 *
 * <p>The bundles are installed by reference: their jars are read where they lie, so a file of a release
 * is never overwritten in place. All of them start, or none stays: a bundle that cannot start ends
 * the whole, since a platform of which a part is missing is harder to operate than none.
 */
final class Platform implements Upgrade.Serving {
    private static final String READINESS = "(albatross.readiness=platform)";

    private final Framework framework;
    private final Map<Bundle, Path> installed = new LinkedHashMap<>();
    private final Map<Bundle, String> failures = new ConcurrentHashMap<>();

    private Platform(Framework framework) {
        this.framework = framework;
    }

    /**
     * Installs every bundle, checks the configuration, starts every bundle, and returns when the platform serves: all
     * bundles are active, their components are there, and every socket answers.
     *
     * @param bundles the folder with the files of the bundles
     * @param etc the folder with the configuration
     * @throws IOException when a bundle's file is missing, or the configuration holds a mistake: a line for each, and
     *     nothing was started
     * @throws BundleException when the framework, a bundle or a component cannot start; the message names all that
     *     cannot, a line for each
     */
    static Platform start(FeatureFile feature, Path bundles, Path etc)
            throws IOException, BundleException, InterruptedException {
        Framework framework = Frameworks.make(feature.frameworkProperties());
        framework.init();
        Platform platform = new Platform(framework);
        try {
            framework.getBundleContext().addFrameworkListener(event -> {
                if (event.getType() == FrameworkEvent.ERROR) {
                    platform.failures.put(event.getBundle(), String.valueOf(event.getThrowable()));
                }
            });
            for (FeatureFile.Entry entry : feature.bundles()) {
                platform.install(entry, bundles);
            }
            platform.checkConfiguration(new ConfigurationDirectory(etc));
            framework.start();
            platform.requireServing();
            return platform;
        } catch (IOException | BundleException e) {
            platform.stop(10_000);
            throw e;
        }
    }

    private void install(FeatureFile.Entry entry, Path bundles) throws IOException, BundleException {
        Path file = entry.in(bundles);
        if (!Files.isReadable(file)) {
            throw new IOException("the bundle " + entry.id() + " is missing: " + file + " cannot be read");
        }
        Bundle bundle = framework.getBundleContext().installBundle("reference:" + file.toUri());
        bundle.adapt(BundleStartLevel.class).setStartLevel(entry.startLevel());
        installed.put(bundle, file);
        if (!RunningBundles.isFragment(bundle)) {
            bundle.start(Bundle.START_ACTIVATION_POLICY);
        }
    }

    private void checkConfiguration(ConfigurationDirectory etc) throws IOException {
        List<String> mistakes =
                ConfigurationDirectory.check(Schema.of(framework.getBundleContext()), etc.read()).stream()
                        .flatMap(file -> file.mistakes().stream())
                        .toList();
        if (!mistakes.isEmpty()) {
            throw new IOException(String.join("\n", mistakes));
        }
    }

    private void requireServing() throws BundleException {
        List<String> problems = problems();
        if (!problems.isEmpty()) {
            throw new BundleException(String.join("\n", problems));
        }
    }

    @Override
    public List<String> problems() throws BundleException {
        String missing = notActive();
        return missing.isEmpty() ? notReady() : List.of("these bundles did not start: " + missing);
    }

    private String notActive() {
        return Arrays.stream(framework.getBundleContext().getBundles())
                .filter(bundle -> !RunningBundles.isFragment(bundle)
                        && bundle.getState() != Bundle.ACTIVE
                        && bundle.getState() != Bundle.STARTING)
                .map(bundle -> bundle.getSymbolicName() + " (" + failures.getOrDefault(bundle, "no reason given") + ")")
                .collect(Collectors.joining("; "));
    }

    /** A bundle is active also when its components are not: another one of the platform, which knows them, is asked. */
    private List<String> notReady() throws BundleException {
        BundleContext context = framework.getBundleContext();
        List<String> reasons = new ArrayList<>();
        for (ServiceReference<?> reference : readiness()) {
            if (context.getService(reference) instanceof Supplier<?> readiness
                    && readiness.get() instanceof List<?> lines) {
                lines.forEach(line -> reasons.add(String.valueOf(line)));
            } else {
                reasons.add(reference + " does not tell whether the platform is ready");
            }
        }
        return reasons;
    }

    private Collection<? extends ServiceReference<?>> readiness() {
        try {
            return framework.getBundleContext().getServiceReferences(Supplier.class, READINESS);
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Collection<Bundle> watchers() {
        return readiness().stream()
                .map(ServiceReference::getBundle)
                .filter(Objects::nonNull)
                .toList();
    }

    /** Waits until the framework has stopped, whoever stopped it. */
    void awaitEnd() throws InterruptedException {
        framework.waitForStop(0);
    }

    /**
     * Stops the framework and waits for its end.
     *
     * @param limitMillis how long to wait at most
     * @return whether it has stopped within the limit
     */
    boolean stop(long limitMillis) throws BundleException, InterruptedException {
        framework.stop();
        return framework.waitForStop(limitMillis).getType() != FrameworkEvent.WAIT_TIMEDOUT;
    }

    /**
     * Lets bundles ask for upgrades.
     *
     * @param process what the process was started with
     * @param log writes a line for the operator
     * @param end ends the process at once, for a reason
     */
    void offerUpgrades(
            LaunchedProcess process, Releases releases, Path etc, Consumer<String> log, Consumer<String> end) {
        BundleContext context = framework.getBundleContext();
        RunningBundles bundles = new RunningBundles(context, installed);
        Upgrades upgrades =
                new Upgrades(new Upgrade(bundles, this, releases, process, etc), this::tellObservers, log, end);
        context.registerService(
                Function.class, upgrades, FrameworkUtil.asDictionary(Map.of("albatross.upgrade", "platform")));
    }

    @SuppressWarnings("unchecked") // by the contract of the property
    private void tellObservers(List<String> outcome) {
        BundleContext context = framework.getBundleContext();
        try {
            for (ServiceReference<?> reference :
                    context.getServiceReferences(Consumer.class, "(albatross.upgrade=observer)")) {
                if (context.getService(reference) instanceof Consumer<?> observer) {
                    ((Consumer<List<String>>) observer).accept(outcome);
                }
            }
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
