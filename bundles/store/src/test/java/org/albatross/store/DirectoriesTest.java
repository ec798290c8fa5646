package org.albatross.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DirectoriesTest {
    private static Directories of(String state, String run) {
        return Directories.of(Map.of(Directories.STATE, state, Directories.RUN, run)::get);
    }

    @Test
    void readsBoth() {
        assertThat(of("/var/lib/a", "/run/a"))
                .isEqualTo(new Directories(new StatePaths(Path.of("/var/lib/a")), Path.of("/run/a")));
    }

    @Test
    void refusesWhatIsNotSetOrNotAnAbsolutePath() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> of("", "/run/a"))
                .withMessage("the framework property albatross.state.dir is not set");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Directories.of(Map.of(Directories.STATE, "/a")::get))
                .withMessage("the framework property albatross.run.dir is not set");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> of("/a", "run"))
                .withMessage("framework property albatross.run.dir = 'run': an absolute path is needed");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> of("/a\0", "/run"))
                .withMessage("framework property albatross.state.dir = '/a\0': it is not a path");
    }

    /** What an original keeps in its state directory must not be taken for ours, nor ours for it. */
    @Test
    void hasNoFileThatAnOriginalCallsTheSameButBlockDevices() {
        StatePaths paths = new StatePaths(Path.of("/s"));

        assertThat(paths.blocks()).isEqualTo(Path.of("/s", OriginalFiles.BLOCKS));
        assertThat(new Path[] {
                    paths.lock(),
                    paths.instance(),
                    paths.unikernels(),
                    paths.importing(),
                    paths.policies(),
                    paths.images(),
                    paths.identities(),
                    paths.notes(),
                    paths.finished()
                })
                .doesNotHaveDuplicates()
                .doesNotContain(
                        Path.of("/s", OriginalFiles.STATE), Path.of("/s", OriginalFiles.BACKUP), paths.blocks());
    }
}
