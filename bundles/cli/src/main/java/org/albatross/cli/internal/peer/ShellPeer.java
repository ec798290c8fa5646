package org.albatross.cli.internal.peer;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import org.albatross.cli.internal.run.CommandFailure;
import org.albatross.cli.internal.run.ExitCode;
import org.albatross.wire.ProtocolException;
import org.albatross.wire.ShellMessage;
import org.albatross.wire.ShellMessage.Kind;

/** A platform's shell, which has let this program in. For one thread that reads; any may send. */
public final class ShellPeer implements Closeable {
    private final Connection connection;
    private final InputStream in;

    private ShellPeer(Connection connection) {
        this.connection = connection;
        this.in = new BufferedInputStream(connection.input());
    }

    /** Asks to be let in. */
    static ShellPeer open(Connection connection) throws IOException, CommandFailure {
        ShellPeer peer = new ShellPeer(connection);
        boolean opened = false;
        try {
            peer.send(ShellMessage.of(Kind.OPEN, ""));
            if (peer.next().kind() != Kind.GREETING) {
                throw CommandFailure.of(ExitCode.COMMUNICATION, "[ERROR] the peer is not the shell of a platform");
            }
            connection.waitForEver();
            opened = true;
            return peer;
        } finally {
            if (!opened) {
                connection.close();
            }
        }
    }

    /** Sends a message. */
    public synchronized void send(ShellMessage message) throws IOException {
        connection.output().write(message.encoded().array());
    }

    /**
     * Waits for the next message.
     *
     * @throws CommandFailure when the platform goes on no longer, with its reason
     */
    public ShellMessage next() throws IOException, CommandFailure {
        try {
            ShellMessage message = ShellMessage.read(in)
                    .orElseThrow(() -> CommandFailure.of(
                            ExitCode.COMMUNICATION, "[ERROR] the platform has closed the shell's connection"));
            if (message.kind() == Kind.REFUSED) {
                throw CommandFailure.of(ExitCode.COMMAND_FAILED, "[ERROR] " + message.text());
            }
            return message;
        } catch (ProtocolException e) {
            throw CommandFailure.of(
                    ExitCode.COMMUNICATION, "[ERROR] cannot understand what the peer sent: " + e.getMessage());
        } catch (SilentPeerException e) {
            throw CommandFailure.of(ExitCode.COMMUNICATION, "[ERROR] " + e.getMessage());
        }
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
