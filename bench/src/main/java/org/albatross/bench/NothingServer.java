package org.albatross.bench;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/**
 * A server that reads a question and answers the same bytes each time, in a process of its own: what the sockets, the
 * clients and the machine allow.
 */
final class NothingServer implements AutoCloseable {
    private static final int THREADS = 8;
    private static final int MOST_BYTES = 1 << 16;
    private static final long LOOK_NANOS = 1_000_000;

    private final Process process;
    private final Path folder;
    private final Client client;

    private NothingServer(Process process, Path folder, Client client) {
        this.process = process;
        this.folder = folder;
        this.client = client;
    }

    /**
     * Starts one, and returns when somebody can connect.
     *
     * @param memory a directory with a short path, in which it makes one of its own
     * @param answer what it answers, its length in front
     */
    static NothingServer start(Path memory, byte[] answer) throws IOException {
        Path folder = Files.createTempDirectory(memory, "nothing");
        Client client = new Client(folder);
        Files.createDirectory(client.socket().getParent());
        Path answers = Files.write(folder.resolve("answer"), answer);
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        NothingServer.class.getName(),
                        client.socket().toString(),
                        answers.toString())
                .inheritIO()
                .start();
        while (!Files.exists(client.socket())) {
            if (!process.isAlive()) {
                throw new IOException("the server that does nothing has ended with " + process.exitValue());
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        return new NothingServer(process, folder, client);
    }

    /** Asks it. */
    Client client() {
        return client;
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly().onExit().join();
        Place.remove(folder);
    }

    /** The process: {@code NothingServer SOCKET ANSWER}. The socket gets its name when it listens. */
    public static void main(String[] words) throws IOException {
        Path socket = Path.of(words[0]);
        byte[] answer = Files.readAllBytes(Path.of(words[1]));
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        Path unnamed = Path.of(socket + ".new");
        server.bind(UnixDomainSocketAddress.of(unnamed));
        for (int i = 0; i < THREADS; i++) {
            new Thread(() -> serve(server, answer)).start();
        }
        Files.move(unnamed, socket);
    }

    private static void serve(ServerSocketChannel server, byte[] answer) {
        byte[] question = new byte[MOST_BYTES];
        while (true) {
            try (SocketChannel peer = server.accept()) {
                DataInputStream in = new DataInputStream(Channels.newInputStream(peer));
                in.readFully(question, 0, in.readInt());
                ByteBuffer bytes = ByteBuffer.wrap(answer);
                while (bytes.hasRemaining()) {
                    peer.write(bytes);
                }
            } catch (EOFException e) {
                // Somebody looked whether it is there.
            } catch (IOException e) {
                throw new IllegalStateException("the server that does nothing cannot serve", e);
            }
        }
    }
}
