package org.albatross.wire;

import java.io.IOException;
import org.albatross.model.AccessEvent;
import org.albatross.model.Caller;
import org.albatross.model.Grant;
import org.albatross.model.Path;
import org.albatross.model.Payload;
import org.albatross.model.Role;
import org.albatross.model.Text;

/** People at a front end of another process, and what is told of them. */
final class PersonCodec {
    private static final int LOGGED_IN = 0;
    private static final int LOGIN_REFUSED = 1;
    private static final int ACCESS_REFUSED = 2;

    private PersonCodec() {}

    /**
     * <pre>
     * Person ::= SEQUENCE {
     *   frontEnd UTF8String, user UTF8String, role UTF8String, path Name, consoles BOOLEAN }
     * </pre>
     */
    static Caller.Person read(DerReader reader) throws IOException, ProtocolException {
        return reader.sequence(() -> {
            String frontEnd = reader.text().decoded();
            String user = reader.text().decoded();
            String role = reader.text().decoded();
            Path path = reader.name().path();
            boolean consoles = reader.bool();
            reader.skipUnknownFields();
            try {
                return new Caller.Person(frontEnd, user, new Grant(path, Role.parse(role), consoles));
            } catch (IllegalArgumentException e) {
                throw new ProtocolException("a person: " + e.getMessage(), e);
            }
        });
    }

    static Der write(Caller.Person person) {
        Grant grant = person.grant();
        return Der.sequence(
                Der.text(Text.of(person.frontEnd())),
                Der.text(Text.of(person.user())),
                Der.text(Text.of(grant.role().toString())),
                Der.name(grant.path().asName()),
                Der.bool(grant.consoles()));
    }

    /**
     * <pre>
     * Report ::= SEQUENCE { person Person, event CHOICE {
     *   loggedIn [0] NULL, loginRefused [1] UTF8String, accessRefused [2] UTF8String } }
     * </pre>
     */
    static Payload.Report readReport(DerReader reader) throws IOException, ProtocolException {
        return reader.sequence(() -> {
            Payload.Report report = new Payload.Report(read(reader), readEvent(reader));
            reader.skipUnknownFields();
            return report;
        });
    }

    private static AccessEvent readEvent(DerReader reader) throws IOException, ProtocolException {
        return reader.choice("report", number -> switch (number) {
            case LOGGED_IN -> reader.nul(new AccessEvent.LoggedIn());
            case LOGIN_REFUSED -> new AccessEvent.LoginRefused(reader.text().decoded());
            case ACCESS_REFUSED -> new AccessEvent.AccessRefused(reader.text().decoded());
            default -> throw reader.unknown("report", number);
        });
    }

    /** Throws {@link IllegalArgumentException} for an event that cannot be reported. */
    static Der writeReport(Payload.Report report) {
        return Der.sequence(write(report.person()), writeEvent(report.event()));
    }

    private static Der writeEvent(AccessEvent event) {
        if (event instanceof AccessEvent.LoggedIn) {
            return Der.choice(LOGGED_IN);
        }
        if (event instanceof AccessEvent.LoginRefused refused) {
            return Der.explicit(LOGIN_REFUSED, Der.text(Text.of(refused.reason())));
        }
        if (event instanceof AccessEvent.AccessRefused refused) {
            return Der.explicit(ACCESS_REFUSED, Der.text(Text.of(refused.reason())));
        }
        throw new IllegalArgumentException(event + " is not reported");
    }
}
