package org.albatross.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.LongFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.albatross.json.ModelJson;
import org.albatross.model.Blob;
import org.albatross.model.Bytes;
import org.albatross.model.Command;
import org.albatross.model.Name;
import org.albatross.model.Reply;
import org.albatross.model.Sha256;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Any bytes end in a value or a {@link ProtocolException}, and in bounded memory. */
class HostileInputTest {
    private static final int INPUTS = 1_000_000;
    private static final int SLICES = 20;
    private static final WireDecoder DECODER = new WireDecoder(Limits.LOCAL, new Spool());

    /** Bytes that decoding may allocate for each byte of a message; names of one letter are the worst. */
    private static final long PER_BYTE = 400;

    /** Bytes that decoding may allocate whatever the message: buffers, and an exception with its trace. */
    private static final long CONSTANT = 64 * 1024;

    /** Decodes, and writes what came out in both forms. */
    @FunctionalInterface
    private interface Decode {
        Vector.Value from(InputStream in, long length) throws IOException, ProtocolException;
    }

    private static final List<Decode> DECODES =
            List.of(HostileInputTest::message, HostileInputTest::extension, HostileInputTest::state);

    @Test
    void endsInAValueOrAProtocolExceptionForAMillionInputs() {
        int values = IntStream.range(0, SLICES)
                .parallel()
                .map(HostileInputTest::valuesIn)
                .sum();

        assertThat(values).as("mutations that still decode").isGreaterThan(INPUTS / 100);
    }

    private static int valuesIn(int slice) {
        RandomGenerator random = new SplittableRandom(slice);
        int values = 0;
        try {
            List<byte[]> seeds = seeds(random);
            for (int i = 0; i < INPUTS / SLICES; i++) {
                byte[] input = i % 8 == 0 ? noise(random) : mutated(seeds.get(random.nextInt(seeds.size())), random);
                values += decodes(DECODES.get(i % DECODES.size()), input) ? 1 : 0;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return values;
    }

    @Test
    void neverReadsBeyondTheMessage() throws IOException {
        RandomGenerator random = new SplittableRandom(7);
        for (byte[] seed : seeds(random)) {
            byte[] longer = Arrays.copyOf(seed, seed.length + 100);
            ByteArrayInputStream in = new ByteArrayInputStream(longer);
            try {
                DECODER.message(in, seed.length);
            } catch (ProtocolException e) {
                assertThat(e).hasMessageMatching("[ -~]+");
            }
            assertThat(in.available()).isGreaterThanOrEqualTo(100);
        }
    }

    @TestFactory
    Stream<DynamicTest> allocatesInProportionToTheMessage() {
        int count = 5_000;
        Map<String, Der> hostile = new LinkedHashMap<>();
        hostile.put("root names", consoles(count, i -> Der.name(Name.ROOT)));
        hostile.put("names of one letter", consoles(count, i -> Decoding.text("a")));
        hostile.put("names of 16 labels", consoles(count, i -> Decoding.text("a:b:c:d:e:f:g:h:i:j:k:l:m:n:o:p")));
        hostile.put("arguments without bytes", restart(Der.explicit(2, repeated(Tag.SEQUENCE, count, i -> text("")))));
        hostile.put("block devices", restart(Der.explicit(0, repeated(Tag.SET, count, i -> Der.sequence(text(""))))));
        hostile.put("net devices", restart(Der.explicit(1, repeated(Tag.SET, count, i -> Der.sequence(text(""))))));
        hostile.put("CPUs", policy(repeated(Tag.SEQUENCE, count, Der::integer), Der.sequence()));
        hostile.put("the same CPU", policy(repeated(Tag.SEQUENCE, count, i -> Der.integer(0)), Der.sequence()));
        hostile.put("bridges", policy(Der.sequence(), repeated(Tag.SEQUENCE, count, i -> text("b" + i))));
        hostile.put("certificates", origin(repeated(Tag.SEQUENCE, count, i -> Der.octets(Bytes.EMPTY))));
        hostile.put("a field to skip", hello(Der.octets(Bytes.of(new byte[100_000]))));
        hostile.put(
                "fields to skip", hello(Collections.nCopies(count, Der.nul()).toArray(Der[]::new)));
        hostile.put("a long text", Decoding.wire(Der.explicit(2, text("x".repeat(1_000_000)))));
        hostile.put(
                "an invalid name",
                Decoding.wire(Der.explicit(1, Der.explicit(12, Der.sequence(text("-".repeat(1_000_000)))))));
        return hostile.entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> {
                    byte[] message = entry.getValue().toBytes();
                    for (int end : List.of(message.length, message.length - 1, message.length / 2)) {
                        assertThat(allocatedFor(Arrays.copyOf(message, end), message.length))
                                .isLessThan(PER_BYTE * end + CONSTANT);
                    }
                }));
    }

    @Test
    void allocatesForWhatArrivedAndNotForWhatWasAnnounced() throws IOException {
        byte[] text =
                Decoding.wire(Der.explicit(2, text("x".repeat(1_500_000)))).toBytes();
        Message create = Message.answer(
                Header.UNKNOWN,
                new Reply.UnikernelImage(
                        false, new Blob.Spooled(400_000_000, Sha256.ofHex("00".repeat(Sha256.LENGTH)), "image")));
        ByteArrayOutputStream image = new ByteArrayOutputStream();
        assertThatThrownBy(() -> WireEncoder.message(create).writeTo(image, blob -> InputStream.nullInputStream()))
                .isInstanceOf(IOException.class);

        assertThat(allocatedFor(Arrays.copyOf(text, 100), text.length)).isLessThan(3 * CONSTANT);
        assertThat(allocatedFor(image.toByteArray(), WireEncoder.message(create).length()))
                .isLessThan(3 * CONSTANT);
    }

    private static Der text(String text) {
        return Decoding.text(text);
    }

    private static Der repeated(int tag, int count, LongFunction<Der> element) {
        List<Der> elements = LongStream.range(0, count).mapToObj(element).toList();
        return tag == Tag.SET ? Der.setOf(elements, one -> one) : Der.sequenceOf(elements, one -> one);
    }

    private static Der consoles(int count, LongFunction<Der> name) {
        return Decoding.wire(Der.explicit(1, Der.explicit(12, repeated(Tag.SEQUENCE, count, name))));
    }

    private static Der restart(Der devices) {
        Der arguments = Der.sequence(
                Der.choice(0), Der.bool(true), Der.setOf(List.of(0L), Der::integer), Der.integer(32), devices);
        return Decoding.wire(Der.explicit(0, Der.explicit(3, Der.explicit(14, Der.explicit(3, arguments)))));
    }

    private static Der policy(Der cpuids, Der bridges) {
        Der policy = Der.sequence(cpuids, Der.integer(1), Der.integer(32), bridges);
        return Decoding.wire(Der.explicit(0, Der.explicit(4, Der.explicit(1, policy))));
    }

    private static Der origin(Der chain) {
        return Decoding.wire(Der.explicit(103, Der.sequence(chain, text("peer"), Der.time(Instant.EPOCH))));
    }

    private static Der hello(Der... unknown) {
        Der.Fields fields = Der.fields().add(text("p")).add(text("v")).add(Der.sequence());
        List.of(unknown).forEach(fields::add);
        return Decoding.wire(Der.explicit(1, Der.explicit(104, fields.sequence())));
    }

    private static List<byte[]> seeds(RandomGenerator random) throws IOException {
        List<byte[]> seeds = new ArrayList<>();
        for (Bytes vector : Vector.bytes()) {
            if (vector.length() > 0 && vector.length() < 1_000) {
                seeds.add(vector.toArray());
            }
        }
        RandomMessages messages = new RandomMessages(random);
        for (int i = 0; i < 200; i++) {
            seeds.add(WireEncoder.message(messages.message()).toBytes());
        }
        return seeds;
    }

    private static byte[] noise(RandomGenerator random) {
        byte[] noise = new byte[random.nextInt(64)];
        random.nextBytes(noise);
        return noise;
    }

    /** One to three bytes changed, inserted or removed, or a piece copied over another. */
    private static byte[] mutated(byte[] seed, RandomGenerator random) {
        byte[] mutated = seed.clone();
        for (int i = random.nextInt(1, 4); i > 0 && mutated.length > 1; i--) {
            int at = random.nextInt(mutated.length);
            switch (random.nextInt(6)) {
                case 0 -> mutated[at] = (byte) random.nextInt();
                case 1 -> mutated[at] ^= (byte) (1 << random.nextInt(Byte.SIZE));
                case 2 -> mutated[at] += (byte) (random.nextBoolean() ? 1 : -1);
                case 3 -> mutated = Arrays.copyOf(mutated, at);
                case 4 -> {
                    byte[] longer = new byte[mutated.length + 1];
                    System.arraycopy(mutated, 0, longer, 0, at);
                    System.arraycopy(mutated, at, longer, at + 1, mutated.length - at);
                    mutated = longer;
                }
                default -> {
                    int length = random.nextInt(mutated.length - at);
                    System.arraycopy(mutated, at, mutated, random.nextInt(mutated.length - length), length);
                }
            }
        }
        return mutated;
    }

    private static Vector.Value message(InputStream in, long length) throws IOException, ProtocolException {
        Message message = DECODER.message(in, length);
        return new Vector.Value(Vector.json(message), WireEncoder.message(message));
    }

    private static Vector.Value extension(InputStream in, long length) throws IOException, ProtocolException {
        Command command = DECODER.extension(in, length);
        return new Vector.Value(ModelJson.command(command), WireEncoder.extension(command));
    }

    private static Vector.Value state(InputStream in, long length) throws IOException, ProtocolException {
        State state = DECODER.state(in, length);
        return new Vector.Value(Vector.json(state), WireEncoder.state(state));
    }

    private static boolean decodes(Decode decode, byte[] input) throws IOException {
        try {
            Vector.Value value = decode.from(new ByteArrayInputStream(input), input.length);
            return value.encoding().toBytes().length > 0
                    && !Vector.text(value.json()).isEmpty();
        } catch (ProtocolException e) {
            return false;
        }
    }

    /** The bytes that the second decoding allocates, the first having loaded what there is. */
    private static long allocatedFor(byte[] arrived, long announced) throws IOException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        isMessage(arrived, announced);
        long before = threads.getCurrentThreadAllocatedBytes();
        isMessage(arrived, announced);
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    private static boolean isMessage(byte[] arrived, long announced) throws IOException {
        try {
            DECODER.message(new ByteArrayInputStream(arrived), announced);
            return true;
        } catch (ProtocolException e) {
            return false;
        }
    }
}
