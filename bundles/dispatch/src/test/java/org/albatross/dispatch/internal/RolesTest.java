package org.albatross.dispatch.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.albatross.model.Caller;
import org.albatross.model.Grant;
import org.albatross.model.Groups;
import org.albatross.model.Path;
import org.albatross.model.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RolesTest {
    private static RolesConfig config(Map<String, String> set) {
        return (RolesConfig) Proxy.newProxyInstance(
                RolesConfig.class.getClassLoader(),
                new Class<?>[] {RolesConfig.class},
                (self, method, arguments) -> set.getOrDefault(method.getName(), (String) method.getDefaultValue()));
    }

    private static List<Grant> of(Map<String, String> set, long uid, long gid) {
        return new Grants(Optional.of(Roles.of(config(set)))).of(new Caller.Local(uid, gid, 7));
    }

    @Test
    void givesRolesByUserAndGroup() {
        Map<String, String> set = Map.of(
                "admins", "uid 0, gid 27",
                "operators", "uid 1000 of a:b,gid 44 of c",
                "viewers", "uid 1000 of :, gid 44 of c:d");

        assertThat(of(set, 0, 0)).containsExactly(Grant.ADMIN);
        assertThat(of(set, 5, 27)).containsExactly(Grant.ADMIN);
        assertThat(of(set, 1000, 1000))
                .containsExactly(
                        new Grant(Path.parse("a:b"), Role.OPERATOR, true), new Grant(Path.ROOT, Role.VIEWER, true));
        assertThat(of(set, 5, 44))
                .containsExactly(
                        new Grant(Path.parse("c"), Role.OPERATOR, true),
                        new Grant(Path.parse("c:d"), Role.VIEWER, true));
        assertThat(of(set, 27, 1000)).isEmpty();
    }

    @Test
    void givesRolesByEveryGroupThatACallerBelongsTo() {
        Grants grants = new Grants(Optional.of(Roles.of(config(Map.of(
                "admins", "gid 27", "operators", "gid 4294967294 of a", "viewers", "gid 44 of b, uid 45 of c")))));

        assertThat(grants.of(new Caller.Local(1000, 1000, Groups.of(44, 45, 1000, 4_294_967_294L), 7)))
                .containsExactly(
                        new Grant(Path.parse("a"), Role.OPERATOR, true), new Grant(Path.parse("b"), Role.VIEWER, true));
        assertThat(grants.of(new Caller.Local(1000, 1000, Groups.of(27), 7))).containsExactly(Grant.ADMIN);
        assertThat(grants.of(new Caller.Local(27, 1000, Groups.of(28), 7))).isEmpty();
    }

    @Test
    void givesNobodyARoleWhereTheFileNamesNobody() {
        assertThat(of(Map.of(), 0, 0)).isEmpty();
    }

    @Test
    void keepsConsolesFromViewersWhereTheFileSaysSo() {
        assertThat(of(Map.of("viewers", "uid 1 of a", "viewers_consoles", "off"), 1, 1))
                .containsExactly(new Grant(Path.parse("a"), Role.VIEWER, false));
    }

    @Test
    void makesEverybodyAnAdminWithoutAFile() {
        Grants grants = new Grants(Optional.empty());
        assertThat(grants.of(new Caller.Local(1, 1, 1))).containsExactly(Grant.ADMIN);
        assertThat(grants.of(new Caller.Remote(List.of("a"), "1", "", Path.parse("a"))))
                .containsExactly(new Grant(Path.parse("a"), Role.CERTIFICATE, true));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "uid 1 of a",
                "gid 0 of :",
                "uid 4294967294 of a:b:c",
                "uid 1 of a, gid 2 of b",
                "uid 1 of a.b:c-d,uid 2 of ." + "x"
            })
    void takesEveryPathThatThereIs(String value) {
        assertThat(value).matches(RolesConfig.HOLDERS);
        assertThat(of(Map.of("operators", value), 1, 0)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "uid",
                "uid 1",
                "uid x of a",
                "user 1 of a",
                "uid 1 of",
                "uid 1 of A",
                "uid 1 of ..",
                "uid 1 of a:..:b",
                "uid 1 of a::b",
                "uid 1 of -a",
                "uid 1 of a:",
                "uid 1 of a b",
                "uid 1 of a,",
                "uid 1 of a;uid 2 of b",
                "uid 11111111111 of a",
                "uid 1 of ., uid 2 of a"
            })
    void refusesWhatIsNotARole(String value) {
        assertThat(value).doesNotMatch(RolesConfig.HOLDERS);
    }

    @Test
    void refusesAPathThatIsTooDeepOrTooLong() {
        String label = "a".repeat(63);
        assertThat("uid 1 of " + "a:".repeat(15) + "a").matches(RolesConfig.HOLDERS);
        assertThat("uid 1 of " + "a:".repeat(16) + "a").doesNotMatch(RolesConfig.HOLDERS);
        assertThat("uid 1 of " + label + "a").doesNotMatch(RolesConfig.HOLDERS);
        assertThat("uid 1 of " + String.join(":", label, label, label, "aaaaaaa"))
                .matches(RolesConfig.HOLDERS);
        assertThat("uid 1 of " + String.join(":", label, label, label, "aaaaaaaaa"))
                .doesNotMatch(RolesConfig.HOLDERS);
        assertThat(Path.parse(String.join(":", label, label, label, "aaaaaaa")).labels())
                .hasSize(4);
    }

    @Test
    void givesNoAdminAPath() {
        assertThat("uid 1, gid 2").matches(RolesConfig.ADMINS);
        assertThat("uid 1 of a").doesNotMatch(RolesConfig.ADMINS);
    }
}
