package org.albatross.cli.internal.shell;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.albatross.cli.internal.peer.ShellPeer;
import org.albatross.cli.internal.run.CommandFailure;
import org.albatross.wire.ShellMessage;
import org.albatross.wire.ShellMessage.Kind;

/** Has a platform's shell carry lines out. */
public final class ShellLines {
    private final ShellPeer peer;
    private final OutputStream out;
    private final int columns;

    /**
     * By a shell that has let the program in.
     *
     * @param out where what commands print goes
     * @param columns how wide the terminal is
     */
    public ShellLines(ShellPeer peer, OutputStream out, int columns) {
        this.peer = peer;
        this.out = out;
        this.columns = columns;
    }

    /**
     * Has a line carried out.
     *
     * @return why it could not be
     */
    public Optional<String> execute(String line) throws IOException, CommandFailure {
        String request = columns + "\n" + line;
        if (request.length() > ShellMessage.MAX_CONTENT) {
            return Optional.of("a line of " + line.length() + " characters is too long for the shell");
        }
        peer.send(ShellMessage.of(Kind.EXECUTE, request));
        for (; ; ) {
            ShellMessage message = peer.next();
            switch (message.kind()) {
                case OUTPUT -> {
                    out.write(message.content().toArray());
                    out.flush();
                }
                case DONE -> {
                    return Optional.empty();
                }
                case FAILED -> {
                    return Optional.of(message.text());
                }
                default -> {
                    // Of a newer platform, and not needed to go on.
                }
            }
        }
    }
}
