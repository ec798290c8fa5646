package org.albatross.host.freebsd.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.albatross.model.CpuId;
import org.albatross.model.Megabytes;
import org.junit.jupiter.api.Test;

class SystemTextTest {
    @Test
    void readsWhenTheMachineBooted() throws IOException {
        assertThat(SystemText.bootTime(Recorded.text("sysctl-boottime-14.4")))
                .isEqualTo(Instant.parse("2026-09-30T20:04:44Z"));
    }

    @Test
    void readsTheIdOfTheBoot() throws IOException {
        assertThat(SystemText.bootId(Recorded.text("sysctl-boot-id"))).isEqualTo("4c8609698ad1a11cdc00cf6eb7d954e1");
    }

    @Test
    void readsTheCpusAndNotTheDomains() throws IOException {
        assertThat(SystemText.cpus(Recorded.text("cpuset-g"))).isEqualTo(CpuId.setOf(0, 1, 2, 3));
        assertThat(SystemText.cpus("pid 7 mask: 12\n")).isEqualTo(CpuId.setOf(12));
    }

    @Test
    void namesWhatItDoesNotUnderstand() {
        assertThatThrownBy(() -> SystemText.bootId("\n")).hasMessage("kern.boot_id: '' does not hold 16 bytes");
        assertThatThrownBy(() -> SystemText.bootTime("yesterday"))
                .hasMessage("kern.boottime: 'yesterday' is not { sec = .., usec = .. }");
        assertThatThrownBy(() -> SystemText.cpus("cpuset 0")).hasMessage("cpuset: 'cpuset 0' names no CPUs");
        assertThatThrownBy(() -> SystemText.numbers("1\nmany\n", "a", "b"))
                .hasMessage("a, b: '1, many' are not 2 numbers");
        assertThatThrownBy(() -> SystemText.numbers("1\n", "a", "b")).hasMessage("a, b: '1' are not 2 numbers");
    }

    @Test
    void countsWhatIsFreeAndWhatWasNotUsedForAWhileAsAvailable() throws IOException {
        Recorded commands = new Recorded()
                .prints(CommandLines.bootId(), Recorded.text("sysctl-boot-id"))
                .prints(
                        List.of(
                                "/sbin/sysctl",
                                "-n",
                                "vm.stats.vm.v_page_size",
                                "vm.stats.vm.v_free_count",
                                "vm.stats.vm.v_inactive_count"),
                        Recorded.text("sysctl-memory-14.4"))
                .prints(List.of("/sbin/sysctl", "-n", "hw.physmem"), "4248858624\n");
        FreeBsdFacts facts = new FreeBsdFacts(commands, Path.of("/dev/vmmctl"));

        assertThat(facts.bootId()).isEqualTo("4c8609698ad1a11cdc00cf6eb7d954e1");
        assertThat(facts.memory()).isEqualTo(new Megabytes(4052));
        assertThat(facts.available()).isEqualTo(Megabytes.ofBytes(4096L * (518559 + 253899)));
        assertThat(facts.hypervisorGroup()).isEmpty();
    }

    @Test
    void saysWhyACommandFailed() {
        Recorded commands = new Recorded().fails(CommandLines.bootId(), 1, "sysctl: unknown oid 'kern.boot_id'\n");

        assertThatThrownBy(() -> new FreeBsdFacts(commands, Path.of("/dev/vmmctl")))
                .hasMessage("cannot read the id of this boot: sysctl: unknown oid 'kern.boot_id'");
    }
}
