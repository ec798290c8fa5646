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
 * @param tenderPath where tenders are looked for, after the state directory
 * @param evaluationTender Albatross's own tender, used when no other is found
 * @param isolation as whom tenders run
 * @param firstIdentity the first number of the range of users and groups
 * @param lastIdentity its last one
 * @param version of the platform, for {@code hello}
 * @param root what of the machine unikernels may use
 * @param limits for decisions
 * @param runLimits for what other processes do
 * @param maxImageBytes the size of an uncompressed image
 * @param stageWithin how long an image may take to be stored and checked
 * @param consoleWithin how long a missing console service is waited for
 * @param threads how many effects are performed side by side
 * @param transfers how many transfers to and from peers there may be at once
 * @param transfersOfCaller how many of these may be one caller's
 * @param eventQueue how many events wait for one sink
 * @param fullName whether a unikernel is told its written name, and not its label
 * @param keepBridgeAddresses whether a bridge without ports but our taps keeps its address
 */
public record SupervisorSettings(
        Directories directories,
        List<Path> tenderPath,
        Optional<Path> evaluationTender,
        Isolation.Mode isolation,
        long firstIdentity,
        long lastIdentity,
        String version,
        RootPolicy root,
        Limits limits,
        RunLimits runLimits,
        long maxImageBytes,
        Duration stageWithin,
        Duration consoleWithin,
        int threads,
        int transfers,
        int transfersOfCaller,
        int eventQueue,
        boolean fullName,
        boolean keepBridgeAddresses) {
    /** Copies the list. */
    public SupervisorSettings {
        tenderPath = List.copyOf(tenderPath);
    }
}
