package org.albatross.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DescriptorLimitTest {
    @Test
    void leavesHalfOfWhatIsFreeToConnections() {
        assertThat(new DescriptorLimit(128, 80).connections(1024)).isEqualTo(24);
        assertThat(new DescriptorLimit(1024, 124).connections(1024)).isEqualTo(450);
    }

    @Test
    void leavesAFewWhateverIsOpenAndNeverMoreThanAreWanted() {
        assertThat(new DescriptorLimit(64, 63).connections(1024)).isEqualTo(4);
        assertThat(new DescriptorLimit(1 << 20, 80).connections(1024)).isEqualTo(1024);
        assertThat(new DescriptorLimit(64, 63).connections(2)).isEqualTo(2);
    }

    @Test
    void isThatOfThisProcess() {
        DescriptorLimit limit = DescriptorLimit.ofThisProcess();

        assertThat(limit.open()).isPositive();
        assertThat(limit.most()).isGreaterThan(limit.open());
    }
}
