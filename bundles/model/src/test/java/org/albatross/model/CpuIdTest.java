package org.albatross.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class CpuIdTest {
    @Test
    void isOrderedAndPrintedAsItsNumber() {
        assertThat(CpuId.setOf(10, 9, 9)).containsExactly(new CpuId(9), new CpuId(10));
        assertThat(CpuId.setOf(10, 9)).hasToString("[9, 10]");
    }

    @Test
    void isAnyNumberOfTheProtocolAndNoOther() {
        assertThat(new CpuId(4_611_686_018_427_387_903L).number()).isEqualTo(Integer63.MAX);
        assertThat(new CpuId(-4_611_686_018_427_387_904L).number()).isEqualTo(Integer63.MIN);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CpuId(4_611_686_018_427_387_904L))
                .withMessage(
                        "the number 4611686018427387904 is not one of -4611686018427387904 to 4611686018427387903");
        assertThatIllegalArgumentException().isThrownBy(() -> new CpuId(-4_611_686_018_427_387_905L));
    }
}
