/**
 * The certificates of wire-protocol sections 4 and 5: made, read, verified, revoked. Plain Java and Bouncy Castle, whose provider
 * is never added to the JVM's.
 *
 * <p><b>For an endpoint.</b> Two phases, so that each fault ends where it belongs:
 *
 * <ol>
 *   <li>In the handshake: {@link org.albatross.pki.ChainVerifier#verify} takes the chain as presented and gives a
 *       {@link org.albatross.pki.TrustedChain}, or throws {@link org.albatross.pki.UntrustedException}. That is a
 *       {@link java.security.cert.CertificateException} with a cause from which JSSE chooses the alert, so a trust manager lets it
 *       pass. Its {@link org.albatross.pki.UntrustedException#reason} is what to log.
 *   <li>Behind the handshake: {@link org.albatross.pki.Entitlement#of} reads what a trusted chain says: path, policies on the way,
 *       and what its leaf is for. It throws {@link org.albatross.pki.EntitlementException}, whose message goes into the failure
 *       frame. Large images go to the {@link org.albatross.wire.BlobSink}.
 * </ol>
 *
 * <p>Only a verifier makes a {@code TrustedChain}, so nothing unverified is ever read for its commands. Who holds a connection for
 * long keeps {@link org.albatross.pki.TrustedChain#issued}, which is small, and asks {@link org.albatross.pki.Crls} again.
 *
 * <p>{@link org.albatross.pki.Crls} is the {@link org.albatross.pki.Revocation} of an endpoint: a directory of lists. Call
 * {@link org.albatross.pki.Crls#reload} at the start and now and then, {@link org.albatross.pki.Crls#add} for the command {@code crl} with
 * the {@link org.albatross.pki.TrustedChain#authorities} of who sends it (or the roots, for somebody local), and look at
 * open connections again when either has changed something.
 *
 * <p><b>For who issues.</b> {@link org.albatross.pki.Authority} is a certificate with its key, and signs; {@link
 * org.albatross.pki.SigningRequest} is a request for it; {@link org.albatross.pki.Keys}, {@link org.albatross.pki.Certificates} and
 * {@link org.albatross.pki.Pem} read and write files' contents.
 *
 * <p>Everything is safe for use by several threads unless it says otherwise.
 */
@Export
@NullMarked
@Version("0.1.0")
package org.albatross.pki;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
