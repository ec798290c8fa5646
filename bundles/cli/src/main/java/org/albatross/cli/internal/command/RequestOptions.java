package org.albatross.cli.internal.command;

import java.nio.file.Path;
import org.albatross.pki.KeyType;
import picocli.CommandLine.Option;

/** The options by which a command becomes a request for a certificate. */
final class RequestOptions {
    @Option(
            names = "--csr",
            order = 95,
            description =
                    "Send nothing: write the command as a request for a certificate, NAME.req, with the key NAME.key,"
                            + " which is made unless it is there.")
    private boolean csr;

    @Option(
            names = "--key-type",
            paramLabel = "TYPE",
            order = 96,
            description = "The kind of a new key: ${COMPLETION-CANDIDATES}. Default: ed25519.")
    private KeyType keyType = KeyType.ED25519;

    @Option(
            names = "--directory",
            paramLabel = "DIR",
            order = 97,
            description = "Where request and key are. Default: the current directory.")
    private Path directory = Path.of("");

    /** Tells whether a request is to be written. */
    boolean csr() {
        return csr;
    }

    /** Returns the kind of a new key. */
    KeyType keyType() {
        return keyType;
    }

    /** Returns where files are written. */
    Path directory() {
        return directory;
    }
}
