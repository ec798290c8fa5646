package org.albatross.bench;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import org.albatross.model.Command;
import org.albatross.model.ConsoleCommand;
import org.albatross.model.Name;

/** A subscriber to a console whose lines end with a number that grows by one. Used by one thread. */
final class ConsoleReader implements Closeable {
    private static final int BUFFER_BYTES = 1 << 16;

    private final Connection connection;
    private final DataInputStream in;
    private byte[] frame = new byte[256];
    private long last = -1;

    private ConsoleReader(Connection connection) {
        this.connection = connection;
        this.in = new DataInputStream(new BufferedInputStream(connection.in(), BUFFER_BYTES));
    }

    /** Subscribes from the last line on. */
    static ConsoleReader subscribe(Client client, Name name) throws IOException {
        Connection connection = client.connectToConsole();
        connection.send(Connection.frame(name, new ConsoleCommand.Subscribe(new Command.Begin.Count(1))));
        connection.answer();
        return new ConsoleReader(connection);
    }

    /** Reads so many lines, and tells how many numbers between them were missing. */
    long read(long lines) throws IOException {
        long missing = 0;
        for (long i = 0; i < lines; i++) {
            long number = next();
            missing += last < 0 ? 0 : number - last - 1;
            last = number;
        }
        return missing;
    }

    /** The number at the end of the next frame: the line is what a frame ends with (docs/protocol.md). */
    private long next() throws IOException {
        int length = in.readInt();
        if (length > frame.length) {
            frame = new byte[length];
        }
        in.readFully(frame, 0, length);
        long number = 0;
        long digit = 1;
        for (int i = length - 1; i >= 0 && frame[i] >= '0' && frame[i] <= '9'; i--) {
            number += digit * (frame[i] - '0');
            digit *= 10;
        }
        return number;
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
