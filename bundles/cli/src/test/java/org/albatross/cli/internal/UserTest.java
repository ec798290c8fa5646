package org.albatross.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.albatross.endpoint.Users;
import org.albatross.model.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Users, as an operator keeps them. */
class UserTest {
    @TempDir
    private Path etc = Path.of("");

    private Outcome user(String... words) throws Exception {
        String[] command = new String[words.length + 3];
        command[0] = "user";
        System.arraycopy(words, 0, command, 1, words.length);
        command[words.length + 1] = "--etc-dir";
        command[words.length + 2] = etc.toString();
        return new Outcome.Client(etc).run(command);
    }

    private Path password(String text) throws Exception {
        return Files.writeString(etc.resolve("password"), text + "\nmore\n");
    }

    @Test
    void addsChangesListsAndRemoves() throws Exception {
        String file = password("correct horse").toString();
        assertThat(user("list").out()).isEmpty();
        assertThat(user("add", "alice", "--role", "operator", "--path", "a:b", "--password-file", file)
                        .exitCode())
                .isZero();
        assertThat(user("add", "root", "--role=admin", "--password-file", file).exitCode())
                .isZero();
        assertThat(user("list").out()).isEqualTo("alice operator of a:b:\nroot admin of :\n");
        Users users = Users.read(etc.resolve(Users.FILE));
        assertThat(users.find("alice").orElseThrow().password().matches("correct horse".toCharArray()))
                .isTrue();
        assertThat(Files.readString(etc.resolve(Users.FILE))).doesNotContain("correct");

        assertThat(user("add", "alice", "--role=viewer", "--path=:", "--password-file", file)
                        .exitCode())
                .isZero();
        assertThat(Users.read(etc.resolve(Users.FILE))
                        .find("alice")
                        .orElseThrow()
                        .role())
                .isEqualTo(Role.VIEWER);
        assertThat(user("remove", "alice").exitCode()).isZero();
        assertThat(user("list").out()).isEqualTo("root admin of :\n");
    }

    @Test
    void saysWhatIsWrongAndChangesNothing() throws Exception {
        String file = password("correct horse").toString();
        String little = Files.writeString(etc.resolve("short"), "short\n").toString();
        assertRefused("add needs a NAME", "add", "--role=viewer", "--path=a");
        assertRefused("--role viewer, --role operator or --role admin is needed", "add", "alice", "--path=a");
        assertRefused("--path PATH is needed", "add", "alice", "--role=viewer");
        assertRefused(
                "a password has 5 characters, 10 to 256 are allowed",
                "add",
                "alice",
                "--role=viewer",
                "--path=a",
                "--password-file",
                little);
        assertRefused(
                "an admin is one of the whole platform",
                "add",
                "alice",
                "--role=admin",
                "--path=a",
                "--password-file",
                file);
        assertRefused("the name of a user has", "add", "Alice", "--role=viewer", "--path=a", "--password-file", file);
        assertRefused("has no user bob", "remove", "bob");
        assertThat(etc.resolve(Users.FILE)).doesNotExist();
    }

    private void assertRefused(String message, String... words) throws Exception {
        Outcome outcome = user(words);
        assertThat(outcome.exitCode()).isEqualTo(124);
        assertThat(outcome.err()).contains(message);
    }
}
