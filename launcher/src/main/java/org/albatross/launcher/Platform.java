package org.albatross.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.albatross.configuration.ConfigurationDirectory;
import org.albatross.configuration.Schema;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.framework.startlevel.BundleStartLevel;

/**
 * A running OSGi framework with the bundles of one feature file.
 *
 * <p>The bundles are installed by reference: their jars are read where they lie, so a file of a release
 * is never overwritten in place. All of them start, or none stays: a bundle that cannot start ends
 * the whole, since a platform of which a part is missing is harder to operate than none.
 */
final class Platform {
    private static final String READINESS = "(albatross.readiness=platform)";

    private final Framework framework;

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
        Framework framework = ServiceLoader.load(FrameworkFactory.class)
                .findFirst()
                .orElseThrow(() -> new IOException("no OSGi framework is on the class path"))
                .newFramework(feature.frameworkProperties());
        framework.init();
        Platform platform = new Platform(framework);
        try {
            Map<Bundle, String> failures = new ConcurrentHashMap<>();
            framework.getBundleContext().addFrameworkListener(event -> {
                if (event.getType() == FrameworkEvent.ERROR) {
                    failures.put(event.getBundle(), String.valueOf(event.getThrowable()));
                }
            });
            for (FeatureFile.Entry entry : feature.bundles()) {
                platform.install(entry, bundles);
            }
            platform.checkConfiguration(new ConfigurationDirectory(etc));
            framework.start();
            platform.requireAllActive(failures);
            platform.requireReady();
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
        if (!isFragment(bundle)) {
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

    private void requireAllActive(Map<Bundle, String> failures) throws BundleException {
        List<String> missing = Arrays.stream(framework.getBundleContext().getBundles())
                .filter(bundle -> !isFragment(bundle)
                        && bundle.getState() != Bundle.ACTIVE
                        && bundle.getState() != Bundle.STARTING)
                .map(bundle -> bundle.getSymbolicName() + " (" + failures.getOrDefault(bundle, "no reason given") + ")")
                .collect(Collectors.toList());
        if (!missing.isEmpty()) {
            throw new BundleException("these bundles did not start: " + String.join("; ", missing));
        }
    }

    /** A bundle is active also when its components are not: another one of the platform, which knows them, is asked. */
    private void requireReady() throws BundleException {
        BundleContext context = framework.getBundleContext();
        List<String> reasons = new ArrayList<>();
        try {
            for (ServiceReference<?> reference : context.getServiceReferences(Supplier.class, READINESS)) {
                if (context.getService(reference) instanceof Supplier<?> readiness
                        && readiness.get() instanceof List<?> lines) {
                    lines.forEach(line -> reasons.add(String.valueOf(line)));
                } else {
                    reasons.add(reference + " does not tell whether the platform is ready");
                }
            }
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
        if (!reasons.isEmpty()) {
            throw new BundleException(String.join("\n", reasons));
        }
    }

    private static boolean isFragment(Bundle bundle) {
        return bundle.getHeaders().get(Constants.FRAGMENT_HOST) != null;
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
}
