package org.albatross.cli.internal.command;

import java.io.IOException;
import org.albatross.cli.internal.run.CommandFailure;

/** Carries the failure of a command through a stream that is read. */
final class TransferFailure extends IOException {
    private static final long serialVersionUID = 1;

    private final CommandFailure failure;

    TransferFailure(CommandFailure failure) {
        super(failure);
        this.failure = failure;
    }

    CommandFailure failure() {
        return failure;
    }
}
