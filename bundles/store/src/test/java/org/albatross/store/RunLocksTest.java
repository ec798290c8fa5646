package org.albatross.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.albatross.host.HostFiles;
import org.albatross.host.linux.internal.LinuxHost;
import org.albatross.model.Name;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLocksTest {
    private static final Name A = Name.parse("a");
    private static final Name B = Name.parse("b");
    private static final Name C = Name.parse("c");
    private static final Name D = Name.parse("d");
    private static final Name E = Name.parse("e");

    private final LinuxHost host;
    private final RunPaths paths;
    private final RunLocks locks;

    RunLocksTest(@TempDir Path directory) throws IOException {
        host = new LinuxHost(directory, Path.of("/proc"));
        paths = new RunPaths(directory.resolve("run"));
        locks = new RunLocks(paths, host.files(), 4);
    }

    @BeforeEach
    void make() throws IOException {
        paths.make();
        for (Name name : new Name[] {A, B, C, D}) {
            take(name).close();
        }
    }

    @AfterEach
    void close() {
        host.close();
    }

    private HostFiles.Lock take(Name name) throws IOException {
        return locks.take(name, Duration.ZERO).orElseThrow();
    }

    @Test
    void refusesOneFileTooManyAndTakesWhatIsThereAlready() throws IOException {
        assertThatThrownBy(() -> take(E))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("locks has 4 files")
                .hasMessageContaining("at most 4 are kept")
                .hasMessageContaining("restart the platform");
        assertThat(paths.lock(E)).doesNotExist();
        take(A).close();
    }

    @Test
    void countsAgainWhatIsThereBeforeItRefuses() throws IOException {
        Files.delete(paths.lock(D));
        take(E).close();
        Files.delete(paths.lock(E));

        take(D).close();

        assertThatThrownBy(() -> take(E)).hasMessageContaining("locks has 4 files");
    }

    @Test
    void removesManyOfThoseThatNobodyNeedsOrHolds() throws IOException {
        try (HostFiles.Lock held = take(B)) {
            assertThat(held).isNotNull();
            assertThat(locks.removeUnused(Set.of(A)::contains)).isEqualTo(2);
        }

        assertThat(paths.lockFiles()).containsExactly(A, B);
        take(E).close();
    }

    @Test
    void removesNoneWhenThereAreFew() throws IOException {
        Files.delete(paths.lock(C));
        Files.delete(paths.lock(D));

        assertThat(locks.removeUnused(name -> false)).isZero();
    }
}
