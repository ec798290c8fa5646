package org.albatross.web.internal;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.albatross.api.CommandService;
import org.albatross.api.EventSink;
import org.albatross.api.Health;
import org.albatross.api.HealthSource;
import org.albatross.endpoint.Users;
import org.albatross.endpoint.UsersFile;
import org.albatross.threads.Relays;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;

/** Serves the page while the bundle is there. */
@Component(configurationPid = WebConfig.PID, service = HealthSource.class, immediate = true)
@Designate(ocd = WebConfig.class)
public final class WebComponent implements HealthSource {
    private static final int EVENTS = 1024;

    private final Relays<EventSink> events =
            new Relays<>("albatross-web-events", "events", EVENTS, EventSink::keepsEvents, EventSink::lost);
    private final WebPage page;

    /** Makes it ready to start. */
    @Activate
    public WebComponent(BundleContext context, WebConfig config) throws UnknownHostException {
        String listen = property(context, "albatross.web.listen").orElse(config.listen());
        UsersFile users = new UsersFile(Path.of(
                property(context, "albatross.etc.dir")
                        .orElseThrow(
                                () -> new IllegalStateException("the framework property albatross.etc.dir is not set")),
                Users.FILE));
        page = new WebPage(address(listen), users, config.viewers_consoles().equals("on"), events, System::nanoTime);
    }

    private static Optional<String> property(BundleContext context, String name) {
        return Optional.ofNullable(context.getProperty(name)).filter(value -> !value.isEmpty());
    }

    private static InetSocketAddress address(String listen) throws UnknownHostException {
        int colon = listen.lastIndexOf(':');
        InetAddress address = InetAddress.getByName(listen.substring(0, Math.max(colon, 0)));
        if (!address.isLoopbackAddress()) {
            throw new UnknownHostException(listen
                    + " is not an address of loopback; the page is not encrypted, and is not" + " served elsewhere");
        }
        return new InetSocketAddress(address, Integer.parseInt(listen.substring(colon + 1)));
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindCommands(CommandService service) {
        page.commands().gate().open(service);
    }

    void unbindCommands(CommandService service) {
        page.commands().gate().close(service);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindEventSink(EventSink sink) {
        events.add(sink);
    }

    void unbindEventSink(EventSink sink) {
        events.remove(sink);
    }

    /** Begins to listen, as soon as that is possible. */
    @Activate
    void start() {
        page.start();
    }

    /** Ends within some seconds. */
    @Deactivate
    void stop() throws InterruptedException {
        page.stop();
        events.stop();
    }

    @Override
    public String check() {
        return "web";
    }

    @Override
    public Report look() {
        String wrong = page.complaint();
        if (!page.isListening()) {
            return new Report(Health.Status.CRITICAL, List.of("there is no page: " + wrong));
        }
        String used = page.sessions() + " sessions, " + page.streams() + " streams";
        return wrong.isEmpty()
                ? new Report(Health.Status.OK, List.of(used))
                : new Report(Health.Status.WARN, List.of("users of the page are let in as before: " + wrong));
    }
}
