package org.albatross.influx.internal;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * A server that gets lines.
 *
 * @param kind what it is
 * @param host its name or number, an IPv6 address in brackets
 * @param port where it listens
 * @param https whether HTTP is over TLS
 * @param database of an InfluxDB 1.x
 * @param organization of an InfluxDB 2.x
 * @param bucket of an InfluxDB 2.x
 * @param token the file of the token, or of {@code USER:PASSWORD}
 */
record Target(
        Kind kind,
        String host,
        int port,
        boolean https,
        String database,
        String organization,
        String bucket,
        Optional<Path> token) {
    /** How long a server may take to take something. */
    static final Duration LIMIT = Duration.ofSeconds(10);

    private static final int LAST_PORT = 65535;

    /** What a server is. */
    enum Kind {
        /** Telegraf's {@code socket_listener} over TCP. */
        TELEGRAF,
        /** InfluxDB 1.x over HTTP. */
        INFLUXDB1,
        /** InfluxDB 2.x over HTTP. */
        INFLUXDB2
    }

    /** Reads a configuration, which was checked. */
    static Target of(InfluxConfig config) {
        Address address = Address.parse(config.address());
        return new Target(
                Kind.valueOf(config.kind().toUpperCase(Locale.ROOT)),
                address.host(),
                address.port(),
                config.https().equals("on"),
                config.database(),
                config.organization(),
                config.bucket(),
                config.token_file().equals("none") ? Optional.empty() : Optional.of(Path.of(config.token_file())));
    }

    /** Returns a Telegraf at an address. */
    static Target telegraf(String address) {
        Address parsed = Address.parse(address);
        return new Target(Kind.TELEGRAF, parsed.host(), parsed.port(), false, "", "", "", Optional.empty());
    }

    private record Address(String host, int port) {
        static Address parse(String text) {
            int colon = text.lastIndexOf(':');
            String port = text.substring(colon + 1);
            if (colon < 1 || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > LAST_PORT) {
                throw new IllegalArgumentException("'" + text + "' is not HOST:PORT");
            }
            return new Address(text.substring(0, colon), Integer.parseInt(port));
        }
    }

    /** Opens nothing yet; {@code threads} is what an HTTP client's work runs on. */
    Destination destination(Executor threads) {
        Credentials credentials = new Credentials(token);
        return switch (kind) {
            case TELEGRAF -> new TelegrafDestination(host.replaceAll("[\\[\\]]", ""), port, LIMIT);
            case INFLUXDB1 ->
                new InfluxDestination(
                        uri("/write?precision=ns&db=" + database),
                        () -> credentials
                                .read()
                                .map(secret -> "Basic "
                                        + Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8))),
                        LIMIT,
                        threads);
            case INFLUXDB2 ->
                new InfluxDestination(
                        uri("/api/v2/write?precision=ns&org=" + organization + "&bucket=" + bucket),
                        () -> credentials.read().map(secret -> "Token " + secret),
                        LIMIT,
                        threads);
        };
    }

    private URI uri(String path) {
        return URI.create((https ? "https://" : "http://") + host + ":" + port + path);
    }

    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT) + " at " + host + ":" + port;
    }
}
