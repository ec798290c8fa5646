package org.albatross.web.internal;

import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.albatross.endpoint.LoginException;
import org.albatross.endpoint.PasswordCheck;
import org.albatross.endpoint.User;
import org.albatross.json.Json;
import org.albatross.json.StringMembers;
import org.albatross.model.Text;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Promise;

/** Logs in and out. Passwords are looked at by a thread of their own, which at most eight requests may wait for. */
final class SessionEndpoints {
    private static final int MOST_BODY = 4096;
    private static final int MOST_WAITING = 8;
    private static final int MOST_SHOWN = 32;

    private final PasswordCheck passwords;
    private final Sessions sessions;
    private final FailureLimit failures;
    private final AccessReports reports;
    private final ExecutorService thread;
    private final AtomicInteger waiting = new AtomicInteger();

    /** {@code thread} looks at passwords. */
    SessionEndpoints(
            PasswordCheck passwords,
            Sessions sessions,
            FailureLimit failures,
            AccessReports reports,
            ExecutorService thread) {
        this.passwords = passwords;
        this.sessions = sessions;
        this.failures = failures;
        this.reports = reports;
        this.thread = thread;
    }

    void addTo(Api api) {
        api.open("POST", "/session", true, this::login)
                .add("GET", "/session", (exchange, session) -> exchange.answer(200, form(session)))
                .add("DELETE", "/session", this::logout);
    }

    private static Json form(Session session) {
        return Json.object()
                .put("user", Json.of(session.user().name()))
                .put("role", Json.of(session.user().role().toString()))
                .put("path", Json.of(session.user().path().toString()))
                .put("consoles", Json.of(session.person().grant().consoles()))
                .build();
    }

    private void login(Exchange exchange) throws ProblemException {
        String type = exchange.header(HttpHeader.CONTENT_TYPE.asString()).orElse("");
        if (!type.matches("(?i)application/json( *; *charset=\"?utf-8\"?)?")) {
            throw new ProblemException(
                    new Problem(400, "malformed", "the body's Content-Type is not application/json"));
        }
        if (exchange.request().getLength() > MOST_BODY) {
            throw new ProblemException(tooLarge());
        }
        Content.Source.asByteArrayAsync(exchange.request(), MOST_BODY, new Promise.Invocable<>() {
            @Override
            public void succeeded(byte[] body) {
                login(exchange, body);
            }

            @Override
            public void failed(Throwable failure) {
                exchange.problem(
                        failure instanceof IllegalStateException
                                ? tooLarge()
                                : new Problem(400, "body", "the body cannot be read to its end"));
            }

            @Override
            public InvocationType getInvocationType() {
                return InvocationType.NON_BLOCKING;
            }
        });
    }

    private static Problem tooLarge() {
        return new Problem(413, "body", "the body has more than " + MOST_BODY + " bytes");
    }

    private void login(Exchange exchange, byte[] body) {
        Map<String, String> members;
        try {
            members = StringMembers.read(body, Set.of("user", "password"));
        } catch (IllegalArgumentException e) {
            exchange.problem(new Problem(400, "malformed", String.valueOf(e.getMessage())));
            return;
        }
        String user = members.getOrDefault("user", "");
        String who = Request.getRemoteAddr(exchange.request()) + " " + user;
        OptionalLong wait = failures.wait(who);
        if (wait.isPresent()) {
            exchange.problem(new Problem(
                    429,
                    "too-many-failures",
                    "too many logins of this user have failed; try again after " + wait.getAsLong() + " s",
                    Json.object().build(),
                    wait));
        } else if (waiting.incrementAndGet() > MOST_WAITING) {
            int unused = waiting.decrementAndGet();
            exchange.problem(new Problem(
                    429,
                    "too-many-logins",
                    "more than " + MOST_WAITING + " passwords are being looked at; try again",
                    Json.object().build(),
                    OptionalLong.of(1)));
        } else {
            thread.execute(() -> {
                try {
                    login(exchange, who, user, members.getOrDefault("password", ""));
                } catch (RuntimeException e) {
                    exchange.fail(e);
                } finally {
                    int unused = waiting.decrementAndGet();
                }
            });
        }
    }

    private void login(Exchange exchange, String who, String name, String password) {
        try {
            User user = passwords.login(name, password);
            Session session = sessions.open(user);
            reports.loggedIn(session.person());
            exchange.addHeader(new HttpField(HttpHeader.SET_COOKIE, cookie(session.token(), "")));
            exchange.answer(200, form(session));
        } catch (LoginException e) {
            failures.failed(who);
            String shown = name.length() <= MOST_SHOWN ? name : name.substring(0, MOST_SHOWN) + "...";
            reports.notLoggedIn(Text.of(shown).toString(), String.valueOf(e.getMessage()));
            exchange.problem(new Problem(401, "login-refused", String.valueOf(e.getMessage())));
        }
    }

    private void logout(Exchange exchange, Session session) {
        sessions.close(session);
        exchange.addHeader(new HttpField(HttpHeader.SET_COOKIE, cookie("", "; Max-Age=0")));
        exchange.answer(204, null);
    }

    /** Not Secure, since the page is not encrypted; it goes to loopback alone. */
    private static String cookie(String token, String more) {
        return Api.COOKIE + "=" + token + "; Path=/; HttpOnly; SameSite="
                + HttpCookie.SameSite.STRICT.getAttributeValue() + more;
    }
}
