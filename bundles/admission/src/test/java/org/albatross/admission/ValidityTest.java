package org.albatross.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.albatross.api.Health.Status;
import org.albatross.api.HealthSource.Report;
import org.junit.jupiter.api.Test;

class ValidityTest {
    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");

    private static Optional<Instant> in(Duration time) {
        return Optional.of(NOW.plus(time));
    }

    private static Optional<Instant> inDays(int days) {
        return in(Duration.ofDays(days));
    }

    private static Status status(Optional<Instant> own, Optional<Instant> roots, Optional<Instant> lists) {
        return Validity.report(own.isPresent(), own, roots, lists, NOW).status();
    }

    @Test
    void tellsWhenEachExpires() {
        assertThat(Validity.report(true, inDays(15), inDays(100), inDays(2), NOW))
                .isEqualTo(new Report(
                        Status.OK,
                        List.of(
                                "a certificate of the endpoint expires at 2026-12-14T12:00:00Z",
                                "a CA of the clients expires at 2027-03-09T12:00:00Z",
                                "a revocation list expires at 2026-12-01T12:00:00Z")));
        assertThat(Validity.report(true, inDays(15), inDays(15), Optional.empty(), NOW)
                        .details())
                .hasSize(2);
        assertThat(Validity.report(true, inDays(-1), inDays(15), Optional.empty(), NOW)
                        .details())
                .contains("a certificate of the endpoint has expired at 2026-11-28T12:00:00Z");
    }

    @Test
    void warnsBeforeAndIsCriticalAfter() {
        Duration second = Duration.ofSeconds(1);
        assertThat(status(inDays(14), inDays(14), inDays(1))).isEqualTo(Status.OK);
        assertThat(status(in(Duration.ofDays(14).minus(second)), inDays(14), inDays(1)))
                .isEqualTo(Status.WARN);
        assertThat(status(inDays(14), in(Duration.ofDays(14).minus(second)), inDays(1)))
                .isEqualTo(Status.WARN);
        assertThat(status(inDays(14), inDays(14), in(Duration.ofDays(1).minus(second))))
                .isEqualTo(Status.WARN);
        assertThat(status(inDays(0), inDays(14), inDays(1))).isEqualTo(Status.CRITICAL);
        assertThat(status(inDays(14), inDays(0), inDays(1))).isEqualTo(Status.CRITICAL);
        assertThat(status(inDays(14), inDays(14), inDays(0))).isEqualTo(Status.CRITICAL);
    }

    @Test
    void isCriticalWhileNobodyIsServed() {
        assertThat(Validity.report(false, Optional.empty(), inDays(99), Optional.empty(), NOW))
                .isEqualTo(new Report(Status.CRITICAL, List.of("remote clients are not served: the log says why")));
    }
}
