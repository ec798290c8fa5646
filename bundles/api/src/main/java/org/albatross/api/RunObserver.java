package org.albatross.api;

import org.albatross.model.Name;
import org.albatross.model.RunningUnikernel;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Is told which processes are unikernels: who samples or shows them needs pid, taps and CPUs, which no client has to
 * know. The supervisor tells an observer that comes everything that runs, before anything else; from then on each
 * change in the order in which it happened. Calls come one after the other, on a thread of the observer's own, so that
 * a slow one delays neither a command nor another observer.
 */
@ConsumerType
public interface RunObserver {
    /** A run has begun, or was taken over; also of those that run already when the observer comes. */
    void began(RunningUnikernel unikernel);

    /** A run has ended, whatever ended it. */
    void ended(Name name, long runId);
}
