package org.albatross.jmx.internal;

import java.util.List;
import java.util.Map;

/**
 * The MBean {@code org.albatross:type=Supervisor}. Of open types only, so that a client needs no class of ours. A method
 * that cannot do what it is asked for throws {@link IllegalStateException} with the refusal as its message.
 */
@Description("Unikernels of this platform, and what happens to them")
public interface SupervisorMXBean {
    /** Returns the platform's version. */
    @Description("Version of the platform")
    String getVersion();

    /** Returns what it can beyond the original, each as {@code key=value}. */
    @Description("What the platform can beyond the original, each as key=value")
    List<String> getFeatures();

    /** Returns every desired and every recently finished unikernel by its name. */
    @Description("Every desired and every recently finished unikernel by its name, at most a second old")
    Map<String, UnikernelRow> getUnikernels();

    /** Returns how many unikernels run. */
    @Description("How many unikernels run, at most a second old")
    int getRunning();

    /** Returns the number of the last event. */
    @Description("Number of the last event since this MBean is there, 0 before the first")
    long getLastEvent();

    /** Returns the events behind one, as far back as they are kept. */
    @Description("Events after one, as far back as they are kept (1000)")
    List<EventRow> listEventsSince(@Description("Number of the event; 0 for all that are kept") long number);

    /** Ends a unikernel and starts it again. */
    @Description("Ends a unikernel and starts it again with the arguments that it has")
    String restart(@Description("Name, as in a:b:hello") String name);

    /** Ends a stop. */
    @Description("Starts what was stopped: a unikernel, or all at or below a path (a:b:)")
    String start(@Description("Name or path") String name);

    /** Ends what is desired, and keeps it desired. */
    @Description("Stops a unikernel, or all at or below a path (a:b:), and keeps it desired, across reboots too")
    String stop(@Description("Name or path") String name);

    /** Ends a unikernel for good. */
    @Description("Ends a unikernel for good")
    String destroy(@Description("Name, as in a:b:hello") String name);

    /**
     * A unikernel.
     *
     * @param state as {@code status} tells it
     * @param runId the number of its present or last run
     * @param restarts automatic restarts since it was last started by a command
     * @param reason why it waits or is finished; empty otherwise
     * @param lastExit how its last run ended; empty before
     * @param since since when it is in this state, by RFC 3339; empty when that is not known
     * @param memoryMb its memory in MB; 0 when it does not run
     * @param cpus the CPUs that it is pinned to
     * @param image the SHA-256 of its image; empty when it does not run
     */
    record UnikernelRow(
            String state,
            long runId,
            long restarts,
            String reason,
            String lastExit,
            String since,
            long memoryMb,
            List<Long> cpus,
            String image) {
        /** Copies the list. */
        public UnikernelRow {
            cpus = List.copyOf(cpus);
        }
    }

    /**
     * An event.
     *
     * @param number grows by one with each
     * @param time by RFC 3339
     * @param kind as in docs/protocol.md
     * @param name what it is about
     * @param caller who asked for it
     * @param line all of it for people
     */
    record EventRow(long number, String time, String kind, String name, String caller, String line) {}
}
