package org.albatross.jmx.internal;

import java.util.List;

/** The MBean {@code org.albatross:type=Unikernel,path=..,name=..} of a desired or recently finished unikernel. */
@Description("A unikernel. Attributes are at most a second old")
public interface UnikernelMXBean {
    /** Returns its name. */
    @Description("Its name with its path, as in a:b:hello")
    String getFullName();

    /** Returns where it stands. */
    @Description("Where it stands: running, restarting, waiting, stopped or finished")
    String getState();

    /** Returns the number of its run. */
    @Description("Number of its present or last run")
    long getRunId();

    /** Returns how often it was restarted. */
    @Description("Automatic restarts since it was last started by a command")
    long getRestarts();

    /** Returns why it is there. */
    @Description("Why it waits or is finished; empty otherwise")
    String getReason();

    /** Returns how its last run ended. */
    @Description("How its last run ended, as in exit 2 or signal 9; empty before")
    String getLastExit();

    /** Returns since when it is there. */
    @Description("Since when it is in this state, by RFC 3339; empty when that is not known")
    String getSince();

    /** Returns its memory. */
    @Description("Its memory in MB; 0 when it does not run")
    long getMemoryMb();

    /** Returns its CPUs. */
    @Description("Numbers of the CPUs that it is pinned to; empty when it does not run")
    List<Long> getCpus();

    /** Returns its image. */
    @Description("SHA-256 of its image, in hexadecimal digits; empty when it does not run")
    String getImage();

    /** Returns what it has printed. */
    @Description("The last lines that it has printed, each behind the time at which it was read")
    List<String> listConsole(@Description("How many lines, 1 to 1000") int lines);

    /** Ends it and starts it again. */
    @Description("Ends it and starts it again with the arguments that it has")
    String restart();

    /** Ends a stop. */
    @Description("Starts it when it was stopped")
    String start();

    /** Ends it until it is started. */
    @Description("Stops it and keeps it desired, across reboots too")
    String stop();

    /** Ends it for good. */
    @Description("Ends it for good; this MBean goes with it")
    String destroy();
}
