package org.albatross.wire;

import java.io.IOException;
import java.util.Optional;
import org.albatross.model.BlockDevice;
import org.albatross.model.Bytes;
import org.albatross.model.FailBehaviour;
import org.albatross.model.MacAddress;
import org.albatross.model.NetDevice;
import org.albatross.model.UnikernelType;

/** The parts that a configuration and a report about a unikernel share. */
final class DeviceCodec {
    private DeviceCodec() {}

    /** Typ ::= CHOICE { solo5 [0] NULL, bhyve [1] NULL }. */
    static UnikernelType readType(DerReader reader) throws IOException, ProtocolException {
        return reader.choice("type of unikernel", number -> switch (number) {
            case 0 -> reader.nul(UnikernelType.SOLO5);
            case 1 -> reader.nul(UnikernelType.BHYVE);
            default -> throw reader.unknown("type of unikernel", number);
        });
    }

    static Der writeType(UnikernelType type) {
        return Der.choice(
                switch (type) {
                    case SOLO5 -> 0;
                    case BHYVE -> 1;
                });
    }

    /** FailBehaviour ::= CHOICE { quit [0] NULL, restart [1] SET OF INTEGER }. */
    static FailBehaviour readFailBehaviour(DerReader reader) throws IOException, ProtocolException {
        return reader.choice("fail behaviour", number -> switch (number) {
            case 0 -> reader.nul(new FailBehaviour.Quit());
            case 1 -> new FailBehaviour.Restart(reader.setOfIntegers());
            default -> throw reader.unknown("fail behaviour", number);
        });
    }

    static Der writeFailBehaviour(FailBehaviour behaviour) {
        return behaviour instanceof FailBehaviour.Restart restart
                ? Der.explicit(1, Der.setOf(restart.codes(), Der::integer))
                : Der.choice(0);
    }

    /** BlockDevice ::= SEQUENCE { name UTF8String, device UTF8String OPTIONAL, sectorSize INTEGER OPTIONAL }. */
    static BlockDevice readBlock(DerReader reader) throws IOException, ProtocolException {
        return reader.sequence(() -> new BlockDevice(reader.text(), reader.optionalText(), reader.optionalInteger()));
    }

    static Der writeBlock(BlockDevice device) {
        return Der.fields()
                .add(Der.text(device.name()))
                .add(device.device(), Der::text)
                .add(device.sectorSize(), Der::integer)
                .sequence();
    }

    /**
     * <pre>
     * NetDevice ::= SEQUENCE {
     *   netif UTF8String, bridge UTF8String OPTIONAL, mac OCTET STRING (SIZE (6)) OPTIONAL }
     * </pre>
     */
    static NetDevice readNet(DerReader reader) throws IOException, ProtocolException {
        return reader.sequence(() -> new NetDevice(
                reader.text(),
                reader.optionalText(),
                reader.at(Tag.OCTET_STRING) ? Optional.of(readMac(reader)) : Optional.empty()));
    }

    static Der writeNet(NetDevice device) {
        return Der.fields()
                .add(Der.text(device.name()))
                .add(device.bridge(), Der::text)
                .add(device.mac(), DeviceCodec::writeMac)
                .sequence();
    }

    /** OCTET STRING (SIZE (6)). */
    static MacAddress readMac(DerReader reader) throws IOException, ProtocolException {
        Bytes bytes = reader.octets();
        if (bytes.length() != MacAddress.LENGTH) {
            throw reader.malformed("a MAC address of " + bytes.length() + " bytes, expected " + MacAddress.LENGTH);
        }
        return new MacAddress(bytes);
    }

    static Der writeMac(MacAddress mac) {
        return Der.octets(mac.bytes());
    }
}
