package org.albatross.remote.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.albatross.api.Cancellable;
import org.albatross.api.CommandService;
import org.albatross.api.EventSink;
import org.albatross.api.Exposition;
import org.albatross.api.Request;
import org.albatross.api.Sink;
import org.albatross.model.Caller;
import org.albatross.model.EventRecord;
import org.albatross.model.Name;
import org.albatross.model.Refusal;
import org.albatross.session.Share;
import org.albatross.session.Spool;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/** Offers the host's process to the front ends of this one: what it carries out, what it measures, and its event log. */
@Component(
        configurationPid = RemoteConfig.PID,
        service = {CommandService.class, EventSink.class, Exposition.class})
public final class HostComponent implements CommandService, EventSink, Exposition {
    private static final Share SPOOL = new Share(1L << 30, 768L << 20);

    private final HostCommands commands;
    private final AccessReports reports;
    private final HostExposition exposition;

    /** Connects to nobody before there is something to ask. */
    @Activate
    public HostComponent(BundleContext context, RemoteConfig config) throws IOException {
        HostSocket socket = HostSocket.of(property(context, "albatross.run.dir"), config);
        Duration reach = Duration.ofSeconds(config.reach_seconds());
        Spool spool = new Spool(Path.of(property(context, "albatross.state.dir"), "spool-remote"), SPOOL);
        commands = new HostCommands(socket, reach, spool);
        reports = new AccessReports(socket, reach);
        exposition = new HostExposition(socket, reach);
    }

    private static String property(BundleContext context, String name) {
        String value = context.getProperty(name);
        if (value == null) {
            throw new IllegalStateException("the framework property " + name + " is not set");
        }
        return value;
    }

    /** Ends what is under way. */
    @Deactivate
    public void stop() {
        commands.stop();
        exposition.stop();
    }

    @Override
    public Cancellable execute(Request request, Sink sink) {
        return commands.execute(request, sink);
    }

    @Override
    public Optional<Refusal> refusalOfBlob(Caller caller, Name name) {
        return commands.refusalOfBlob(caller, name);
    }

    @Override
    public Page page(String accept) {
        return exposition.page(accept);
    }

    @Override
    public void accept(EventRecord told) {
        try {
            reports.tell(told);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean keepsEvents() {
        return true;
    }
}
