package org.albatross.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MegabytesTest {
    private static final Megabytes LARGEST = new Megabytes(Integer63.MAX);
    private static final Megabytes SMALLEST = new Megabytes(Integer63.MIN);
    private static final Megabytes ONE = new Megabytes(1);

    @Test
    void isPrintedAsItsNumber() {
        assertThat(new Megabytes(32)).hasToString("32");
    }

    @Test
    void isAnyNumberOfTheProtocolAndNoOther() {
        assertThat(new Megabytes(-5).count()).isEqualTo(-5);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Megabytes(Integer63.MAX + 1))
                .withMessage(
                        "the number 4611686018427387904 is not one of -4611686018427387904 to 4611686018427387903");
        assertThatIllegalArgumentException().isThrownBy(() -> new Megabytes(Integer63.MIN - 1));
    }

    @Test
    void hasTwoToThe20thBytesEach() {
        assertThat(new Megabytes(3).bytes()).isEqualTo(3_145_728);
        assertThat(Megabytes.ofBytes(3_145_727)).isEqualTo(new Megabytes(2));
        assertThat(LARGEST.bytes()).isEqualTo(Long.MAX_VALUE);
        assertThat(SMALLEST.bytes()).isEqualTo(Long.MIN_VALUE);
        assertThat(new Megabytes(-1).bytes()).isEqualTo(-1_048_576);
    }

    @Test
    void holdsAsManyBytesAsItHasAndNoMore() {
        assertThat(ONE.hold(1_048_576)).isTrue();
        assertThat(ONE.hold(1_048_577)).isFalse();
        assertThat(Megabytes.ZERO.hold(0)).isTrue();
        assertThat(Megabytes.ZERO.hold(1)).isFalse();
        assertThat(new Megabytes(-1).hold(0)).isFalse();
        assertThat(LARGEST.hold(Long.MAX_VALUE)).isTrue();
    }

    @Test
    void isAddedAndSubtracted() {
        assertThat(new Megabytes(40).plus(new Megabytes(2))).isEqualTo(new Megabytes(42));
        assertThat(new Megabytes(40).minus(new Megabytes(42))).isEqualTo(new Megabytes(-2));
    }

    @Test
    void neverBecomesSmallByASum() {
        assertThat(LARGEST.plus(ONE)).isEqualTo(LARGEST);
        assertThat(LARGEST.plus(LARGEST)).isEqualTo(LARGEST);
        assertThat(SMALLEST.plus(SMALLEST)).isEqualTo(SMALLEST);
        assertThat(SMALLEST.minus(LARGEST)).isEqualTo(SMALLEST);
        assertThat(LARGEST.minus(SMALLEST)).isEqualTo(LARGEST);
        assertThat(Stream.generate(() -> LARGEST).limit(9).reduce(Megabytes.ZERO, Megabytes::plus))
                .isEqualTo(LARGEST);
    }

    @Test
    void isComparedByItsNumber() {
        assertThat(new Megabytes(9).exceeds(new Megabytes(8))).isTrue();
        assertThat(new Megabytes(9).exceeds(new Megabytes(9))).isFalse();
        assertThat(new Megabytes(10)).isGreaterThan(new Megabytes(9));
        assertThat(new Megabytes(9).max(new Megabytes(10))).isEqualTo(new Megabytes(10));
        assertThat(new Megabytes(10).max(new Megabytes(9))).isEqualTo(new Megabytes(10));
        assertThat(new Megabytes(9).min(new Megabytes(10))).isEqualTo(new Megabytes(9));
        assertThat(new Megabytes(10).min(new Megabytes(9))).isEqualTo(new Megabytes(9));
    }
}
