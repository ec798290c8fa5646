package org.albatross.supervisor.internal;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.albatross.core.Limits;
import org.albatross.store.Directories;
import org.albatross.supervisor.internal.run.Isolation;
import org.albatross.supervisor.internal.run.RunLimits;

/**
 * Everything that an operator may set, checked.
 *
 * @param directories where its files are
 * @param version of the platform, for {@code hello}
 * @param tenders which tenders there are, and what they are told
 * @param identities as whom tenders run
 * @param root what of the machine unikernels may use
 * @param limits for decisions
 * @param runs how runs are started and watched
 * @param images what is taken for an image
 * @param work how much is done at once
 */
public record SupervisorSettings(
        Directories directories,
        String version,
        Tenders tenders,
        Identities identities,
        RootPolicy root,
        Limits limits,
        Runs runs,
        Images images,
        Work work) {
    /**
     * Which tenders there are.
     *
     * @param path where they are looked for, after the state directory
     * @param evaluation Albatross's own, used when no other is found
     * @param fullName whether a unikernel is told its written name, and not its label
     */
    public record Tenders(List<Path> path, Optional<Path> evaluation, boolean fullName) {
        /** Copies the list. */
        public Tenders {
            path = List.copyOf(path);
        }
    }

    /**
     * As whom tenders run.
     *
     * @param isolation whether each has a user of its own
     * @param first the first number of the range of users and groups
     * @param last its last one
     */
    public record Identities(Isolation.Mode isolation, long first, long last) {}

    /**
     * How runs are started and watched.
     *
     * @param limits how long is waited for other processes
     * @param consoleWithin how long a missing console service is waited for
     * @param keepBridgeAddresses whether a bridge without ports but our taps keeps its address
     */
    public record Runs(RunLimits limits, Duration consoleWithin, boolean keepBridgeAddresses) {}

    /**
     * What is taken for an image.
     *
     * @param maxBytes the size of an uncompressed one
     * @param stageWithin how long one may take to be stored and checked
     */
    public record Images(long maxBytes, Duration stageWithin) {}

    /**
     * How much is done at once.
     *
     * @param threads how many effects are performed side by side
     * @param transfers how many transfers to and from peers there may be
     * @param transfersOfCaller how many of these may be one caller's
     * @param eventQueue how many events wait for one sink
     */
    public record Work(int threads, int transfers, int transfersOfCaller, int eventQueue) {}
}
