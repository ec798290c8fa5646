package org.albatross.launcher;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.albatross.configuration.ConfigurationDirectory;
import org.albatross.configuration.Schema;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.resource.Namespace;

/**
 * Finds out whether a set of bundles fits together, and its configuration to it, without starting any: it is installed in
 * a framework of its own that is never started, and resolved there by the same resolver, in the same JVM, as when it runs.
 */
final class Trial {
    private static final long MEGABYTE = 1 << 20;

    private static final Pattern VERSION = Pattern.compile("\\((?:bundle-)?version>=([^)]*)\\)");
    private static final Pattern BELOW = Pattern.compile("\\(!\\((?:bundle-)?version>=([^)]*)\\)\\)");

    private Trial() {}

    /**
     * Returns why a release cannot run, a line each; none when it can.
     *
     * @param scratch a folder that may be filled
     * @param etc the configuration that it would have
     * @throws IOException when a bundle cannot be read or installed
     */
    static List<String> problems(Release release, FeatureFile feature, Path scratch, Path etc)
            throws IOException, InterruptedException {
        List<String> problems = new ArrayList<>(
                ConfigurationDirectory.check(Schema.ofJars(release.bundles()), new ConfigurationDirectory(etc).read())
                        .stream()
                        .flatMap(file -> file.mistakes().stream())
                        .toList());
        Map<String, String> properties = new HashMap<>(feature.frameworkProperties());
        properties.put(Constants.FRAMEWORK_STORAGE, scratch.toString());
        properties.put("felix.service.urlhandlers", "false");
        Framework framework = Frameworks.make(properties);
        try {
            framework.init();
            try {
                problems.addAll(unresolved(framework, feature, release.bundles()));
            } finally {
                framework.stop();
                framework.waitForStop(0);
            }
        } catch (BundleException e) {
            throw new IOException(
                    "it cannot be tried in " + scratch + ", where "
                            + scratch.toFile().getUsableSpace() / MEGABYTE + " MB are free: " + e.getMessage()
                            + reason(e),
                    e);
        }
        return problems;
    }

    /** What the framework does not say itself: the last cause. */
    private static String reason(BundleException e) {
        Throwable last = e;
        while (last.getCause() != null) {
            last = last.getCause();
        }
        return last == e ? "" : " (" + last + ")";
    }

    private static List<String> unresolved(Framework framework, FeatureFile feature, Path files)
            throws BundleException {
        BundleContext context = framework.getBundleContext();
        List<Bundle> bundles = new ArrayList<>();
        for (FeatureFile.Entry entry : feature.bundles()) {
            bundles.add(context.installBundle("reference:" + entry.in(files).toUri()));
        }
        FrameworkWiring wiring = framework.adapt(FrameworkWiring.class);
        if (wiring.resolveBundles(bundles)) {
            return List.of();
        }
        List<Bundle> left = bundles.stream()
                .filter(bundle -> bundle.getState() == Bundle.INSTALLED)
                .toList();
        List<String> missing = left.stream()
                .flatMap(bundle -> missing(bundle, wiring).stream())
                .toList();
        return missing.isEmpty() ? left.stream().map(Trial::reason).toList() : missing;
    }

    /** Returns what a bundle needs that none has. */
    private static List<String> missing(Bundle bundle, FrameworkWiring wiring) {
        return bundle.adapt(BundleRevision.class).getDeclaredRequirements(null).stream()
                .filter(Trial::isNeeded)
                .filter(requirement -> wiring.findProviders(requirement).isEmpty())
                .map(requirement -> name(bundle) + " needs " + words(requirement) + ", which no bundle has")
                .toList();
    }

    private static boolean isNeeded(BundleRequirement requirement) {
        Map<String, String> directives = requirement.getDirectives();
        String effective = directives.getOrDefault(Namespace.REQUIREMENT_EFFECTIVE_DIRECTIVE, "resolve");
        String resolution = directives.getOrDefault(Namespace.REQUIREMENT_RESOLUTION_DIRECTIVE, "mandatory");
        return effective.equals("resolve") && resolution.equals("mandatory");
    }

    private static String words(BundleRequirement requirement) {
        String filter =
                requirement.getDirectives().getOrDefault(Namespace.REQUIREMENT_FILTER_DIRECTIVE, "of any attributes");
        Matcher name = Pattern.compile("\\(" + Pattern.quote(requirement.getNamespace()) + "=([^)]*)\\)")
                .matcher(filter);
        if (!name.find()) {
            return "the capability " + requirement.getNamespace() + " " + filter;
        }
        String kind = requirement.getNamespace().equals(BundleRevision.PACKAGE_NAMESPACE)
                ? "the package "
                : "the capability " + requirement.getNamespace() + " ";
        return kind + name.group(1) + versions(filter);
    }

    private static String versions(String filter) {
        Matcher least = VERSION.matcher(filter);
        Matcher below = BELOW.matcher(filter);
        String from = least.find() ? " from " + least.group(1) + " on" : "";
        return from + (below.find() ? ", below " + below.group(1) : "");
    }

    /** What the resolver says, which knows more than whether something is there at all. */
    private static String reason(Bundle bundle) {
        try {
            bundle.loadClass("org.albatross.launcher.none");
            return name(bundle) + " cannot be resolved";
        } catch (ClassNotFoundException e) {
            return name(bundle) + ": "
                    + (e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
        }
    }

    private static String name(Bundle bundle) {
        return bundle.getSymbolicName() + " " + bundle.getVersion();
    }
}
