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
        return product() + ", wire protocol " + Header.VERSION;
    }

    /** Returns name and number. */
    static String product() {
        return "albatross " + number();
    }

    private static String number() {
        try (InputStream in = Version.class.getResourceAsStream("/org/albatross/cli/version")) {
            return in == null ? "unknown" : new String(in.readAllBytes(), StandardCharsets.UTF_8).trim();
        } catch (IOException e) {
            return "unknown";
        }
    }
}
