package org.albatross.shell.internal;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes to two places. While Gogo runs a command, what its thread writes to the process's standard error goes to the
 * session; and the platform's log is among that, which must not go to the session alone.
 */
final class ForkedOutput extends OutputStream {
    private final OutputStream process;
    private final OutputStream session;

    ForkedOutput(OutputStream process, OutputStream session) {
        this.process = process;
        this.session = session;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        process.write(bytes, offset, length);
        session.write(bytes, offset, length);
    }

    @Override
    public void flush() throws IOException {
        process.flush();
        session.flush();
    }
}
