package org.albatross.jmx.internal.connector;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.albatross.endpoint.EndpointFiles;
import org.albatross.endpoint.EndpointTls;
import org.albatross.endpoint.Users;
import org.albatross.endpoint.UsersFile;
import org.albatross.pki.ChainVerifier;
import org.albatross.pki.Crls;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the connector reads of files, as they are at the moment: users, or certificates and revocation lists. What is wrong with them is
 * said once, and changes nothing. {@link #look} is for one thread, the rest for any.
 */
final class ConnectorFiles {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectorFiles.class);

    private final UsersFile users;
    private final Optional<EndpointFiles> certificates;
    private final Crls crls;
    private volatile Optional<EndpointTls> tls = Optional.empty();
    private volatile Optional<ChainVerifier> verifier = Optional.empty();
    private List<String> seen = List.of();
    private volatile String complaint = "";

    /**
     * Nothing is read yet.
     *
     * @param certificates of a connector with TLS; without them users count
     */
    ConnectorFiles(Path users, Optional<EndpointFiles> certificates, Crls crls) {
        this.users = new UsersFile(users);
        this.certificates = certificates;
        this.crls = crls;
    }

    Users users() {
        return users.users().orElseThrow();
    }

    EndpointTls tls() {
        return tls.orElseThrow();
    }

    ChainVerifier verifier() {
        return verifier.orElseThrow();
    }

    /** Returns what is wrong with the files; empty when nothing is. */
    String complaint() {
        return complaint;
    }

    /** Reads what has changed; returns whether there is something to go by. */
    boolean look() {
        try {
            if (certificates.isPresent()) {
                lookAtCertificates(certificates.get());
            } else {
                users.look();
            }
            complaint = "";
        } catch (IOException e) {
            seen = List.of();
            String said = String.valueOf(e.getMessage());
            if (!said.equals(complaint)) {
                complaint = said;
                if (isReady()) {
                    LOG.error("JMX clients are let in as before: {}", said);
                } else {
                    LOG.error("no JMX client is let in: {}", said);
                }
            }
        }
        return isReady();
    }

    private boolean isReady() {
        return certificates.isPresent() ? tls.isPresent() : users.users().isPresent();
    }

    private void lookAtCertificates(EndpointFiles files) throws IOException {
        boolean unused = crls.reload();
        List<String> state = files.state();
        if (!state.equals(seen)) {
            ChainVerifier trusted = new ChainVerifier(files.authorities().roots(), crls);
            tls = Optional.of(files.load(crls, InstantSource.system()));
            verifier = Optional.of(trusted);
            seen = state;
        }
    }
}
