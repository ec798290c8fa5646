package org.albatross.web.internal;

import java.util.Map;
import java.util.OptionalLong;
import org.albatross.json.Json;
import org.albatross.json.ModelJson;
import org.albatross.model.PolicyRefusal;
import org.albatross.model.Refusal;

/**
 * Why a request is not answered as it was meant, as a problem document (RFC 9457).
 *
 * @param status the status of HTTP
 * @param kind what kind of problem it is, the last part of the document's {@code type}
 * @param detail one line for people
 * @param data what there is to say beside that, for programs: the member {@code data}
 * @param retrySeconds after what time another request may be answered
 */
record Problem(int status, String kind, String detail, Json data, OptionalLong retrySeconds) {
    /** What a document's {@code type} begins with. */
    private static final String TYPE = "urn:albatross:problem:";

    private static final Map<Integer, String> TITLES = Map.ofEntries(
            Map.entry(400, "Bad request"),
            Map.entry(401, "Not logged in"),
            Map.entry(403, "Not allowed"),
            Map.entry(404, "Not found"),
            Map.entry(405, "Another method is needed"),
            Map.entry(409, "In conflict with what there is"),
            Map.entry(413, "Too large"),
            Map.entry(421, "Not this host"),
            Map.entry(429, "Too many requests"),
            Map.entry(500, "The platform failed"),
            Map.entry(503, "Not available now"),
            Map.entry(504, "No answer in time"));

    /** One without data. */
    Problem(int status, String kind, String detail) {
        this(status, kind, detail, Json.object().build(), OptionalLong.empty());
    }

    /** That a command was refused. */
    static Problem of(Refusal refusal) {
        return new Problem(
                status(refusal),
                ModelJson.kind(refusal),
                refusal.message(),
                ModelJson.refusal(refusal),
                OptionalLong.empty());
    }

    private static int status(Refusal refusal) {
        if (refusal instanceof Refusal.NotAllowed) {
            return 403;
        }
        if (refusal instanceof Refusal.Request) {
            return 400;
        }
        if (refusal instanceof Refusal.NotFound) {
            return 404;
        }
        if (refusal instanceof Refusal.Present || refusal instanceof PolicyRefusal) {
            return 409;
        }
        if (refusal instanceof Refusal.Unavailable) {
            return 503;
        }
        return refusal instanceof Refusal.TimedOut ? 504 : 500;
    }

    /** Returns the document. */
    Json document() {
        return Json.object()
                .put("type", Json.of(TYPE + kind))
                .put("title", Json.of(TITLES.getOrDefault(status, "HTTP status " + status)))
                .put("status", Json.of(status))
                .put("detail", Json.of(detail))
                .put("data", data)
                .build();
    }
}
