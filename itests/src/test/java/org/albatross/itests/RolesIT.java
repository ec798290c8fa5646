package org.albatross.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The roles of local users, as {@code etc/org.albatross.roles.cfg} has them. */
class RolesIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String ROLES = "org.albatross.roles.cfg";

    private Path home;
    private Path etc;
    private Client client;
    private Object uid;

    @BeforeEach
    void makeHome() throws Exception {
        home = Tree.newHome();
        etc = Files.createDirectory(home.resolve("etc"));
        Files.copy(Tree.file("etc/logback.xml"), etc.resolve("logback.xml"));
        client = new Client(home);
        uid = Files.getAttribute(etc, "unix:uid");
    }

    @Test
    void letsEverybodyDoWhatTheFileSaysAndKeepsWhatItSaidBeforeAMistake() throws Exception {
        write("viewers = uid " + uid + " of :");
        try (Daemon daemon = Daemon.launch(home, "--etc-dir", etc.toString())) {
            Await.until(LIMIT, () -> assertThat(daemon.log()).contains(" started in "));
            client.require("info");
            assertRefused();
            assertThat(daemon.log()).contains("refused :data").contains("block_add");

            write("operators = uid " + uid + " of A");
            Await.until(LIMIT, () -> assertThat(daemon.log()).contains("what was in force stays in force"));
            client.require("info");
            assertRefused();

            write("operators = uid " + uid + " of a");
            awaitExit(117, "info");
            client.require("add-policy", "a:b", "1", "--mem=32", "--cpu=0");
            assertThat(client.run("add-policy", "a", "1", "--mem=32", "--cpu=0").exit())
                    .isEqualTo(117);
            assertRefused();

            write("");
            awaitExit(117, "policy", "a");

            Files.delete(etc.resolve(ROLES));
            awaitExit(0, "create-block", "data", "1");
        }
    }

    @Test
    void givesRolesByEachGroupOfACallersProcess() throws Exception {
        assumeTrue(ProcessStatus.mayChangeUsers(), "needs to give a process other groups");
        write("operators = gid 7002 of a");
        try (Daemon daemon = Daemon.launch(home, "--etc-dir", etc.toString())) {
            Await.until(LIMIT, () -> assertThat(daemon.log()).contains(" started in "));
            assertThat(inGroups("7001,7002,7003", "policy", "a").exit()).isZero();
            assertThat(inGroups("7001,7003", "policy", "a").err()).contains("has no role");
            assertThat(inGroups("7002", "policy", "b").err()).contains("is operator of a:");
            assertThat(inGroups("7002", "shell", "lb").err()).contains("it needs admin of :");
            write("admins = gid 7003");
            Await.until(LIMIT, () -> assertThat(inGroups("7003", "shell", "lb").exit())
                    .isZero());
        }
    }

    private Shell.Outcome inGroups(String groups, String... command) throws Exception {
        return client.runBy(List.of("setpriv", "--groups", groups), command);
    }

    @Test
    void startsNothingWithAMistakeInIt() throws Exception {
        write("admins = root");
        try (Daemon daemon = Daemon.launch(home, "--etc-dir", etc.toString())) {
            assertThat(daemon.awaitEnd()).isEqualTo(1);
            assertThat(daemon.log())
                    .contains(etc + "/" + ROLES
                            + ": admins = root: nobody or uid N or gid N with commas between them is needed");
        }
    }

    private void assertRefused() throws Exception {
        Shell.Outcome outcome = client.run("create-block", "data", "1");
        assertThat(outcome.exit()).isEqualTo(117);
        assertThat(outcome.err()).contains("not allowed for :data: it needs operator of : or above, and uid " + uid);
    }

    private void awaitExit(int code, String... command) throws Exception {
        Await.until(LIMIT, () -> assertThat(client.run(command).exit()).isEqualTo(code));
    }

    private void write(String text) throws IOException {
        Files.writeString(etc.resolve(ROLES), text);
    }
}
