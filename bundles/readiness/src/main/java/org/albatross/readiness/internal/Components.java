package org.albatross.readiness.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/** The components of all bundles of Albatross, as Declarative Services has them. */
final class Components {
    private static final String OURS = "org.albatross.";

    private final ServiceComponentRuntime runtime;

    Components(ServiceComponentRuntime runtime) {
        this.runtime = runtime;
    }

    /** Returns why components failed to start, a line for each. */
    List<String> failed() {
        return ours().stream()
                .flatMap(component -> runtime.getComponentConfigurationDTOs(component).stream()
                        .filter(Components::hasFailed)
                        .map(configuration ->
                                component.bundle.symbolicName + ": " + FailureText.of(configuration.failure)))
                .sorted()
                .toList();
    }

    /**
     * Returns why components are not there, a line for each: those that failed, or, when none has, those that wait for
     * something. One that waits for another that has failed is not worth a line.
     */
    List<String> missing() {
        List<String> failed = failed();
        return failed.isEmpty() ? waiting() : failed;
    }

    private List<String> waiting() {
        List<String> waiting = new ArrayList<>();
        for (ComponentDescriptionDTO component : ours()) {
            Collection<ComponentConfigurationDTO> configurations = runtime.getComponentConfigurationDTOs(component);
            String name = component.bundle.symbolicName + ": " + component.name;
            if (configurations.isEmpty() && component.defaultEnabled && !isFactory(component)) {
                waiting.add(name + " was not made");
            }
            for (ComponentConfigurationDTO configuration : configurations) {
                if (configuration.state == ComponentConfigurationDTO.UNSATISFIED_REFERENCE) {
                    waiting.add(name + " waits for " + references(configuration));
                } else if (configuration.state == ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION
                        && !isFactory(component)) {
                    waiting.add(name + " waits for its configuration");
                }
            }
        }
        return waiting;
    }

    /** One that is made once for each configuration file, of which there may be none. */
    private static boolean isFactory(ComponentDescriptionDTO component) {
        return component.configurationPolicy.equals("require");
    }

    private static String references(ComponentConfigurationDTO configuration) {
        return Arrays.stream(configuration.unsatisfiedReferences)
                .map(Components::reference)
                .collect(Collectors.joining(" and "));
    }

    private static String reference(UnsatisfiedReferenceDTO reference) {
        return "the service " + reference.name + (reference.target == null ? "" : " " + reference.target);
    }

    private static boolean hasFailed(ComponentConfigurationDTO configuration) {
        return configuration.state == ComponentConfigurationDTO.FAILED_ACTIVATION;
    }

    private List<ComponentDescriptionDTO> ours() {
        return runtime.getComponentDescriptionDTOs().stream()
                .filter(component -> component.bundle.symbolicName.startsWith(OURS))
                .toList();
    }
}
