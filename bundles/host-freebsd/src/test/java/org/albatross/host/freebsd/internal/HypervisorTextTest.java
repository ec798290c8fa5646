package org.albatross.host.freebsd.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HypervisorTextTest {
    @Test
    void readsTheCountersInTheirOrder() {
        assertThat(HypervisorText.parse(Recorded.text("bhyvectl-get-stats")))
                .containsExactly(
                        Map.entry("number of times in/out was intercepted", 4711L),
                        Map.entry("vm exits due to nested page fault", 198L),
                        Map.entry("total number of vm exits", 2517L),
                        Map.entry("Resident memory", 33554432L));
    }

    @Test
    void readsWhichMachineABhyveRuns() {
        assertThat(HypervisorText.machine(List.of("bhyve:", "web", "(bhyve)"))).contains("web");
        assertThat(HypervisorText.machine(List.of("bhyve:", "web"))).contains("web");
        assertThat(HypervisorText.machine(List.of("bhyve", "-A", "web"))).isEmpty();
        assertThat(HypervisorText.machine(List.of("bhyve:", "../web", "(bhyve)")))
                .isEmpty();
        assertThat(HypervisorText.machine(List.of("bhyve:", "web", "other"))).isEmpty();
        assertThat(HypervisorText.machine(List.of())).isEmpty();
    }

    @Test
    void takesNoMoreThanItsBound() {
        StringBuilder text = new StringBuilder("vcpu0 stats:\nerrno = 2\n");
        for (int i = 0; i < 300; i++) {
            text.append("counter ").append(i).append("\t1\n");
        }

        assertThat(HypervisorText.parse(text.toString())).hasSize(256);
    }
}
