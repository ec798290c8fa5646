package org.albatross.stats.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.albatross.api.Sample;
import org.albatross.model.CpuId;
import org.albatross.model.Megabytes;
import org.albatross.model.Name;
import org.albatross.model.Named;
import org.albatross.model.Path;
import org.albatross.model.Policy;
import org.albatross.model.Reply;
import org.junit.jupiter.api.Test;

class InventoryTest {
    private static final Policy POLICY =
            new Policy(CpuId.setOf(0), 10, new Megabytes(512), Optional.of(new Megabytes(100)), new TreeSet<>());

    private static Named<Reply.BlockInfo> block(String name, long size, boolean active) {
        return new Named<>(Name.parse(name), new Reply.BlockInfo(new Megabytes(size), active));
    }

    @Test
    void sumsUpEachDomainWithAllThatLiesBelow() {
        Inventory inventory = new Inventory(
                List.of(),
                List.of(new Named<>(Name.parse("a:"), POLICY), new Named<>(Name.parse("empty:"), POLICY)),
                List.of(block("a:b:used", 4, true), block("a:free", 8, false), block("disk", 16, false)));

        List<Sample.Domain> domains = inventory.domains(List.of(
                Runs.run("a:b:c:deep", 1, Runs.nobody(1)),
                Runs.run("a:one", 2, Runs.nobody(2)),
                Runs.run("top", 3, Runs.nobody(3))));

        assertThat(domains)
                .containsExactly(
                        new Sample.Domain(Path.ROOT, Optional.empty(), 3, 96, 4, 24),
                        new Sample.Domain(Path.parse("a"), Optional.of(POLICY), 2, 64, 4, 8),
                        new Sample.Domain(Path.parse("a:b"), Optional.empty(), 1, 32, 4, 0),
                        new Sample.Domain(Path.parse("a:b:c"), Optional.empty(), 1, 32, 0, 0),
                        new Sample.Domain(Path.parse("empty"), Optional.of(POLICY), 0, 0, 0, 0));
    }

    @Test
    void knowsTheRootOfAnEmptyHost() {
        Inventory nothing = new Inventory(List.of(), List.of(), List.of());
        assertThat(nothing.domains(List.of()))
                .containsExactly(new Sample.Domain(Path.ROOT, Optional.empty(), 0, 0, 0, 0));
    }
}
