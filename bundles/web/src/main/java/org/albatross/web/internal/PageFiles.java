package org.albatross.web.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * The files of the page, from memory. All but the first one lie below a path with the digest of them all, which a browser may keep for
 * good. The only script within the first one is the map of imports, which the policy allows by its digest.
 */
final class PageFiles extends Handler.Abstract {
    private static final String FIRST = "index.html";
    private static final String FOLDER = "/page/";
    private static final String ASSETS = "/assets/";
    private static final int DIGEST_SHOWN = 16;
    private static final Pattern IMPORTS = Pattern.compile("<script type=\"importmap\">(.*?)</script>", Pattern.DOTALL);

    /** What there is, but for the first file. */
    static final List<String> FILES = List.of(
            "app.js",
            "api.js",
            "console.js",
            "events.js",
            "format.js",
            "login.js",
            "overview.js",
            "style.css",
            "icon.svg",
            "unikernel.js",
            "lit/index.js",
            "lit-element/lit-element.js",
            "lit-html/is-server.js",
            "lit-html/lit-html.js",
            "lit__reactive-element/css-tag.js",
            "lit__reactive-element/reactive-element.js");

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml");

    private final Map<String, Content> byPath = new LinkedHashMap<>();
    private final String importsDigest;

    private record Content(String type, ByteBuffer bytes, boolean forGood) {}

    /** Reads all of them. */
    PageFiles() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        FILES.forEach(name -> files.put(name, read(name)));
        MessageDigest whole = sha256();
        files.values().forEach(whole::update);
        String folder = ASSETS + HexFormat.of().formatHex(whole.digest()).substring(0, DIGEST_SHOWN) + "/";
        files.forEach((name, bytes) -> byPath.put(folder + name, content(name, bytes, true)));
        String first = new String(read(FIRST), StandardCharsets.UTF_8).replace("@ASSETS@", folder);
        byPath.put("/", content(FIRST, first.getBytes(StandardCharsets.UTF_8), false));
        Matcher imports = IMPORTS.matcher(first);
        if (!imports.find()) {
            throw new IllegalStateException(FIRST + " has no map of imports");
        }
        importsDigest = Base64.getEncoder()
                .encodeToString(sha256().digest(imports.group(1).getBytes(StandardCharsets.UTF_8)));
    }

    private static Content content(String name, byte[] bytes, boolean forGood) {
        String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        if (type == null) {
            throw new IllegalStateException(name + " is of no type that is known");
        }
        return new Content(type, ByteBuffer.wrap(bytes).asReadOnlyBuffer(), forGood);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static byte[] read(String name) {
        try (InputStream in = PageFiles.class.getResourceAsStream(FOLDER + name)) {
            if (in == null) {
                throw new IllegalStateException(FOLDER + name + " is missing");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(FOLDER + name, e);
        }
    }

    /** Returns what the page may load and run: its own files, and nothing else. */
    String contentSecurityPolicy() {
        return "default-src 'none'; script-src 'self' 'sha256-" + importsDigest + "'; style-src 'self'; img-src 'self';"
                + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none';"
                + " require-trusted-types-for 'script'; trusted-types lit-html";
    }

    /** Returns how many bytes a browser loads at first. */
    int size() {
        return byPath.values().stream()
                .mapToInt(content -> content.bytes().remaining())
                .sum();
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Content content = byPath.get(Request.getPathInContext(request));
        boolean head = HttpMethod.HEAD.is(request.getMethod());
        if (content == null || !(head || HttpMethod.GET.is(request.getMethod()))) {
            return false;
        }
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, content.type());
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, content.bytes().remaining());
        if (content.forGood()) {
            response.getHeaders().put(HttpHeader.CACHE_CONTROL, "public, max-age=31536000, immutable");
        }
        response.write(true, head ? null : content.bytes().slice(), callback);
        return true;
    }
}
