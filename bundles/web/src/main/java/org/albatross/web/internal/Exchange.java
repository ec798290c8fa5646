package org.albatross.web.internal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.albatross.json.Json;
import org.albatross.model.Name;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A request to the API and its one answer: the first one that is given counts. For any thread. */
final class Exchange {
    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

    private final Request request;
    private final Response response;
    private final Callback callback;
    private final Map<String, String> path;
    private final AtomicBoolean answered = new AtomicBoolean();

    /**
     * A request that was not answered yet.
     *
     * @param path what stands in the variable parts of its path
     */
    Exchange(Request request, Response response, Callback callback, Map<String, String> path) {
        this.request = request;
        this.response = response;
        this.callback = callback;
        this.path = path;
    }

    Request request() {
        return request;
    }

    Response response() {
        return response;
    }

    Callback callback() {
        return callback;
    }

    /** Returns the name that stands in the path. */
    Name name() throws ProblemException {
        try {
            Name name = Name.parse(path.getOrDefault("name", ""));
            if (name.label().isEmpty()) {
                throw new IllegalArgumentException(name + " is a path, the name of a unikernel is needed");
            }
            return name;
        } catch (IllegalArgumentException e) {
            throw new ProblemException(new Problem(400, "malformed", String.valueOf(e.getMessage())));
        }
    }

    /** Returns a header that is there once. */
    Optional<String> header(String name) throws ProblemException {
        return single("header " + name, request.getHeaders().getValuesList(name));
    }

    /** Returns a parameter of the query that is there once. */
    Optional<String> query(String name) throws ProblemException {
        Fields fields;
        try {
            fields = Request.extractQueryParameters(request);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(new Problem(400, "malformed", "the query is not UTF-8 with percent signs"));
        }
        return single("parameter " + name, fields.getValuesOrEmpty(name));
    }

    private static Optional<String> single(String what, List<String> values) throws ProblemException {
        if (values.size() > 1) {
            throw new ProblemException(new Problem(
                    400, "malformed", "there are " + values.size() + " of the " + what + ", one is allowed"));
        }
        return values.stream().findFirst();
    }

    /** Returns a number of the query. */
    long number(String name, long least, long most, long otherwise) throws ProblemException {
        Optional<String> text = query(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        if (text.get().matches("[0-9]{1,16}")) {
            long number = Long.parseLong(text.get());
            if (number >= least && number <= most) {
                return number;
            }
        }
        throw new ProblemException(new Problem(
                400, "malformed", "the parameter " + name + " is a whole number from " + least + " to " + most));
    }

    /** Answers with what is to come. */
    void answerWith(CompletableFuture<Json> coming) {
        CompletableFuture<Void> unused = coming.handle((json, failure) -> {
            if (failure == null) {
                answer(200, json);
            } else {
                fail(
                        failure instanceof CompletionException && failure.getCause() != null
                                ? failure.getCause()
                                : failure);
            }
            return null;
        });
    }

    /** Answers that it has failed. */
    void fail(Throwable failure) {
        if (failure instanceof ProblemException reason) {
            problem(reason.problem());
        } else {
            LOG.error(
                    "the answer to {} {} failed by a defect of the platform",
                    request.getMethod(),
                    request.getHttpURI().getPath(),
                    failure);
            problem(new Problem(500, "internal", "internal error; the log of the platform says more"));
        }
    }

    /** Answers that there is a problem. */
    void problem(Problem problem) {
        problem.retrySeconds()
                .ifPresent(seconds -> response.getHeaders().put(HttpHeader.RETRY_AFTER, Long.toString(seconds)));
        write(problem.status(), "application/problem+json", problem.document());
    }

    /** Answers. */
    void answer(int status, @Nullable Json json) {
        write(status, "application/json", json);
    }

    /** Adds a header to the answer that is to come. */
    void addHeader(HttpField field) {
        response.getHeaders().add(field);
    }

    /** Claims the answer for what writes it by itself; returns whether there was none yet. */
    boolean claim() {
        return answered.compareAndSet(false, true);
    }

    private void write(int status, String type, @Nullable Json json) {
        if (!claim()) {
            return;
        }
        response.setStatus(status);
        if (json == null) {
            response.write(true, null, callback);
            return;
        }
        byte[] text = (json.toLine() + "\n").getBytes(StandardCharsets.US_ASCII);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, text.length);
        response.write(true, ByteBuffer.wrap(text), callback);
    }
}
