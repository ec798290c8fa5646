package org.albatross.supervisor.internal;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import org.albatross.api.Cancellable;
import org.albatross.api.Consoles;
import org.albatross.api.EventSink;
import org.albatross.api.Hypervisor;
import org.albatross.api.Request;
import org.albatross.api.RunObserver;
import org.albatross.api.Sink;
import org.albatross.api.Unikernels;
import org.albatross.host.Host;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;

/**
 * Offers the {@link Supervisor} as a service.
 */
@Component(service = Unikernels.class, immediate = true, configurationPid = SettingsReader.PID)
@Designate(ocd = SupervisorConfig.class)
public final class SupervisorComponent implements Unikernels {
    private final Supervisor supervisor;

    /** Checks the configuration. */
    @Activate
    public SupervisorComponent(@Reference(name = "host") Host host, BundleContext context, SupervisorConfig config) {
        supervisor = new Supervisor(
                new SettingsReader(context::getProperty, System.getenv("PATH"))
                        .read(config, context.getBundle().getVersion().toString()),
                host,
                Clock.systemUTC());
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindConsoles(Consoles consoles) {
        supervisor.consoles().bind(consoles);
    }

    void unbindConsoles(Consoles consoles) {
        supervisor.consoles().unbind(consoles);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindHypervisor(Hypervisor hypervisor) {
        supervisor.hypervisors().bind(hypervisor);
    }

    void unbindHypervisor(Hypervisor hypervisor) {
        supervisor.hypervisors().unbind(hypervisor);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindEventSink(EventSink sink) {
        supervisor.events().add(sink);
    }

    void unbindEventSink(EventSink sink) {
        supervisor.events().remove(sink);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindRunObserver(RunObserver observer) {
        supervisor.runs().add(observer);
    }

    void unbindRunObserver(RunObserver observer) {
        supervisor.runs().remove(observer);
    }

    /** Takes over what runs. */
    @Activate
    void start() throws IOException {
        supervisor.start();
    }

    /** Ends within some seconds. */
    @Deactivate
    void stop() {
        supervisor.stop();
    }

    @Override
    public Cancellable execute(Request request, Sink sink) {
        return supervisor.execute(request, sink);
    }

    @Override
    public List<String> features() {
        return supervisor.features();
    }
}
