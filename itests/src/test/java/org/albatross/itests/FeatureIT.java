package org.albatross.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Filter;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.namespace.NativeNamespace;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.resource.Namespace;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/** The feature albatross in the framework: everything starts, and each part can be stopped, updated and started again. */
@InFramework("albatross")
class FeatureIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** Of the tests: an update would take the test classes' own packages away. */
    private static final String FIXTURE = "org.albatross.fixture";

    @Test
    void startsEveryBundle() {
        assertThat(context().getBundles()).allSatisfy(FeatureIT::assertActive);
    }

    /** What a framework on another system says to the requirement of host-linux. */
    @Test
    void resolvesTheHostOfLinuxOnLinuxAlone() throws Exception {
        BundleRevision host = ours().stream()
                .filter(bundle -> bundle.getSymbolicName().equals("org.albatross.host-linux"))
                .map(bundle -> bundle.adapt(BundleRevision.class))
                .findFirst()
                .orElseThrow();
        List<BundleRequirement> requirements = host.getDeclaredRequirements(NativeNamespace.NATIVE_NAMESPACE);
        assertThat(requirements).hasSize(1);
        Filter system = FrameworkUtil.createFilter(
                requirements.get(0).getDirectives().get(Namespace.REQUIREMENT_FILTER_DIRECTIVE));

        assertThat(system.matches(Map.of(NativeNamespace.CAPABILITY_OSNAME_ATTRIBUTE, List.of("linux"))))
                .isTrue();
        assertThat(system.matches(Map.of(NativeNamespace.CAPABILITY_OSNAME_ATTRIBUTE, List.of("freebsd"))))
                .isFalse();
    }

    @Test
    void satisfiesEveryComponent() throws Exception {
        awaitComponents();
    }

    @Test
    void stopsUpdatesAndStartsEachOfOurBundlesWhileUnikernelsRun() throws Exception {
        Path home = Path.of(System.getProperty("albatross.run.dir")).getParent();
        TickingUnikernels unikernels = new TickingUnikernels(home, 20);
        try (Asking client = new Asking(home)) {
            unikernels.create();
            String gone = unikernels.createOneThatEnds();
            List<String> before = unikernels.processes();
            for (Bundle bundle : ours()) {
                bundle.stop();
                bundle.update();
                refresh(bundle);
                bundle.start();

                assertThat(context().getBundles())
                        .as("after %s", bundle.getSymbolicName())
                        .allSatisfy(FeatureIT::assertActive);
                awaitComponents();
                assertThat(unikernels.processes())
                        .as("after %s", bundle.getSymbolicName())
                        .isEqualTo(before);
            }
            unikernels.assertNoLineLost();
            assertThat(unikernels.statusOfTheEnded()).isEqualTo(gone);
            client.assertAlwaysAnswered();
            unikernels.destroy();
        } finally {
            unikernels.kill();
        }
    }

    private static BundleContext context() {
        return FrameworkUtil.getBundle(FeatureIT.class).getBundleContext();
    }

    private static List<Bundle> ours() {
        List<Bundle> ours = Arrays.stream(context().getBundles())
                .filter(bundle -> bundle.getSymbolicName().startsWith("org.albatross."))
                .filter(bundle -> !bundle.getSymbolicName().equals(FIXTURE))
                .toList();
        assertThat(ours).isNotEmpty();
        return ours;
    }

    /** Lets the importers of an updated bundle have its new packages, as an upgrade does. */
    private static void refresh(Bundle bundle) throws InterruptedException {
        CountDownLatch refreshed = new CountDownLatch(1);
        context()
                .getBundle(0)
                .adapt(FrameworkWiring.class)
                .refreshBundles(List.of(bundle), event -> refreshed.countDown());
        assertThat(refreshed.await(LIMIT.toSeconds(), TimeUnit.SECONDS))
                .as("refreshed within %s", LIMIT)
                .isTrue();
    }

    private static void assertActive(Bundle bundle) {
        assertThat(bundle.getState()).as(bundle.getSymbolicName()).isEqualTo(Bundle.ACTIVE);
    }

    /** Waits until every component of ours has a configuration and each of those is satisfied. */
    private static void awaitComponents() throws Exception {
        Await.until(LIMIT, () -> assertThat(unsatisfiedComponents()).isEmpty());
    }

    private static List<String> unsatisfiedComponents() {
        ServiceComponentRuntime runtime =
                context().getService(context().getServiceReference(ServiceComponentRuntime.class));
        return runtime.getComponentDescriptionDTOs().stream()
                .filter(component -> component.bundle.symbolicName.startsWith("org.albatross."))
                .flatMap(component -> problems(runtime, component))
                .toList();
    }

    private static Stream<String> problems(ServiceComponentRuntime runtime, ComponentDescriptionDTO component) {
        Collection<ComponentConfigurationDTO> configurations = runtime.getComponentConfigurationDTOs(component);
        if (configurations.isEmpty() && component.configurationPolicy.equals("require")) {
            return Stream.of(); // one that is made for a file in etc/ alone
        }
        if (configurations.isEmpty()) {
            return Stream.of(component.name + " has no configuration");
        }
        return configurations.stream()
                .filter(configuration -> configuration.state != ComponentConfigurationDTO.SATISFIED
                        && configuration.state != ComponentConfigurationDTO.ACTIVE)
                .map(configuration -> component.name + " lacks "
                        + Stream.of(configuration.unsatisfiedReferences)
                                .map(reference -> reference.name)
                                .toList()
                        + (configuration.failure == null ? "" : " and failed: " + configuration.failure));
    }
}
