package org.albatross.jmx.internal.connector;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.albatross.endpoint.LoginException;
import org.albatross.endpoint.People;
import org.albatross.jmx.internal.CurrentCaller;
import org.albatross.model.Caller;
import org.albatross.pki.ChainVerifier;
import org.albatross.pki.TrustedChain;
import org.albatross.pki.UntrustedException;
import org.jspecify.annotations.Nullable;

/** Lets people in by the role certificate of the TLS connection on which they ask. For any thread. */
final class CertificateLogin implements Login {
    private static final long AGAIN_NANOS = Duration.ofSeconds(1).toNanos();

    private final Supplier<ChainVerifier> verifier;
    private final boolean consoles;
    private final InstantSource clock;

    /**
     * Trusts what the verifier of the moment does.
     *
     * @param consoles whether viewers may read consoles
     */
    CertificateLogin(Supplier<ChainVerifier> verifier, boolean consoles, InstantSource clock) {
        this.verifier = verifier;
        this.consoles = consoles;
        this.clock = clock;
    }

    @Override
    public Session login(@Nullable Object credentials) throws LoginException {
        TrustedChain chain = ClientSocket.current()
                .flatMap(ClientSocket::chain)
                .orElseThrow(() -> new LoginException("no certificate was shown"));
        return new OfCertificate(chain, People.of(chain, CurrentCaller.FRONT_END, consoles));
    }

    private final class OfCertificate implements Session {
        private final TrustedChain chain;
        private final Caller.Person person;
        private volatile long seen = System.nanoTime();

        OfCertificate(TrustedChain chain, Caller.Person person) {
            this.chain = chain;
            this.person = person;
        }

        @Override
        public Caller.Person person() {
            return person;
        }

        @Override
        public void check() {
            long now = System.nanoTime();
            if (now - seen < AGAIN_NANOS) {
                return;
            }
            try {
                verifier.get().verify(chain.certificates(), ChainVerifier.Purpose.CLIENT, clock.instant());
                seen = now;
            } catch (UntrustedException e) {
                throw new SecurityException(e.reason().message(), e);
            }
        }
    }
}
