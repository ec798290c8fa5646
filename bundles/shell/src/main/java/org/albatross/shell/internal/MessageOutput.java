package org.albatross.shell.internal;

import java.io.IOException;
import java.io.OutputStream;
import org.albatross.model.Bytes;
import org.albatross.wire.ShellMessage;
import org.albatross.wire.ShellMessage.Kind;

/** What commands print, as messages to the client. */
final class MessageOutput extends OutputStream {
    private static final int PIECE = 16 * 1024;

    private final ShellConnection connection;

    MessageOutput(ShellConnection connection) {
        this.connection = connection;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        for (int sent = 0; sent < length; sent += PIECE) {
            Bytes piece = Bytes.of(bytes, offset + sent, Math.min(PIECE, length - sent));
            connection.send(new ShellMessage(Kind.OUTPUT, piece));
        }
    }
}
