package org.albatross.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.albatross.model.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecodeTest {
    private static final Bytes INFO = Bytes.ofHex("301a3010020105040800000000000000000c013aa006a304b3020500");
    private static final String JSON = "{\"version\": 5, \"sequence\": \"0x0000000000000000\", \"name\": \":\","
            + " \"payload\": {\"command\": \"unikernel_info\"}}\n";

    private final Path directory;

    DecodeTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void printsAMessageOfAFileAndWritesItAgain() throws Exception {
        Path file = Files.write(directory.resolve("message"), INFO.toArray());
        Path again = directory.resolve("again");

        assertThat(client().run("decode", "wire", file.toString(), "--reencode", again.toString()))
                .isEqualTo(new Outcome(0, JSON, ""));
        assertThat(again).hasBinaryContent(INFO.toArray());
    }

    @Test
    void readsStandardInput() {
        assertThat(client().reading(INFO.toArray()).run("decode", "wire", "-")).isEqualTo(new Outcome(0, JSON, ""));
    }

    @Test
    void refusesWhatIsMalformedInOneLine() {
        byte[] cut = Bytes.of(INFO.toArray(), 0, 20).toArray();
        for (String kind : new String[] {"wire", "extension", "state"}) {
            Outcome outcome = client().reading(cut).run("decode", kind, "-");

            assertThat(outcome.exitCode()).isEqualTo(121);
            assertThat(outcome.out()).isEmpty();
            assertThat(outcome.err())
                    .startsWith("albatross: [ERROR] standard input: ")
                    .hasLineCount(1);
        }
    }

    @Test
    void refusesAFileThatIsMissing() {
        assertThat(client().run("decode", "state", directory + "/none"))
                .isEqualTo(new Outcome(124, "", "albatross: " + directory + "/none: no such file\n"));
    }

    private Outcome.Client client() {
        return new Outcome.Client(directory);
    }
}
