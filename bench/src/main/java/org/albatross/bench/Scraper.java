package org.albatross.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Scrapes the endpoint for Prometheus of a running platform, as Prometheus does. Used by one thread. */
final class Scraper implements AutoCloseable {
    private static final String ADDRESS = "127.0.0.1:9464";
    private static final Duration READY = Duration.ofSeconds(60);
    private static final long LOOK_MILLIS = 50;
    private static final String ROUNDS = "\nalbatross_platform_stats_rounds_total ";
    private static final String UNIKERNEL = "albatross_unikernel_cpu_seconds_total{";
    private static final int BYTES_PER_KILOBYTE = 1000;

    private final Path file;
    private final HttpClient client = HttpClient.newHttpClient();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private Optional<Future<?>> scraping = Optional.empty();
    private long bytes;

    private Scraper(Path file) {
        this.file = file;
    }

    /** Turns the endpoint on in a directory of configuration files; it is turned off by {@link #close}. */
    static Scraper configure(Path etc) throws IOException {
        return new Scraper(
                Files.writeString(etc.resolve("org.albatross.prometheus.cfg"), "listen = " + ADDRESS + "\n"));
    }

    private byte[] get(String encoding) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + ADDRESS + "/metrics"))
                .header("Accept-Encoding", encoding)
                .build();
        HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
            throw new IOException("a scrape was answered with " + answer.statusCode());
        }
        bytes = answer.body().length;
        return answer.body();
    }

    private String text() throws IOException, InterruptedException {
        return new String(get("identity"), StandardCharsets.UTF_8);
    }

    /** Waits until this many unikernels are told. */
    void awaitUnikernels(int number) throws IOException, InterruptedException {
        long end = System.nanoTime() + READY.toNanos();
        long told = -1;
        while (told != number) {
            if (System.nanoTime() > end) {
                throw new IOException("a scrape tells " + told + " unikernels, not " + number);
            }
            try {
                told = text().lines().filter(line -> line.startsWith(UNIKERNEL)).count();
            } catch (ConnectException e) {
                told = -1;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }

    /** Returns how many samples were taken so far. */
    long rounds() throws IOException, InterruptedException {
        String text = text();
        int at = text.indexOf(ROUNDS) + ROUNDS.length();
        return (long) Double.parseDouble(text.substring(at, text.indexOf('\n', at)));
    }

    /** Scrapes again and again; the milliseconds of each. */
    Samples scrape(int times) throws IOException, InterruptedException {
        return Stopwatch.millis(times, () -> get("gzip"));
    }

    /** Returns how long the last answer was. */
    long kilobytes() {
        return bytes / BYTES_PER_KILOBYTE;
    }

    /** Scrapes each second from now on. */
    void begin() {
        scraping = Optional.of(timer.scheduleAtFixedRate(this::scrapeOnce, 0, 1, TimeUnit.SECONDS));
    }

    private void scrapeOnce() {
        try {
            byte[] unused = get("gzip");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Throws when a scrape has failed. */
    void check() throws IOException {
        if (scraping.isPresent() && scraping.get().isDone()) {
            throw new IOException("a scrape has failed");
        }
    }

    @Override
    public void close() throws IOException {
        timer.shutdownNow();
        Files.delete(file);
    }
}
