package org.albatross.influx.internal;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lines by HTTP to an InfluxDB: {@code /write} of 1.x or {@code /api/v2/write} of 2.x. What the server does not understand
 * (400, 413, 422) is refused for good; whatever else is not a success may be later: 401 and 404, since an operator can put right
 * the token or the database, 429 and 5xx.
 */
final class InfluxDestination implements Destination {
    private static final int BAD_REQUEST = 400;
    private static final int TOO_LARGE = 413;
    private static final int UNPROCESSABLE = 422;
    private static final Pattern DROPPED = Pattern.compile("dropped=([0-9]{1,9})\\b");

    private final URI uri;
    private final Authorization authorization;
    private final Duration limit;
    private final Executor threads;
    private Optional<HttpClient> client = Optional.empty();

    /** How a request says who sends it. */
    @FunctionalInterface
    interface Authorization {
        /** Returns the header's value; nothing without credentials. */
        Optional<String> header() throws IOException;
    }

    /**
     * Posts to {@code uri}.
     *
     * @param limit how long one request may take as a whole
     * @param threads what the client's work runs on
     */
    InfluxDestination(URI uri, Authorization authorization, Duration limit, Executor threads) {
        this.uri = uri;
        this.authorization = authorization;
        this.limit = limit;
        this.threads = threads;
    }

    @Override
    public Optional<Refused> send(Chunks.Chunk chunk) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(limit)
                .header("Content-Type", "text/plain; charset=utf-8")
                .POST(HttpRequest.BodyPublishers.ofByteArray(chunk.text()));
        authorization.header().ifPresent(value -> request.header("Authorization", value));
        HttpResponse<String> answer = answer(request.build());
        int status = answer.statusCode();
        if (status / 100 == 2) {
            return Optional.empty();
        }
        String reason = "HTTP " + status + " " + answer.body();
        if (status == BAD_REQUEST || status == TOO_LARGE || status == UNPROCESSABLE) {
            Matcher partial = DROPPED.matcher(answer.body());
            long lines = partial.find() ? Long.parseLong(partial.group(1)) : chunk.lines();
            return Optional.of(new Refused(Math.min(lines, chunk.lines()), reason));
        }
        throw new IOException(reason.strip());
    }

    private HttpResponse<String> answer(HttpRequest request) throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<String>> answer = client().sendAsync(request, response -> new FirstBytes());
        try {
            return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IOException(describe(e.getCause() == null ? e : e.getCause()), e);
        } catch (TimeoutException e) {
            throw new IOException("has not answered within " + limit.toMillis() + " ms", e);
        } finally {
            answer.cancel(true);
        }
    }

    private String describe(Throwable cause) {
        for (Throwable at = cause; at != null; at = at.getCause()) {
            if (at instanceof UnresolvedAddressException) {
                return uri.getHost() + " is not known";
            }
        }
        String message = cause.getMessage();
        if (message == null) {
            return cause instanceof ConnectException
                    ? "nobody listens there"
                    : cause.getClass().getSimpleName();
        }
        return message;
    }

    private HttpClient client() {
        HttpClient open = client.orElseGet(() -> HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(limit)
                .executor(threads)
                .build());
        client = Optional.of(open);
        return open;
    }

    @Override
    public void close() {
        client = Optional.empty();
    }
}
