package org.albatross.supervisor.internal.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.albatross.host.Facts;
import org.albatross.host.Network;
import org.albatross.model.Bytes;
import org.albatross.model.MacAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which taps are ours. A name is reserved first, so that it can be recorded before the tap exists; only names
 * that were recorded are ever removed. Should the platform die in between, somebody else may have made a tap of that
 * name since: so each of ours has an address of its own, by which it is known. For any thread.
 */
public final class Taps {
    private static final Logger LOG = LoggerFactory.getLogger(Taps.class);

    /** A single device's, locally given; so high that a bridge takes its own address from another port. */
    private static final byte LOCAL = (byte) 0xfe;

    private final Network network;
    private final BridgeAddresses bridges;
    private final Facts facts;
    private final String instance;
    private final Set<String> reserved = new HashSet<>();

    /** The taps of the platform {@code instance}, which last for one boot of the machine. */
    public Taps(Network network, BridgeAddresses bridges, Facts facts, String instance) {
        this.network = network;
        this.bridges = bridges;
        this.facts = facts;
        this.instance = instance;
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

    /** Tells whether an address is as those of our taps, of whichever platform on this host. */
    static boolean mayBeOurs(MacAddress address) {
        return address.bytes().toArray()[0] == LOCAL;
    }

    /** Makes a tap with a recorded name. */
    void create(String name, String bridge, Optional<Long> owner) throws IOException {
        bridges.keep(bridge);
        network.createTap(name, bridge, owner, address(name));
    }

    /** Removes recorded taps and gives their names back; one that does not exist, or is another's, is fine. */
    void remove(Collection<String> names) throws IOException {
        for (String name : names) {
            if (!network.removeTap(name, address(name))) {
                LOG.warn("The tap {} is left as it is, since somebody else has made it", name);
            }
            giveBack(List.of(name));
        }
    }

    private MacAddress address(String name) throws IOException {
        String seed = instance + " " + facts.bootId() + " " + name;
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(seed.getBytes(StandardCharsets.UTF_8));
            byte[] address = new byte[MacAddress.LENGTH];
            System.arraycopy(digest, 0, address, 0, address.length);
            address[0] = LOCAL;
            return new MacAddress(Bytes.of(address));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
