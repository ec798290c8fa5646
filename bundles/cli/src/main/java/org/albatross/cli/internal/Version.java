package org.albatross.cli.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.albatross.wire.Header;

/** Which version of Albatross this is. */
final class Version {
    private Version() {}

    /** Returns the line that {@code --version} prints. */
    static String line() {
        return "albatross " + number() + ", wire protocol " + Header.VERSION;
    }

    private static String number() {
        try (InputStream in = Version.class.getResourceAsStream("/org/albatross/cli/version")) {
            return in == null ? "unknown" : new String(in.readAllBytes(), StandardCharsets.UTF_8).trim();
        } catch (IOException e) {
            return "unknown";
        }
    }
}
