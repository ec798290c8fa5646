package org.albatross.admission;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.albatross.api.HealthSource;
import org.albatross.pki.Crls;
import org.albatross.pki.IssuedCertificate;
import org.albatross.threads.PlatformThreads;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files by which remote clients are trusted: those of a {@link Reader}, and revocation lists. They are looked at each second on a
 * thread of this object, and read when they have changed; what is wrong with them is said once and changes nothing.
 */
public final class RemoteFiles {
    /** Reads files of somebody who serves remote clients. All on the thread of {@link RemoteFiles}, but for {@link #roots}. */
    public interface Reader {
        /** Returns something that is equal to what this returned before as long as no file was changed or replaced. */
        List<String> state();

        /**
         * Reads all files and puts them in force, all or none.
         *
         * @throws IOException with the name of the file that is wrong, and why
         */
        void read() throws IOException;

        /** Runs after each look. */
        void looked();

        /** Returns how a complaint begins about files that cannot be used. */
        String unusable();

        /** Returns the CAs that are in force. For any thread. */
        List<X509Certificate> roots();
    }

    private static final Logger LOG = LoggerFactory.getLogger(RemoteFiles.class);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final long STOP_SECONDS = 5;

    private final String thread;
    private final Crls crls;
    private final Reader reader;
    private final Revocations revocations;
    private final ScheduledThreadPoolExecutor timer;
    private Optional<ScheduledFuture<?>> looking = Optional.empty();
    private List<String> seen = List.of();
    private String complaint = "";

    /**
     * Nothing is read before {@link #start}.
     *
     * @param thread the name of the thread that looks
     * @param lookAgain is given why a chain is not good any more, if so, when that may have changed
     */
    public RemoteFiles(
            String thread,
            Crls crls,
            Reader reader,
            Consumer<Function<List<IssuedCertificate>, Optional<String>>> lookAgain,
            InstantSource clock) {
        this.thread = thread;
        this.crls = crls;
        this.reader = reader;
        this.timer = PlatformThreads.timer(thread);
        this.revocations =
                new Revocations(crls, reader::roots, timer, () -> lookAgain.accept(this.revocations()::reason), clock);
    }

    /** Returns the lists of what was revoked. */
    public Revocations revocations() {
        return revocations;
    }

    /** Reads the files, and goes on looking. */
    public void start() {
        look();
        looking = Optional.of(
                timer.scheduleWithFixedDelay(this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS));
    }

    /**
     * Returns how long the certificates are good, and the lists of what was revoked.
     *
     * @param serving whether remote clients are served
     * @param own when the first certificate of the endpoint's chain expires, where there is one
     */
    public HealthSource.Report validity(boolean serving, Optional<Instant> own, Instant now) {
        Optional<Instant> first = reader.roots().stream()
                .map(root -> root.getNotAfter().toInstant())
                .min(Comparator.naturalOrder());
        return Validity.report(serving, own, first, crls.firstEnd(), now);
    }

    private void look() {
        revocations.look();
        List<String> state = reader.state();
        if (!state.equals(seen)) {
            seen = state;
            try {
                reader.read();
                complaint = "";
            } catch (IOException e) {
                // Whose a file is and who may read it changes nothing that is looked at.
                seen = List.of();
                complain(reader.unusable(), e);
            }
        }
        reader.looked();
    }

    /** Says what is wrong, unless that was said last. */
    public void complain(String what, IOException why) {
        String said = what + why.getMessage();
        if (!said.equals(complaint)) {
            complaint = said;
            LOG.error("{} (this is tried again every {} s)", said, LOOK.toSeconds());
        }
    }

    /** Looks no more; ends within some seconds. */
    public void stop() throws InterruptedException {
        looking.ifPresent(future -> future.cancel(false));
        timer.shutdown();
        if (!timer.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
            LOG.error("{} still works after {} s", thread, STOP_SECONDS);
        }
    }
}
