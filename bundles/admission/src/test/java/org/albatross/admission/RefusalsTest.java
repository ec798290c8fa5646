package org.albatross.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLException;
import org.albatross.pki.CertificateId;
import org.albatross.pki.Distrust;
import org.albatross.pki.UntrustedException;
import org.albatross.testing.LogLines;
import org.junit.jupiter.api.Test;

/** What the log says of who was turned away. */
class RefusalsTest {
    private static final String PEER = "192.0.2.1:4711";

    private final AtomicLong time = new AtomicLong();
    private final Refusals refusals = new Refusals(new LineLimit(time::get));

    @Test
    void tellsPeerReasonAndSerialNumberOnceWhereACertificateIsToBlame() {
        Distrust reason = new Distrust.UnknownAuthority(new CertificateId("/CN=user", "0b"), "/CN=other");
        try (LogLines log = new LogLines(Refusals.class.getName())) {
            refusals.handshake(PEER, new SSLException("alert", new UntrustedException(reason)));
            refusals.handshake(PEER, new SSLException("a scan"));
            refusals.certificate(PEER, "unexpected command in certificate " + new CertificateId("/CN=x", "0a"));
            assertThat(log.lines())
                    .containsExactly(
                            "WARN refused 192.0.2.1:4711: " + reason.message(),
                            "WARN refused 192.0.2.1:4711: unexpected command in certificate /CN=x (serial 0a)");
        }
        assertThat(reason.message()).contains("/CN=user (serial 0b)");
    }

    @Test
    void tellsOfACrowdTwentyLinesInTenSecondsAndThenHowManyMoreThereWere() {
        try (LogLines log = new LogLines(Refusals.class.getName())) {
            for (int i = 0; i < 25; i++) {
                refusals.certificate(PEER, "reason");
            }
            time.set(Duration.ofSeconds(10).toNanos());
            refusals.certificate(PEER, "reason");
            assertThat(log.lines()).hasSize(20);

            time.incrementAndGet();
            refusals.certificate(PEER, "reason");
            refusals.certificate(PEER, "reason");
            assertThat(log.lines()).hasSize(23);
            assertThat(log.lines()).containsOnlyOnce("WARN 6 more certificates were refused before");
        }
    }
}
