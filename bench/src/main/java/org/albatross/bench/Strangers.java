package org.albatross.bench;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/** Peers without a certificate of the CA that make trouble at the port of remote clients until this is closed, each from another address. */
final class Strangers implements Closeable {
    private static final int NETWORKS = 250;

    private final List<Socket> sockets = new ArrayList<>();
    private final List<Process> programs = new ArrayList<>();
    private final ScheduledExecutorService sender = Executors.newSingleThreadScheduledExecutor();
    private Optional<Future<?>> sending = Optional.empty();

    private Strangers() {}

    /** Peers that connect and say nothing. */
    static Strangers silent(InetSocketAddress server, int peers) throws IOException {
        return saying(server, peers, new byte[0]);
    }

    /** Peers that begin a handshake and do not go on. */
    static Strangers stalled(InetSocketAddress server, int peers) throws IOException {
        return saying(server, peers, clientHello());
    }

    /** Peers that begin a handshake by one byte a second. */
    static Strangers slow(InetSocketAddress server, int peers) throws IOException {
        Strangers strangers = saying(server, peers, new byte[0]);
        byte[] hello = clientHello();
        int[] sent = {0};
        strangers.sending = Optional.of(strangers.sender.scheduleAtFixedRate(
                () -> strangers.sendAll(hello[sent[0]++]), 0, 1, TimeUnit.SECONDS));
        return strangers;
    }

    /** Peers that show a large certificate, by openssl. */
    static Strangers showing(InetSocketAddress server, int peers, Path certificate, Path key) throws IOException {
        Strangers strangers = new Strangers();
        for (int i = 0; i < peers; i++) {
            strangers.programs.add(new ProcessBuilder(
                            "openssl",
                            "s_client",
                            "-quiet",
                            "-connect",
                            "127.0.0.1:" + server.getPort(),
                            "-bind",
                            address(i).getHostAddress() + ":0",
                            "-cert",
                            certificate.toString(),
                            "-key",
                            key.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start());
        }
        return strangers;
    }

    /** Returns how many of those that show a certificate have been turned away. */
    long turnedAway() {
        return programs.stream().filter(program -> !program.isAlive()).count();
    }

    private static Strangers saying(InetSocketAddress server, int peers, byte[] words) throws IOException {
        Strangers strangers = new Strangers();
        for (int i = 0; i < peers; i++) {
            Socket socket = new Socket();
            strangers.sockets.add(socket);
            socket.bind(new InetSocketAddress(address(i), 0));
            socket.connect(server);
            socket.getOutputStream().write(words);
        }
        return strangers;
    }

    /** An address of this machine, so that a peer uses no share but its own. */
    private static InetAddress address(int peer) throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 0, 2, (byte) (1 + peer % NETWORKS)});
    }

    /** What a client says first. */
    private static byte[] clientHello() throws IOException {
        try {
            SSLEngine engine = SSLContext.getDefault().createSSLEngine();
            engine.setUseClientMode(true);
            ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
            engine.wrap(ByteBuffer.allocate(0), out);
            return Arrays.copyOf(out.array(), out.position());
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS cannot be spoken", e);
        }
    }

    private void sendAll(byte next) {
        for (Socket socket : sockets) {
            try {
                socket.getOutputStream().write(next);
            } catch (IOException e) {
                sender.shutdown(); // those that came first were closed, as they should be
            }
        }
    }

    @Override
    public void close() throws IOException {
        sending.ifPresent(bytes -> bytes.cancel(true));
        sender.shutdownNow();
        for (Socket socket : sockets) {
            socket.close();
        }
        programs.forEach(program -> program.destroyForcibly().onExit().join());
    }
}
