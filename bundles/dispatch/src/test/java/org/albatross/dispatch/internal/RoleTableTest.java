package org.albatross.dispatch.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.albatross.model.Caller;
import org.albatross.model.Command;
import org.albatross.model.CommandKind;
import org.albatross.model.Grant;
import org.albatross.model.Name;
import org.albatross.model.Role;
import org.junit.jupiter.api.Test;

/** The table in docs/manage.md says who may do what. */
class RoleTableTest {
    private static final Path DOCUMENT = Path.of("../../docs/manage.md");
    private static final org.albatross.model.Path HERE = org.albatross.model.Path.parse("a:b");

    private static List<List<String>> rows() throws IOException {
        return Files.readAllLines(DOCUMENT).stream()
                .dropWhile(line -> !line.startsWith("| command |"))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> Arrays.stream(line.substring(1).split("\\|"))
                        .map(String::strip)
                        .toList())
                .toList();
    }

    @Test
    void listsEveryCommandOnce() throws IOException {
        List<String> listed =
                rows().stream().map(row -> row.get(0).replace("`", "")).toList();
        Set<String> kinds = new HashSet<>(
                Arrays.stream(CommandKind.values()).map(CommandKind::toString).toList());
        assertThat(listed).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(kinds);
    }

    @Test
    void saysOfEveryCommandWhoMay() throws IOException {
        for (List<String> row : rows()) {
            List<Command> commands = Commands.TABLE.stream()
                    .map(Commands.Row::command)
                    .filter(command -> row.get(0).equals("`" + CommandKind.of(command) + "`"))
                    .toList();
            assertThat(commands).as(row.get(0)).isNotEmpty();
            for (Command command : commands) {
                check(row.get(1), command, List.of(new Grant(HERE, Role.VIEWER, true)));
                check(
                        row.get(1).contains("viewers.consoles") ? "no" : row.get(1),
                        command,
                        List.of(new Grant(HERE, Role.VIEWER, false)));
                check(row.get(2), command, List.of(new Grant(HERE, Role.OPERATOR, true)));
                check(row.get(3), command, List.of(Grant.ADMIN));
                check(row.get(4), command, List.of(new Grant(HERE, Role.CERTIFICATE, true)));
                check(row.get(5), command, List.of());
            }
        }
    }

    private static void check(String cell, Command command, List<Grant> grants) {
        String where = cell.replaceFirst(",.*", "");
        assertThat(where).isIn("yes", "no", "path", "below", "chain");
        boolean within = !where.equals("no");
        for (String name : List.of("a:b:", "a:b:c", "a:b:c:d")) {
            boolean own = Name.parse(name).path().equals(HERE);
            assertThat(may(command, grants, name))
                    .as(command + " at " + name)
                    .isEqualTo(within && !(where.equals("below") && own));
        }
        for (String name : List.of(":", "a:c:", "b:", "c")) {
            assertThat(may(command, grants, name)).as(command + " at " + name).isEqualTo(where.equals("yes"));
        }
        assertThat(may(command, grants, "a:")).isEqualTo(where.equals("yes") || where.equals("chain"));
    }

    private static boolean may(Command command, List<Grant> grants, String name) {
        return Authority.refusal(new Caller.Local(1, 1, 1), grants, Name.parse(name), command)
                .isEmpty();
    }
}
