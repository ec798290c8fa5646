package org.albatross.local.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.Arrays;
import org.albatross.model.Command;
import org.albatross.model.Data;
import org.albatross.model.Name;
import org.albatross.model.Payload;
import org.albatross.model.Reply;
import org.albatross.wire.BlobSink;
import org.albatross.wire.Frame;
import org.albatross.wire.Header;
import org.albatross.wire.Limits;
import org.albatross.wire.Message;
import org.albatross.wire.MessageReader;
import org.albatross.wire.ProtocolException;
import org.albatross.wire.WireDecoder;
import org.albatross.wire.WireEncoder;
import org.newsclub.net.unix.AFUNIXSocket;
import org.newsclub.net.unix.AFUNIXSocketAddress;

/** The other end of a connection; whatever it waits for, it waits at most a minute. */
final class Client implements Closeable {
    static final Header HEADER = new Header(0x0102030405060708L, Name.parse("a:hello"));

    private static final int LIMIT_MILLIS = 60_000;

    private final AFUNIXSocket socket;
    private final OutputStream out;
    private final InputStream in;
    private final MessageReader messages;

    Client(Path file) throws IOException {
        this.socket = AFUNIXSocket.connectTo(AFUNIXSocketAddress.of(file));
        socket.setSoTimeout(LIMIT_MILLIS);
        this.out = socket.getOutputStream();
        this.in = socket.getInputStream();
        this.messages = new MessageReader(in, new WireDecoder(Limits.ANSWERS.withFrame(1 << 30), BlobSink.REFUSING));
    }

    static byte[] framed(Command command) {
        return WireEncoder.frame(Message.ask(HEADER, command)).toBytes();
    }

    Client ask(Command command) throws IOException {
        return send(framed(command));
    }

    Client send(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
        return this;
    }

    /** Sends raw data as a frame, at once: the server may close as soon as it has seen the header. */
    Client frame(byte[] content) throws IOException {
        byte[] header = Frame.header(content.length);
        byte[] frame = Arrays.copyOf(header, header.length + content.length);
        System.arraycopy(content, 0, frame, header.length, content.length);
        return send(frame);
    }

    Message next() throws IOException, ProtocolException {
        return messages.next().orElseThrow(() -> new IOException("the server has closed the connection"));
    }

    Reply answer() throws IOException, ProtocolException {
        return ((Payload.Answer) next().payload()).reply();
    }

    String failure() throws IOException, ProtocolException {
        return ((Reply.Failure) answer()).message().decoded();
    }

    Data data() throws IOException, ProtocolException {
        return ((Payload.Stream) next().payload()).data();
    }

    InputStream in() {
        return in;
    }

    /** Waits for the end of the stream, before which nothing comes. */
    void assertClosed() throws IOException {
        int next;
        try {
            next = in.read();
        } catch (SocketException e) {
            next = -1;
        }
        assertThat(next).isEqualTo(-1);
    }

    void endOutput() throws IOException {
        // Not that of the socket: from Java 19 on it takes one of junixsocket for unconnected.
        socket.getChannel().shutdownOutput();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
