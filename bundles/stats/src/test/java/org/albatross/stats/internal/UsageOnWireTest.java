package org.albatross.stats.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.albatross.host.InterfaceUsage;
import org.albatross.model.Data;
import org.albatross.model.Text;
import org.junit.jupiter.api.Test;

class UsageOnWireTest {
    @Test
    void hasTheUnitsOfTheOriginalOnLinux() {
        InterfaceUsage tap = new InterfaceUsage(11043, 1500, 280, 4, 1, 2, 3, 1044, 12, 5, 6, 7);
        Data.Stats stats = UsageOnWire.stats(
                Runs.USAGE,
                List.of(
                        new Target.Device(Text.of("gone"), "vmmtap7"),
                        new Target.Device(Text.of("service0"), "vmmtap0")),
                Map.of("vmmtap0", tap),
                Map.of());

        assertThat(stats.usage())
                .isEqualTo(new Data.Usage(
                        new Data.TimeValue(12, 345_678),
                        new Data.TimeValue(1, 999_999),
                        481,
                        0,
                        0,
                        0,
                        4,
                        5,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        6,
                        7));
        assertThat(stats.memory())
                .contains(new Data.Memory(
                        46_755_840, 481, 5, 2138, 2138, 14_345_677, 0, new Data.TimeValue(1_795_340_062, 345_943)));
        assertThat(stats.hypervisor()).isEmpty();
        assertThat(stats.interfaces())
                .containsExactly(new Data.Interface(
                        Text.of("service0"), 11043, 0, 0, 0, 1500, 0, 4, 1, 12, 5, 7, 280, 1044, 3, 0, 2, 6));
    }

    @Test
    void tellsWhatTheHypervisorHasCountedInItsOrder() {
        Map<String, Long> counters = new LinkedHashMap<>();
        counters.put("vm exits", 2517L);
        counters.put("Resident memory", 33_554_432L);

        assertThat(UsageOnWire.stats(Runs.USAGE, List.of(), Map.of(), counters).hypervisor())
                .contains(List.of(
                        new Data.Counter(Text.of("vm exits"), 2517),
                        new Data.Counter(Text.of("Resident memory"), 33_554_432)));
    }
}
