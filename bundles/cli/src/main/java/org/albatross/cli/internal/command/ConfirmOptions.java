package org.albatross.cli.internal.command;

import java.util.Optional;
import org.albatross.cli.internal.run.CommandFailure;
import org.albatross.model.Confirmation;
import picocli.CommandLine.Option;

/** When a replacement stays. */
final class ConfirmOptions {
    @Option(
            names = "--confirm-after",
            paramLabel = "SECONDS",
            order = 4,
            description =
                    "Of one that takes the place of another: bring the old one back by itself if the new one ends within"
                            + " this time.")
    private Optional<Long> confirmAfter = Optional.empty();

    @Option(
            names = "--check",
            paramLabel = "CHECK",
            order = 5,
            description =
                    "With --confirm-after: also if this has not succeeded once by then. tcp:ADDRESS:PORT: a connection is"
                            + " accepted; http:ADDRESS[:PORT][/PATH]: a GET is answered with status 200 to 399;"
                            + " dns:ADDRESS[:PORT]/NAME: a query is answered without an error. The address is in a network that"
                            + " the host has on a bridge of the unikernel.")
    private Optional<String> check = Optional.empty();

    /** Returns what the options say; nothing when they were not given. */
    Optional<Confirmation> confirmation() throws CommandFailure {
        try {
            return Confirmation.of(confirmAfter, check);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage(String.valueOf(e.getMessage()));
        }
    }
}
