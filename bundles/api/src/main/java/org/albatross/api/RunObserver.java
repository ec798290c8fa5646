package org.albatross.api;

import java.util.List;
import org.albatross.model.Name;
import org.albatross.model.RunningUnikernel;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Is told which processes are unikernels: who samples or shows them needs pid, taps and CPUs, which no client has to
 * know. {@link #running} comes first; from then on each change in the order in which it happened. Calls come one after
 * the other, on a thread of the observer's own, so that a slow one delays neither a command nor another observer.
 */
@ConsumerType
public interface RunObserver {
    /**
     * Everything that runs, in the order of names. It replaces all that was told before: it comes when the observer does,
     * as soon as take-over has found what runs; after another supervisor has begun; and to an observer that has not
     * kept up, instead of the changes that it has missed.
     */
    void running(List<RunningUnikernel> all);

    /** A run has begun. */
    void began(RunningUnikernel unikernel);

    /** A run has ended, whatever ended it. Its taps may be there for a moment yet. */
    void ended(Name name, long runId);
}
