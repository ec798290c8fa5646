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

    /** Returns every policy by its path. */
    @Description("Every policy by its path, at most a second old")
    Map<String, PolicyRow> getPolicies();

    /** Returns every block device by its name. */
    @Description("Every block device by its name, at most a second old")
    Map<String, BlockDeviceRow> getBlockDevices();

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

    /** Creates a unikernel. */
    @Description("Creates a unikernel from an image that is in use, or was handed over by stage, and starts it")
    String create(
            @Description("Its name, as in a:b:hello") String name,
            @Description("SHA-256 of the image: of one handed over, or of a unikernel's that runs at or below the new"
                            + " one's path, in hexadecimal digits")
                    String digest,
            @Description(
                            "Options as those of albatross create, as in --mem=64 --net=service:br0 '--arg=a b'; --force and"
                                    + " --confirm-after=SECONDS replace one that is there, which comes back unless --check=CHECK succeeds")
                    String options);

    /** Takes a piece of an image. */
    @Description("Takes a piece of an image that create is to name; returns how many bytes there are and their SHA-256")
    String stage(
            @Description("What the client calls the image until it is created: letters, digits, '-' and '.'") String id,
            @Description("How many bytes of it came before this piece; with 0 it begins anew") long offset,
            @Description("The next bytes, 1 MiB at most") byte[] piece);

    /** The same as text. */
    @Description("The same as stage, for a client that can send text only")
    String stageText(
            @Description("What the client calls the image until it is created: letters, digits, '-' and '.'") String id,
            @Description("How many bytes of it came before this piece; with 0 it begins anew") long offset,
            @Description("The next bytes in Base64, 1 MiB of them at most") String base64);

    /** Forgets a staged image. */
    @Description("Forgets an image that was handed over and is not to be created")
    String unstage(@Description("What the client has called it") String id);

    /** Adds or replaces a policy. */
    @Description("Adds the policy of a path, or replaces it")
    String addPolicy(
            @Description("Path, as in a:b:") String path,
            @Description("How many unikernels there may be") long unikernels,
            @Description("Their memory together, in MB") long memoryMb,
            @Description("CPUs that may be used, as in 0,2") String cpus,
            @Description("Their block devices together, in MB; -1 for none") long blockMb,
            @Description("Bridges that may be used, as in br0,br1; empty for none") String bridges);

    /** Removes a policy. */
    @Description("Removes the policy of a path")
    String removePolicy(@Description("Path, as in a:b:") String path);

    /** Adds a block device. */
    @Description("Adds an empty block device")
    String createBlockDevice(
            @Description("Name, as in a:b:data") String name, @Description("Its size in MB") long megabytes);

    /** Removes a block device. */
    @Description("Removes a block device that is not in use, and what is on it")
    String destroyBlockDevice(@Description("Name, as in a:b:data") String name);

    /**
     * A policy.
     *
     * @param unikernels how many there may be
     * @param memoryMb their memory together in MB
     * @param cpus the CPUs that may be used
     * @param blockMb their block devices together in MB; -1 for none
     * @param bridges the bridges that may be used
     */
    record PolicyRow(long unikernels, long memoryMb, List<Long> cpus, long blockMb, List<String> bridges) {
        /** Copies the lists. */
        public PolicyRow {
            cpus = List.copyOf(cpus);
            bridges = List.copyOf(bridges);
        }
    }

    /**
     * A block device.
     *
     * @param sizeMb its size in MB
     * @param used whether a unikernel uses it
     */
    record BlockDeviceRow(long sizeMb, boolean used) {}

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
