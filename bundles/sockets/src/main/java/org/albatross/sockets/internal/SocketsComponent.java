package org.albatross.sockets.internal;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Offers each listening socket, a file below {@code util} of the run directory, as a service: a {@link ServerSocketChannel} with the property
 * {@code albatross.socket}, the socket's name, and {@code albatross.socket.file}, its path. A type of the JDK, so that no bundle of ours is wired to this
 * one, and this one to none. Who uses such a service accepts on it and never closes it; while nobody does,
 * connections wait in the backlog. A socket that somebody else has opened would be offered in the same way.
 */
@Component(
        configurationPid = SocketsConfig.PID,
        service = {})
@Designate(ocd = SocketsConfig.class)
public final class SocketsComponent {
    private static final Logger LOG = LoggerFactory.getLogger(SocketsComponent.class);
    private static final String NAME = "albatross.socket";
    private static final String FILE = "albatross.socket.file";
    private static final List<String> NAMES = List.of("vmmd", "console");

    private record Offered(ListeningSocket socket, ServiceRegistration<ServerSocketChannel> registration) {}

    private final Deque<Offered> offered = new ArrayDeque<>();

    /** Opens all sockets, or none and fails. */
    @Activate
    public SocketsComponent(BundleContext context, SocketsConfig config) throws IOException {
        String run = context.getProperty("albatross.run.dir");
        if (run == null) {
            throw new IllegalStateException("the framework property albatross.run.dir is not set");
        }
        SocketSettings settings = SocketSettings.of(config);
        Path directory = Files.createDirectories(Path.of(run, "util"));
        List<ListeningSocket> opened = new ArrayList<>();
        boolean complete = false;
        try {
            for (String name : NAMES) {
                opened.add(ListeningSocket.open(file(directory, name), settings.backlog(), settings.mode()));
            }
            complete = true;
        } finally {
            if (!complete) {
                for (ListeningSocket socket : opened) {
                    socket.discard();
                }
            }
        }
        for (int i = 0; i < opened.size(); i++) {
            offer(context, opened.get(i), NAMES.get(i), file(directory, NAMES.get(i)));
        }
    }

    private static Path file(Path directory, String name) {
        return directory.resolve(name + ".sock");
    }

    private void offer(BundleContext context, ListeningSocket socket, String name, Path file) {
        Dictionary<String, Object> properties = FrameworkUtil.asDictionary(Map.of(NAME, name, FILE, file.toString()));
        offered.push(
                new Offered(socket, context.registerService(ServerSocketChannel.class, socket.channel(), properties)));
        LOG.info("listening on {}", file);
    }

    /** Closes all sockets, after those who use them have accepted what waits; their files stay. */
    @Deactivate
    public void close() throws IOException {
        for (Offered each : offered) {
            each.socket().refuse();
        }
        while (!offered.isEmpty()) {
            Offered last = offered.pop();
            last.registration().unregister();
            last.socket().close();
        }
    }
}
