package org.albatross.tls.internal;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sockets on which remote clients come: those of the configuration, or the one that the process was started with. That one is
 * never closed, for it could not be opened again.
 */
final class ListeningSockets {
    private static final Logger LOG = LoggerFactory.getLogger(ListeningSockets.class);
    private static final int BACKLOG = 1024;
    private static final Set<PosixFilePermission> EVERYBODY = PosixFilePermissions.fromString("rw-rw-rw-");

    private final List<String> addresses;
    private final List<ServerSocketChannel> open = new ArrayList<>();
    private boolean inherited;

    /** None is open yet. */
    ListeningSockets(List<String> addresses) {
        this.addresses = List.copyOf(addresses);
    }

    /**
     * Opens all, or none.
     *
     * @throws IOException with the address that cannot be listened on, and why
     */
    List<ServerSocketChannel> open() throws IOException {
        Optional<ServerSocketChannel> given = inherited();
        if (given.isPresent()) {
            inherited = true;
            LOG.info(
                    "remote clients come on {}, which was handed over at the start",
                    given.get().getLocalAddress());
            return List.of(given.get());
        }
        boolean complete = false;
        try {
            for (String address : addresses) {
                open.add(listen(address));
            }
            complete = true;
        } finally {
            if (!complete) {
                close();
            }
        }
        return List.copyOf(open);
    }

    /** Returns the socket that a service manager or inetd has given to the process as its standard input, if so. */
    private static Optional<ServerSocketChannel> inherited() throws IOException {
        Channel channel = System.inheritedChannel();
        if (channel instanceof ServerSocketChannel socket && socket.isOpen()) {
            SocketAddress address = socket.getLocalAddress();
            return address instanceof InetSocketAddress ? Optional.of(socket) : Optional.empty();
        }
        return Optional.empty();
    }

    private static ServerSocketChannel listen(String address) throws IOException {
        return address.startsWith("/") ? listen(Path.of(address)) : listenOnNetwork(address);
    }

    /** Listens where forwarders connect, of whom everybody may be one: their clients have certificates like all. */
    private static ServerSocketChannel listen(Path file) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        boolean bound = false;
        try {
            removeUnused(file);
            channel.bind(UnixDomainSocketAddress.of(file), BACKLOG);
            Files.setPosixFilePermissions(file, EVERYBODY);
            bound = true;
            LOG.info("remote clients come through forwarders by {}", file);
            return channel;
        } catch (IOException e) {
            throw new IOException("cannot listen on " + file + ": " + e.getMessage(), e);
        } finally {
            if (!bound) {
                channel.close();
            }
        }
    }

    /** A process that was killed leaves its socket's file behind. */
    private static void removeUnused(Path file) throws IOException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .isOther()) {
            throw new IOException("there is a file which is not a socket");
        }
        try (SocketChannel probe = SocketChannel.open(UnixDomainSocketAddress.of(file))) {
            LOG.debug("somebody listens on {}: {}", file, probe);
        } catch (SocketException e) {
            Files.delete(file);
        }
    }

    private static ServerSocketChannel listenOnNetwork(String address) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        boolean bound = false;
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(ListenAddress.parse(address), BACKLOG);
            bound = true;
            LOG.info("remote clients come on {}", channel.getLocalAddress());
            return channel;
        } catch (BindException e) {
            throw new IOException("cannot listen on " + address + ": " + e.getMessage(), e);
        } catch (SocketException e) {
            boolean denied = String.valueOf(e.getMessage()).contains("ermission");
            throw new IOException(
                    "cannot listen on " + address + ": "
                            + (denied ? "permission denied; a port below 1024 is root's" : e.getMessage()),
                    e);
        } catch (IOException e) {
            throw new IOException("cannot listen on " + address + ": " + e.getMessage(), e);
        } finally {
            if (!bound) {
                channel.close();
            }
        }
    }

    /** Closes what it has opened. */
    void close() throws IOException {
        if (!inherited) {
            for (ServerSocketChannel channel : open) {
                close(channel);
            }
        }
        open.clear();
    }

    private static void close(ServerSocketChannel channel) throws IOException {
        SocketAddress address = channel.getLocalAddress();
        channel.close();
        if (address instanceof UnixDomainSocketAddress local) {
            Files.deleteIfExists(local.getPath());
        }
    }
}
