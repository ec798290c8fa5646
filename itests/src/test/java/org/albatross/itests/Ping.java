package org.albatross.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The program {@code ping}, in a copy: the installed file may ask for a capability that the tests do not have,
 * and is not executed then; the copy asks for none, and uses the sockets that everybody may have.
 */
final class Ping {
    private final Path program;

    private Ping(Path program) {
        this.program = program;
    }

    /** Copies the program into a folder. */
    static Ping in(Path folder) throws IOException {
        Path installed = Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .map(part -> Path.of(part, "ping"))
                .filter(Files::isReadable)
                .findFirst()
                .orElseThrow(() -> new IOException("no program ping on the search path"));
        Path copy = Files.write(folder.resolve("ping"), Files.readAllBytes(installed));
        assertThat(copy.toFile().setExecutable(true)).isTrue();
        return new Ping(copy);
    }

    /** Waits until an address answers. */
    void await(String address, Duration limit) throws Exception {
        List<String> once = List.of(program.toString(), "-c", "1", "-W", "1", address);
        Await.until(limit, () -> {
            Shell.Outcome outcome = Shell.run(Map.of(), once);
            assertThat(outcome.exit()).as("%s%s", outcome.out(), outcome.err()).isZero();
        });
    }
}
