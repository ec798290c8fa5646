package org.albatross.cli.internal.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.albatross.cli.internal.report.Progress;
import org.albatross.cli.internal.run.CommandFailure;
import org.albatross.cli.internal.run.ExitCode;
import org.albatross.model.Bytes;
import org.albatross.model.Text;

/**
 * A server of reproducible builds, as builder-web is one: it finds the build of an image by its digest, and
 * the latest build of the same job. What it says is not trusted beyond its form.
 */
public final class BuildServer {
    /** A build of a job, by the server's names for both. */
    public record Build(String job, String id) {
        String path() {
            return "/job/" + job + "/build/" + id;
        }

        /** Returns job and build in printable characters. */
        @Override
        public String toString() {
            return Text.of(job + " " + id).toString();
        }
    }

    /** Makes the bar of a download of so many bytes, 0 when that is not known. */
    @FunctionalInterface
    public interface Bar {
        /** Begins it. */
        Progress begin(long total);
    }

    /** The largest image that is downloaded: the largest that a platform takes in one message. */
    public static final long MAX_IMAGE_BYTES = 512L * 1024 * 1024;

    private static final Pattern BUILD = Pattern.compile("(?:https?://[^/]+)?/job/([^/?#]+)/build/([^/?#]+)/?");
    private static final Pattern ADDRESS = Pattern.compile("(?:https?://)?[^/?#\\s]+/?");
    private static final int CONNECT_MILLIS = 10_000;
    private static final int READ_MILLIS = 30_000;
    private static final int BUFFER = 64 * 1024;

    private final String base;

    /** A server at an address, {@code https://builds.robur.coop}; https where no scheme is given. */
    public BuildServer(String address) {
        String withScheme = address.contains("://") ? address : "https://" + address;
        this.base = withScheme.endsWith("/") ? withScheme.substring(0, withScheme.length() - 1) : withScheme;
    }

    /** Tells whether a word is the address of a server: scheme, host and port, and no more than a slash behind. */
    public static boolean isAddress(String word) {
        return ADDRESS.matcher(word).matches();
    }

    /** Returns the address of the page that compares two builds. */
    public Text comparison(Build one, Build other) {
        return Text.of(base + "/compare/" + one.id() + "/" + other.id());
    }

    /** Returns the build that made the image with this SHA-256 digest, if the server knows it. */
    public Optional<Build> buildOf(Bytes digest) throws CommandFailure {
        return redirection("/hash?sha256=" + digest.hex());
    }

    /** Returns the latest build of a job, if it has one. */
    public Optional<Build> latest(Build build) throws CommandFailure {
        return redirection("/job/" + build.job() + "/build/latest");
    }

    private Optional<Build> redirection(String path) throws CommandFailure {
        try {
            HttpURLConnection connection = open(path);
            try {
                connection.setInstanceFollowRedirects(false);
                int status = connection.getResponseCode();
                if (status == HttpURLConnection.HTTP_NOT_FOUND) {
                    return Optional.empty();
                }
                String location = connection.getHeaderField("Location");
                if (status / 100 != 3 || location == null) {
                    throw failure(path, "status " + status + " instead of a redirection");
                }
                Matcher build = BUILD.matcher(location);
                if (!build.matches()) {
                    throw failure(path, "redirected to " + Text.of(location) + ", which is not a build");
                }
                return Optional.of(new Build(build.group(1), build.group(2)));
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            throw failure(path, e);
        }
    }

    /** Downloads the image of a build into a file; one that is larger than allowed or cut off is a failure. */
    public void download(Build build, Path target, Bar bar) throws CommandFailure {
        String path = build.path() + "/main-binary";
        try {
            HttpURLConnection connection = open(path);
            try {
                int status = connection.getResponseCode();
                if (status != HttpURLConnection.HTTP_OK) {
                    throw failure(path, "status " + status);
                }
                long announced = connection.getContentLengthLong();
                if (announced > MAX_IMAGE_BYTES) {
                    throw failure(path, announced + " bytes, at most " + MAX_IMAGE_BYTES + " are taken");
                }
                Progress progress = bar.begin(Math.max(0, announced));
                try (InputStream in = connection.getInputStream();
                        OutputStream out = Files.newOutputStream(target)) {
                    long length = copy(in, out, path, progress);
                    if (announced >= 0 && length != announced) {
                        throw failure(path, "ended after " + length + " of " + announced + " bytes");
                    }
                } finally {
                    progress.end();
                }
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            throw failure(path, e);
        }
    }

    private long copy(InputStream in, OutputStream out, String path, Progress progress)
            throws IOException, CommandFailure {
        byte[] buffer = new byte[BUFFER];
        long length = 0;
        int count;
        while ((count = in.read(buffer)) >= 0) {
            length += count;
            if (length > MAX_IMAGE_BYTES) {
                throw failure(path, "more bytes than the " + MAX_IMAGE_BYTES + " that are taken");
            }
            out.write(buffer, 0, count);
            progress.advance(count);
        }
        return length;
    }

    private HttpURLConnection open(String path) throws IOException {
        if (!(new URL(base + path).openConnection() instanceof HttpURLConnection connection)) {
            throw new MalformedURLException(base + " is not an http or https address");
        }
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout(READ_MILLIS);
        return connection;
    }

    private CommandFailure failure(String path, IOException cause) {
        if (cause instanceof UnknownHostException) {
            String host = base.substring(base.indexOf("://") + 3);
            return interaction("connection to " + host + " failed: " + host + " not found");
        }
        return failure(path, String.valueOf(cause.getMessage()));
    }

    private CommandFailure failure(String path, String reason) {
        return interaction(base + path + ": " + reason);
    }

    private static CommandFailure interaction(String reason) {
        return CommandFailure.of(ExitCode.HTTP, "[ERROR] error in HTTP interaction: " + Text.of(reason));
    }
}
