package org.albatross.supervisor.internal;

import java.io.IOException;
import java.time.Clock;
import org.albatross.api.Cancellable;
import org.albatross.api.CommandService;
import org.albatross.api.Consoles;
import org.albatross.api.EventSink;
import org.albatross.api.Request;
import org.albatross.api.Sink;
import org.albatross.host.Host;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Offers the {@link Supervisor} as a service. A platform that cannot have its state directory must not run on
 * beside the one that has it: it says why and ends.
 */
@Component(service = CommandService.class, immediate = true, configurationPid = SettingsReader.PID)
@Designate(ocd = SupervisorConfig.class)
public final class SupervisorComponent implements CommandService {
    private static final Logger LOG = LoggerFactory.getLogger(SupervisorComponent.class);

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
    void bindEventSink(EventSink sink) {
        supervisor.events().add(sink);
    }

    void unbindEventSink(EventSink sink) {
        supervisor.events().remove(sink);
    }

    /** Takes over what runs. */
    @Activate
    void start(BundleContext context) {
        try {
            supervisor.start();
        } catch (IOException e) {
            LOG.error("The platform ends: {}", e.getMessage());
            end(context);
        }
    }

    private static void end(BundleContext context) {
        try {
            context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).stop();
        } catch (BundleException e) {
            LOG.error("The framework cannot be stopped", e);
        }
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
}
