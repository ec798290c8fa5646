package org.albatross.supervisor.internal.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.albatross.host.Network;

/**
 * Which taps are ours. A name is reserved first, so that it can be recorded before the tap exists; only names
 * that were recorded are ever removed. For any thread.
 */
final class Taps {
    private final Network network;
    private final Set<String> reserved = new HashSet<>();

    Taps(Network network) {
        this.network = network;
    }

    /** Reserves the first free names. */
    synchronized List<String> reserve(int count) throws IOException {
        if (count == 0) {
            return List.of();
        }
        Set<String> used = new HashSet<>(network.taps());
        used.addAll(reserved);
        List<String> names = new ArrayList<>();
        for (int number = 0; names.size() < count; number++) {
            String name = network.tapPrefix() + number;
            if (!used.contains(name)) {
                names.add(name);
            }
        }
        reserved.addAll(names);
        return names;
    }

    /** Takes names that a run already has. */
    synchronized void adopt(Collection<String> names) {
        reserved.addAll(names);
    }

    /** Gives names back whose taps do not exist. */
    synchronized void giveBack(Collection<String> names) {
        reserved.removeAll(names);
    }

    /** Removes recorded taps and gives their names back; one that does not exist is fine. */
    void remove(Collection<String> names) throws IOException {
        for (String name : names) {
            network.removeTap(name);
            giveBack(List.of(name));
        }
    }
}
