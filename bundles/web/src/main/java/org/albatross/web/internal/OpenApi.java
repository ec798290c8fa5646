package org.albatross.web.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;

/** The description of the API, an OpenAPI 3.1 document. */
final class OpenApi {
    private static final String FILE = "/openapi.json";

    private OpenApi() {}

    static void addTo(Api api) {
        byte[] document = read();
        api.open("GET", FILE, false, exchange -> {
            if (exchange.claim()) {
                exchange.response().setStatus(200);
                exchange.response().getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
                exchange.response().getHeaders().put(HttpHeader.CONTENT_LENGTH, document.length);
                exchange.response().write(true, ByteBuffer.wrap(document), exchange.callback());
            }
        });
    }

    private static byte[] read() {
        try (InputStream in = OpenApi.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException(FILE + " is missing");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(FILE, e);
        }
    }
}
