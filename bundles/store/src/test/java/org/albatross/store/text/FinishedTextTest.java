package org.albatross.store.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.albatross.core.RunId;
import org.albatross.core.State.Finished;
import org.albatross.model.Exit;
import org.albatross.model.Name;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FinishedTextTest {
    private static final Instant TIME = Instant.parse("2026-11-22T09:31:43.987654321Z");
    private static final List<Finished> THREE = List.of(
            new Finished(Name.parse("a"), new RunId(1), 0, new Exit.Code(3), TIME),
            new Finished(Name.parse("a:b:c"), new RunId(7), 2, new Exit.Signal(9), TIME.plusSeconds(1)),
            new Finished(Name.parse("a"), new RunId(Long.MAX_VALUE), 5, new Exit.Unknown(), TIME.plusSeconds(2)));

    @Test
    void readsBackWhatItHasWritten() throws Exception {
        assertThat(FinishedText.read(FinishedText.write(THREE))).isEqualTo(THREE);
        assertThat(FinishedText.read(FinishedText.write(List.of()))).isEmpty();
    }

    @Test
    void refusesATornSheet() {
        byte[] whole = FinishedText.write(THREE);
        for (int i = 0; i < whole.length; i++) {
            byte[] torn = Arrays.copyOf(whole, i);

            assertThatExceptionOfType(CorruptFileException.class).isThrownBy(() -> FinishedText.read(torn));
        }
    }

    @Test
    void endsWithAListOrARefusalForAnyDamage() {
        byte[] whole = FinishedText.write(THREE);
        Random random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = whole.clone();
            damaged[random.nextInt(whole.length)] = (byte) random.nextInt(256);
            try {
                assertThat(FinishedText.read(damaged)).hasSizeLessThanOrEqualTo(THREE.size());
            } catch (CorruptFileException e) {
                assertThat(e).hasMessageNotContaining("\n");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "unikernel :a 2026-11-22T09:31:43Z 1 0 exit 99999999999",
                "unikernel :a 2026-11-22T09:31:43Z 1 0 exit",
                "unikernel :a 2026-11-22T09:31:43Z 1 0",
                "unikernel :a +12026-11-22T09:31:43Z 1 0 unknown",
                "unikernel :a yesterday 1 0 unknown",
                "unikernel :a 2026-99-22T09:31:43Z 1 0 unknown",
                "unikernel A!B 2026-11-22T09:31:43Z 1 0 unknown",
                "unikernel",
                "other"
            })
    void refusesALineThatItDoesNotUnderstand(String line) {
        byte[] sheet = ("albatross finished 1\n" + line + "\nend\n").getBytes(StandardCharsets.US_ASCII);

        assertThatExceptionOfType(CorruptFileException.class).isThrownBy(() -> FinishedText.read(sheet));
    }

    @Test
    void keepsTheLatestThatFit() throws Exception {
        List<Finished> many = LongStream.range(0, FinishedText.MAX_ENTRIES + 3L)
                .mapToObj(run -> new Finished(
                        Name.parse(("x".repeat(49) + ":").repeat(3) + "y".repeat(50)),
                        new RunId(Long.MAX_VALUE - run),
                        Long.MAX_VALUE,
                        new Exit.Signal(Integer.MAX_VALUE),
                        TIME))
                .toList();

        byte[] sheet = FinishedText.write(many);

        assertThat(sheet).hasSizeLessThan(RecordText.MAX_BYTES);
        assertThat(FinishedText.read(sheet)).isEqualTo(many.subList(3, many.size()));
    }
}
