package org.albatross.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.albatross.model.Caller;
import org.albatross.model.Grant;
import org.albatross.model.Name;
import org.albatross.model.Path;
import org.albatross.model.PolicyRefusal;
import org.albatross.model.Refusal;
import org.albatross.model.Role;
import org.junit.jupiter.api.Test;

class RefusalJsonTest {
    private static String form(Refusal refusal) {
        return ModelJson.kind(refusal) + " " + ModelJson.refusal(refusal).toLine();
    }

    @Test
    void tellsEachComponentButTheWords() {
        assertThat(form(new PolicyRefusal.Exceeded(Path.parse("a"), PolicyRefusal.Resource.MEMORY, 256, 200, 64)))
                .isEqualTo("policy-exceeded {\"at\": \"a:\", \"resource\": \"memory\", \"limit\": 256, \"used\": 200,"
                        + " \"asked\": 64}");
        assertThat(form(new Refusal.NotFound(Refusal.Subject.UNIKERNEL, Name.parse("a:b"), Optional.of("stop"))))
                .isEqualTo("not-found {\"subject\": \"unikernel\", \"name\": \"a:b\", \"command\": \"stop\"}");
        assertThat(form(new Refusal.TimedOut(Duration.ofSeconds(2), true)))
                .isEqualTo("timed-out {\"limit\": 2000, \"goes_on\": true}");
        assertThat(form(new Refusal.Malformed("not shown twice"))).isEqualTo("malformed {}");
    }

    @Test
    void tellsWhoMayNot() {
        Grant grant = new Grant(Path.parse("a"), Role.VIEWER, true);
        assertThat(form(new Refusal.NotAllowed(
                        Name.parse("b:x"),
                        Role.OPERATOR,
                        Path.parse("b"),
                        new Caller.Person("web", "ann", grant),
                        List.of(grant))))
                .isEqualTo("not-allowed {\"name\": \"b:x\", \"needed\": \"operator\", \"where\": \"b:\","
                        + " \"caller\": \"web ann\", \"grants\": [\"viewer of a:\"]}");
    }

    @Test
    void tellsThePartsOfSeveral() {
        assertThat(form(new Refusal.Several(
                        List.of(new Refusal.Malformed("one"), new Refusal.Overtaken(Name.parse("x"))))))
                .isEqualTo("several {\"parts\": [{\"kind\": \"malformed\", \"message\": \"one\", \"data\": {}},"
                        + " {\"kind\": \"overtaken\", \"message\": \":x is being destroyed\","
                        + " \"data\": {\"name\": \":x\"}}]}");
    }
}
