package org.albatross.web.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** The API: which endpoint answers a request, and whether that is asked by somebody who has logged in. */
final class Api extends Handler.Abstract {
    /** What its paths begin with. */
    static final String PREFIX = "/api/v1";

    /** The cookie with the token of a session. */
    static final String COOKIE = "albatross-session";

    private final Sessions sessions;
    private final List<Route> routes = new ArrayList<>();

    /** What answers. */
    @FunctionalInterface
    interface Endpoint {
        /** Answers, now or later. */
        void handle(Exchange exchange) throws ProblemException;
    }

    /** What answers who has logged in. */
    @FunctionalInterface
    interface SessionEndpoint {
        /** Answers, now or later. */
        void handle(Exchange exchange, Session session) throws ProblemException;
    }

    /**
     * Who answers what.
     *
     * @param template the path, with {@code {name}} where it varies
     * @param body whether a request may have a body
     */
    record Route(String method, String template, boolean body, Endpoint endpoint) {
        /** Returns what stands in the variable parts of a path, if it is one of these. */
        Optional<Map<String, String>> match(String path) {
            String[] parts = template.split("/", -1);
            String[] given = path.split("/", -1);
            if (parts.length != given.length) {
                return Optional.empty();
            }
            Map<String, String> variables = new TreeMap<>();
            for (int i = 0; i < parts.length; i++) {
                if (parts[i].startsWith("{")) {
                    variables.put(parts[i].substring(1, parts[i].length() - 1), given[i]);
                } else if (!parts[i].equals(given[i])) {
                    return Optional.empty();
                }
            }
            return Optional.of(variables);
        }
    }

    /** An API without endpoints at first, for who has logged in by one of {@code sessions}. */
    Api(Sessions sessions) {
        this.sessions = sessions;
    }

    /** Adds an endpoint for whoever asks. */
    Api open(String method, String path, boolean body, Endpoint endpoint) {
        routes.add(new Route(method, PREFIX + path, body, endpoint));
        return this;
    }

    /** Adds an endpoint for who has logged in. */
    Api add(String method, String path, SessionEndpoint endpoint) {
        return open(method, path, false, exchange -> endpoint.handle(exchange, session(exchange)));
    }

    /** Returns what it answers, {@code GET /api/v1/unikernels/{name}}. */
    List<String> operations() {
        return routes.stream()
                .map(route -> route.method() + " " + route.template())
                .toList();
    }

    private Session session(Exchange exchange) throws ProblemException {
        for (HttpCookie cookie : Request.getCookies(exchange.request())) {
            if (cookie.getName().equals(COOKIE)) {
                Optional<Session> session = sessions.use(cookie.getValue());
                if (session.isPresent()) {
                    return session.get();
                }
            }
        }
        throw new ProblemException(new Problem(
                401, "not-logged-in", "there is no session, or it has ended: log in by POST " + PREFIX + "/session"));
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String path = Request.getPathInContext(request);
        if (!path.startsWith(PREFIX + "/")) {
            return false;
        }
        List<String> methods = new ArrayList<>();
        for (Route route : routes) {
            Optional<Map<String, String>> variables = route.match(path);
            if (variables.isPresent() && route.method().equals(request.getMethod())) {
                handle(route, new Exchange(request, response, callback, variables.get()));
                return true;
            }
            variables.ifPresent(unused -> methods.add(route.method()));
        }
        Exchange exchange = new Exchange(request, response, callback, Map.of());
        if (methods.isEmpty()) {
            exchange.problem(new Problem(404, "unknown-path", "the API has nothing of this path"));
        } else {
            String allowed = String.join(", ", methods);
            exchange.addHeader(new HttpField(HttpHeader.ALLOW, allowed));
            exchange.problem(new Problem(405, "other-method", "this path is for " + allowed));
        }
        return true;
    }

    private static void handle(Route route, Exchange exchange) {
        try {
            if (!route.body() && hasBody(exchange.request())) {
                throw new ProblemException(new Problem(400, "body", "this request takes no body"));
            }
            route.endpoint().handle(exchange);
        } catch (ProblemException | RuntimeException e) {
            exchange.fail(e);
        }
    }

    private static boolean hasBody(Request request) {
        String length = request.getHeaders().get(HttpHeader.CONTENT_LENGTH);
        return request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING) || (length != null && !length.equals("0"));
    }
}
