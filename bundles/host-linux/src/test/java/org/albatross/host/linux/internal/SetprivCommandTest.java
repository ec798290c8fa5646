package org.albatross.host.linux.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.albatross.host.Processes.Identity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SetprivCommandTest {
    @ParameterizedTest
    @CsvSource({
        "0000000000000000, 0000000000000000, false",
        "000001ffffffffff, 00000000000010e1, false",
        "000001ffffffffff, 00000000000011e1, true",
        "0000000000000000, 000001ffffffffff, false"
    })
    void emptiesABoundingSetThatIsNotEmptyWhereItMay(
            String bounding, String effective, boolean empties, @TempDir Path proc) throws IOException {
        Files.createDirectory(proc.resolve("self"));
        Files.writeString(
                proc.resolve("self/status"),
                "Name:\tjava\nCapPrm:\t0000000000000000\nCapEff:\t" + effective + "\nCapBnd:\t" + bounding + "\n");

        assertThat(SetprivCommand.emptiesBoundingSet(proc)).isEqualTo(empties);
    }

    @Test
    void givesUpEverythingBeforeTheTender() {
        assertThat(SetprivCommand.of(Optional.empty(), false, List.of("/t", "--x")))
                .containsExactly("setpriv", "--inh-caps=-all", "--ambient-caps=-all", "--no-new-privs", "/t", "--x");
        assertThat(SetprivCommand.of(Optional.of(new Identity(1, 2, List.of())), true, List.of("/t")))
                .containsExactly(
                        "setpriv",
                        "--reuid=1",
                        "--regid=2",
                        "--clear-groups",
                        "--inh-caps=-all",
                        "--ambient-caps=-all",
                        "--no-new-privs",
                        "--bounding-set=-all",
                        "/t");
        assertThat(SetprivCommand.of(Optional.of(new Identity(1, 2, List.of(3L, 4L))), false, List.of("/t")))
                .contains("--groups=3,4");
    }
}
