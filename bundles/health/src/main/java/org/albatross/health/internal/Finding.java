package org.albatross.health.internal;

import java.util.ArrayList;
import java.util.List;
import org.albatross.api.Health.Status;

/** What a check has found: how things are, and what there is to say. */
record Finding(Status status, List<String> details) {
    /** Copies the list. */
    Finding {
        details = List.copyOf(details);
    }

    /** All is well; what there is, in a line. */
    static Finding ok(String detail) {
        return new Finding(Status.OK, List.of(detail));
    }

    /** Returns a finding of one line. */
    static Finding of(Status status, String detail) {
        return new Finding(status, List.of(detail));
    }

    /** Returns both as one, as the worse. */
    Finding and(Finding other) {
        List<String> all = new ArrayList<>(details);
        all.addAll(other.details);
        return new Finding(status.compareTo(other.status) >= 0 ? status : other.status, all);
    }
}
