package org.albatross.cli.internal.peer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Optional;
import org.albatross.cli.internal.run.CommandFailure;
import org.albatross.cli.internal.run.ExitCode;
import org.albatross.model.Command;
import org.albatross.model.Name;
import org.albatross.wire.BlobSource;
import org.albatross.wire.Header;
import org.albatross.wire.Message;
import org.albatross.wire.WireEncoder;

/** The peer {@code -}: prints a command instead of sending it, and never answers. */
final class PrintingPeer implements Peer {
    private final PrintStream out;
    private final BlobSource blobs;

    PrintingPeer(PrintStream out, BlobSource blobs) {
        this.out = out;
        this.blobs = blobs;
    }

    @Override
    public void send(Name name, Command command) throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        WireEncoder.message(Message.ask(new Header(0, name), command)).writeTo(message, blobs);
        out.print("out:\n" + HexDump.of(message.toByteArray()) + "\n");
    }

    @Override
    public OutputStream raw() {
        return OutputStream.nullOutputStream();
    }

    @Override
    public Optional<Message> next() throws CommandFailure {
        throw CommandFailure.silent(ExitCode.COMMUNICATION);
    }

    @Override
    public void waitForEver() {}

    @Override
    public boolean hasMore() {
        return false;
    }

    @Override
    public void close() {}
}
