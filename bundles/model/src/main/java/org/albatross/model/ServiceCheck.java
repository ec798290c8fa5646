package org.albatross.model;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A service of a unikernel that has to answer before a replacement is confirmed. Written {@code tcp:ADDRESS:PORT}, {@code
 * http:ADDRESS[:PORT][/PATH]} (port 80) or {@code dns:ADDRESS[:PORT]/NAME} (port 53); the address is of IPv4, or of IPv6 in
 * brackets. A name in its place would make the check depend on who resolves it.
 *
 * @param kind what is asked
 * @param address the address as it was written, without brackets
 * @param port 1 to 65535
 * @param target the path of HTTP with its slash, the name that DNS is asked for; empty for TCP
 */
public record ServiceCheck(Kind kind, String address, int port, String target) {
    /** The most characters that one is written in. */
    public static final int MAX_LENGTH = 255;

    private static final int MAX_PORT = 65535;
    private static final Pattern FORM = Pattern.compile(
            "(?<kind>tcp|http|dns):(\\[(?<v6>(?=[^]]*:)[0-9a-fA-F:][0-9a-fA-F:.]*)]|(?<v4>[0-9.]+))(:(?<port>[0-9]{1,9}))?(?<rest>/.*)?");
    private static final Pattern IPV4 = Pattern.compile("((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(\\.(?!$)|$)){4}");
    private static final Pattern PATH = Pattern.compile("/[!-~]*");
    private static final Pattern DOMAIN = Pattern.compile("([a-zA-Z0-9_-]{1,63}\\.)*[a-zA-Z0-9_-]{1,63}\\.?");

    /** What is asked. */
    public enum Kind {
        /** That a connection is accepted. */
        TCP(Optional.empty()),
        /** That a GET is answered with a status from 200 to 399. */
        HTTP(Optional.of(80)),
        /** That a query for addresses of a name is answered without an error, over UDP. */
        DNS(Optional.of(53));

        private final Optional<Integer> port;

        Kind(Optional<Integer> port) {
            this.port = port;
        }
    }

    /**
     * Reads what was written.
     *
     * @throws IllegalArgumentException with a message for people that names it
     */
    public static ServiceCheck parse(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "a check of " + text.length() + " characters, at most " + MAX_LENGTH + " are allowed");
        }
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw bad(
                    text,
                    "is not tcp:ADDRESS:PORT, http:ADDRESS[:PORT][/PATH] or dns:ADDRESS[:PORT]/NAME, with an address of"
                            + " IPv4, or of IPv6 in brackets");
        }
        Kind kind = Kind.valueOf(form.group("kind").toUpperCase(Locale.ROOT));
        int port = Optional.ofNullable(form.group("port"))
                .map(Integer::valueOf)
                .or(() -> kind.port)
                .orElseThrow(() -> bad(text, "has no port"));
        if (port < 1 || port > MAX_PORT) {
            throw bad(text, "has port " + port + ", 1 to " + MAX_PORT + " are possible");
        }
        String address = Optional.ofNullable(form.group("v6")).orElseGet(() -> ipv4(text, form.group("v4")));
        return new ServiceCheck(
                kind,
                address,
                port,
                target(kind, text, Optional.ofNullable(form.group("rest")).orElse("")));
    }

    private static String ipv4(String text, String address) {
        if (!IPV4.matcher(address).matches()) {
            throw bad(text, "has '" + address + "' for an address");
        }
        return address;
    }

    private static String target(Kind kind, String text, String rest) {
        switch (kind) {
            case TCP -> {
                if (!rest.isEmpty()) {
                    throw bad(text, "has a path, which tcp does not have");
                }
                return rest;
            }
            case HTTP -> {
                String path = rest.isEmpty() ? "/" : rest;
                if (!PATH.matcher(path).matches()) {
                    throw bad(text, "has a path that is not of printable ASCII characters without blanks");
                }
                return path;
            }
            case DNS -> {
                String name = rest.isEmpty() ? "" : rest.substring(1);
                if (!DOMAIN.matcher(name).matches()) {
                    throw bad(text, "names no domain to ask for: labels of 1 to 63 letters, digits, - and _");
                }
                return name;
            }
        }
        throw new IllegalStateException(kind.toString());
    }

    private static IllegalArgumentException bad(String text, String what) {
        return new IllegalArgumentException("the check '" + Text.of(text).line() + "' " + what);
    }

    /** Returns address and port as one writes them, an address of IPv6 in brackets. */
    public String authority() {
        return (address.indexOf(':') >= 0 ? "[" + address + "]" : address) + ":" + port;
    }

    /** Returns it as it is written, with its port. */
    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT) + ":" + authority() + (kind == Kind.DNS ? "/" : "") + target;
    }
}
