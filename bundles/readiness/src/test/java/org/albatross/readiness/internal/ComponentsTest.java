package org.albatross.readiness.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.dto.BundleDTO;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;
import org.osgi.util.promise.Promise;

class ComponentsTest {
    private final Map<ComponentDescriptionDTO, List<ComponentConfigurationDTO>> all = new LinkedHashMap<>();
    private final Components components = new Components(new FakeRuntime());

    @Test
    void hasNothingToSayWhenAllAreThere() {
        add("org.albatross.a", "A", state(ComponentConfigurationDTO.ACTIVE));
        add("org.albatross.b", "B", state(ComponentConfigurationDTO.SATISFIED));

        assertThat(components.missing()).isEmpty();
    }

    @Test
    void namesWhatFailedAndNotWhatWaitsForIt() {
        ComponentConfigurationDTO failed = state(ComponentConfigurationDTO.FAILED_ACTIVATION);
        failed.failure = "java.io.IOException: /x is full\n\tat A.a(A.java:1)\n";
        add("org.albatross.a", "A", waiting("a", "(x=y)"));
        add("org.albatross.b", "B", failed);

        assertThat(components.missing()).containsExactly("org.albatross.b: /x is full");
        assertThat(components.failed()).containsExactly("org.albatross.b: /x is full");
    }

    @Test
    void saysWhatIsWaitedForWhenNothingHasFailed() {
        add("org.albatross.a", "A", waiting("vmmd", "(albatross.socket=vmmd)"));
        add("org.albatross.b", "B");

        assertThat(components.missing())
                .containsExactly(
                        "org.albatross.a: A waits for the service vmmd (albatross.socket=vmmd)",
                        "org.albatross.b: B was not made");
        assertThat(components.failed()).isEmpty();
    }

    @Test
    void leavesOthersComponentsAndThoseWithoutAConfigurationAlone() {
        add("org.example.a", "A", state(ComponentConfigurationDTO.FAILED_ACTIVATION));
        add("org.albatross.b", "B").configurationPolicy = "require";

        assertThat(components.missing()).isEmpty();
    }

    private ComponentDescriptionDTO add(String bundle, String name, ComponentConfigurationDTO... configurations) {
        ComponentDescriptionDTO component = new ComponentDescriptionDTO();
        component.name = name;
        component.bundle = new BundleDTO();
        component.bundle.symbolicName = bundle;
        component.defaultEnabled = true;
        component.configurationPolicy = "optional";
        all.put(component, List.of(configurations));
        return component;
    }

    private static ComponentConfigurationDTO state(int state) {
        ComponentConfigurationDTO configuration = new ComponentConfigurationDTO();
        configuration.state = state;
        return configuration;
    }

    private static ComponentConfigurationDTO waiting(String name, String target) {
        ComponentConfigurationDTO configuration = state(ComponentConfigurationDTO.UNSATISFIED_REFERENCE);
        UnsatisfiedReferenceDTO reference = new UnsatisfiedReferenceDTO();
        reference.name = name;
        reference.target = target;
        configuration.unsatisfiedReferences = new UnsatisfiedReferenceDTO[] {reference};
        return configuration;
    }

    private final class FakeRuntime implements ServiceComponentRuntime {
        @Override
        public Collection<ComponentDescriptionDTO> getComponentDescriptionDTOs(Bundle... bundles) {
            return all.keySet();
        }

        @Override
        public Collection<ComponentConfigurationDTO> getComponentConfigurationDTOs(ComponentDescriptionDTO component) {
            return List.copyOf(all.get(component));
        }

        @Override
        public ComponentDescriptionDTO getComponentDescriptionDTO(Bundle bundle, String name) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isComponentEnabled(ComponentDescriptionDTO description) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Promise<Void> enableComponent(ComponentDescriptionDTO description) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Promise<Void> disableComponent(ComponentDescriptionDTO description) {
            throw new UnsupportedOperationException();
        }
    }
}
