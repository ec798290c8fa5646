package org.albatross.edge.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.albatross.api.Exposition;
import org.albatross.api.Request;
import org.albatross.model.AccessEvent;
import org.albatross.model.Caller;
import org.albatross.model.Command;
import org.albatross.model.Grant;
import org.albatross.model.Name;
import org.albatross.model.Payload;
import org.albatross.model.Reply;
import org.albatross.model.Role;
import org.albatross.model.Text;
import org.albatross.model.UnikernelCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An edge that asks in the name of people, reports them, and asks what is measured. */
class ManagementTest {
    private static final Command DESTROY = new UnikernelCommand.Destroy();
    private static final Name HELLO = Name.parse("a:hello");
    private static final String NOTHING = "the host lets its edge manage nothing";

    private Path folder = Path.of("/");

    private Site site(Path temporary, String role) throws Exception {
        folder = temporary;
        return new Site(folder, Chains.root(), Site.RECEPTIONS, Optional.empty(), role);
    }

    private static Caller.Person person(String path, Role role, boolean consoles) {
        return new Caller.Person("JMX", "alice", new Grant(org.albatross.model.Path.parse(path), role, consoles));
    }

    private static Grant asked(Site site, Caller.Person person) throws Exception {
        try (Edge edge = site.connect()) {
            assertThat(edge.begin(new Payload.Behalf(person))
                            .ask(HELLO, DESTROY)
                            .answer())
                    .isEqualTo(Site.DONE);
        }
        Request request = site.asked();
        assertThat(request.command()).isEqualTo(DESTROY);
        assertThat(request.name()).isEqualTo(HELLO);
        assertThat(request.caller()).hasToString("JMX at the edge alice");
        return ((Caller.Person) request.caller()).grant();
    }

    @Test
    void hasPeopleAskWithTheirRoleAndNeverWithMoreThanTheGreatestOne(@TempDir Path temporary) throws Exception {
        try (Site site = site(temporary, "operator")) {
            assertThat(asked(site, person("a", Role.VIEWER, false))).hasToString("viewer of a: without consoles");
            assertThat(asked(site, person("a", Role.VIEWER, true))).hasToString("viewer of a:");
            assertThat(asked(site, person("a", Role.OPERATOR, false))).hasToString("operator of a:");
            assertThat(asked(site, person(":", Role.ADMIN, true))).hasToString("operator of :");
            assertThat(asked(site, person("a", Role.CERTIFICATE, true))).hasToString("operator of a:");
        }
        try (Site site = site(temporary, "viewer")) {
            assertThat(asked(site, person("a", Role.VIEWER, false))).hasToString("viewer of a: without consoles");
            assertThat(asked(site, person("a", Role.OPERATOR, false))).hasToString("viewer of a:");
            assertThat(asked(site, person(":", Role.ADMIN, true))).hasToString("viewer of :");
        }
    }

    @Test
    void refusesEverythingWithoutARole(@TempDir Path temporary) throws Exception {
        Caller.Person person = person("a", Role.VIEWER, true);
        try (Site site = site(temporary, Management.NONE)) {
            for (Payload payload : new Payload[] {
                new Payload.Behalf(person),
                new Payload.Report(person, new AccessEvent.LoggedIn()),
                new Payload.Metrics(Text.of("*/*"))
            }) {
                try (Edge edge = site.connect()) {
                    assertThat(edge.begin(payload).failure()).startsWith(NOTHING);
                    edge.assertClosed();
                }
            }
            assertThat(site.isQuiet()).isTrue();
            assertThat(site.hasNoReport()).isTrue();
        }
    }

    @Test
    void takesReportsAndOfACrowdAPart(@TempDir Path temporary) throws Exception {
        Caller.Person person = person("a", Role.OPERATOR, true);
        try (Site site = site(temporary, "viewer")) {
            for (int i = 0; i < 20; i++) {
                try (Edge edge = site.connect()) {
                    assertThat(edge.begin(new Payload.Report(person, new AccessEvent.LoginRefused("no " + i)))
                                    .answer())
                            .isEqualTo(new Reply.Empty());
                    edge.assertClosed();
                }
                assertThat(site.reported()).isEqualTo("LoginRefused[reason=no " + i + "] JMX at the edge alice");
            }
            try (Edge edge = site.connect()) {
                assertThat(edge.begin(new Payload.Report(person, new AccessEvent.LoggedIn()))
                                .failure())
                        .isEqualTo("too many reports of the edge come at once; this one is not logged");
            }
            assertThat(site.hasNoReport()).isTrue();
        }
    }

    @Test
    void tellsWhatIsMeasured(@TempDir Path temporary) throws Exception {
        String large = "albatross_sample_time_seconds 1\n".repeat(100_000);
        Exposition exposition = accept -> new Exposition.Page("text/x for " + accept, large);
        Payload ask = new Payload.Metrics(Text.of("any"));
        try (Site site = site(temporary, "viewer")) {
            try (Edge edge = site.connect()) {
                assertThat(edge.begin(ask).failure()).isEqualTo("nobody tells what is measured now; ask again");
            }
            site.management().open(exposition);
            try (Edge edge = site.connect()) {
                assertThat(edge.begin(ask).answer()).isEqualTo(new Reply.Done(Text.of("text/x for any")));
                assertThat(edge.frame()).asString(StandardCharsets.UTF_8).isEqualTo(large);
                edge.assertClosed();
            }
            site.management().close(exposition);
            try (Edge edge = site.connect()) {
                assertThat(edge.begin(ask).failure()).startsWith("nobody tells");
            }
        }
    }

    @Test
    void refusesTextsThatAreTooLong(@TempDir Path temporary) throws Exception {
        Grant grant = person("a", Role.VIEWER, true).grant();
        Caller.Person good = person("a", Role.VIEWER, true);
        try (Site site = site(temporary, "viewer")) {
            assertThat(refusal(site, new Payload.Behalf(new Caller.Person("f".repeat(129), "alice", grant))))
                    .isEqualTo("the edge tells a front end of 129 bytes, at most 128 are allowed");
            assertThat(refusal(site, new Payload.Behalf(new Caller.Person("JMX", "u".repeat(2049), grant))))
                    .isEqualTo("the edge tells a user of 2049 bytes, at most 2048 are allowed");
            assertThat(refusal(site, new Payload.Report(good, new AccessEvent.AccessRefused("r".repeat(2049)))))
                    .isEqualTo("the edge tells a reason of 2049 bytes, at most 2048 are allowed");
            assertThat(refusal(site, new Payload.Metrics(Text.of("m".repeat(2049)))))
                    .isEqualTo("the edge tells media types of 2049 bytes, at most 2048 are allowed");
        }
    }

    private static String refusal(Site site, Payload payload) throws Exception {
        try (Edge edge = site.connect()) {
            String said = edge.begin(payload).failure();
            edge.assertClosed();
            return said;
        }
    }
}
