package org.albatross.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShareTest {
    @Test
    void leavesAQuarterToOthersWhenThereIsLessThanWanted() {
        assertThat(new Share(1024, 768).within(24)).isEqualTo(new Share(24, 18));
        assertThat(new Share(1024, 4).within(24)).isEqualTo(new Share(24, 4));
        assertThat(new Share(1024, 768).within(1)).isEqualTo(new Share(1, 1));
        assertThat(new Share(1024, 768).within(2000)).isEqualTo(new Share(1024, 768));
    }
}
