package org.albatross.cli.internal.peer;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.albatross.cli.internal.run.CommandFailure;
import org.albatross.cli.internal.run.ExitCode;
import org.albatross.pki.ChainVerifier;
import org.albatross.pki.UntrustedException;

/**
 * A platform that is reached over TLS.
 *
 * @param destination where it listens
 * @param verifier trusts it, and its own CA
 * @param clock the time of day
 * @param silence how long it may neither send nor take a byte; zero for ever
 */
public record RemotePlatform(Destination destination, ChainVerifier verifier, InstantSource clock, Duration silence) {
    private static final int CONNECT_MILLIS = 30_000;

    /** The alerts that are about our certificate (RFC 8446, section 6.2), as the JDK names them. */
    private static final Set<String> ABOUT_CERTIFICATE = Set.of(
            "bad_certificate",
            "unsupported_certificate",
            "certificate_revoked",
            "certificate_expired",
            "certificate_unknown",
            "unknown_ca",
            "access_denied",
            "certificate_required");

    private static final String ALERT = "Received fatal alert: ";

    /**
     * Connects as somebody.
     *
     * @throws CommandFailure when that is not possible, with the exit code for what is to blame
     */
    Streams connect(ClientIdentity identity) throws IOException, CommandFailure {
        try {
            verifier.verify(identity.chain(), ChainVerifier.Purpose.CLIENT, clock.instant());
        } catch (UntrustedException e) {
            throw CommandFailure.of(
                    ExitCode.OWN_CHAIN,
                    "[ERROR] TLS validation error of provided certificate chain: "
                            + e.reason().message());
        }
        SSLEngine engine;
        try {
            engine = ClientTls.engine(identity, verifier, clock);
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS cannot be spoken: " + e.getMessage(), e);
        }
        Streams raw = open();
        boolean connected = false;
        try {
            Streams connection = TlsConnection.of(raw, engine);
            connected = true;
            return connection;
        } catch (SSLException e) {
            throw failure(e);
        } finally {
            if (!connected) {
                raw.close();
            }
        }
    }

    private Streams open() throws IOException, CommandFailure {
        InetAddress[] addresses;
        try {
            addresses = InetAddress.getAllByName(destination.host());
        } catch (UnknownHostException e) {
            throw cannotConnect("the host is not known");
        }
        String reason = "";
        for (InetAddress address : addresses) {
            try {
                return open(new InetSocketAddress(address, destination.port()));
            } catch (ConnectException e) {
                reason = "nobody listens there; does the platform serve remote clients (org.albatross.tls.cfg)?";
            } catch (SocketTimeoutException e) {
                reason = "it did not answer within " + CONNECT_MILLIS / 1000 + " s";
            } catch (IOException e) {
                reason = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
            }
        }
        throw cannotConnect(reason);
    }

    private Streams open(InetSocketAddress address) throws IOException {
        SocketChannel channel = SocketChannel.open();
        boolean connected = false;
        try {
            channel.socket().connect(address, CONNECT_MILLIS);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            connected = true;
            return new Connection(channel, silence);
        } finally {
            if (!connected) {
                channel.close();
            }
        }
    }

    private CommandFailure cannotConnect(String reason) {
        return CommandFailure.of(
                ExitCode.CONNECT, "[ERROR] connect failed with connection to " + destination + " failed: " + reason);
    }

    /** Says what a failure of TLS means, at the handshake or behind it. */
    CommandFailure failure(SSLException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UntrustedException untrusted) {
                return CommandFailure.of(
                        ExitCode.PEER_CHAIN,
                        "[ERROR] remote authentication failure: " + destination + " is not trusted: "
                                + untrusted.reason().message());
            }
        }
        String message = String.valueOf(failure.getMessage());
        // Newer Javas put the alert's name in front of that, in parentheses.
        int said = message.indexOf(ALERT);
        String alert = said < 0 ? "" : message.substring(said + ALERT.length());
        if (ABOUT_CERTIFICATE.contains(alert)) {
            return CommandFailure.of(
                    ExitCode.REFUSED_CERTIFICATE,
                    "[ERROR] " + destination + " refused the certificate (" + alert.replace('_', ' ')
                            + "): it may have expired, be revoked, or be of a CA that the platform does not trust;"
                            + " the platform's log says which");
        }
        return CommandFailure.of(ExitCode.COMMUNICATION, "[ERROR] TLS with " + destination + " failed: " + message);
    }
}
