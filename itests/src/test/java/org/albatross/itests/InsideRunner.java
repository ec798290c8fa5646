package org.albatross.itests;

import org.junit.jupiter.engine.JupiterTestEngine;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;
import org.opentest4j.TestAbortedException;
import org.osgi.framework.BundleContext;

/** The inside: Pax Exam calls it in the framework for each test, and it runs Jupiter for that test. */
public final class InsideRunner {
    /** Runs one test and throws what it threw; Pax Exam hands in the context, and the other two from outside. */
    public void run(BundleContext context, String testClass, String method) throws Throwable {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(InsideRunner.class.getClassLoader());
        try {
            LauncherConfig onlyJupiter = LauncherConfig.builder()
                    .enableTestEngineAutoRegistration(false)
                    .enableTestExecutionListenerAutoRegistration(false)
                    .enableLauncherSessionListenerAutoRegistration(false)
                    .enableLauncherDiscoveryListenerAutoRegistration(false)
                    .enablePostDiscoveryFilterAutoRegistration(false)
                    .addTestEngines(new JupiterTestEngine())
                    .build();
            Launcher launcher = LauncherFactory.create(onlyJupiter);
            SummaryGeneratingListener listener = new SummaryGeneratingListener();
            launcher.execute(
                    LauncherDiscoveryRequestBuilder.request()
                            .selectors(DiscoverySelectors.selectMethod(Class.forName(testClass), method))
                            .build(),
                    listener);
            requireSuccess(listener.getSummary());
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    private static void requireSuccess(TestExecutionSummary summary) throws Throwable {
        if (!summary.getFailures().isEmpty()) {
            throw summary.getFailures().get(0).getException();
        }
        if (summary.getTestsAbortedCount() > 0) {
            throw new TestAbortedException("the test was skipped inside the framework");
        }
        if (summary.getTestsSucceededCount() != 1) {
            throw new IllegalStateException(
                    "one test was to run inside, " + summary.getTestsSucceededCount() + " did successfully");
        }
    }
}
