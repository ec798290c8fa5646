package org.albatross.jmx.internal;

import java.util.List;

/** The MBean {@code org.albatross:type=Console,path=..,name=..} of what a unikernel prints. */
@Description("What a unikernel prints. Attributes are at most a second old")
public interface ConsoleMXBean {
    /** Returns whose it is. */
    @Description("The name of the unikernel with its path, as in a:b:hello")
    String getFullName();

    /** Tells whether it runs. */
    @Description("Whether the unikernel runs")
    boolean isActive();

    /** Returns what it has printed. */
    @Description("The last lines, each behind the time at which it was read")
    List<String> listLines(@Description("How many, 1 to 1000") int lines);
}
