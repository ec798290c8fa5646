package org.albatross.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.albatross.core.History;
import org.albatross.disk.DurableFiles;
import org.albatross.model.Exit;
import org.albatross.model.Sha256;
import org.albatross.model.Text;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunRecordTest {
    private static final Sha256 DIGEST = Sha256.ofHex("ab".repeat(32));
    private static final RunRecord RECORD = new RunRecord(
            "0123456789abcdef",
            "11111111-2222-3333-4444-555555555555",
            7,
            DIGEST,
            Instant.parse("2026-11-22T10:00:00.5Z"),
            4611686018427387903L,
            Optional.of(2_000_000_001L),
            Map.of(Text.of("service0"), "vmmtap3"),
            false,
            new History(2, Optional.of(new Exit.Signal(9))));

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    Path directory;

    @Test
    void survivesTheDisk() throws Exception {
        DurableFiles files = new DurableFiles(synced -> {});
        RunRecord first = new RunRecord(
                RECORD.instance(),
                RECORD.bootId(),
                1,
                DIGEST,
                RECORD.launched(),
                0,
                Optional.empty(),
                Map.of(),
                false,
                History.NONE);
        for (RunRecord record : List.of(first, RECORD, RECORD.asEnding(), RECORD.withoutTaps())) {
            record.write(directory, files);
            assertThat(RunRecord.read(directory)).contains(record);
        }
    }

    @Test
    void isNothingWhereThereIsNone() throws Exception {
        assertThat(RunRecord.read(directory)).isEmpty();
    }

    @Test
    void hasNoHistoryWhereItWasWrittenWithoutOne() throws Exception {
        RECORD.write(directory, new DurableFiles(synced -> {}));
        Path file = directory.resolve(RunRecord.FILE);
        Files.writeString(file, Files.readString(file).replaceAll("(?m)^(restarts|before) .*\n", ""));

        assertThat(RunRecord.read(directory)).map(RunRecord::history).contains(History.NONE);
    }

    @Test
    void isRefusedWhenItTellsAnImpossibleEnd() throws Exception {
        RECORD.write(directory, new DurableFiles(synced -> {}));
        Path file = directory.resolve(RunRecord.FILE);
        Files.writeString(file, Files.readString(file).replace("before signal 9", "before signal"));

        assertThatIOException()
                .isThrownBy(() -> RunRecord.read(directory))
                .withMessage("its line 'before' has 'signal' where its end should be");
    }

    @Test
    void isRefusedWhenItIsTorn() throws Exception {
        RECORD.write(directory, new DurableFiles(synced -> {}));
        Path file = directory.resolve(RunRecord.FILE);
        String text = Files.readString(file);
        Files.writeString(file, text.substring(0, text.length() / 2));

        assertThatIOException().isThrownBy(() -> RunRecord.read(directory)).withMessage("its end is missing");
    }
}
