package org.albatross.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.albatross.model.Bytes;
import org.albatross.model.Name;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each rule of the grammar, with a message that breaks it, and what the peer is told. */
class MalformedMessageTest {
    private static final Header HEADER = new Header(1, Name.parse("foo:bar"));

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 4, 6})
    void namesAnotherVersion(long version) {
        Der header = Der.sequence(Der.integer(version), Der.int64(1), Decoding.text("foo:bar"));

        ProtocolException refusal = refusal(Der.sequence(header, Der.explicit(2, Decoding.text("x"))));

        assertThat(refusal).hasMessage("version " + version + " of the protocol, only version 5 is spoken here");
        assertThat(refusal.header()).isEmpty();
    }

    @Test
    void namesAnotherVersionWhateverFollowsIt() {
        Der header = Der.sequence(Der.integer(6), Der.nul(), Der.nul(), Der.nul());

        assertThat(refusal(Der.sequence(header, Der.nul()))).hasMessageStartingWith("version 6 of the protocol");
    }

    @Test
    void namesAnotherVersionOfAnExtension() {
        byte[] bytes = Der.sequence(Der.integer(4), Der.choice(104)).toBytes();
        WireDecoder decoder = new WireDecoder(Limits.REMOTE, BlobSink.REFUSING);

        ProtocolException refusal = catchThrowableOfType(
                ProtocolException.class, () -> decoder.extension(new ByteArrayInputStream(bytes), bytes.length));

        assertThat(refusal).hasMessageStartingWith("version 4 of the protocol");
    }

    @Test
    void refusesASequenceOf7Bytes() {
        Der header = Der.sequence(Der.integer(5), Der.octets(Bytes.ofHex("00000000000001")), Decoding.text("foo:bar"));

        ProtocolException refusal = refusal(Der.sequence(header, Der.explicit(2, Decoding.text("x"))));

        assertThat(refusal).hasMessageContaining("expected a OCTET STRING of 8 bytes, found one of 7");
        assertThat(refusal.header()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "::",
                "a::",
                "a::b",
                "foo:-bar",
                "foo bar",
                "foo/bar",
                "..",
                "a:.",
                "foo:b\u00e4r",
                "foo:\u212aelvin",
                "foo\u0000"
            })
    void refusesInvalidNames(String name) {
        Der header = Der.sequence(Der.integer(5), Der.int64(1), Decoding.text(name));

        ProtocolException refusal = refusal(Der.sequence(header, Der.explicit(2, Decoding.text("x"))));

        assertThat(refusal.header()).isEmpty();
        assertThat(refusal.getMessage()).matches("[ -~]+");
    }

    @Test
    void refusesNamesBeyondTheLimitsWithBothNumbers() {
        String tooLong = ("a".repeat(50) + ":").repeat(4);
        String tooDeep = "a:".repeat(17);

        assertThat(refusal(Der.sequence(
                        Der.sequence(Der.integer(5), Der.int64(1), Decoding.text(tooLong)), Der.choice(0))))
                .hasMessageContaining("204")
                .hasMessageContaining("200");
        assertThat(refusal(Der.sequence(
                        Der.sequence(Der.integer(5), Der.int64(1), Decoding.text(tooDeep)), Der.choice(0))))
                .hasMessageContaining("17")
                .hasMessageContaining("16");
    }

    @Test
    void refusesAHeaderWithMoreOrLess() {
        assertThat(refusal(Der.sequence(
                        Der.sequence(Der.integer(5), Der.int64(1), Decoding.text("a"), Der.nul()), Der.choice(0))))
                .hasMessageContaining("more in SEQUENCE");
        assertThat(refusal(Der.sequence(Der.sequence(Der.integer(5), Der.int64(1)), Der.choice(0))))
                .hasMessageContaining("expected UTF8String, found nothing");
        assertThat(refusal(Der.sequence(Decoding.header()))).hasMessageContaining("expected a payload, found nothing");
    }

    @ParameterizedTest
    @CsvSource({
        "payload, 4",
        "payload, 102",
        "command, 0 2",
        "command, 0 6",
        "command, 0 103",
        "console command, 0 0 1",
        "console command, 0 0 4",
        "begin, 0 0 2 2",
        "stats command, 0 1 4",
        "unikernel command, 0 3 0",
        "unikernel command, 0 3 8",
        "unikernel command, 0 3 12",
        "unikernel command, 0 3 13",
        "unikernel command, 0 3 22",
        "restart, 0 3 14 4",
        "policy command, 0 4 3",
        "block command, 0 5 8",
        "event log command, 0 100 2",
        "begin, 0 100 0 3",
        "begin, 0 100 1 3",
        "role, 0 105 2",
        "lifecycle command, 0 102 6",
        "success, 1 3",
        "success, 1 5",
        "success, 1 8",
        "success, 1 14",
        "success, 1 103",
        "data, 3 0",
        "data, 3 2",
        "data, 3 5",
        "block data, 3 4 2"
    })
    void refusesUnknownAlternatives(String what, String path) {
        int[] numbers =
                Arrays.stream(path.split(" ")).mapToInt(Integer::parseInt).toArray();
        Der payload = Der.nul();
        for (int i = numbers.length - 1; i >= 0; i--) {
            payload = Der.explicit(numbers[i], payload);
        }

        ProtocolException refusal = refusal(Decoding.wire(payload));

        assertThat(refusal).hasMessageContaining("unknown " + what + " [" + numbers[numbers.length - 1] + "]");
        if (numbers.length > 1 || numbers[0] != 0) {
            assertThat(refusal.header()).isEqualTo(Optional.of(HEADER));
        }
    }

    @Test
    void refusesAMacAddressOfFiveBytes() {
        Der net = Der.sequence(Decoding.text("service"), Der.octets(Bytes.ofHex("0011223344")));
        Der config = Der.sequence(
                Der.choice(0),
                Der.bool(false),
                Der.octets(Bytes.EMPTY),
                Der.bool(true),
                Der.choice(0),
                Der.setOf(List.of(0L), Der::integer),
                Der.integer(32),
                Der.explicit(1, Der.setOf(List.of(net), one -> one)));

        ProtocolException refusal = refusal(Decoding.wire(Der.explicit(0, Der.explicit(3, Der.explicit(20, config)))));

        assertThat(refusal).hasMessageContaining("a MAC address of 5 bytes, expected 6");
        assertThat(refusal.header()).contains(HEADER);
    }

    @Test
    void refusesUnknownTypesAndFailBehaviours() {
        Der type = Der.sequence(Der.choice(2));
        Der behaviour =
                Der.sequence(Der.choice(0), Der.bool(false), Der.octets(Bytes.EMPTY), Der.bool(true), Der.choice(2));

        assertThat(refusal(Decoding.wire(Der.explicit(0, Der.explicit(3, Der.explicit(20, type))))))
                .hasMessageContaining("unknown type of unikernel [2]");
        assertThat(refusal(Decoding.wire(Der.explicit(0, Der.explicit(3, Der.explicit(20, behaviour))))))
                .hasMessageContaining("unknown fail behaviour [2]");
    }

    @Test
    void refusesOptionalFieldsOutOfOrder() {
        Der arguments = Der.sequence(
                Der.choice(0),
                Der.bool(true),
                Der.setOf(List.of(0L), Der::integer),
                Der.integer(32),
                Der.explicit(3, Der.integer(1)),
                Der.explicit(2, Der.sequence()));

        ProtocolException refusal =
                refusal(Decoding.wire(Der.explicit(0, Der.explicit(3, Der.explicit(14, Der.explicit(3, arguments))))));

        assertThat(refusal).hasMessageContaining("more in SEQUENCE than expected");
    }

    @Test
    void refusesUnknownFieldsInTheTypesOfTheOriginal() {
        Der console = Der.sequence(Der.time(Instant.EPOCH), Decoding.text("x"), Der.nul());

        assertThat(refusal(Decoding.wire(Der.explicit(3, Der.explicit(3, console)))))
                .hasMessageContaining("more in SEQUENCE than expected");
    }

    private static ProtocolException refusal(Der message) {
        return catchThrowableOfType(ProtocolException.class, () -> Decoding.message(message));
    }
}
