package org.albatross.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The line of docs/remote.md by which a service manager opens the port of remote clients, as an operator would type it. */
class RemoteSocketLineIT {
    private static final Path PAGE = Path.of("../docs/remote.md");

    private Path home;
    private Path directory;

    @BeforeEach
    void prepare() throws Exception {
        home = Tree.newHome();
        directory = Files.createDirectory(home.resolve("ca"));
        Path etc = Files.createDirectory(home.resolve("etc"));
        Files.copy(Tree.file("etc/logback.xml"), etc.resolve("logback.xml"));
        Files.writeString(
                etc.resolve("org.albatross.tls.cfg"),
                "ca = " + directory + "/cacert.pem\ncertificate = " + directory + "/server.pem\nkey = " + directory
                        + "/server.key\n");
        albatross("generate", "ca", "db");
    }

    private String albatross(String... words) throws Exception {
        List<String> all = new ArrayList<>(List.of(
                "env", "--chdir=" + directory, Tree.file("bin/albatross").toString()));
        all.addAll(List.of(words));
        Shell.Outcome outcome = Shell.run(Map.of(), all);
        assertThat(outcome.exit()).as("%s: %s", all, outcome).isZero();
        return outcome.out();
    }

    private static String line(String pattern) throws IOException {
        Matcher line = Pattern.compile(pattern, Pattern.MULTILINE).matcher(Files.readString(PAGE));
        assertThat(line.find()).as(pattern).isTrue();
        return line.group(1);
    }

    @Test
    void aServiceManagerStartsThePlatformByTheLineOfThePage() throws Exception {
        Path program = home.resolve("albatrossd");
        Files.writeString(
                program,
                "#!/bin/sh\nexec " + Tree.file("bin/albatrossd") + " --state-dir " + home.resolve("state")
                        + " --run-dir " + home.resolve("run") + " --etc-dir " + home.resolve("etc") + " \"$@\"\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path log = home.resolve("log");
        ProcessBuilder manager = new ProcessBuilder("sh", "-c", "exec " + line("`(systemd-socket-activate [^`]*)`"))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        manager.environment().merge("PATH", home.toString(), (path, ours) -> ours + ":" + path);
        Process platform = manager.start();
        try {
            Await.until(Daemon.LIMIT, () -> assertThat(Files.readString(log)).contains("Listening on"));
            assertThat(albatross("info", "--destination=127.0.0.1", "--ca=cacert.pem", "--ca-key=ca.key"))
                    .contains("no unikernels");
            assertThat(Files.readString(log)).contains("which was handed over at the start");
        } finally {
            platform.destroyForcibly();
            platform.onExit().join();
        }
    }
}
