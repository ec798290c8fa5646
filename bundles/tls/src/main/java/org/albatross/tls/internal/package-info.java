/**
 * The endpoint for remote clients: TLS 1.3 over a selector, certificates to commands, and what strangers may take.
 */
@NullMarked
package org.albatross.tls.internal;

import org.jspecify.annotations.NullMarked;
