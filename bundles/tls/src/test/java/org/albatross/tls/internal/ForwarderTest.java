package org.albatross.tls.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.albatross.model.Caller;
import org.albatross.model.Command;
import org.albatross.model.Reply;
import org.albatross.model.UnikernelCommand;
import org.albatross.pki.Authority;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that come through a program which inetd starts for each of them. */
class ForwarderTest {
    private static final Command INFO = new UnikernelCommand.Info(UnikernelCommand.InfoForm.CURRENT);
    private static final Reply DONE = new Reply.Done("done");

    private final Authority root = Credentials.root();
    private Path folder;
    private Path file;

    @BeforeEach
    void name(@TempDir Path temporary) {
        folder = temporary;
        file = folder.resolve("inetd.sock");
    }

    @Test
    void servesAClientThatAForwarderConnectsAndTellsThatItCameByInetd() throws Exception {
        FakeCommands commands = FakeCommands.answering(DONE);
        ListeningSockets sockets = new ListeningSockets(List.of(file.toString()));
        try (Endpoint endpoint = new Endpoint(folder, root).open(commands)) {
            endpoint.server().listen(sockets.open().get(0));
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-rw-rw-");
            Process forwarder = new ProcessBuilder(
                            "socat", "-dd", "TCP-LISTEN:0,bind=127.0.0.1", "UNIX-CONNECT:" + file)
                    .redirectErrorStream(true)
                    .start();
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port(forwarder));
                    Client client = new Client(socket, Client.context(Credentials.leaf(root, ".", INFO)))) {
                assertThat(client.answer()).isEqualTo(DONE);
                client.assertClosed();
            } finally {
                forwarder.destroyForcibly().waitFor();
            }
            assertThat(commands.asked().caller())
                    .isInstanceOfSatisfying(Caller.Remote.class, caller -> assertThat(caller.address())
                            .isEqualTo("inetd"));
        } finally {
            sockets.close();
        }
        assertThat(file).doesNotExist();
    }

    @Test
    void listensWhereAnotherProcessWasKilledButNotWhereOneListensOrIsAFile() throws Exception {
        try (ServerSocketChannel other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            other.bind(UnixDomainSocketAddress.of(file));
            assertThatIOException()
                    .isThrownBy(() -> new ListeningSockets(List.of(file.toString())).open())
                    .withMessage("cannot listen on " + file + ": Address already in use");
        }
        assertThat(file).exists();
        ListeningSockets sockets = new ListeningSockets(List.of(file.toString()));
        assertThat(sockets.open()).hasSize(1);
        sockets.close();
        Files.writeString(file, "mine");
        assertThatIOException()
                .isThrownBy(() -> new ListeningSockets(List.of(file.toString())).open())
                .withMessage("cannot listen on " + file + ": there is a file which is not a socket");
        assertThat(file).hasContent("mine");
    }

    /** Returns where a forwarder listens, as it says itself. */
    private static int port(Process forwarder) throws IOException {
        var lines = forwarder.inputReader();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            int colon = line.lastIndexOf(':');
            if (line.contains("listening on")) {
                return Integer.parseInt(line.substring(colon + 1).trim());
            }
        }
        throw new IOException("the forwarder has ended");
    }
}
