package org.albatross.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.albatross.fixture.Image;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A unikernel's arguments from the operator's shell to the guest, whatever the locale of client and daemon is. */
class ArgumentsIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** Words with spaces, accents and a symbol beyond 16 bits, as printf of a shell makes them. */
    private static final String WORDS = "caf\\303\\251 \\360\\237\\220\\246";

    /** The same, as the client prints it. */
    private static final String PRINTED = "caf\\195\\169 \\240\\159\\144\\166";

    private static final String LATIN1 = "caf\\351";

    private Path home;
    private Path image;
    private TenderKind tender;

    @BeforeEach
    void makeHome() throws Exception {
        tender = TenderKind.best();
        home = Tree.newHome();
        image = home.resolve("image");
        Image.hello().stay().target(tender.target()).write(image);
    }

    @AfterEach
    void endWhatAFailedTestLeaves() {
        Processes.naming(home.toString()).forEach(ProcessHandle::destroyForcibly);
    }

    @ParameterizedTest
    @ValueSource(strings = {"C", "C.UTF-8", "no_SUCH.ISO-8859-1"})
    void reachTheGuestAsTheyAreGiven(String locale) throws Exception {
        Map<String, String> environment = Map.of("LC_ALL", locale, "PATH", tender.searchPath());
        try (Daemon daemon = Daemon.start(home, environment)) {
            Shell.Outcome created = create(locale, "a:echo", WORDS);
            assertThat(created.exit()).as("%s%s", created.err(), daemon.log()).isZero();

            try (Client.Stream console = new Client(home).follow("console", "a:echo", "--count=10")) {
                Await.until(
                        LIMIT, () -> assertThat(console.out()).contains(Image.ARGUMENTS + "--name=echo " + PRINTED));
            }
            new Client(home).require("destroy", "a:echo");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"C", "C.UTF-8", "no_SUCH.ISO-8859-1"})
    void areRefusedByTheClientWhenTheyAreNotInUtf8(String locale) throws Exception {
        Shell.Outcome refused = create(locale, "a:echo", LATIN1);

        assertThat(refused.exit()).isEqualTo(124);
        assertThat(refused.err()).isEqualTo("albatross: word 5 of the command line is not in UTF-8\n");
    }

    @Test
    void areNotHandedOnByAPlatformWithAnotherEncoding() throws Exception {
        Path release = Tree.release();
        Shell.Outcome outcome = Shell.run(
                Map.of("LC_ALL", "C"),
                List.of(
                        "java",
                        "-cp",
                        release.resolve("launcher") + "/*",
                        "org.albatross.launcher.Main",
                        release.toString()));

        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.err())
                .contains("instead of UTF-8: this system has no locale C.UTF-8")
                .hasLineCount(1);
    }

    /** Gives the client bytes that this JVM, with whatever locale it has, might not hand on. */
    private Shell.Outcome create(String locale, String name, String printf) throws Exception {
        return Shell.run(
                Map.of(
                        "LC_ALL",
                        locale,
                        "ALBATROSS_RUN_DIR",
                        home.resolve("run").toString()),
                List.of(
                        "sh",
                        "-c",
                        "exec \"$0\" create \"$1\" \"$2\" --mem=2 \"--arg=$(printf \"$3\")\"",
                        Tree.file("bin/albatross").toString(),
                        name,
                        image.toString(),
                        printf));
    }
}
