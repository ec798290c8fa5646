package org.albatross.host;

import java.io.IOException;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Predicate;
import org.albatross.model.MacAddress;
import org.osgi.annotation.versioning.ProviderType;

/** Bridges, which exist, and taps, which are made and removed here. */
@ProviderType
public interface Network {
    /** Returns the names of the existing bridges. */
    SortedSet<String> bridges() throws IOException;

    /** Returns the names of all network interfaces whose name begins with the prefix of our taps. */
    SortedSet<String> taps() throws IOException;

    /** Returns the prefix of our taps' names, which a number follows ({@code vmmtap} on Linux). */
    String tapPrefix();

    /**
     * Sees to it that the address of a bridge, as it is now, does not change when taps come and go. A bridge of Linux
     * whose address nobody has set takes the lowest of its ports'. One whose last port has left has none: it gets one.
     *
     * <p>Nothing is done where the address was set, or comes from a port that is not a tap of ours, or where bridges
     * do not take addresses from their ports.
     *
     * @param ours tells by its address whether a tap is ours
     * @return the address that the bridge keeps from now on; nothing when nothing was done
     * @throws IOException with a message for people, naming the bridge
     */
    Optional<MacAddress> keepAddress(String bridge, Predicate<MacAddress> ours) throws IOException;

    /**
     * Makes a persistent tap, with the MTU of the bridge, connects it to the bridge and sets it up.
     *
     * @param tap a name that is not in use
     * @param owner the user that may attach to it, when it is not this process's
     * @param address the tap's own MAC address, by which it is known as ours; the unikernel behind it has another one
     * @throws IOException with a message for people, naming tap and bridge; no tap is left then
     */
    void createTap(String tap, String bridge, Optional<Long> owner, MacAddress address) throws IOException;

    /**
     * Removes a tap, if it has this address; one that does not exist is fine.
     *
     * @return whether none of this name is left; otherwise somebody else has made it, and it is as it was
     */
    boolean removeTap(String tap, MacAddress address) throws IOException;
}
