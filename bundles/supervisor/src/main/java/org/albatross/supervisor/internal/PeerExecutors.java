package org.albatross.supervisor.internal;

import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.albatross.core.RequestId;
import org.albatross.threads.FairExecutor;

/**
 * Where everything is done that waits for a peer or compresses for one, each with a share for each account: never on a
 * thread that starts, stores or cleans unikernels. For any thread.
 *
 * <ul>
 *   <li>a transfer reads what a peer sends, or hands out what it takes;
 *   <li>compressing, and reading a whole device, takes a CPU: as many at once as the host has, an account half of them;
 *   <li>an answer that lies in a file until its peer has taken it counts among the transfers until then;
 *   <li>an answer over everything lies in memory until its peer has taken it, but for what a connection keeps anyway;
 *   <li>staging decompresses and checks what is to be started.
 * </ul>
 */
final class PeerExecutors {
    /** How many commands of one account wait for each of these. */
    static final int MAX_WAITING = 256;

    /** How many answers to questions over everything lie in memory at once. */
    static final int MAX_QUESTIONS = 4;

    /** How many of these are one account's. */
    static final int MAX_QUESTIONS_OF_ACCOUNT = 2;

    private final Requests requests;
    private final WorkerPool transferThreads;
    private final WorkerPool compressionThreads;
    private final WorkerPool stagingThreads;
    private final FairExecutor transfers;
    private final FairExecutor spooled;
    private final FairExecutor compressions;
    private final FairExecutor stagings;
    private final FairExecutor questions =
            new FairExecutor(Runnable::run, MAX_QUESTIONS, MAX_QUESTIONS_OF_ACCOUNT, MAX_WAITING);

    /**
     * Begins without threads.
     *
     * @param transfers how many transfers there may be at once
     * @param transfersOfAccount how many of these may be one account's
     * @param effects how many images may be staged at once, one account's half of them
     * @param cpus how many CPUs the host has
     */
    PeerExecutors(Requests requests, int transfers, int transfersOfAccount, int effects, int cpus) {
        this.requests = requests;
        int compressing = Math.max(2, cpus);
        transferThreads = new WorkerPool("albatross-transfers", transfers);
        compressionThreads = new WorkerPool("albatross-compression", compressing);
        stagingThreads = new WorkerPool("albatross-staging", effects);
        this.transfers = new FairExecutor(transferThreads, transfers, transfersOfAccount, MAX_WAITING);
        spooled = new FairExecutor(Runnable::run, transfers, transfersOfAccount, MAX_WAITING);
        compressions = new FairExecutor(compressionThreads, compressing, compressing / 2, MAX_WAITING);
        stagings = new FairExecutor(stagingThreads, effects, Math.max(1, effects / 2), Integer.MAX_VALUE);
    }

    /** Runs what waits for the peer of a request; returns a refusal when too many of its account wait. */
    Optional<String> transfer(RequestId request, Runnable task) {
        return transfers.submit(accountOf(request), task);
    }

    /** Runs what takes a CPU for the peer of a request; returns a refusal when too many of its account wait. */
    Optional<String> compress(RequestId request, Runnable task) {
        return compressions.submit(accountOf(request), task);
    }

    /**
     * Runs what makes a file that lies there until the peer of a request has taken it: {@code task} gets what is to be
     * run then.
     *
     * @return a refusal when too many of its account wait
     */
    Optional<String> spool(RequestId request, Consumer<Runnable> task) {
        String account = accountOf(request);
        return spooled.submitHolding(
                account,
                place -> compressions.execute(account, () -> {
                    boolean handedOn = false;
                    try {
                        task.accept(place);
                        handedOn = true;
                    } finally {
                        if (!handedOn) {
                            place.run();
                        }
                    }
                }));
    }

    /** Returns where a stream that has begun goes on, whether it compresses or not. */
    Executor stream(RequestId request, boolean compressing) {
        String account = accountOf(request);
        FairExecutor executor = compressing ? compressions : transfers;
        return task -> executor.execute(account, task);
    }

    /**
     * Asks a question whose answer may tell everything that there is: {@code ask} gets what is to be run when it was
     * taken, and must not wait.
     *
     * @return a refusal when too many of its account wait
     */
    Optional<String> question(RequestId request, Consumer<Runnable> ask) {
        return questions.submitHolding(accountOf(request), ask);
    }

    /** Runs the staging of an image for a request. */
    void stage(RequestId request, Runnable task) {
        stagings.execute(accountOf(request), task);
    }

    /** Interrupts what is being done, and forgets the rest. */
    void stopNow() {
        transferThreads.stopNow();
        compressionThreads.stopNow();
        stagingThreads.stopNow();
    }

    private String accountOf(RequestId request) {
        return requests.callerOf(request).account();
    }
}
