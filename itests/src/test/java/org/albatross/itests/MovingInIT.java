package org.albatross.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code bin/albatrossd} where an original Albatross has been, or an import was begun. */
class MovingInIT {
    private Path home;
    private Path state;

    @BeforeEach
    void makeHome() throws Exception {
        home = Tree.newHome();
        state = Files.createDirectories(home.resolve("state"));
    }

    private List<String> contents() throws Exception {
        try (Stream<Path> files = Files.walk(state)) {
            return files.map(file -> state.relativize(file).toString()).sorted().toList();
        }
    }

    private String refusal() throws Exception {
        List<String> before = contents();
        try (Daemon daemon = Daemon.launch(home)) {
            assertThat(daemon.awaitEnd()).isEqualTo(1);
            assertThat(contents()).isEqualTo(before);
            assertThat(home.resolve("run")).doesNotExist();
            return daemon.log();
        }
    }

    @Test
    void endsWithTheCommandThatTakesOverAnOriginalsStateAndChangesNothing() throws Exception {
        for (String file : List.of("state", "state.bak")) {
            Path original = Files.writeString(state.resolve(file), "anything");
            assertThat(refusal())
                    .startsWith("albatrossd: " + state + " holds the state of an original Albatross, which would not"
                            + " run: take it over by albatross state import " + state + " --state-dir " + state)
                    .hasLineCount(1);
            Files.delete(original);
        }
    }

    @Test
    void endsWhereAnImportWasNotFinishedAndChangesNothing() throws Exception {
        Files.createDirectories(state.resolve("unikernels.import"));
        Files.createDirectories(state.resolve("unikernels"));
        assertThat(refusal())
                .startsWith("albatrossd: " + state + " holds an import that was not finished: run the same albatross"
                        + " state import DIR --state-dir " + state + " again")
                .hasLineCount(1);
    }
}
