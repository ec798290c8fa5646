package org.albatross.edge.internal;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.albatross.model.Bytes;
import org.albatross.model.Command;
import org.albatross.model.Name;
import org.albatross.model.Payload;
import org.albatross.model.Reply;
import org.albatross.model.Text;
import org.albatross.wire.BlobSink;
import org.albatross.wire.Frame;
import org.albatross.wire.Header;
import org.albatross.wire.Limits;
import org.albatross.wire.Message;
import org.albatross.wire.MessageReader;
import org.albatross.wire.ProtocolException;
import org.albatross.wire.WireDecoder;
import org.albatross.wire.WireEncoder;

/** An edge that says whatever it is told to; whatever it waits for, it waits at most a minute. */
final class Edge implements Closeable {
    private final Socket socket;
    private final MessageReader messages;

    Edge(Socket socket) throws IOException {
        this.socket = socket;
        messages = new MessageReader(socket.getInputStream(), new WireDecoder(Limits.ANSWERS, BlobSink.REFUSING));
    }

    /** Returns what an edge says of a client. */
    static byte[] introduction(List<X509Certificate> chain, String peer) throws Exception {
        List<Bytes> encoded = new ArrayList<>();
        for (X509Certificate certificate : chain) {
            encoded.add(Bytes.of(certificate.getEncoded()));
        }
        return introductionOf(encoded, peer);
    }

    static byte[] introductionOf(List<Bytes> chain, String peer) {
        Payload origin = new Payload.Origin(chain, Text.of(peer), Chains.NOW);
        return WireEncoder.frame(new Message(Header.UNKNOWN, origin)).toBytes();
    }

    /** Begins with something else than a client. */
    Edge begin(Payload payload) throws IOException {
        return send(WireEncoder.frame(new Message(Header.UNKNOWN, payload)).toBytes());
    }

    /** Asks a command behind the begin. */
    Edge ask(Name name, Command command) throws IOException {
        return send(WireEncoder.frame(Message.ask(new Header(1, name), command)).toBytes());
    }

    /** Returns a frame of raw data. */
    byte[] frame() throws IOException, ProtocolException {
        long length = Frame.readLength(socket.getInputStream(), Limits.ANSWERS).orElseThrow();
        return socket.getInputStream().readNBytes((int) length);
    }

    Edge introduce(List<X509Certificate> chain) throws Exception {
        return send(introduction(chain, "192.0.2.7:4711"));
    }

    Edge send(byte[] bytes) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(bytes);
        out.flush();
        return this;
    }

    /** Sends raw data as a frame. */
    Edge frame(byte[] content) throws IOException {
        return send(Frame.header(content.length)).send(content);
    }

    /** Ends what it sends. */
    Edge end() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    Message next() throws IOException, ProtocolException {
        return messages.next().orElseThrow(() -> new IOException("the host has closed the connection"));
    }

    Reply answer() throws IOException, ProtocolException {
        return ((Payload.Answer) next().payload()).reply();
    }

    String failure() throws IOException, ProtocolException {
        return ((Reply.Failure) answer()).message().decoded();
    }

    /** Waits for the end of the stream. */
    void assertClosed() throws IOException, ProtocolException {
        try {
            Optional<Message> more = messages.next();
            if (more.isPresent()) {
                throw new AssertionError("a message came: " + more.get());
            }
        } catch (SocketException e) {
            // closed as well
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
