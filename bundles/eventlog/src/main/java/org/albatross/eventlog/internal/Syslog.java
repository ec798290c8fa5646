package org.albatross.eventlog.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.albatross.api.Trouble;
import org.albatross.model.EventLine;
import org.albatross.model.EventRecord;
import org.newsclub.net.unix.AFUNIXDatagramChannel;
import org.newsclub.net.unix.AFUNIXSocketAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands events to the syslog daemon of this host: a datagram each in the form of RFC 3164 that the socket {@code /dev/log}
 * takes, facility daemon, severity informational. It waits for nothing: what the daemon does not take at once is lost to it,
 * which the log says when it begins and, with a number, when it ends, as {@link Trouble} has it. For any thread.
 */
final class Syslog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Syslog.class);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("MMM ppd HH:mm:ss", Locale.ENGLISH);
    private static final int DAEMON_INFORMATIONAL = 30;

    /** The most bytes of a message, which common daemons take whole. */
    private static final int MAX_BYTES = 8000;

    private final Path socket;
    private final ZoneId zone;
    private final long pid;
    private Optional<AFUNIXDatagramChannel> channel = Optional.empty();
    private final Trouble trouble = new Trouble();
    private long lost;

    /**
     * Connects with the first event.
     *
     * @param zone in which the daemon expects times
     * @param pid the number that stands behind the program's name
     */
    Syslog(Path socket, ZoneId zone, long pid) {
        this.socket = socket;
        this.zone = zone;
        this.pid = pid;
    }

    /** Sends an event, or loses it. */
    synchronized void send(EventRecord told) {
        String reason = "it is full";
        try {
            if (connected().write(message(told)) > 0) {
                if (trouble.ends(System.nanoTime())) {
                    LOG.warn("{} takes events again; it has lost {}", socket, lost);
                    lost = 0;
                }
                return;
            }
        } catch (IOException e) {
            reason = String.valueOf(e.getMessage());
            close();
        }
        if (trouble.begins(System.nanoTime())) {
            LOG.warn("{} takes no events, they are lost to syslog from now on: {}", socket, reason);
        }
        lost++;
    }

    private AFUNIXDatagramChannel connected() throws IOException {
        if (channel.isEmpty()) {
            AFUNIXDatagramChannel opened = AFUNIXDatagramChannel.open();
            channel = Optional.of(opened);
            opened.configureBlocking(false);
            opened.connect(AFUNIXSocketAddress.of(socket));
        }
        return channel.get();
    }

    private ByteBuffer message(EventRecord told) {
        String text = "<" + DAEMON_INFORMATIONAL + ">" + TIME.format(told.time().atZone(zone)) + " albatross[" + pid
                + "]: " + EventLine.of(told);
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.wrap(bytes, 0, Math.min(bytes.length, MAX_BYTES));
    }

    @Override
    public synchronized void close() {
        channel.ifPresent(open -> {
            try {
                open.close();
            } catch (IOException e) {
                LOG.debug("The connection to {} was closed already", socket, e);
            }
        });
        channel = Optional.empty();
    }
}
