package org.albatross.web.internal;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.albatross.api.EventSink;
import org.albatross.endpoint.UsersFile;
import org.albatross.model.EventRecord;
import org.albatross.threads.Relays;

/** The page on a port of loopback, in front of a {@link PlayedPlatform}, with an operator, a viewer of a: and an admin. */
final class Site implements AutoCloseable {
    static final String PASSWORD = "correct horse battery";

    private final Path directory;
    private final PlayedPlatform platform = new PlayedPlatform();
    private final List<EventRecord> events = new CopyOnWriteArrayList<>();
    private final AtomicLong ahead = new AtomicLong();
    private final Relays<EventSink> relays =
            new Relays<>("test-events", "events", 100, EventSink::keepsEvents, EventSink::lost);
    private final WebPage page;
    private final HttpClient client = HttpClient.newHttpClient();

    Site(Path directory) throws Exception {
        this.directory = directory;
        writeUsers("oper operator :", "view viewer a:", "root admin :");
        relays.add(events::add);
        page = new WebPage(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new UsersFile(directory.resolve("users")),
                true,
                relays,
                () -> System.nanoTime() + ahead.get());
        page.commands().gate().open(platform);
        page.start();
        await(page::isListening);
    }

    /** Replaces the file of users. */
    void writeUsers(String... users) throws Exception {
        byte[] salt = new byte[16];
        byte[] hash = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                .generateSecret(new PBEKeySpec(PASSWORD.toCharArray(), salt, 1000, 256))
                .getEncoded();
        Base64.Encoder base64 = Base64.getEncoder();
        StringBuilder lines = new StringBuilder();
        for (String user : users) {
            lines.append(user + " pbkdf2-sha256:1000:" + base64.encodeToString(salt) + ":" + base64.encodeToString(hash)
                    + "\n");
        }
        Path file = Files.createTempFile(
                directory,
                "new",
                "",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, lines);
        Files.move(file, directory.resolve("users"), StandardCopyOption.REPLACE_EXISTING);
    }

    static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + 60_000_000_000L;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("it did not come about within a minute");
            }
            LockSupport.parkNanos(5_000_000);
        }
    }

    PlayedPlatform platform() {
        return platform;
    }

    WebPage page() {
        return page;
    }

    /** What event sinks were told. */
    List<EventRecord> events() {
        return events;
    }

    /** Lets time pass for sessions and failures. */
    void pass(Duration time) {
        ahead.addAndGet(time.toNanos());
    }

    String origin() {
        return "http://127.0.0.1:" + page.port();
    }

    HttpRequest.Builder request(String method, String path) {
        return HttpRequest.newBuilder(URI.create(origin() + path))
                .header("Origin", origin())
                .method(method, HttpRequest.BodyPublishers.noBody());
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<InputStream> open(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    }

    HttpResponse<String> login(String user, String password) throws IOException, InterruptedException {
        return post("{\"user\": \"" + user + "\", \"password\": \"" + password + "\"}");
    }

    HttpResponse<String> post(String body) throws IOException, InterruptedException {
        return send(request("POST", "/api/v1/session")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** Returns the cookie of somebody who has logged in. */
    String cookie(String user) throws IOException, InterruptedException {
        String set = login(user, PASSWORD).headers().firstValue("Set-Cookie").orElseThrow();
        return set.substring(0, set.indexOf(';'));
    }

    HttpResponse<String> ask(String method, String path, String cookie) throws IOException, InterruptedException {
        return send(request(method, path).header("Cookie", cookie));
    }

    /** Sends bytes as they are, and returns all that comes back until the end. */
    String raw(String text) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), page.port())) {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    @Override
    public void close() {
        try {
            page.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while the page was stopping", e);
        } finally {
            relays.stop();
        }
    }
}
