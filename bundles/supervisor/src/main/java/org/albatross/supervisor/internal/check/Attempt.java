package org.albatross.supervisor.internal.check;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.albatross.model.ServiceCheck;

/** One question to a service, over a channel that does not block. What fails throws, with a message for people. */
sealed interface Attempt {
    /** The most bytes of an answer that are looked at. */
    int MAX_ANSWER = 1024;

    /** Returns where it goes on when that is ready. */
    SelectableChannel channel();

    /** Returns what of the channel it waits for at first. */
    int interest();

    /** Goes on; returns whether the service has answered. */
    boolean goOn(SelectionKey key) throws IOException;

    /** Begins to ask. */
    static Attempt begin(ServiceCheck check, InetSocketAddress address, int id) throws IOException {
        if (check.kind() == ServiceCheck.Kind.DNS) {
            DnsQuery query = DnsQuery.of(id, check.target());
            return begin(DatagramChannel.open(), channel -> {
                channel.connect(address);
                channel.write(query.bytes());
                return new Dns(channel, query);
            });
        }
        Optional<String> request =
                check.kind() == ServiceCheck.Kind.HTTP ? Optional.of(request(check)) : Optional.empty();
        return begin(SocketChannel.open(), channel -> {
            boolean unused = channel.connect(address);
            return new Tcp(channel, request);
        });
    }

    /** Begins to ask over a channel that does not block. */
    @FunctionalInterface
    interface Beginning<C extends SelectableChannel> {
        /** Connects, and says what goes on. */
        Attempt over(C channel) throws IOException;
    }

    private static <C extends SelectableChannel> Attempt begin(C channel, Beginning<C> beginning) throws IOException {
        try {
            channel.configureBlocking(false);
            return beginning.over(channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static String request(ServiceCheck check) {
        return "GET " + check.target() + " HTTP/1.0\r\nHost: " + check.authority()
                + "\r\nUser-Agent: albatross\r\nConnection: close\r\n\r\n";
    }

    /** A connection, and the first line of an answer to what is sent over it, if anything is. */
    final class Tcp implements Attempt {
        private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([0-9]{3})( .*)?");

        private final SocketChannel channel;
        private final Optional<ByteBuffer> request;
        private final ByteBuffer answer = ByteBuffer.allocate(MAX_ANSWER);

        private Tcp(SocketChannel channel, Optional<String> request) {
            this.channel = channel;
            this.request = request.map(text -> ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
        }

        @Override
        public SelectableChannel channel() {
            return channel;
        }

        @Override
        public int interest() {
            return SelectionKey.OP_CONNECT;
        }

        @Override
        public boolean goOn(SelectionKey key) throws IOException {
            if (!channel.finishConnect()) {
                return false;
            }
            if (request.isEmpty()) {
                return true;
            }
            if (request.get().hasRemaining()) {
                channel.write(request.get());
                key.interestOps(request.get().hasRemaining() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ);
                return false;
            }
            return read();
        }

        private boolean read() throws IOException {
            boolean ended = channel.read(answer) < 0;
            String text = new String(answer.array(), 0, answer.position(), StandardCharsets.ISO_8859_1);
            int end = text.indexOf('\n');
            if (end < 0 && !ended && answer.hasRemaining()) {
                return false;
            }
            Matcher status =
                    STATUS.matcher(end < 0 ? "" : text.substring(0, end).strip());
            if (!status.matches()) {
                throw new IOException("its answer is not one of HTTP/1");
            }
            int code = Integer.parseInt(status.group(1));
            if (code < 200 || code > 399) {
                throw new IOException("it has answered with status " + code + "; 200 to 399 are expected");
            }
            return true;
        }
    }

    /** A query and its answer. */
    final class Dns implements Attempt {
        private final DatagramChannel channel;
        private final DnsQuery query;

        private Dns(DatagramChannel channel, DnsQuery query) {
            this.channel = channel;
            this.query = query;
        }

        @Override
        public SelectableChannel channel() {
            return channel;
        }

        @Override
        public int interest() {
            return SelectionKey.OP_READ;
        }

        @Override
        public boolean goOn(SelectionKey key) throws IOException {
            ByteBuffer answer = ByteBuffer.allocate(MAX_ANSWER);
            try {
                channel.read(answer);
            } catch (PortUnreachableException e) {
                throw new ConnectException("Connection refused");
            }
            return query.isAnsweredBy(answer.flip());
        }
    }
}
