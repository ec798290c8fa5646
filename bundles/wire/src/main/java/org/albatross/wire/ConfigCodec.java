package org.albatross.wire;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.albatross.model.Arguments;
import org.albatross.model.Blob;
import org.albatross.model.BlockDevice;
import org.albatross.model.CpuId;
import org.albatross.model.FailBehaviour;
import org.albatross.model.NetDevice;
import org.albatross.model.Text;
import org.albatross.model.UnikernelConfig;
import org.albatross.model.UnikernelType;

/** Configurations of unikernels, and what a restart may change of them, in the forms of messages. */
final class ConfigCodec {
    private static final long ONE_CPU = 1;

    private ConfigCodec() {}

    /**
     * <pre>
     * UnikernelConfig ::= SEQUENCE {
     *   typ Typ, compressed BOOLEAN, image OCTET STRING, startup INTEGER OPTIONAL, addName BOOLEAN,
     *   failBehaviour FailBehaviour, cpuids SET OF INTEGER, memory INTEGER,
     *   blocks [0] SET OF BlockDevice OPTIONAL, bridges [1] SET OF NetDevice OPTIONAL,
     *   arguments [2] SEQUENCE OF UTF8String OPTIONAL, cpus [3] INTEGER OPTIONAL,
     *   linuxBootPartition [4] UTF8String OPTIONAL }
     * </pre>
     */
    static UnikernelConfig read(DerReader reader) throws IOException, ProtocolException {
        return reader.sequence(() -> {
            UnikernelType type = DeviceCodec.readType(reader);
            boolean compressed = reader.bool();
            Blob image = reader.blob();
            Optional<Long> startup = reader.optionalInteger();
            boolean addName = reader.bool();
            FailBehaviour failBehaviour = DeviceCodec.readFailBehaviour(reader);
            return new UnikernelConfig(type, compressed, image, readRest(reader, failBehaviour, startup, addName));
        });
    }

    static Der write(UnikernelConfig config) {
        Arguments arguments = config.arguments();
        Der.Fields fields = Der.fields()
                .add(DeviceCodec.writeType(config.type()))
                .add(Der.bool(config.compressed()))
                .add(Der.blob(config.image()))
                .add(arguments.startup(), Der::integer)
                .add(Der.bool(arguments.addName()))
                .add(DeviceCodec.writeFailBehaviour(arguments.failBehaviour()));
        return writeRest(fields, arguments);
    }

    /** UnikernelConfigV4 ::= as UnikernelConfig, but cpuid INTEGER in the place of cpuids, and no [3], no [4]. */
    static UnikernelConfig readV4(DerReader reader) throws IOException, ProtocolException {
        return reader.sequence(() -> {
            UnikernelType type = DeviceCodec.readType(reader);
            boolean compressed = reader.bool();
            Blob image = reader.blob();
            Optional<Long> startup = reader.optionalInteger();
            boolean addName = reader.bool();
            FailBehaviour failBehaviour = DeviceCodec.readFailBehaviour(reader);
            return new UnikernelConfig(type, compressed, image, readOldRest(reader, failBehaviour, startup, addName));
        });
    }

    /** UnikernelConfigV3 ::= as V4, but without startup and addName. */
    static UnikernelConfig readV3(DerReader reader) throws IOException, ProtocolException {
        return reader.sequence(() -> {
            UnikernelType type = DeviceCodec.readType(reader);
            boolean compressed = reader.bool();
            Blob image = reader.blob();
            FailBehaviour failBehaviour = DeviceCodec.readFailBehaviour(reader);
            return new UnikernelConfig(
                    type, compressed, image, readOldRest(reader, failBehaviour, Optional.empty(), true));
        });
    }

    /**
     * <pre>
     * Arguments ::= SEQUENCE {
     *   failBehaviour FailBehaviour, startup INTEGER OPTIONAL, addName BOOLEAN, cpuids SET OF INTEGER,
     *   memory INTEGER, blocks [0] .. linuxBootPartition [4] as in UnikernelConfig }
     * </pre>
     */
    static Arguments readArguments(DerReader reader) throws IOException, ProtocolException {
        return reader.sequence(
                () -> readRest(reader, DeviceCodec.readFailBehaviour(reader), reader.optionalInteger(), reader.bool()));
    }

    static Der writeArguments(Arguments arguments) {
        Der.Fields fields = Der.fields()
                .add(DeviceCodec.writeFailBehaviour(arguments.failBehaviour()))
                .add(arguments.startup(), Der::integer)
                .add(Der.bool(arguments.addName()));
        return writeRest(fields, arguments);
    }

    /** ArgumentsV1 ::= as Arguments, but cpuid INTEGER, and no [3], no [4]. */
    static Arguments readArgumentsV1(DerReader reader) throws IOException, ProtocolException {
        return reader.sequence(() ->
                readOldRest(reader, DeviceCodec.readFailBehaviour(reader), reader.optionalInteger(), reader.bool()));
    }

    /** ArgumentsV0 ::= as ArgumentsV1, but without startup and addName. */
    static Arguments readArgumentsV0(DerReader reader) throws IOException, ProtocolException {
        return reader.sequence(
                () -> readOldRest(reader, DeviceCodec.readFailBehaviour(reader), Optional.empty(), true));
    }

    /** From cpuids on. */
    private static Arguments readRest(
            DerReader reader, FailBehaviour failBehaviour, Optional<Long> startup, boolean addName)
            throws IOException, ProtocolException {
        return new Arguments(
                failBehaviour,
                startup,
                addName,
                readCpuids(reader),
                reader.megabytes(),
                readBlocks(reader),
                readNets(reader),
                readArgv(reader),
                reader.optional(3, reader::integer).orElse(ONE_CPU),
                reader.optional(4, reader::text));
    }

    /** From cpuid on. */
    private static Arguments readOldRest(
            DerReader reader, FailBehaviour failBehaviour, Optional<Long> startup, boolean addName)
            throws IOException, ProtocolException {
        return new Arguments(
                failBehaviour,
                startup,
                addName,
                readCpuid(reader),
                reader.megabytes(),
                readBlocks(reader),
                readNets(reader),
                readArgv(reader),
                ONE_CPU,
                Optional.empty());
    }

    /** cpuids SET OF INTEGER. */
    static SortedSet<CpuId> readCpuids(DerReader reader) throws IOException, ProtocolException {
        return new TreeSet<>(reader.setOf(reader::cpuid));
    }

    /** cpuid INTEGER, of the time when a unikernel had one CPU. */
    static SortedSet<CpuId> readCpuid(DerReader reader) throws IOException, ProtocolException {
        return CpuId.setOf(reader.integer());
    }

    private static List<BlockDevice> readBlocks(DerReader reader) throws IOException, ProtocolException {
        return reader.optional(0, () -> reader.setOf(() -> DeviceCodec.readBlock(reader)))
                .orElse(List.of());
    }

    private static List<NetDevice> readNets(DerReader reader) throws IOException, ProtocolException {
        return reader.optional(1, () -> reader.setOf(() -> DeviceCodec.readNet(reader)))
                .orElse(List.of());
    }

    /** arguments [2] SEQUENCE OF UTF8String OPTIONAL. */
    static Optional<List<Text>> readArgv(DerReader reader) throws IOException, ProtocolException {
        return reader.optional(2, () -> reader.sequenceOf(reader::text));
    }

    private static Der writeRest(Der.Fields fields, Arguments arguments) {
        return fields.add(Der.setOf(arguments.cpuids(), Der::cpuid))
                .add(Der.megabytes(arguments.memory()))
                .addUnlessEmpty(0, arguments.blockDevices(), DeviceCodec::writeBlock)
                .addUnlessEmpty(1, arguments.netDevices(), DeviceCodec::writeNet)
                .add(arguments.argv(), argv -> Der.explicit(2, Der.sequenceOf(argv, Der::text)))
                .add(Der.explicit(3, Der.integer(arguments.cpus())))
                .add(arguments.linuxBootPartition(), partition -> Der.explicit(4, Der.text(partition)))
                .sequence();
    }
}
