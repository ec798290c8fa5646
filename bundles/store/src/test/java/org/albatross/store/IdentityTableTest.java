package org.albatross.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Path;
import org.albatross.disk.DurableFiles;
import org.albatross.model.Name;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityTableTest {
    private static final String A = IdentityTable.owner(Name.parse("a"));
    private static final String B = IdentityTable.owner(Name.parse("b"));
    private static final String IMAGE = IdentityTable.owner(Samples.IMAGE);

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    Path state;

    private IdentityTable table(String boot) throws IOException {
        return new IdentityTable(state.resolve("identities"), 100, 101, boot, new DurableFiles(directory -> {}));
    }

    @Test
    void givesEachOwnerANumberAndKeepsItOverARestart() throws IOException {
        IdentityTable first = table("boot1");
        assertThat(first.numberOf(A)).isEqualTo(100);
        assertThat(first.numberOf(IMAGE)).isEqualTo(101);
        assertThat(first.numberOf(A)).isEqualTo(100);

        IdentityTable second = table("boot2");
        second.load(owner -> true);

        assertThat(second.find(A)).contains(100L);
        assertThat(second.numberOf(IMAGE)).isEqualTo(101);
        assertThat(second.find(B)).isEmpty();
    }

    @Test
    void givesANumberToAnotherOnlyInALaterBoot() throws IOException {
        IdentityTable first = table("boot1");
        first.numberOf(A);
        first.numberOf(IMAGE);

        IdentityTable sameBoot = table("boot1");
        sameBoot.load(owner -> false);
        assertThatIOException()
                .isThrownBy(() -> sameBoot.numberOf(B))
                .withMessageStartingWith("the range of users and groups for unikernels, 100 to 101, is used up");

        IdentityTable later = table("boot2");
        later.load(IMAGE::equals);
        assertThat(later.numberOf(B)).isEqualTo(100);
        assertThat(later.numberOf(IMAGE)).isEqualTo(101);
    }
}
