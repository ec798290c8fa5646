package org.albatross.edge.internal;

import java.time.Duration;
import org.albatross.admission.CertificateLimits;

/**
 * What the edge may take of the platform before it has said whom it speaks for.
 *
 * @param pending connections at once that have not said it
 * @param within how long one may take
 * @param certificates how large one may be
 */
record ReceptionLimits(int pending, Duration within, CertificateLimits certificates) {}
