package org.albatross.readiness.internal;

import java.util.List;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

/** Tells which components are missing and why, a line each. For any thread. */
@Component(service = Supplier.class, property = "albatross.readiness=components")
public final class ComponentsComponent implements Supplier<List<String>> {
    private final Components components;

    /** Asks what Declarative Services knows. */
    @Activate
    public ComponentsComponent(@Reference(name = "runtime") ServiceComponentRuntime runtime) {
        components = new Components(runtime);
    }

    @Override
    public List<String> get() {
        return components.missing();
    }
}
