package org.albatross.prometheus.internal;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.albatross.api.Exposition;

/** Answers {@code GET /metrics} with an {@link Exposition}, packed where the client takes that, and every other request with why not. For any thread. */
final class Scrapes implements HttpHandler {
    static final String PATH = "/metrics";
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int NOT_ALLOWED = 405;
    private static final int UNAVAILABLE = 503;

    private final Exposition exposition;

    Scrapes(Exposition exposition) {
        this.exposition = exposition;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String method = exchange.getRequestMethod();
            if (!exchange.getRequestURI().getPath().equals(PATH)) {
                say(exchange, NOT_FOUND, "what is measured is at " + PATH);
            } else if (!method.equals("GET")) {
                exchange.getResponseHeaders().set("Allow", "GET");
                say(exchange, NOT_ALLOWED, "what is measured can be got, nothing else");
            } else {
                tell(exchange);
            }
        }
    }

    private void tell(HttpExchange exchange) throws IOException {
        Exposition.Page page;
        try {
            page = exposition.page(header(exchange, "Accept"));
        } catch (IllegalStateException e) {
            say(exchange, UNAVAILABLE, String.valueOf(e.getMessage()));
            return;
        }
        byte[] text = page.text().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", page.contentType());
        if (takesGzip(exchange)) {
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            exchange.sendResponseHeaders(OK, 0); // its length is not known
            try (OutputStream out = new GZIPOutputStream(exchange.getResponseBody())) {
                out.write(text);
            }
        } else {
            send(exchange, OK, text);
        }
    }

    private static String header(HttpExchange exchange, String name) {
        List<String> values = exchange.getRequestHeaders().get(name);
        return values == null ? "" : String.join(",", values);
    }

    private static boolean takesGzip(HttpExchange exchange) {
        for (String coding : header(exchange, "Accept-Encoding").split(",", -1)) {
            if (coding.strip().equalsIgnoreCase("gzip")) {
                return true;
            }
        }
        return false;
    }

    private static void say(HttpExchange exchange, int status, String words) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        send(exchange, status, (words + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }
}
