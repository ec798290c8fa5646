package org.albatross.admission;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.albatross.endpoint.CaFiles;
import org.albatross.pki.Crls;
import org.albatross.session.Deadlines;
import org.albatross.session.DescriptorLimit;
import org.albatross.session.SessionLimits;
import org.albatross.session.Share;
import org.albatross.session.Spool;
import org.osgi.framework.BundleContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the configuration of a front end for remote clients says, and the directories that it has below the platform's state.
 *
 * @param sessions the limits of conversations, within what the process may open
 * @param certificates those of what comes before a conversation, within what the heap leaves
 * @param spool where large images go
 * @param authorities the CAs of clients
 * @param crls the lists of what they have revoked
 */
public record EndpointSettings(
        SessionLimits sessions, CertificateLimits certificates, Spool spool, CaFiles authorities, Crls crls) {
    private static final Logger LOG = LoggerFactory.getLogger(EndpointSettings.class);
    private static final long MEGABYTE = 1 << 20;
    private static final long KIBIBYTE = 1 << 10;

    /**
     * Reads the configuration, whose values are what the configuration allows.
     *
     * @param spool the name of the front end's spool directory
     * @throws IOException when a directory cannot be made or read
     */
    public static EndpointSettings of(EndpointConfig config, BundleContext context, String spool) throws IOException {
        String state = context.getProperty("albatross.state.dir");
        if (state == null) {
            throw new IllegalStateException("the framework property albatross.state.dir is not set");
        }
        SessionLimits sessions = sessions(config).within(DescriptorLimit.ofThisProcess());
        return new EndpointSettings(
                sessions,
                certificates(config),
                new Spool(Path.of(state, spool), sessions.spool()),
                new CaFiles(Arrays.stream(config.ca()).map(Path::of).toList()),
                new Crls(
                        Path.of(state, "crls"),
                        config.crl_expired().equals("pass") ? Crls.Expired.PASSES : Crls.Expired.REFUSED,
                        LOG::error));
    }

    private static SessionLimits sessions(EndpointConfig config) {
        Duration pause = Duration.ofSeconds(config.frame_seconds());
        return new SessionLimits(
                config.image_megabytes() * MEGABYTE,
                new Share(config.connections(), config.connections_per_ca()),
                new Share(config.spool_megabytes() * MEGABYTE, config.spool_megabytes_per_ca() * MEGABYTE),
                new Share(config.workers(), config.workers_per_ca()),
                new Share(config.transfers(), config.transfers_per_ca()),
                new Deadlines(
                        pause,
                        pause,
                        Duration.ofSeconds(config.write_seconds()),
                        Duration.ofSeconds(config.service_seconds()),
                        config.slowest_kib_per_second() * KIBIBYTE));
    }

    private static CertificateLimits certificates(EndpointConfig config) {
        CertificateLimits wanted =
                new CertificateLimits(config.handshake_megabytes() * MEGABYTE + CertificateLimits.LARGE);
        CertificateLimits possible = wanted.within(Runtime.getRuntime().maxMemory());
        if (possible.largest() < wanted.largest()) {
            LOG.info(
                    "the heap leaves memory for certificates of {} MB of {} MB (-Xmx); larger images come behind them",
                    possible.largest() >> 20,
                    wanted.largest() >> 20);
        }
        return possible;
    }
}
