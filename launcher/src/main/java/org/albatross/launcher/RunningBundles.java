package org.albatross.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.wiring.FrameworkWiring;

/**
 * The bundles of a running platform, and how others take their place. What an administrator has installed by hand is none of
 * them. For one thread at a time.
 */
final class RunningBundles {
    private static final long REFRESH_SECONDS = 60;

    private final BundleContext context;

    /** By symbolic name, in the order in which they start. */
    private final Map<String, Bundle> bundles = new LinkedHashMap<>();

    /** Where the content of each came from, as far as that is known. */
    private final Map<Bundle, Origin> origins = new HashMap<>();

    /** A file, and when its content became the bundle's. */
    private record Origin(Path file, long modified) {}

    /** Those that were installed, in the order of the feature file, and from which files. */
    RunningBundles(BundleContext context, Map<Bundle, Path> installed) {
        this.context = context;
        installed.forEach((bundle, file) -> {
            bundles.put(bundle.getSymbolicName(), bundle);
            note(bundle, file);
        });
    }

    private void note(Bundle bundle, Path file) {
        origins.put(bundle, new Origin(file, bundle.getLastModified()));
    }

    /** A bundle that is installed anew. */
    record Addition(String location, Path file, int startLevel) {}

    /**
     * What becomes of bundles, by symbolic name.
     *
     * @param updates the file whose content takes the place of what runs
     * @param order all names, in the order in which they start afterwards
     */
    record Change(
            Map<String, Path> updates, Set<String> removals, Map<String, Addition> additions, List<String> order) {
        /** Tells whether it changes nothing. */
        boolean isEmpty() {
            return updates.isEmpty() && removals.isEmpty() && additions.isEmpty();
        }
    }

    /** Returns those that there are, by name, in the order in which they start. */
    Map<String, Bundle> present() {
        Map<String, Bundle> present = new LinkedHashMap<>(bundles);
        present.values().removeIf(bundle -> bundle.getState() == Bundle.UNINSTALLED);
        return present;
    }

    /** Compares what runs with the bundles of a release, by their contents. */
    Change changeTo(Release release, Map<FeatureFile.Entry, BundleContents.Facts> wanted) throws IOException {
        Map<String, Path> updates = new LinkedHashMap<>();
        Map<String, Addition> additions = new LinkedHashMap<>();
        Map<String, Bundle> present = present();
        List<String> order = new ArrayList<>();
        for (Map.Entry<FeatureFile.Entry, BundleContents.Facts> one : wanted.entrySet()) {
            String name = one.getValue().name();
            Path file = one.getKey().in(release.bundles());
            order.add(name);
            Bundle bundle = present.remove(name);
            if (bundle == null) {
                additions.put(
                        name,
                        new Addition(
                                "reference:" + file.toUri(), file, one.getKey().startLevel()));
            } else if (!holds(bundle, file)) {
                updates.put(name, file);
            }
        }
        return new Change(updates, new LinkedHashSet<>(present.keySet()), additions, order);
    }

    /** Tells whether a bundle's content is that of a file. Its own file is asked first: that is faster by far. */
    private boolean holds(Bundle bundle, Path file) throws IOException {
        Optional<Path> own = fileOf(bundle);
        if (own.isPresent()) {
            return Files.mismatch(own.get(), file) < 0
                    || (BundleContents.mayHoldTheSame(own.get(), file)
                            && BundleContents.digestOf(own.get()).equals(BundleContents.digestOf(file)));
        }
        return BundleContents.of(bundle).digest().equals(BundleContents.digestOf(file));
    }

    /** Returns the file that holds what a bundle holds, as long as there is one. */
    private Optional<Path> fileOf(Bundle bundle) {
        return Optional.ofNullable(origins.get(bundle))
                .filter(origin -> origin.modified() == bundle.getLastModified())
                .map(Origin::file)
                .filter(Files::isReadable);
    }

    /** Says that what runs is what lies in a release: its files are asked from now on, those of former ones may go. */
    void runFrom(Release release, Map<FeatureFile.Entry, BundleContents.Facts> facts) {
        Map<String, Bundle> present = present();
        facts.forEach((entry, fact) -> {
            Bundle bundle = present.get(fact.name());
            if (bundle != null) {
                note(bundle, entry.in(release.bundles()));
            }
        });
    }

    /** Writes files of what a change takes away, and returns the change that brings it back. */
    Change save(Change change, Path folder) throws IOException {
        Map<String, Path> updates = new LinkedHashMap<>();
        Map<String, Addition> additions = new LinkedHashMap<>();
        Map<String, Bundle> present = present();
        for (String name : change.updates().keySet()) {
            updates.put(name, saved(present, name, folder));
        }
        for (String name : change.removals()) {
            Bundle bundle = present.get(name);
            if (bundle != null) {
                additions.put(
                        name,
                        new Addition(
                                bundle.getLocation(),
                                saved(present, name, folder),
                                bundle.adapt(BundleStartLevel.class).getStartLevel()));
            }
        }
        return new Change(updates, change.additions().keySet(), additions, List.copyOf(present.keySet()));
    }

    private Path saved(Map<String, Bundle> present, String name, Path folder) throws IOException {
        Bundle bundle = present.get(name);
        if (bundle == null) {
            throw new IOException("the bundle " + name + " has gone");
        }
        Path file = folder.resolve(name + ".jar");
        Optional<Path> own = fileOf(bundle);
        if (own.isPresent()) {
            Files.copy(own.get(), file);
        } else {
            BundleContents.of(bundle).writeTo(file);
        }
        return file;
    }

    /** Returns the bundles that start anew by a change: what it takes away, and what uses that. */
    Set<Bundle> affected(Change change) {
        Map<String, Bundle> present = present();
        Set<Bundle> gone = new LinkedHashSet<>();
        present.forEach((name, bundle) -> {
            if (change.updates().containsKey(name) || change.removals().contains(name)) {
                gone.add(bundle);
            }
        });
        Set<Bundle> affected = new LinkedHashSet<>(gone);
        affected.addAll(wiring().getDependencyClosure(gone));
        affected.remove(context.getBundle(0));
        return affected;
    }

    private FrameworkWiring wiring() {
        return context.getBundle(0).adapt(FrameworkWiring.class);
    }

    /**
     * Makes a change: stops what is affected, in the reverse of the order in which it started, replaces it, and starts
     * it in order. May be called again after it has failed halfway, with a change that brings back what was.
     *
     * @param besides bundles that stop first and start last
     */
    void apply(Change change, Collection<Bundle> besides) throws BundleException, IOException, InterruptedException {
        Set<Bundle> affected = affected(change);
        Set<Bundle> stopped = new LinkedHashSet<>(affected);
        stopped.addAll(besides);
        List<Bundle> stopping = new ArrayList<>(stopped);
        stopping.sort(startOrder().reversed());
        for (Bundle bundle : stopping) {
            bundle.stop(Bundle.STOP_TRANSIENT);
        }
        replace(change);
        bundles.keySet().removeAll(change.removals());
        reorder(change.order());
        refresh(affected);
        start();
    }

    private Comparator<Bundle> startOrder() {
        List<Bundle> order = List.copyOf(bundles.values());
        return Comparator.comparingInt(RunningBundles::startLevel).thenComparingInt(bundle -> {
            int place = order.indexOf(bundle);
            return place < 0 ? order.size() : place;
        });
    }

    private static int startLevel(Bundle bundle) {
        return bundle.getState() == Bundle.UNINSTALLED
                ? 1
                : bundle.adapt(BundleStartLevel.class).getStartLevel();
    }

    private void replace(Change change) throws BundleException, IOException {
        Map<String, Bundle> present = present();
        for (Map.Entry<String, Path> update : change.updates().entrySet()) {
            Bundle bundle = present.get(update.getKey());
            if (bundle != null) {
                update(bundle, update.getValue());
            }
        }
        for (String name : change.removals()) {
            Bundle bundle = present.get(name);
            if (bundle != null) {
                bundle.uninstall();
            }
        }
        for (Map.Entry<String, Addition> addition : change.additions().entrySet()) {
            Addition added = addition.getValue();
            Bundle bundle = present.get(addition.getKey());
            if (bundle == null) {
                bundle = install(added);
                bundle.adapt(BundleStartLevel.class).setStartLevel(added.startLevel());
                note(bundle, added.file());
            }
            bundles.put(addition.getKey(), bundle);
        }
    }

    private void update(Bundle bundle, Path file) throws BundleException, IOException {
        try (InputStream in = Files.newInputStream(file)) {
            bundle.update(in);
        }
        note(bundle, file);
    }

    private Bundle install(Addition added) throws BundleException, IOException {
        try (InputStream in = Files.newInputStream(added.file())) {
            return context.installBundle(added.location(), in);
        }
    }

    private void reorder(List<String> order) {
        Map<String, Bundle> before = new TreeMap<>(bundles);
        bundles.clear();
        order.forEach(name -> {
            Bundle bundle = before.get(name);
            if (bundle != null) {
                bundles.put(name, bundle);
            }
        });
    }

    private void refresh(Set<Bundle> affected) throws BundleException, InterruptedException {
        CountDownLatch refreshed = new CountDownLatch(1);
        wiring().refreshBundles(affected, event -> refreshed.countDown());
        if (!refreshed.await(REFRESH_SECONDS, TimeUnit.SECONDS)) {
            throw new BundleException("the bundles were not wired anew within " + REFRESH_SECONDS + " s");
        }
    }

    private void start() throws BundleException {
        List<Bundle> starting = new ArrayList<>(present().values());
        starting.sort(startOrder());
        for (Bundle bundle : starting) {
            if (bundle.getState() != Bundle.ACTIVE && !isFragment(bundle)) {
                bundle.start(Bundle.START_ACTIVATION_POLICY);
            }
        }
    }

    /** Returns which services cannot be had, a line each: a component is made when the first one asks for it. */
    List<String> brokenServices() {
        return present().values().stream()
                .flatMap(bundle -> Optional.ofNullable(bundle.getRegisteredServices()).stream()
                        .flatMap(Arrays::stream)
                        .filter(service -> !canBeHad(service))
                        .map(service -> bundle.getSymbolicName() + ": its service "
                                + String.join(", ", (String[]) service.getProperty(Constants.OBJECTCLASS))
                                + " cannot be had; the log says why"))
                .toList();
    }

    private boolean canBeHad(ServiceReference<?> service) {
        try {
            return context.getService(service) != null;
        } finally {
            context.ungetService(service);
        }
    }

    /** Tells whether a bundle is part of another one, and does not start. */
    static boolean isFragment(Bundle bundle) {
        return bundle.getHeaders().get(Constants.FRAGMENT_HOST) != null;
    }
}
