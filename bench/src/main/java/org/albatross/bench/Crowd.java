package org.albatross.bench;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.albatross.model.Command;
import org.albatross.model.ConsoleCommand;
import org.albatross.model.Name;

/** Peers that make trouble until they are closed. */
final class Crowd implements Closeable {
    private static final int SLOW_FRAME_BYTES = 60_000;
    private static final int LARGE_FRAME_BYTES = 10 << 20;
    private static final long ALL_LINES = 1_000_000;

    private final List<Connection> connections = new ArrayList<>();
    private final ScheduledExecutorService sender = Executors.newSingleThreadScheduledExecutor();
    private Optional<Future<?>> sending = Optional.empty();

    private Crowd() {}

    /** Opens one more connection. */
    @FunctionalInterface
    private interface Arrival {
        Connection open() throws IOException;
    }

    private static Crowd of(int peers, Arrival arrival) throws IOException {
        Crowd crowd = new Crowd();
        try {
            for (int i = 0; i < peers; i++) {
                crowd.connections.add(arrival.open());
            }
            return crowd;
        } catch (IOException | RuntimeException e) {
            crowd.close();
            throw e;
        }
    }

    /** Peers that connect and say nothing. */
    static Crowd silent(Client client, int peers) throws IOException {
        return of(peers, client::connect);
    }

    /** Peers that send one byte of a command each second. */
    static Crowd slow(Client client, int peers) throws IOException {
        Crowd crowd = of(peers, client::connect);
        ByteBuffer frame = ByteBuffer.allocate(Integer.BYTES + SLOW_FRAME_BYTES).putInt(0, SLOW_FRAME_BYTES);
        crowd.sending =
                Optional.of(crowd.sender.scheduleAtFixedRate(() -> crowd.sendAll(frame), 0, 1, TimeUnit.SECONDS));
        return crowd;
    }

    /** Peers that send the first half of a command: of {@code frame}, or of a large one every second time. */
    static Crowd halfway(Client client, int peers, byte[] frame) throws IOException {
        ByteBuffer small = ByteBuffer.wrap(frame, 0, frame.length / 2).slice();
        ByteBuffer large = ByteBuffer.allocate(Integer.BYTES + LARGE_FRAME_BYTES / 2)
                .putInt(0, LARGE_FRAME_BYTES)
                .put(Integer.BYTES, frame, Integer.BYTES, frame.length - Integer.BYTES);
        boolean[] isSecond = {false};
        return of(peers, () -> {
            Connection connection = client.connect();
            connection.send((isSecond[0] ? large : small).duplicate());
            isSecond[0] = !isSecond[0];
            return connection;
        });
    }

    /** One that subscribes to a console, from its first line on, and reads nothing. */
    static Crowd deaf(Client client, Name name) throws IOException {
        byte[] subscribe = Connection.frame(name, new ConsoleCommand.Subscribe(new Command.Begin.Count(ALL_LINES)));
        return of(1, () -> {
            Connection connection = client.connectToConsole();
            connection.send(subscribe);
            return connection;
        });
    }

    /** Throws when a slow peer could not send on: the trouble that was to be measured was not there. */
    void check() throws IOException {
        if (sending.isPresent() && sending.get().isDone()) {
            throw new IOException("the platform closed the connection of a slow peer");
        }
    }

    private void sendAll(ByteBuffer frame) {
        ByteBuffer next = frame.slice(frame.position(), 1);
        frame.position(frame.position() + 1);
        for (Connection connection : connections) {
            try {
                connection.send(next.duplicate());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() throws IOException {
        sender.shutdownNow();
        for (Connection connection : connections) {
            connection.close();
        }
    }
}
