package org.albatross.admission;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.albatross.api.Health.Status;
import org.albatross.api.HealthSource.Report;

/** How long certificates and revocation lists are good, as a finding of the health checks. */
public final class Validity {
    /** When somebody should renew a certificate. */
    private static final Duration RENEW = Duration.ofDays(14);

    /** When somebody should make a new revocation list, which lives shorter. */
    private static final Duration RENEW_LIST = Duration.ofDays(1);

    private Validity() {}

    /**
     * Returns it.
     *
     * @param serving whether remote clients are served
     * @param own when the first certificate of the endpoint's chain expires, where there is one
     * @param roots when the first CA expires
     * @param lists when the first revocation list expires that counts
     */
    public static Report report(
            boolean serving, Optional<Instant> own, Optional<Instant> roots, Optional<Instant> lists, Instant now) {
        if (!serving) {
            return new Report(Status.CRITICAL, List.of("remote clients are not served: the log says why"));
        }
        List<String> details = new ArrayList<>();
        Status worst = Status.OK;
        for (Part part : List.of(
                new Part("a certificate of the endpoint", own, RENEW),
                new Part("a CA of the clients", roots, RENEW),
                new Part("a revocation list", lists, RENEW_LIST))) {
            if (part.end().isPresent()) {
                Status status = part.status(now);
                details.add(part.words(now));
                worst = status.compareTo(worst) > 0 ? status : worst;
            }
        }
        return new Report(worst, details);
    }

    /** Something that expires. */
    private record Part(String what, Optional<Instant> end, Duration renew) {
        Status status(Instant now) {
            Instant at = end.orElseThrow();
            if (!at.isAfter(now)) {
                return Status.CRITICAL;
            }
            return at.isBefore(now.plus(renew)) ? Status.WARN : Status.OK;
        }

        String words(Instant now) {
            Instant at = end.orElseThrow();
            return what + (at.isAfter(now) ? " expires at " : " has expired at ") + at;
        }
    }
}
