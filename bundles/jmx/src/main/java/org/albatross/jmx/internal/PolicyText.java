package org.albatross.jmx.internal;

import java.util.Arrays;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.albatross.jmx.internal.SupervisorMXBean.PolicyRow;
import org.albatross.model.CpuId;
import org.albatross.model.Megabytes;
import org.albatross.model.Policy;
import org.albatross.model.Text;

/** A policy in the types that every JMX client can show and send. */
final class PolicyText {
    private static final long NO_BLOCK_DEVICES = -1;

    /** Longer than as many numbers and names of bridges as a policy may have. */
    private static final int MOST_CHARACTERS = 65_536;

    private PolicyText() {}

    /** Returns a policy as it is shown. */
    static PolicyRow row(Policy policy) {
        return new PolicyRow(
                policy.unikernels(),
                policy.memory().count(),
                policy.cpuids().stream().map(CpuId::number).toList(),
                policy.block().map(Megabytes::count).orElse(NO_BLOCK_DEVICES),
                policy.bridges().stream().map(Text::line).toList());
    }

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException with a message for people when a list cannot be read
     */
    static Policy read(long unikernels, long memoryMb, String cpus, long blockMb, String bridges) {
        return new Policy(
                list("cpus", cpus, PolicyText::cpu),
                unikernels,
                new Megabytes(memoryMb),
                blockMb == NO_BLOCK_DEVICES ? Optional.empty() : Optional.of(new Megabytes(blockMb)),
                list("bridges", bridges, Text::of));
    }

    private static CpuId cpu(String text) {
        if (!text.matches("[0-9]{1,9}")) {
            throw new IllegalArgumentException(
                    "cpus: '" + Text.of(text).line() + "' is not the number of a CPU; 0,2 is a list of them");
        }
        return new CpuId(Long.parseLong(text));
    }

    private static <T extends Comparable<T>> SortedSet<T> list(String what, String text, Function<String, T> element) {
        if (text.length() > MOST_CHARACTERS) {
            throw new IllegalArgumentException(
                    what + " has " + text.length() + " characters, at most " + MOST_CHARACTERS + " are allowed");
        }
        return text.isBlank()
                ? new TreeSet<>()
                : Arrays.stream(text.split(",", -1))
                        .map(String::strip)
                        .map(element)
                        .collect(Collectors.toCollection(TreeSet::new));
    }
}
