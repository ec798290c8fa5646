package org.albatross.wire;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import org.albatross.model.Arguments;
import org.albatross.model.Blob;
import org.albatross.model.BlockDevice;
import org.albatross.model.CpuId;
import org.albatross.model.FailBehaviour;
import org.albatross.model.Megabytes;
import org.albatross.model.NetDevice;
import org.albatross.model.Text;
import org.albatross.model.UnikernelConfig;
import org.albatross.model.UnikernelType;

/** Configurations in the forms that only state files have. They are read, and never written. */
final class OldConfigCodec {
    private static final long ONE_CPU = 1;

    private OldConfigCodec() {}

    /**
     * <pre>
     * UnikernelConfigV2 ::= as V3, but blocks [0] SET OF UTF8String and
     *   bridges [1] SEQUENCE OF SEQUENCE { netif UTF8String, bridge UTF8String OPTIONAL }
     * </pre>
     */
    static UnikernelConfig readV2(DerReader reader) throws IOException, ProtocolException {
        return read(
                reader,
                () -> reader.sequenceOf(() ->
                        reader.sequence(() -> new NetDevice(reader.text(), reader.optionalText(), Optional.empty()))));
    }

    /** UnikernelConfigV1 ::= as V2, but bridges [1] SET OF UTF8String. */
    static UnikernelConfig readV1(DerReader reader) throws IOException, ProtocolException {
        return read(reader, () -> reader.setOf(() -> readNet(reader)));
    }

    private static UnikernelConfig read(DerReader reader, DerReader.Body<List<NetDevice>> bridges)
            throws IOException, ProtocolException {
        return reader.sequence(() -> new UnikernelConfig(
                DeviceCodec.readType(reader),
                reader.bool(),
                reader.blob(),
                new Arguments(
                        DeviceCodec.readFailBehaviour(reader),
                        Optional.empty(),
                        true,
                        ConfigCodec.readCpuid(reader),
                        reader.megabytes(),
                        reader.optional(0, () -> reader.setOf(() -> readBlock(reader)))
                                .orElse(List.of()),
                        reader.optional(1, bridges).orElse(List.of()),
                        ConfigCodec.readArgv(reader),
                        ONE_CPU,
                        Optional.empty())));
    }

    /**
     * <pre>
     * UnikernelConfigV0 ::= SEQUENCE {
     *   cpuid INTEGER, memory INTEGER, block UTF8String OPTIONAL,
     *   networkInterfaces SEQUENCE OF UTF8String OPTIONAL,
     *   image CHOICE { hvtAmd64 [0] OCTET STRING, hvtArm64 [1] OCTET STRING,
     *                  hvtAmd64Compressed [2] OCTET STRING },
     *   arguments SEQUENCE OF UTF8String OPTIONAL }
     * </pre>
     */
    static UnikernelConfig readV0(DerReader reader) throws IOException, ProtocolException {
        return reader.sequence(() -> {
            SortedSet<CpuId> cpuids = ConfigCodec.readCpuid(reader);
            Megabytes memory = reader.megabytes();
            List<BlockDevice> blocks = reader.at(Tag.UTF8_STRING) ? List.of(readBlock(reader)) : List.of();
            List<NetDevice> nets = reader.at(Tag.SEQUENCE) ? reader.sequenceOf(() -> readNet(reader)) : List.of();
            Image image = reader.choice("image", number -> switch (number) {
                case 0, 1 -> new Image(false, reader.blob());
                case 2 -> new Image(true, reader.blob());
                default -> throw reader.unknown("image", number);
            });
            Optional<List<Text>> argv =
                    reader.at(Tag.SEQUENCE) ? Optional.of(reader.sequenceOf(reader::text)) : Optional.empty();
            Arguments arguments = new Arguments(
                    new FailBehaviour.Quit(),
                    Optional.empty(),
                    true,
                    cpuids,
                    memory,
                    blocks,
                    nets,
                    argv,
                    ONE_CPU,
                    Optional.empty());
            return new UnikernelConfig(UnikernelType.SOLO5, image.compressed, image.content, arguments);
        });
    }

    private record Image(boolean compressed, Blob content) {}

    private static BlockDevice readBlock(DerReader reader) throws IOException, ProtocolException {
        return new BlockDevice(reader.text(), Optional.empty(), Optional.empty());
    }

    private static NetDevice readNet(DerReader reader) throws IOException, ProtocolException {
        return new NetDevice(reader.text(), Optional.empty(), Optional.empty());
    }
}
