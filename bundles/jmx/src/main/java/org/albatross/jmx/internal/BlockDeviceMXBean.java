package org.albatross.jmx.internal;

/** The MBean {@code org.albatross:type=BlockDevice,path=..,name=..} of a block device. */
@Description("A block device. Attributes are at most a second old")
public interface BlockDeviceMXBean {
    /** Returns its name. */
    @Description("Its name with its path, as in a:b:data")
    String getFullName();

    /** Returns its size. */
    @Description("Its size in MB")
    long getSizeMb();

    /** Tells whether it is used. */
    @Description("Whether a unikernel uses it")
    boolean isUsed();

    /** Removes it. */
    @Description("Removes it when it is not in use, and what is on it; this MBean goes with it")
    String destroy();
}
