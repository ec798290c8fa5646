package org.albatross.readiness.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketProbeTest {
    private Path file;
    private ServerSocketChannel server;

    @BeforeEach
    void listen(@TempDir Path folder) throws IOException {
        file = folder.resolve("a.sock");
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(file));
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    @Test
    void isContentWithAnyAnswer() {
        CompletableFuture<Void> answering = answer(ByteBuffer.wrap(new byte[] {0}));

        assertThat(SocketProbe.failure(file)).isEmpty();
        answering.join();
    }

    @Test
    void isContentWithAnAnswerThatCameBeforeTheQuestion() throws IOException {
        try (SocketChannel asking = SocketChannel.open(UnixDomainSocketAddress.of(file))) {
            try (SocketChannel peer = server.accept()) {
                peer.write(ByteBuffer.wrap(new byte[] {0}));
            }
            assertThat(SocketProbe.ask(asking, file, 60_000)).isEmpty();
        }
    }

    @Test
    void saysThatNobodyListens() throws IOException {
        server.close();

        assertThat(SocketProbe.failure(file))
                .hasValueSatisfying(reason -> assertThat(reason).startsWith("nobody answers on " + file + ": "));
    }

    @Test
    void saysThatNobodyAnswersWhoListens() {
        assertThat(SocketProbe.failure(file, 1)).contains("nobody answers on " + file + " within 1 ms");
    }

    @Test
    void saysThatConnectionsAreClosedWithoutAnAnswer() {
        CompletableFuture<Void> answering = answer(ByteBuffer.allocate(0));

        assertThat(SocketProbe.failure(file)).contains("connections to " + file + " are closed without an answer");
        answering.join();
    }

    /** Reads the question, so that closing is not a reset, and answers. */
    private CompletableFuture<Void> answer(ByteBuffer bytes) {
        return CompletableFuture.runAsync(() -> {
            try (SocketChannel peer = server.accept()) {
                peer.read(ByteBuffer.allocate(1024));
                peer.write(bytes);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
    }
}
