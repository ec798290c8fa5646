package org.albatross.store.text;

import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.albatross.model.CpuId;
import org.albatross.model.Megabytes;
import org.albatross.model.Policy;
import org.albatross.model.Text;

/** Writes and reads a policy as a {@link RecordText}. */
public final class PolicyText {
    private static final String KIND = "policy";

    private PolicyText() {}

    /** Returns the sheet of a policy. */
    public static byte[] write(Policy policy) {
        RecordText.Writer sheet = new RecordText.Writer(KIND, 1);
        sheet.line("cpuids", policy.cpuids().toArray());
        sheet.line("unikernels", policy.unikernels());
        sheet.line("memory", policy.memory());
        policy.block().ifPresent(block -> sheet.line("block", block));
        sheet.line("bridges", policy.bridges().toArray());
        return sheet.finish();
    }

    /** Reads a sheet. */
    public static Policy read(byte[] content) throws CorruptFileException {
        RecordText sheet = RecordText.read(content, KIND);
        SortedSet<CpuId> cpuids = RecordText.cpus("cpuids", sheet.words("cpuids"));
        long unikernels = sheet.number("unikernels");
        Megabytes memory = sheet.megabytes("memory");
        Optional<Megabytes> block = sheet.optionalMegabytes("block");
        SortedSet<Text> bridges = new TreeSet<>(sheet.words("bridges"));
        sheet.requireAllTaken();
        return new Policy(cpuids, unikernels, memory, block, bridges);
    }
}
