package org.albatross.stats.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.albatross.api.Sample;
import org.albatross.model.Named;
import org.albatross.model.Path;
import org.albatross.model.Policy;
import org.albatross.model.Reply;
import org.albatross.model.RunningUnikernel;
import org.albatross.model.UnikernelStatus;

/** What the supervisor answers to questions about everything. Pure. */
record Inventory(
        List<Named<UnikernelStatus>> statuses, List<Named<Policy>> policies, List<Named<Reply.BlockInfo>> blocks) {
    /** Copies the lists. */
    Inventory {
        statuses = List.copyOf(statuses);
        policies = List.copyOf(policies);
        blocks = List.copyOf(blocks);
    }

    /** Returns every path that has a policy, a unikernel or a block device at or below it, the root first. */
    List<Sample.Domain> domains(List<RunningUnikernel> running) {
        Map<Path, Sum> sums = new TreeMap<>();
        sums.put(Path.ROOT, new Sum());
        policies.forEach(named -> sums.computeIfAbsent(named.name().path(), path -> new Sum()));
        running.forEach(run ->
                sums.computeIfAbsent(run.name().path(), path -> new Sum()).add(run));
        blocks.forEach(block ->
                sums.computeIfAbsent(block.name().path(), path -> new Sum()).add(block.value()));
        Map<Path, Sum> withAncestors = new TreeMap<>();
        sums.forEach((path, sum) -> {
            for (Optional<Path> at = Optional.of(path);
                    at.isPresent();
                    at = at.get().parent()) {
                withAncestors.computeIfAbsent(at.get(), missing -> new Sum()).add(sum);
            }
        });
        Map<Path, Policy> policyAt = new HashMap<>();
        policies.forEach(named -> policyAt.put(named.name().path(), named.value()));
        List<Sample.Domain> domains = new ArrayList<>();
        withAncestors.forEach((path, sum) -> domains.add(new Sample.Domain(
                path,
                Optional.ofNullable(policyAt.get(path)),
                sum.running,
                sum.memoryMb,
                sum.attachedBlockMb,
                sum.unattachedBlockMb)));
        return domains;
    }

    private static final class Sum {
        private long running;
        private long memoryMb;
        private long attachedBlockMb;
        private long unattachedBlockMb;

        void add(RunningUnikernel run) {
            running++;
            memoryMb += run.memory().count();
        }

        void add(Reply.BlockInfo block) {
            if (block.active()) {
                attachedBlockMb += block.size().count();
            } else {
                unattachedBlockMb += block.size().count();
            }
        }

        void add(Sum other) {
            running += other.running;
            memoryMb += other.memoryMb;
            attachedBlockMb += other.attachedBlockMb;
            unattachedBlockMb += other.unattachedBlockMb;
        }
    }
}
