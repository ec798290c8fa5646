package org.albatross.wire;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import org.albatross.model.Bytes;
import org.albatross.model.CpuId;
import org.albatross.model.FailBehaviour;
import org.albatross.model.Megabytes;
import org.albatross.model.UnikernelCommand.InfoForm;
import org.albatross.model.UnikernelInfo;
import org.albatross.model.UnikernelType;

/** Reports about running unikernels, in three forms, each of which is read and written. */
final class InfoCodec {
    private static final long ONE_CPU = 1;
    private static final long FIRST_CPU = 0;

    private InfoCodec() {}

    /**
     * <pre>
     * Info ::= SEQUENCE {
     *   typ Typ, startup INTEGER OPTIONAL, failBehaviour FailBehaviour, cpuids SET OF INTEGER,
     *   memory INTEGER, digest OCTET STRING,
     *   blocks [0] SET OF Block OPTIONAL, bridges [1] SET OF Net OPTIONAL,
     *   arguments [2] SEQUENCE OF UTF8String OPTIONAL, started [3] GeneralizedTime OPTIONAL,
     *   cpus [4] INTEGER OPTIONAL, linuxBootPartition [5] UTF8String OPTIONAL }
     * InfoV5 ::= as Info, but cpuid INTEGER, and no [4], no [5]
     * InfoV4 ::= as InfoV5, but without startup
     * </pre>
     */
    static UnikernelInfo read(DerReader reader, InfoForm form) throws IOException, ProtocolException {
        boolean current = form == InfoForm.CURRENT;
        return reader.sequence(() -> {
            UnikernelType type = DeviceCodec.readType(reader);
            Optional<Long> startup = form == InfoForm.V4 ? Optional.empty() : reader.optionalInteger();
            FailBehaviour failBehaviour = DeviceCodec.readFailBehaviour(reader);
            SortedSet<CpuId> cpuids = current ? ConfigCodec.readCpuids(reader) : ConfigCodec.readCpuid(reader);
            Megabytes memory = reader.megabytes();
            Bytes digest = reader.octets();
            return new UnikernelInfo(
                    type,
                    failBehaviour,
                    startup,
                    cpuids,
                    memory,
                    digest,
                    reader.optional(0, () -> reader.setOf(() -> readBlock(reader)))
                            .orElse(List.of()),
                    reader.optional(1, () -> reader.setOf(() -> readNet(reader)))
                            .orElse(List.of()),
                    ConfigCodec.readArgv(reader),
                    reader.optional(3, reader::time),
                    current ? reader.optional(4, reader::integer).orElse(ONE_CPU) : ONE_CPU,
                    current ? reader.optional(5, reader::text) : Optional.empty());
        });
    }

    /** The old forms have room for one CPU: of several, the lowest, where the original fails. */
    static Der write(UnikernelInfo info, InfoForm form) {
        Der.Fields fields = Der.fields().add(DeviceCodec.writeType(info.type()));
        if (form != InfoForm.V4) {
            fields.add(info.startup(), Der::integer);
        }
        fields.add(DeviceCodec.writeFailBehaviour(info.failBehaviour()))
                .add(
                        form == InfoForm.CURRENT
                                ? Der.setOf(info.cpuids(), Der::cpuid)
                                : Der.integer(
                                        info.cpuids().isEmpty()
                                                ? FIRST_CPU
                                                : info.cpuids().first().number()))
                .add(Der.megabytes(info.memory()))
                .add(Der.octets(info.digest()))
                .addUnlessEmpty(0, info.blockDevices(), InfoCodec::writeBlock)
                .addUnlessEmpty(1, info.netDevices(), InfoCodec::writeNet)
                .add(info.argv(), argv -> Der.explicit(2, Der.sequenceOf(argv, Der::text)))
                .add(info.started(), started -> Der.explicit(3, Der.time(started)));
        if (form == InfoForm.CURRENT) {
            fields.add(Der.explicit(4, Der.integer(info.cpus())))
                    .add(info.linuxBootPartition(), partition -> Der.explicit(5, Der.text(partition)));
        }
        return fields.sequence();
    }

    /**
     * <pre>
     * Block ::= SEQUENCE {
     *   unikernelDevice UTF8String, hostDevice UTF8String, sectorSize INTEGER, size INTEGER }
     * </pre>
     */
    private static UnikernelInfo.Block readBlock(DerReader reader) throws IOException, ProtocolException {
        return reader.sequence(
                () -> new UnikernelInfo.Block(reader.text(), reader.text(), reader.integer(), reader.megabytes()));
    }

    private static Der writeBlock(UnikernelInfo.Block block) {
        return Der.sequence(
                Der.text(block.unikernelDevice()),
                Der.text(block.hostDevice()),
                Der.integer(block.sectorSize()),
                Der.megabytes(block.size()));
    }

    /** Net ::= SEQUENCE { unikernelDevice UTF8String, hostDevice UTF8String, mac OCTET STRING }. */
    private static UnikernelInfo.Net readNet(DerReader reader) throws IOException, ProtocolException {
        return reader.sequence(() -> new UnikernelInfo.Net(reader.text(), reader.text(), DeviceCodec.readMac(reader)));
    }

    private static Der writeNet(UnikernelInfo.Net net) {
        return Der.sequence(
                Der.text(net.unikernelDevice()), Der.text(net.hostDevice()), DeviceCodec.writeMac(net.mac()));
    }
}
