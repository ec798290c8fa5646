package org.albatross.dispatch.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.albatross.model.Caller;
import org.albatross.model.Command;
import org.albatross.model.Grant;
import org.albatross.model.Megabytes;
import org.albatross.model.Name;
import org.albatross.model.Path;
import org.albatross.model.Policy;
import org.albatross.model.PolicyCommand;
import org.albatross.model.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorityTest {
    private static final Caller CALLER = new Caller.Local(7, 7, 70);
    private static final Path HERE = Path.parse("a:b");

    private static boolean may(Grant grant, String name, Command command) {
        return Authority.refusal(CALLER, List.of(grant), Name.parse(name), command)
                .isEmpty();
    }

    private static Grant grant(Role role) {
        return new Grant(HERE, role, true);
    }

    static List<Commands.Row> everyCommand() {
        return Commands.TABLE;
    }

    @ParameterizedTest
    @MethodSource("everyCommand")
    void letsEachRoleAskForWhatTheTableSaysAtItsPathAndBelow(Commands.Row row) {
        for (String name : List.of("a:b:", "a:b:c", "a:b:c:", "a:b:c:d")) {
            assertThat(may(grant(Role.VIEWER), name, row.command())).as(name).isEqualTo(row.viewer());
            boolean limit = row.changesPolicy() && Name.parse(name).path().equals(HERE);
            assertThat(may(grant(Role.OPERATOR), name, row.command())).as(name).isEqualTo(row.operator() && !limit);
            assertThat(may(grant(Role.CERTIFICATE), name, row.command()))
                    .as(name)
                    .isEqualTo(row.certificate());
            assertThat(may(Grant.ADMIN, name, row.command())).as(name).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("everyCommand")
    void letsNobodyButAnAdminAskAboveOrBesideItsPath(Commands.Row row) {
        for (String name : List.of(":", ":a", "a:", "a:b", "a:c:", "a:bb:", "a:bb:c", "b:a:", "b:a:c")) {
            assertThat(may(grant(Role.VIEWER), name, row.command())).as(name).isEqualTo(row.everybody());
            assertThat(may(grant(Role.OPERATOR), name, row.command())).as(name).isEqualTo(row.everybody());
            assertThat(may(Grant.ADMIN, name, row.command())).as(name).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("everyCommand")
    void letsACertificateSetThePoliciesOfItsChainAndAskForNothingElseAboveItsPath(Commands.Row row) {
        boolean everywhere = row.everybody() || row.command() instanceof Command.AddRevocationList;
        for (String name : List.of(":", "a:c:", "b:a:", "a:b", "a:bb:c")) {
            boolean ofChain = row.addsPolicy() && name.equals("a:b");
            assertThat(may(grant(Role.CERTIFICATE), name, row.command()))
                    .as(name)
                    .isEqualTo(everywhere || ofChain);
        }
        assertThat(may(grant(Role.CERTIFICATE), "a:", row.command())).isEqualTo(everywhere || row.addsPolicy());
    }

    @ParameterizedTest
    @MethodSource("everyCommand")
    void letsWhoHasNoRoleOnlyAskWhoWeAre(Commands.Row row) {
        assertThat(Authority.refusal(CALLER, List.of(), Name.ROOT, row.command())
                        .isEmpty())
                .isEqualTo(row.everybody());
    }

    @ParameterizedTest
    @MethodSource("everyCommand")
    void keepsConsolesFromAViewerWithoutThatRight(Commands.Row row) {
        Grant without = new Grant(HERE, Role.VIEWER, false);
        assertThat(may(without, "a:b:c", row.command())).isEqualTo(row.viewer() && !row.readsConsoles());
    }

    @ParameterizedTest
    @ValueSource(strings = {":", "a:", "a:b:c:d:"})
    void givesAViewerOfTheRootEverythingToRead(String name) {
        Grant root = new Grant(Path.ROOT, Role.VIEWER, true);
        for (Commands.Row row : Commands.TABLE) {
            assertThat(may(root, name, row.command())).as(row.toString()).isEqualTo(row.viewer());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {":", "a:", "a:b:", "a:b:c", "a:bb:c", "b:a:"})
    void refusesABlobBeforeItsCommandIsKnownWhereItRefusesEachCommandThatCarriesOne(String name) {
        for (Role role : List.of(Role.VIEWER, Role.OPERATOR, Role.CERTIFICATE)) {
            boolean refused = Authority.refusalOfChange(CALLER, List.of(grant(role)), Name.parse(name))
                    .isPresent();
            for (String carrying : List.of(
                    "unikernel_create",
                    "unikernel_force_create",
                    "lifecycle_replace",
                    "block_add_old",
                    "block_set_old")) {
                assertThat(may(grant(role), name, Commands.named(carrying)))
                        .as(role + " " + carrying)
                        .isEqualTo(!refused);
            }
        }
        assertThat(Authority.refusalOfChange(CALLER, List.of(), Name.parse(name)))
                .isPresent();
    }

    @Test
    void saysWhoMayAndWhoHasAsked() {
        assertThat(message(List.of(new Grant(HERE, Role.VIEWER, false)), "a:c:d", "unikernel_destroy"))
                .isEqualTo("not allowed for a:c:d: it needs operator of a:c: or above, and uid 7, pid 70 is"
                        + " viewer of a:b: without consoles");
        assertThat(message(List.of(grant(Role.OPERATOR)), "a:b:c", "console_add"))
                .isEqualTo("not allowed for a:b:c: it needs admin of :, and uid 7, pid 70 is operator of a:b:");
        assertThat(message(List.of(), ":", "unikernel_info"))
                .isEqualTo("not allowed for :: it needs viewer of : or above, and uid 7, pid 70 has no role");
    }

    @Test
    void letsAskForWhatAnyOfItsGrantsAllows() {
        List<Grant> both = List.of(new Grant(Path.ROOT, Role.VIEWER, true), grant(Role.OPERATOR));
        assertThat(Authority.refusal(CALLER, both, Name.parse("c:d"), Commands.named("unikernel_info")))
                .isEmpty();
        assertThat(Authority.refusal(CALLER, both, Name.parse("a:b:c"), Commands.named("unikernel_destroy")))
                .isEmpty();
        assertThat(message(both, "c:d", "unikernel_destroy")).endsWith("is viewer of : and operator of a:b:");
        assertThat(Authority.showsSecrets(both, Name.parse("a:b:"))).isTrue();
        assertThat(Authority.showsSecrets(both, Name.parse("a:"))).isFalse();
    }

    private static String message(List<Grant> grants, String name, String command) {
        return Authority.refusal(CALLER, grants, Name.parse(name), Commands.named(command))
                .orElseThrow()
                .message();
    }

    @Test
    void letsAnAdminAloneAdminister() {
        for (Role role : List.of(Role.VIEWER, Role.OPERATOR, Role.CERTIFICATE)) {
            assertThat(Authority.refusalOfAdministration(CALLER, List.of(new Grant(Path.ROOT, role, true))))
                    .as(role.toString())
                    .hasValueSatisfying(refusal -> assertThat(refusal.message())
                            .isEqualTo(
                                    "not allowed for :: it needs admin of :, and uid 7, pid 70 is " + role + " of :"));
        }
        assertThat(Authority.refusalOfAdministration(CALLER, List.of())).isPresent();
        assertThat(Authority.refusalOfAdministration(CALLER, List.of(Grant.ADMIN)))
                .isEmpty();
    }

    @Test
    void looksAtEveryPathOfAChain() {
        Policy policy = new Policy(new TreeSet<>(), 1, new Megabytes(17), Optional.empty(), new TreeSet<>());
        Command within =
                new PolicyCommand.AddChain(new TreeMap<>(Map.of(Path.parse("a"), policy, Path.parse("a:b"), policy)));
        Command beside =
                new PolicyCommand.AddChain(new TreeMap<>(Map.of(Path.parse("a:b"), policy, Path.parse("a:c"), policy)));

        assertThat(may(grant(Role.CERTIFICATE), "a:b:", within)).isTrue();
        assertThat(may(grant(Role.CERTIFICATE), "a:b:", beside)).isFalse();
        assertThat(may(grant(Role.OPERATOR), "a:b:c:", within)).isFalse();
        assertThat(may(grant(Role.VIEWER), "a:b:", within)).isFalse();
    }

    @Test
    void letsNoOperatorChangeItsOwnLimits() {
        for (String policy : List.of("policy_add", "policy_remove")) {
            Command command = Commands.named(policy);
            assertThat(Authority.refusal(CALLER, List.of(grant(Role.OPERATOR)), Name.parse("a:b:"), command))
                    .hasValueSatisfying(refusal -> assertThat(refusal.message())
                            .isEqualTo("not allowed for a:b:: it needs operator of a: or above, and uid 7, pid 70 is"
                                    + " operator of a:b:"));
            assertThat(may(grant(Role.OPERATOR), "a:b:c:", command)).isTrue();
            assertThat(Authority.refusal(
                            CALLER, List.of(new Grant(Path.ROOT, Role.OPERATOR, true)), Name.ROOT, command))
                    .hasValueSatisfying(refusal -> assertThat(refusal.message()).contains("it needs admin of :, and"));
        }
    }
}
