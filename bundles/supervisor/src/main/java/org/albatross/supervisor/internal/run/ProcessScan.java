package org.albatross.supervisor.internal.run;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.albatross.host.ProcessId;
import org.albatross.host.Processes;
import org.albatross.host.WrapperLine;
import org.albatross.model.Name;

/**
 * The wrappers and tenders of one platform that are in the process table, whatever their records say.
 *
 * @param wrappers what may start a tender yet, or waits for one: the wrapper, what starts it, and its
 *     children before they have become something else
 * @param tenders what runs a unikernel
 */
record ProcessScan(List<Wrapper> wrappers, List<Tender> tenders) {
    /** A wrapper. */
    record Wrapper(ProcessId id, Name name, long runId) {}

    /** A tender. */
    record Tender(ProcessId id, long parent, TenderMark mark, List<String> commandLine) {}

    ProcessScan {
        wrappers = List.copyOf(wrappers);
        tenders = List.copyOf(tenders);
    }

    /** Finds those of a platform in a process table. */
    static ProcessScan of(List<Processes.Entry> table, Hypervisors hypervisors, String instance) {
        List<Wrapper> wrappers = new ArrayList<>();
        List<Tender> tenders = new ArrayList<>();
        for (Processes.Entry entry : table) {
            if (entry.zombie()) {
                continue;
            }
            Optional<WrapperLine> line = WrapperLine.of(entry.commandLine());
            if (line.isPresent()) {
                if (line.get().instance().equals(instance)) {
                    name(line.get())
                            .ifPresent(name -> wrappers.add(
                                    new Wrapper(entry.id(), name, line.get().runId())));
                }
            } else {
                TenderMark.of(entry.commandLine())
                        .or(() -> hypervisors.runOf(entry.commandLine()).map(TenderMark::of))
                        .filter(mark -> mark.instance().equals(instance))
                        .ifPresent(
                                mark -> tenders.add(new Tender(entry.id(), entry.parent(), mark, entry.commandLine())));
            }
        }
        return new ProcessScan(wrappers, tenders);
    }

    private static Optional<Name> name(WrapperLine line) {
        try {
            return Optional.of(Name.parse(line.name()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Returns all processes that were found. */
    Set<ProcessId> processes() {
        Set<ProcessId> processes = new HashSet<>();
        wrappers.forEach(wrapper -> processes.add(wrapper.id()));
        tenders.forEach(tender -> processes.add(tender.id()));
        return processes;
    }

    /** Returns every unikernel of which something was found. */
    SortedSet<Name> names() {
        SortedSet<Name> names = new TreeSet<>();
        wrappers.forEach(wrapper -> names.add(wrapper.name()));
        tenders.forEach(tender -> names.add(tender.mark().name()));
        return names;
    }

    /** Returns the wrappers of a unikernel. */
    List<Wrapper> wrappersOf(Name name) {
        return wrappers.stream().filter(wrapper -> wrapper.name().equals(name)).toList();
    }

    /** Returns the tenders of a unikernel, the latest run last. */
    List<Tender> tendersOf(Name name) {
        return tenders.stream()
                .filter(tender -> tender.mark().name().equals(name))
                .sorted((a, b) -> Long.compare(a.mark().runId(), b.mark().runId()))
                .toList();
    }
}
