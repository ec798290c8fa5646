package org.albatross.web.internal;

import java.util.Map;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** What the server itself refuses, as problem documents. */
final class ProblemErrors extends ErrorHandler {
    private static Problem problem(int status) {
        return switch (status) {
            case 404 -> new Problem(status, "unknown-path", "there is nothing of this path");
            case 414, 431 -> new Problem(status, "too-large", "the request line and headers have more than 8192 bytes");
            case 500 -> new Problem(status, "internal", "internal error; the log of the platform says more");
            default -> new Problem(status, "malformed", "this is not a request of HTTP/1.1 that is served here");
        };
    }

    @Override
    protected void generateResponse(
            Request request,
            Response response,
            int code,
            @Nullable String message,
            @Nullable Throwable cause,
            Callback callback) {
        new Exchange(request, response, callback, Map.of()).problem(problem(code));
    }

    /** What every answer has already counts. */
    @Override
    protected void generateCacheControl(Response response) {}
}
