package org.albatross.sockets.internal;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.albatross.threads.PlatformThreads;
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
    private static final String SHELL = "shell";
    private static final String EDGE = "edge";

    /** The framework property that names all of them, with commas between the names. */
    private static final String SOCKETS = "albatross.sockets";

    private static final String USUAL = "vmmd,console,stat,log," + SHELL;

    /** Those that only the platform's own user, and root, may write, whatever the configuration says of the others. */
    private static final Set<String> OWN_USERS = Set.of(SHELL);

    private static final Set<PosixFilePermission> OWN_USERS_MODE = PosixFilePermissions.fromString("rw-------");

    /** Of the socket on which the edge comes, whose user has no group in common with the platform: who accepts there looks who it is. */
    private static final Set<PosixFilePermission> EDGE_MODE = PosixFilePermissions.fromString("rw-rw-rw-");

    /**
     * What whoever still waits is told when the sockets close: the wire's encoding of the failure "the socket's service
     * is stopping; connect again" without a name, made beforehand so that this bundle needs none of those that encode.
     */
    static final byte[] FAREWELL = HexFormat.of()
            .parseHex("0000004730453010020105040800000000000000000c013aa2310c2f"
                    + "74686520736f636b6574277320736572766963652069732073746f7070696e673b20636f6e6e65637420616761696e");

    /** The shell speaks no wire: its connection ends without a word. */
    private static final byte[] NOTHING = {};

    /** How often it is looked whether each socket's file is in its place. */
    private static final Duration LOOK = Duration.ofSeconds(2);

    private static final long STOP_SECONDS = 5;

    private record Offered(
            String name, ListeningSocket socket, ServiceRegistration<ServerSocketChannel> registration) {}

    private final BundleContext context;
    private final SocketSettings settings;
    private final Path directory;
    private final List<String> names;
    private final ScheduledThreadPoolExecutor timer = PlatformThreads.timer("albatross-sockets");

    /** Of the timer's thread, but while it does not run. */
    private final List<Offered> offered = new ArrayList<>();

    private final ScheduledFuture<?> looking;
    private boolean reported;

    /** Opens all sockets, or none and fails. */
    @Activate
    public SocketsComponent(BundleContext context, SocketsConfig config) throws IOException {
        String run = context.getProperty("albatross.run.dir");
        if (run == null) {
            throw new IllegalStateException("the framework property albatross.run.dir is not set");
        }
        this.context = context;
        settings = SocketSettings.of(config);
        directory = Path.of(run, "util");
        String wanted = context.getProperty(SOCKETS);
        names = List.of((wanted == null ? USUAL : wanted).split(","));
        Map<String, ListeningSocket> opened = new LinkedHashMap<>();
        boolean complete = false;
        try {
            for (String name : names) {
                opened.put(name, open(name));
            }
            complete = true;
        } finally {
            if (!complete) {
                for (ListeningSocket socket : opened.values()) {
                    socket.discard();
                }
            }
        }
        opened.forEach((name, socket) -> offered.add(offer(name, socket)));
        looking = timer.scheduleWithFixedDelay(this::restore, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    private ListeningSocket open(String name) throws IOException {
        Files.createDirectories(directory);
        letThrough();
        return ListeningSocket.open(directory.resolve(name + ".sock"), settings.backlog(), mode(name));
    }

    private Set<PosixFilePermission> mode(String name) {
        if (OWN_USERS.contains(name)) {
            return OWN_USERS_MODE;
        }
        return name.equals(EDGE) ? EDGE_MODE : settings.mode();
    }

    /** Lets everybody pass through the directory where a socket is for everybody: the umask keeps others out. */
    private void letThrough() throws IOException {
        if (names.stream().anyMatch(name -> mode(name).contains(PosixFilePermission.OTHERS_WRITE))) {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(directory);
            if (permissions.add(PosixFilePermission.OTHERS_EXECUTE)) {
                Files.setPosixFilePermissions(directory, permissions);
            }
        }
    }

    private Offered offer(String name, ListeningSocket socket) {
        Dictionary<String, Object> properties = FrameworkUtil.asDictionary(
                Map.of(NAME, name, FILE, socket.file().toString()));
        LOG.info("listening on {}", socket.file());
        return new Offered(
                name, socket, context.registerService(ServerSocketChannel.class, socket.channel(), properties));
    }

    /** Listens again where a socket's file was removed or replaced, as with the whole run directory. */
    private void restore() {
        try {
            for (int i = 0; i < offered.size(); i++) {
                Offered lost = offered.get(i);
                if (!lost.socket().isInPlace()) {
                    offered.set(i, offer(lost.name(), open(lost.name())));
                    LOG.warn(
                            "{} was removed or replaced under the platform; it listens there again",
                            lost.socket().file());
                    lost.registration().unregister();
                    lost.socket().close();
                }
            }
            reported = false;
        } catch (IOException e) {
            if (!reported) {
                LOG.error(
                        "no client can connect, and this is tried again every {} s: {}", LOOK.toSeconds(), message(e));
                reported = true;
            }
        }
    }

    private static String message(IOException e) {
        return e instanceof FileSystemException ? e.toString() : String.valueOf(e.getMessage());
    }

    /**
     * Closes all sockets, after those who use them have accepted what waits; their files stay. Who uses them may have
     * been stopped before: a refresh stops bundles in no particular order.
     */
    @Deactivate
    public void close() throws IOException, InterruptedException {
        looking.cancel(false);
        timer.shutdown();
        if (!timer.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
            LOG.warn("the sockets are still looked after {} s later", STOP_SECONDS);
        }
        for (Offered each : offered) {
            if (each.socket().isInPlace()) {
                each.socket().refuse();
            }
        }
        for (Offered each : offered) {
            each.registration().unregister();
            each.socket().turnAway(each.name().equals(SHELL) ? NOTHING : FAREWELL);
            each.socket().close();
        }
    }
}
