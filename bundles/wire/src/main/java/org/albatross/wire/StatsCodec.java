package org.albatross.wire;

import java.io.IOException;
import org.albatross.model.Data;

/** Samples of what a unikernel uses. */
final class StatsCodec {
    private StatsCodec() {}

    /**
     * <pre>
     * Stats ::= SEQUENCE {
     *   rusage Rusage, interfaces SEQUENCE OF Interface,
     *   vmm [0] SEQUENCE OF SEQUENCE { key UTF8String, value Int64 } OPTIONAL,
     *   kinfo [1] IMPLICIT KinfoMem OPTIONAL }
     * </pre>
     */
    static Data.Stats read(DerReader reader) throws IOException, ProtocolException {
        return reader.sequence(() -> new Data.Stats(
                readUsage(reader),
                reader.sequenceOf(() -> readInterface(reader)),
                reader.optional(
                        0,
                        () -> reader.sequenceOf(
                                () -> reader.sequence(() -> new Data.Counter(reader.text(), reader.int64())))),
                reader.optional(1, () -> readMemory(reader))));
    }

    static Der write(Data.Stats stats) {
        return Der.fields()
                .add(writeUsage(stats.usage()))
                .add(Der.sequenceOf(stats.interfaces(), StatsCodec::writeInterface))
                .add(
                        stats.hypervisor(),
                        counters -> Der.explicit(
                                0,
                                Der.sequenceOf(
                                        counters,
                                        counter -> Der.sequence(Der.text(counter.key()), Der.int64(counter.value())))))
                .add(stats.memory(), StatsCodec::writeMemory)
                .sequence();
    }

    /** Timeval ::= SEQUENCE { seconds Int64, microseconds INTEGER }. */
    private static Data.TimeValue readTime(DerReader reader) throws IOException, ProtocolException {
        return reader.sequence(() -> new Data.TimeValue(reader.int64(), reader.integer()));
    }

    private static Der writeTime(Data.TimeValue time) {
        return Der.sequence(Der.int64(time.seconds()), Der.integer(time.microseconds()));
    }

    /**
     * <pre>
     * Rusage ::= SEQUENCE {
     *   utime Timeval, stime Timeval, maxrss Int64, ixrss Int64, idrss Int64, isrss Int64,
     *   minflt Int64, majflt Int64, nswap Int64, inblock Int64, outblock Int64, msgsnd Int64,
     *   msgrcv Int64, nsignals Int64, nvcsw Int64, nivcsw Int64 }
     * </pre>
     */
    private static Data.Usage readUsage(DerReader reader) throws IOException, ProtocolException {
        return reader.sequence(() -> new Data.Usage(
                readTime(reader),
                readTime(reader),
                reader.int64(),
                reader.int64(),
                reader.int64(),
                reader.int64(),
                reader.int64(),
                reader.int64(),
                reader.int64(),
                reader.int64(),
                reader.int64(),
                reader.int64(),
                reader.int64(),
                reader.int64(),
                reader.int64(),
                reader.int64()));
    }

    private static Der writeUsage(Data.Usage usage) {
        return Der.sequence(
                writeTime(usage.utime()),
                writeTime(usage.stime()),
                Der.int64(usage.maxrss()),
                Der.int64(usage.ixrss()),
                Der.int64(usage.idrss()),
                Der.int64(usage.isrss()),
                Der.int64(usage.minflt()),
                Der.int64(usage.majflt()),
                Der.int64(usage.nswap()),
                Der.int64(usage.inblock()),
                Der.int64(usage.outblock()),
                Der.int64(usage.msgsnd()),
                Der.int64(usage.msgrcv()),
                Der.int64(usage.nsignals()),
                Der.int64(usage.nvcsw()),
                Der.int64(usage.nivcsw()));
    }

    /**
     * <pre>
     * KinfoMem ::= SEQUENCE {
     *   vsize Int64, rss Int64, tsize Int64, dsize Int64, ssize Int64, runtime Int64, cow INTEGER,
     *   start Timeval }
     * </pre>
     *
     * <p>Reads the fields alone: the tag [1] stands in the place of SEQUENCE's.
     */
    private static Data.Memory readMemory(DerReader reader) throws IOException, ProtocolException {
        return new Data.Memory(
                reader.int64(),
                reader.int64(),
                reader.int64(),
                reader.int64(),
                reader.int64(),
                reader.int64(),
                reader.integer(),
                readTime(reader));
    }

    private static Der writeMemory(Data.Memory memory) {
        return Der.fields()
                .add(Der.int64(memory.vsize()))
                .add(Der.int64(memory.rss()))
                .add(Der.int64(memory.tsize()))
                .add(Der.int64(memory.dsize()))
                .add(Der.int64(memory.ssize()))
                .add(Der.int64(memory.runtime()))
                .add(Der.integer(memory.cow()))
                .add(writeTime(memory.start()))
                .implicit(1);
    }

    /**
     * <pre>
     * Interface ::= SEQUENCE {
     *   netDevice UTF8String, flags INTEGER, sendLength INTEGER, maxSendLength INTEGER,
     *   sendDrops INTEGER, mtu INTEGER, baudrate Int64, inputPackets Int64, inputErrors Int64,
     *   outputPackets Int64, outputErrors Int64, collisions Int64, inputBytes Int64,
     *   outputBytes Int64, inputMcast Int64, outputMcast Int64, inputDropped Int64,
     *   outputDropped Int64 }
     * </pre>
     */
    private static Data.Interface readInterface(DerReader reader) throws IOException, ProtocolException {
        return reader.sequence(() -> new Data.Interface(
                reader.text(),
                reader.integer(),
                reader.integer(),
                reader.integer(),
                reader.integer(),
                reader.integer(),
                reader.int64(),
                reader.int64(),
                reader.int64(),
                reader.int64(),
                reader.int64(),
                reader.int64(),
                reader.int64(),
                reader.int64(),
                reader.int64(),
                reader.int64(),
                reader.int64(),
                reader.int64()));
    }

    private static Der writeInterface(Data.Interface device) {
        return Der.sequence(
                Der.text(device.netDevice()),
                Der.integer(device.flags()),
                Der.integer(device.sendLength()),
                Der.integer(device.maxSendLength()),
                Der.integer(device.sendDrops()),
                Der.integer(device.mtu()),
                Der.int64(device.baudrate()),
                Der.int64(device.inputPackets()),
                Der.int64(device.inputErrors()),
                Der.int64(device.outputPackets()),
                Der.int64(device.outputErrors()),
                Der.int64(device.collisions()),
                Der.int64(device.inputBytes()),
                Der.int64(device.outputBytes()),
                Der.int64(device.inputMcast()),
                Der.int64(device.outputMcast()),
                Der.int64(device.inputDropped()),
                Der.int64(device.outputDropped()));
    }
}
