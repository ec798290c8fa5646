package org.albatross.wire;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.albatross.model.Named;
import org.albatross.model.UnikernelConfig;

/** State files of the original. */
final class StateCodec {
    private static final String WHAT = "form of a state file";

    private StateCodec() {}

    /**
     * <pre>
     * State ::= CHOICE {
     *   [0] SEQUENCE OF { name UTF8String, value UnikernelConfigV1 },
     *   [1] SEQUENCE OF { name UTF8String, value UnikernelConfigV0 },
     *   [2] SEQUENCE OF { name UTF8String, value UnikernelConfigV2 },
     *   [3] SEQUENCE OF { name UTF8String, value UnikernelConfigV3 },
     *   [4] SEQUENCE { unikernels SEQUENCE OF {.., UnikernelConfigV3}, policies SEQUENCE OF {.., Policy} },
     *   [5] SEQUENCE { unikernels SEQUENCE OF {.., UnikernelConfigV4}, policies SEQUENCE OF {.., Policy} },
     *   [6] SEQUENCE { unikernels SEQUENCE OF {.., UnikernelConfig}, policies SEQUENCE OF {.., Policy} } }
     * </pre>
     *
     * <p>[7] is reserved by the original and refused.
     *
     * @param refused takes the entries that cannot be read
     */
    static State read(DerReader reader, RefusedEntry.Sink refused) throws IOException, ProtocolException {
        return reader.choice(WHAT, number -> switch (number) {
            case 0 -> readUnikernels(reader, () -> OldConfigCodec.readV1(reader), refused);
            case 1 -> readUnikernels(reader, () -> OldConfigCodec.readV0(reader), refused);
            case 2 -> readUnikernels(reader, () -> OldConfigCodec.readV2(reader), refused);
            case 3 -> readUnikernels(reader, () -> ConfigCodec.readV3(reader), refused);
            case 4 -> readBoth(reader, () -> ConfigCodec.readV3(reader), refused);
            case 5 -> readBoth(reader, () -> ConfigCodec.readV4(reader), refused);
            case 6 -> readBoth(reader, () -> ConfigCodec.read(reader), refused);
            default -> throw reader.unknown(WHAT, number);
        });
    }

    static Der write(State state) {
        return Der.explicit(
                6,
                Der.sequence(
                        Der.sequenceOf(state.unikernels(), named -> writeNamed(named, ConfigCodec::write)),
                        Der.sequenceOf(state.policies(), named -> writeNamed(named, PolicyCodec::write))));
    }

    /** SEQUENCE { name Name, value .. }, which answers have too. */
    static <T> Named<T> readNamed(DerReader reader, DerReader.Body<T> value) throws IOException, ProtocolException {
        return reader.sequence(() -> new Named<>(reader.name(), value.read()));
    }

    static <T> Der writeNamed(Named<T> named, Function<T, Der> value) {
        return Der.sequence(Der.name(named.name()), value.apply(named.value()));
    }

    private static State readUnikernels(
            DerReader reader, DerReader.Body<UnikernelConfig> config, RefusedEntry.Sink refused)
            throws IOException, ProtocolException {
        return new State(readEntries(reader, config, RefusedEntry.Kind.UNIKERNEL, refused), List.of());
    }

    private static State readBoth(DerReader reader, DerReader.Body<UnikernelConfig> config, RefusedEntry.Sink refused)
            throws IOException, ProtocolException {
        return reader.sequence(() -> new State(
                readEntries(reader, config, RefusedEntry.Kind.UNIKERNEL, refused),
                readEntries(reader, () -> PolicyCodec.read(reader), RefusedEntry.Kind.POLICY, refused)));
    }

    private static <T> List<Named<T>> readEntries(
            DerReader reader, DerReader.Body<T> value, RefusedEntry.Kind kind, RefusedEntry.Sink refused)
            throws IOException, ProtocolException {
        return reader.sequenceOf(() -> reader.namedOrRefused(value, kind, refused)).stream()
                .flatMap(Optional::stream)
                .toList();
    }
}
