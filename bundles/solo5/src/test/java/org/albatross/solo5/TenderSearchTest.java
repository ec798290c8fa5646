package org.albatross.solo5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TenderSearchTest {
    private static final Path STATE = Path.of("/state");
    private static final Path EVALUATION = Path.of("/lib/albatross-tender");
    private static final Abi HVT2 = new Abi(Abi.Target.HVT, 2);

    private final Map<Path, String> programs = new HashMap<>();
    private final TenderSearch search = new TenderSearch(
            STATE,
            List.of(Path.of("/usr/local/bin"), Path.of("/usr/bin")),
            Optional.of(EVALUATION),
            programs::containsKey,
            program -> Optional.ofNullable(programs.get(program))
                    .filter(output -> !output.equals("fails"))
                    .orElseThrow(() -> new IOException("permission denied")));

    @Test
    void prefersTheVersionedNameOverThePlainOne() throws Exception {
        programs.put(Path.of("/state/solo5-hvt"), version(2));
        programs.put(Path.of("/usr/bin/solo5-hvt.2"), version(2));
        programs.put(EVALUATION, version(2));

        assertThat(search.find(HVT2)).isEqualTo(new Tender(Path.of("/usr/bin/solo5-hvt.2"), HVT2, false));
    }

    @Test
    void prefersTheStateDirectoryOverThePath() throws Exception {
        programs.put(Path.of("/usr/local/bin/solo5-hvt"), version(2));
        programs.put(Path.of("/state/solo5-hvt"), version(2));

        assertThat(search.find(HVT2).program()).isEqualTo(Path.of("/state/solo5-hvt"));
    }

    @Test
    void takesTheFirstOnThePath() throws Exception {
        programs.put(Path.of("/usr/bin/solo5-spt"), version(2));
        programs.put(Path.of("/usr/local/bin/solo5-spt"), version(2));

        assertThat(search.find(new Abi(Abi.Target.SPT, 2)).program()).isEqualTo(Path.of("/usr/local/bin/solo5-spt"));
    }

    @Test
    void passesOverATenderOfAnotherVersion() throws Exception {
        programs.put(Path.of("/state/solo5-hvt"), version(1));
        programs.put(Path.of("/usr/bin/solo5-hvt"), version(2));

        assertThat(search.find(HVT2).program()).isEqualTo(Path.of("/usr/bin/solo5-hvt"));
    }

    @Test
    void takesTheEvaluationTenderLastAndForHvtOnly() throws Exception {
        programs.put(EVALUATION, version(2));

        assertThat(search.find(HVT2)).isEqualTo(new Tender(EVALUATION, HVT2, true));
        assertThatThrownBy(() -> search.find(new Abi(Abi.Target.SPT, 2)))
                .isInstanceOf(NoTenderException.class)
                .hasMessage("no tender for spt ABI 2: neither solo5-spt.2 nor solo5-spt in /state or on PATH");
    }

    @Test
    void saysWhatIsWrongWithEachTenderFound() {
        programs.put(Path.of("/state/solo5-hvt"), "no tender at all\n");
        programs.put(Path.of("/usr/bin/solo5-hvt"), "fails");
        programs.put(EVALUATION, version(2));

        assertThatThrownBy(() -> search.find(new Abi(Abi.Target.HVT, 4)))
                .hasMessage("no tender for hvt ABI 4: /state/solo5-hvt names no ABI version,"
                        + " /usr/bin/solo5-hvt cannot be run (permission denied),"
                        + " /lib/albatross-tender has ABI version 2");
    }

    @Test
    void refusesTargetsThatHaveNoTender() {
        assertThatThrownBy(() -> search.find(new Abi(Abi.Target.XEN, 1)))
                .hasMessage("images for xen are not supported, only hvt and spt");
    }

    @Test
    void looksForExecutableFilesOfThisHost(@TempDir Path directory) throws Exception {
        Path program = Files.createFile(directory.resolve("solo5-hvt"));
        TenderSearch onHost = new TenderSearch(directory, List.of(), Optional.empty(), asked -> version(2));

        assertThatThrownBy(() -> onHost.find(HVT2)).isInstanceOf(NoTenderException.class);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("r-xr-xr-x"));
        assertThat(onHost.find(HVT2).program()).isEqualTo(program);
    }

    private static String version(int abi) {
        return "solo5-hvt tender, version v0.12.1\nABI version " + abi + "\n";
    }
}
