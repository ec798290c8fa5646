package org.albatross.session;

import java.util.Optional;
import org.albatross.model.Command;

/** Which commands belong on a connection. */
@FunctionalInterface
public interface CommandFilter {
    /** Lets every command pass. */
    CommandFilter ALL = command -> Optional.empty();

    /** Returns why a command is refused here, if it is. */
    Optional<String> refusal(Command command);
}
