package org.albatross.remote.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import org.albatross.model.Caller;
import org.albatross.model.Command;
import org.albatross.model.Name;
import org.albatross.model.Payload;
import org.albatross.model.Reply;
import org.albatross.wire.BlobSink;
import org.albatross.wire.Header;
import org.albatross.wire.Limits;
import org.albatross.wire.Message;
import org.albatross.wire.MessageReader;
import org.albatross.wire.WireDecoder;
import org.albatross.wire.WireEncoder;

/** The process of the host, which a test plays. */
final class PlayedHost implements AutoCloseable {
    private final HostSocket socket;
    private final ServerSocketChannel listening;

    /** One that does not listen yet. */
    PlayedHost(Path file) throws IOException {
        socket = new HostSocket(file);
        listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    }

    HostSocket socket() {
        return socket;
    }

    void bind() throws IOException {
        listening.bind(UnixDomainSocketAddress.of(socket.file()));
    }

    /** Waits for a connection. */
    Connection accept() throws IOException {
        return new Connection(listening.accept());
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }

    /** The host's end of a connection. */
    static final class Connection implements AutoCloseable {
        private final SocketChannel channel;
        private final MessageReader messages;

        private Connection(SocketChannel channel) {
            this.channel = channel;
            messages = new MessageReader(
                    Channels.newInputStream(channel), new WireDecoder(Limits.ANSWERS, BlobSink.REFUSING));
        }

        Payload next() throws Exception {
            return messages.next().orElseThrow().payload();
        }

        void assertAsked(Caller.Person person, Name name, Command command) throws Exception {
            assertThat(next()).isEqualTo(new Payload.Behalf(person));
            assertThat(messages.next()).contains(Message.ask(new Header(1, name), command));
        }

        void say(Message message) throws IOException {
            send(WireEncoder.frame(message).toBytes());
        }

        void send(byte[] bytes) throws IOException {
            for (ByteBuffer buffer = ByteBuffer.wrap(bytes); buffer.hasRemaining(); ) {
                channel.write(buffer);
            }
        }

        void answer(Name name, Reply reply) throws IOException {
            say(Message.answer(new Header(1, name), reply));
        }

        void awaitEnd() throws IOException {
            assertThat(channel.read(ByteBuffer.allocate(1))).isNegative();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
