package org.albatross.cli.internal.peer;

/**
 * Where a platform takes remote clients.
 *
 * @param host a name or an address, one of IPv6 without brackets
 * @param port the TCP port
 */
public record Destination(String host, int port) {
    /** The original's. */
    public static final int PORT = 1025;

    private static final int LAST_PORT = 65535;

    /**
     * Reads {@code HOST}, {@code HOST:PORT}, an address of IPv6, or one in brackets with a port behind it.
     *
     * @throws IllegalArgumentException with a message for people
     */
    public static Destination parse(String text) {
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            if (end < 0 || (end + 1 < text.length() && text.charAt(end + 1) != ':')) {
                throw new IllegalArgumentException("[ADDRESS] or [ADDRESS]:PORT is needed");
            }
            String host = text.substring(1, end);
            return of(host, end + 1 == text.length() ? String.valueOf(PORT) : text.substring(end + 2));
        }
        int colon = text.indexOf(':');
        if (colon < 0 || colon != text.lastIndexOf(':')) {
            return of(text, String.valueOf(PORT));
        }
        return of(text.substring(0, colon), text.substring(colon + 1));
    }

    private static Destination of(String host, String port) {
        if (host.isEmpty()) {
            throw new IllegalArgumentException("a host is missing");
        }
        int number;
        try {
            number = Integer.parseInt(port);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + port + "' is not a port, 1 to " + LAST_PORT + " are possible", e);
        }
        if (number < 1 || number > LAST_PORT) {
            throw new IllegalArgumentException(number + " is not a port, 1 to " + LAST_PORT + " are possible");
        }
        return new Destination(host, number);
    }

    /** Returns it as it is written on a command line. */
    @Override
    public String toString() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
