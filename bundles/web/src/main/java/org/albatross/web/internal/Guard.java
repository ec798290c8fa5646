package org.albatross.web.internal;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Stands before everything: what is not addressed to this host by one of its names (a page of another site whose name was made to
 * lead here), and a change that another site's page asks for, go no further. Each answer says what a browser may do with it.
 */
final class Guard extends Handler.Wrapper {
    private static final Set<String> NAMES = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Set<String> READING = Set.of(HttpMethod.GET.asString(), HttpMethod.HEAD.asString());

    private final Map<String, String> headers;

    /**
     * Lets through to {@code handler}.
     *
     * @param contentSecurityPolicy of every answer
     */
    Guard(Handler handler, String contentSecurityPolicy) {
        super(handler);
        headers = Map.of(
                "Content-Security-Policy", contentSecurityPolicy,
                "Cross-Origin-Opener-Policy", "same-origin",
                "Cross-Origin-Resource-Policy", "same-origin",
                "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
                "Referrer-Policy", "no-referrer",
                "X-Content-Type-Options", "nosniff");
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        HttpFields.Mutable fields = response.getHeaders();
        headers.forEach(fields::put);
        fields.put(HttpHeader.CACHE_CONTROL, "no-store");
        Optional<Problem> problem = problem(request);
        if (problem.isPresent()) {
            new Exchange(request, response, callback, Map.of()).problem(problem.get());
            return true;
        }
        return super.handle(request, response, callback);
    }

    private static Optional<Problem> problem(Request request) {
        String host = Request.getServerName(request).toLowerCase(Locale.ROOT);
        if (!NAMES.contains(host)) {
            return Optional.of(new Problem(
                    421,
                    "unknown-host",
                    "this page is not served for other names than localhost, 127.0.0.1 and [::1]"));
        }
        if (READING.contains(request.getMethod())) {
            return Optional.empty();
        }
        List<String> origins = request.getHeaders().getValuesList(HttpHeader.ORIGIN);
        String own = "http://" + request.getHeaders().get(HttpHeader.HOST);
        return origins.equals(List.of(own))
                ? Optional.empty()
                : Optional.of(new Problem(
                        403, "other-origin", "a change needs the header Origin with the address of this page itself"));
    }
}
