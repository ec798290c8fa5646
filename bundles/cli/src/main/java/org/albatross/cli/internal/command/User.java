package org.albatross.cli.internal.command;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.albatross.cli.internal.run.CommandFailure;
import org.albatross.cli.internal.run.Environment;
import org.albatross.cli.internal.run.ExitCode;
import org.albatross.cli.internal.run.Terminal;
import org.albatross.endpoint.PasswordHash;
import org.albatross.endpoint.Users;
import org.albatross.model.Role;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code user}: who may log in with a password. */
@Command(
        name = "user",
        description = "Say who may log in to the platform's JMX connector with a password, and with which role; or list"
                + " them. The password is asked for, or the first line of standard input where that is not a terminal. It"
                + " takes effect within a second.",
        footer = {
            "",
            "Examples:",
            "  albatross user add alice --role operator --path customer",
            "  albatross user remove alice",
            "  albatross user list"
        })
public final class User extends Subcommand {
    /** What is done. */
    public enum Action {
        /** Adds one, or replaces one. */
        ADD,
        /** Removes one. */
        REMOVE,
        /** Shows all. */
        LIST;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What a user may. */
    public enum UserRole {
        /** Reads. */
        VIEWER(Role.VIEWER),
        /** Reads and changes. */
        OPERATOR(Role.OPERATOR),
        /** Everything. */
        ADMIN(Role.ADMIN);

        private final Role role;

        UserRole(Role role) {
            this.role = role;
        }

        @Override
        public String toString() {
            return role.toString();
        }
    }

    @Parameters(index = "0", paramLabel = "add|remove|list", description = "What to do.")
    private Action action = Action.LIST;

    @Parameters(index = "1", arity = "0..1", paramLabel = "NAME", description = "The user.")
    private Optional<String> name = Optional.empty();

    @Option(
            names = "--role",
            paramLabel = "viewer|operator|admin",
            order = 1,
            description = "With add: what the user may do at or below the path.")
    private Optional<UserRole> role = Optional.empty();

    @Option(
            names = "--path",
            paramLabel = "PATH",
            order = 2,
            description = "With add: the path, as in a:b; : is all of the host, and an admin's.")
    private Optional<String> path = Optional.empty();

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            order = 3,
            description = "With add: the file whose first line is the password.")
    private Optional<Path> passwordFile = Optional.empty();

    @Option(
            names = "--etc-dir",
            paramLabel = "DIR",
            order = 4,
            description =
                    "The platform's configuration, where the file of users is. Default: etc/ of the installation.")
    private Optional<Path> etc = Optional.empty();

    @Override
    public int run(Environment environment) throws IOException, CommandFailure {
        Path file = etc.or(() -> Optional.ofNullable(System.getProperty("albatross.etc.dir"))
                        .map(Path::of))
                .orElseThrow(() -> CommandFailure.usage("no platform is installed here: --etc-dir DIR is needed"))
                .resolve(Users.FILE);
        try {
            switch (action) {
                case LIST -> list(environment, Users.read(file));
                case ADD -> {
                    org.albatross.endpoint.User added = added(environment, Users.read(file));
                    Users.change(file, users -> users.with(added));
                }
                case REMOVE -> {
                    String user = required();
                    if (Users.read(file).find(user).isEmpty()) {
                        throw CommandFailure.usage(file + " has no user " + user);
                    }
                    Users.change(file, users -> users.without(user));
                }
            }
        } catch (AccessDeniedException e) {
            throw CommandFailure.usage(e.getMessage() + ": permission denied");
        } catch (IOException | IllegalArgumentException e) {
            throw CommandFailure.usage(String.valueOf(e.getMessage()));
        }
        return ExitCode.OK;
    }

    private void list(Environment environment, Users users) throws CommandFailure {
        if (name.isPresent()) {
            throw CommandFailure.usage("list takes no NAME");
        }
        users.all().forEach(user -> environment.out().println(user.name() + " " + user.role() + " of " + user.path()));
    }

    private String required() throws CommandFailure {
        return name.orElseThrow(() -> CommandFailure.usage(action + " needs a NAME"));
    }

    /** Asks for the password of somebody who may be added. */
    private org.albatross.endpoint.User added(Environment environment, Users present)
            throws IOException, CommandFailure {
        String user = required();
        UserRole given = role.orElseThrow(
                () -> CommandFailure.usage("--role viewer, --role operator or --role admin is needed"));
        if (path.isEmpty() && given != UserRole.ADMIN) {
            throw CommandFailure.usage("--path PATH is needed: what the user may do counts at or below it");
        }
        org.albatross.model.Path where = org.albatross.model.Path.parse(path.orElse(":"));
        // Whether there can be such a user is said before a password is asked for.
        Users unused = present.with(new org.albatross.endpoint.User(user, given.role, where, NOBODYS));
        return new org.albatross.endpoint.User(user, given.role, where, PasswordHash.of(password(environment)));
    }

    private static final PasswordHash NOBODYS =
            PasswordHash.parse("pbkdf2-sha256:1000:AAAAAAAAAAAAAAAAAAAAAA==:" + "A".repeat(43) + "=");

    @SuppressWarnings("SystemConsoleNull") // before Java 22 there is none without a terminal
    private char[] password(Environment environment) throws IOException, CommandFailure {
        if (passwordFile.isPresent()) {
            return CertificateFiles.read(passwordFile.get(), contents -> new String(contents, StandardCharsets.UTF_8))
                    .lines()
                    .findFirst()
                    .orElse("")
                    .toCharArray();
        }
        Console console = System.console();
        if (console == null || !Terminal.isTyped()) {
            String line =
                    new BufferedReader(new InputStreamReader(environment.in(), StandardCharsets.UTF_8)).readLine();
            return line == null ? new char[0] : line.toCharArray();
        }
        char[] first = console.readPassword("Password: ");
        char[] second = console.readPassword("Once more: ");
        if (first == null || second == null || !String.valueOf(first).equals(String.valueOf(second))) {
            throw CommandFailure.usage("the two passwords differ: nothing was changed");
        }
        return first;
    }
}
