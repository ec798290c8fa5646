package org.albatross.readiness.internal;

import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** Tells on which sockets nobody answers, a line each: asks on every one. For any thread. */
@Component(service = Supplier.class, property = "albatross.readiness=sockets")
public final class SocketsComponent implements Supplier<List<String>> {
    private static final String FILE = "albatross.socket.file";

    private final List<Path> sockets = new CopyOnWriteArrayList<>();

    /** A socket is listened on. */
    @Reference(
            target = "(" + FILE + "=*)",
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC)
    void bindSocket(ServerSocketChannel socket, Map<String, Object> properties) {
        sockets.add(file(properties));
    }

    void unbindSocket(ServerSocketChannel socket, Map<String, Object> properties) {
        sockets.remove(file(properties));
    }

    private static Path file(Map<String, Object> properties) {
        return Path.of(String.valueOf(properties.get(FILE)));
    }

    @Override
    public List<String> get() {
        return sockets.stream()
                .flatMap(file -> SocketProbe.failure(file).stream())
                .toList();
    }
}
