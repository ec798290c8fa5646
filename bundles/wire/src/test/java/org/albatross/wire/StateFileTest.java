package org.albatross.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.albatross.model.Arguments;
import org.albatross.model.Blob;
import org.albatross.model.BlockDevice;
import org.albatross.model.Bytes;
import org.albatross.model.CpuId;
import org.albatross.model.FailBehaviour;
import org.albatross.model.Megabytes;
import org.albatross.model.Name;
import org.albatross.model.Named;
import org.albatross.model.NetDevice;
import org.albatross.model.Policy;
import org.albatross.model.Text;
import org.albatross.model.UnikernelConfig;
import org.albatross.model.UnikernelType;
import org.junit.jupiter.api.Test;

/** The forms of state files that no vector has, and what all have in common. */
class StateFileTest {
    private static final Bytes IMAGE = Bytes.ofHex("cafe");

    @Test
    void readsForm0WithDevicesByNameAlone() throws IOException, ProtocolException {
        Der config = Der.sequence(
                Der.choice(0),
                Der.bool(true),
                Der.octets(IMAGE),
                Der.choice(0),
                Der.integer(3),
                Der.integer(64),
                Der.explicit(0, Der.setOf(List.of("disk"), Decoding::text)),
                Der.explicit(1, Der.setOf(List.of("service", "br1"), Decoding::text)),
                Der.explicit(2, Der.sequenceOf(List.of("-l", "debug"), Decoding::text)));

        State state = Decoding.state(Der.explicit(0, Der.sequence(named(":a", config))));

        assertThat(state.policies()).isEmpty();
        assertThat(state.unikernels())
                .containsExactly(new Named<>(
                        Name.parse("a"),
                        new UnikernelConfig(
                                UnikernelType.SOLO5,
                                true,
                                Blob.of(IMAGE),
                                new Arguments(
                                        new FailBehaviour.Quit(),
                                        Optional.empty(),
                                        true,
                                        CpuId.setOf(3),
                                        new Megabytes(64),
                                        List.of(new BlockDevice(Text.of("disk"), Optional.empty(), Optional.empty())),
                                        List.of(
                                                new NetDevice(Text.of("br1"), Optional.empty(), Optional.empty()),
                                                new NetDevice(Text.of("service"), Optional.empty(), Optional.empty())),
                                        Optional.of(List.of(Text.of("-l"), Text.of("debug"))),
                                        1,
                                        Optional.empty()))));
    }

    @Test
    void readsForm4WithPolicies() throws IOException, ProtocolException {
        Der v3 = Der.sequence(
                Der.choice(0), Der.bool(false), Der.octets(IMAGE), Der.choice(0), Der.integer(1), Der.integer(32));
        Policy policy = new Policy(
                CpuId.setOf(0),
                2,
                new Megabytes(128),
                Optional.of(new Megabytes(10)),
                new TreeSet<>(List.of(Text.of("br"))));

        State state = Decoding.state(Der.explicit(
                4,
                Der.sequence(
                        Der.sequence(named("foo:a", v3)), Der.sequence(named("foo:", PolicyCodec.write(policy))))));

        assertThat(state.unikernels().get(0).value().arguments().cpuids()).containsExactly(new CpuId(1));
        assertThat(state.policies()).containsExactly(new Named<>(Name.parse("foo:"), policy));
    }

    @Test
    void readsEveryKindOfImageOfForm1() throws IOException, ProtocolException {
        for (int kind = 0; kind < 3; kind++) {
            Der config = Der.sequence(Der.integer(0), Der.integer(32), Der.explicit(kind, Der.octets(IMAGE)));

            State state = Decoding.state(Der.explicit(1, Der.sequence(named(":a", config))));

            assertThat(state.unikernels().get(0).value().compressed()).isEqualTo(kind == 2);
        }
    }

    @Test
    void ordersEntriesLabelByLabelAndKeepsTheLastOfAName() {
        State state = new State(
                List.of(unikernel("b:x"), unikernel(":z"), unikernel("a:y"), unikernel(":a"), unikernel("a:y")),
                List.of());

        assertThat(state.unikernels().stream().map(named -> named.name().toString()))
                .containsExactly(":a", "a:y", "b:x", ":z");
    }

    @Test
    void refusesAFormThatIsReserved() {
        assertThatThrownBy(() -> Decoding.state(Der.choice(7)))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("unknown form of a state file [7]");
    }

    @Test
    void passesOverEntriesThatItCannotReadAndSaysWhich() throws IOException, ProtocolException {
        Der dots = Der.sequence(Decoding.text(":.."), ConfigCodec.write(config(IMAGE)));
        Der noConfig = Der.sequence(Decoding.text("a:b"), Der.integer(1));
        Der noName = Der.sequence(Der.integer(1), ConfigCodec.write(config(IMAGE)));
        Der policy = Der.sequence(Decoding.text("a/b:"), Der.sequence());
        Der file = Der.explicit(
                6,
                Der.sequence(
                        Der.sequence(dots, unikernel("x", 2), noConfig, noName, unikernel("y", 2)),
                        Der.sequence(policy)));

        List<RefusedEntry> refused = new ArrayList<>();
        State state = Decoding.state(file, refused::add);

        assertThat(state.unikernels().stream().map(named -> named.name().toString()))
                .containsExactly(":x", ":y");
        assertThat(refused.stream().map(entry -> entry.kind() + " " + entry.name()))
                .containsExactly("unikernel :..", "unikernel a:b", "unikernel ", "policy a/b:");
        assertThat(refused.get(0).reason()).startsWith("invalid label '..': it consists of dots alone");
        assertThat(refused.get(1).reason()).startsWith("expected SEQUENCE, found INTEGER, at byte ");
        assertThatThrownBy(() -> Decoding.state(file))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("dots alone");
    }

    @Test
    void discardsTheImageOfAnEntryThatItPassesOver() throws IOException, ProtocolException {
        byte[] file = Der.explicit(
                        6,
                        Der.sequence(
                                Der.sequence(
                                        Der.sequence(Decoding.text(":.."), ConfigCodec.write(config(IMAGE))),
                                        unikernel("x", 2)),
                                Der.sequence()))
                .toBytes();
        Spool sink = new Spool();

        State state = new WireDecoder(new Limits(Long.MAX_VALUE, 1, 100, 100), sink)
                .state(new ByteArrayInputStream(file), file.length, entry -> {});

        assertThat(state.unikernels()).hasSize(1);
        assertThat(sink.kept).hasSize(1);
    }

    @Test
    void refusesAFileThatEndsWithinAnEntry() {
        byte[] whole = Der.explicit(6, Der.sequence(Der.sequence(unikernel("x", 200)), Der.sequence()))
                .toBytes();
        WireDecoder decoder = new WireDecoder(Limits.LOCAL, BlobSink.REFUSING);

        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> decoder.state(new ByteArrayInputStream(cut), cut.length, entry -> {}))
                    .isInstanceOf(ProtocolException.class);
            assertThatThrownBy(() -> decoder.state(new ByteArrayInputStream(cut), whole.length, entry -> {}))
                    .isInstanceOf(ProtocolException.class);
        }
    }

    /** An entry of form 6 with an image of {@code bytes} bytes. */
    static Der unikernel(String name, int bytes) {
        return named(name, ConfigCodec.write(config(Bytes.of(new byte[bytes]))));
    }

    private static Named<UnikernelConfig> unikernel(String name) {
        return new Named<>(Name.parse(name), config(Bytes.EMPTY));
    }

    private static UnikernelConfig config(Bytes image) {
        return new UnikernelConfig(
                UnikernelType.SOLO5,
                false,
                Blob.of(image),
                new Arguments(
                        new FailBehaviour.Quit(),
                        Optional.empty(),
                        true,
                        CpuId.setOf(0),
                        new Megabytes(32),
                        List.of(),
                        List.of(),
                        Optional.empty(),
                        1,
                        Optional.empty()));
    }

    private static Der named(String name, Der value) {
        return Der.sequence(Der.name(Name.parse(name)), value);
    }
}
