package org.albatross.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
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

        IdentityTable second = table("boot1");
        second.load(owner -> true);

        assertThat(second.find(A)).contains(100L);
        assertThat(second.numberOf(IMAGE)).isEqualTo(101);
        assertThat(second.find(B)).isEmpty();
    }

    @Test
    void keepsWhatIsDurableOverAReboot() throws IOException {
        IdentityTable first = table("boot1");
        first.numberOf(A);
        first.makeDurable(first.numberOf(IMAGE));
        first.makeDurable(101);

        IdentityTable second = table("boot2");
        second.load(owner -> true);

        assertThat(second.find(A)).isEmpty();
        assertThat(second.find(IMAGE)).contains(101L);
        assertThat(second.numberOf(B)).isEqualTo(100);
    }

    @Test
    void makesDurableWhatAnEarlierProcessOfTheSameBootHasGivenOut() throws IOException {
        table("boot1").numberOf(A);

        IdentityTable second = table("boot1");
        second.load(owner -> true);
        second.makeDurable(100);

        IdentityTable third = table("boot2");
        third.load(owner -> true);
        assertThat(third.find(A)).contains(100L);
    }

    @Test
    void takesWhatAPowerCutHasLeftInPartsForNothing() throws IOException {
        IdentityTable first = table("boot1");
        first.numberOf(A);
        Path file = state.resolve("identities").resolve("100~");
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 10));

        IdentityTable second = table("boot1");
        second.load(owner -> true);

        assertThat(file).doesNotExist();
        assertThat(second.numberOf(B)).isEqualTo(100);
    }

    @Test
    void canMakeDurableAgainWhatFailedOnce() throws IOException {
        boolean[] fails = {true};
        IdentityTable first =
                new IdentityTable(state.resolve("identities"), 100, 101, "boot1", new DurableFiles(directory -> {
                    if (fails[0] && Files.exists(directory.resolve("100"))) {
                        throw new IOException("no");
                    }
                }));
        first.numberOf(A);

        assertThatIOException().isThrownBy(() -> first.makeDurable(100)).withMessage("no");
        fails[0] = false;
        first.makeDurable(100);

        assertThat(state.resolve("identities")).isDirectoryContaining("glob:**/100");
    }

    @Test
    void givesANumberToAnotherOnlyInALaterBoot() throws IOException {
        IdentityTable first = table("boot1");
        first.numberOf(A);
        first.makeDurable(first.numberOf(IMAGE));

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
