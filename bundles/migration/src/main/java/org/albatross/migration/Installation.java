package org.albatross.migration;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.albatross.configuration.Schema;

/**
 * What of an installed platform decides what it would run.
 *
 * @param tenderPath where tenders are looked for, after the state directory
 * @param evaluationTender the one that is used when no other is found
 * @param etc the directory of the configuration, unless another one is named
 * @param declared what may stand in the configuration
 */
public record Installation(List<Path> tenderPath, Optional<Path> evaluationTender, Path etc, Declarations declared) {
    /** Reads what the bundles declare. */
    @FunctionalInterface
    public interface Declarations {
        /** Reads it. */
        Schema read() throws IOException;
    }

    /** Copies the list. */
    public Installation {
        tenderPath = List.copyOf(tenderPath);
    }
}
