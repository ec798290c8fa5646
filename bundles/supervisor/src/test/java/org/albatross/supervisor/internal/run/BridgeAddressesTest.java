package org.albatross.supervisor.internal.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.albatross.host.Network;
import org.albatross.model.MacAddress;
import org.junit.jupiter.api.Test;

/** On a network that notes which addresses it is to keep. */
class BridgeAddressesTest implements Network {
    private static final MacAddress ADDRESS = MacAddress.parse("02:00:00:00:00:01");

    private final List<String> kept = new ArrayList<>();
    private final List<String> told = new ArrayList<>();

    private BridgeAddresses addresses(boolean keep) {
        return new BridgeAddresses(this, keep, (bridge, address) -> told.add(bridge + " " + address));
    }

    @Test
    void tellsWhichAddressABridgeKeepsOnce() throws IOException {
        addresses(true).keep("br0");
        addresses(true).keep("br0");

        assertThat(told).containsExactly("br0 " + ADDRESS);
    }

    @Test
    void leavesBridgesAloneWhenItIsToldTo() throws IOException {
        addresses(false).keep("br0");

        assertThat(kept).isEmpty();
        assertThat(told).isEmpty();
    }

    @Override
    public Optional<MacAddress> keepAddress(String bridge, Predicate<MacAddress> ours) {
        assertThat(ours.test(MacAddress.parse("fe:00:00:00:00:01"))).isTrue();
        assertThat(ours.test(ADDRESS)).isFalse();
        boolean first = !kept.contains(bridge);
        kept.add(bridge);
        return first ? Optional.of(ADDRESS) : Optional.empty();
    }

    @Override
    public SortedSet<String> bridges() {
        return new TreeSet<>();
    }

    @Override
    public SortedSet<String> taps() {
        return new TreeSet<>();
    }

    @Override
    public String tapPrefix() {
        return "vmmtap";
    }

    @Override
    public void createTap(String tap, String bridge, Optional<Long> owner, MacAddress address) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean removeTap(String tap, MacAddress address) {
        throw new UnsupportedOperationException();
    }
}
