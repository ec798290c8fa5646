package org.albatross.api;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * What a bundle tells of its own health: the health checks ask it when somebody asks them. Several may be of one name, as one for
 * each server; the worst counts then. For any thread.
 */
@ConsumerType
public interface HealthSource {
    /**
     * How something is.
     *
     * @param details what there is to say, a line each
     */
    record Report(Health.Status status, List<String> details) {
        /** Copies the list. */
        public Report {
            details = List.copyOf(details);
        }
    }

    /** Returns the name of the check, in one word; always the same. */
    String check();

    /** Looks; returns within a second. */
    Report look();
}
