package org.albatross.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class GroupsTest {
    @Test
    void containsItsGroupsInWhateverOrderTheyCame() {
        Groups groups = Groups.of(4_294_967_294L, 27, 0, 3_000_000_000L);
        for (long group : new long[] {0, 27, 3_000_000_000L, 4_294_967_294L}) {
            assertThat(groups.contains(group)).as("%s", group).isTrue();
        }
        for (long group : new long[] {-1, -2, 1, 28, 4_294_967_295L, 4_294_967_296L, 1L << 32 | 27}) {
            assertThat(groups.contains(group)).as("%s", group).isFalse();
        }
        assertThat(groups).isEqualTo(Groups.of(0, 27, 3_000_000_000L, 4_294_967_294L));
        assertThat(Groups.NONE.contains(0)).isFalse();
    }

    @Test
    void keepsTheLowestOnesWhereThereAreMore() {
        long[] many = LongStream.rangeClosed(1, Groups.MOST + 1)
                .map(i -> 3_000_000_000L - i)
                .toArray();
        Groups groups = Groups.of(many);
        assertThat(groups.contains(many[0])).isFalse();
        assertThat(groups.contains(many[1])).isTrue();
        assertThat(groups.contains(many[Groups.MOST])).isTrue();
    }
}
