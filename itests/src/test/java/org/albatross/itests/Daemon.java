package org.albatross.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A platform in a process of its own, started by {@code bin/albatrossd} from the built tree. */
public final class Daemon implements AutoCloseable {
    /** Enough for whatever takes its time on a busy machine; {@code -Dalbatross.limit.seconds=300} for one that is busier still. */
    public static final Duration LIMIT = Duration.ofSeconds(Integer.getInteger("albatross.limit.seconds", 60));

    private static final String JVM_OPTIONS = "JDK_JAVA_OPTIONS";

    /** The second compiler takes more than a third of a start's processor time, and pays only after tests have ended. */
    private static final String FIRST_COMPILER = "-XX:TieredStopAtLevel=1";

    /** By which the JVM tells the options, in front of all that the platform says. */
    private static final Pattern NOTE = Pattern.compile("(?m)^NOTE: Picked up " + JVM_OPTIONS + ":.*\\R");

    private final Process process;
    private final Path home;
    private final Path log;

    private Daemon(Process process, Path home, Path log) {
        this.process = process;
        this.home = home;
        this.log = log;
    }

    /**
     * Starts one on {@code home/state} and {@code home/run}, and does not wait for it.
     *
     * @param options more of {@code albatrossd}'s
     */
    public static Daemon launch(Path home, String... options) throws IOException {
        return launch(home, Map.of(), options);
    }

    /** Starts one with more environment, and does not wait for it. */
    public static Daemon launch(Path home, Map<String, String> environment, String... options) throws IOException {
        return launchBy(List.of(), home, environment, options);
    }

    /**
     * Starts one with more environment through a program that becomes it, and does not wait for it.
     *
     * @param program with its arguments; {@code albatrossd} and its arguments follow
     */
    public static Daemon launchBy(List<String> program, Path home, Map<String, String> environment, String... options)
            throws IOException {
        return launchBy(program, Tree.file("bin/albatrossd"), home, environment, options);
    }

    /** Starts the one of another tree, and does not wait for it. */
    public static Daemon launchFrom(Path tree, Path home) throws IOException {
        return launchBy(List.of(), tree.resolve("bin/albatrossd"), home, Map.of());
    }

    private static Daemon launchBy(
            List<String> program, Path albatrossd, Path home, Map<String, String> environment, String... options)
            throws IOException {
        List<String> words = new ArrayList<>(program);
        words.addAll(List.of(
                albatrossd.toString(),
                "--state-dir",
                home.resolve("state").toString(),
                "--run-dir",
                home.resolve("run").toString()));
        words.addAll(List.of(options));
        Path log = Files.createTempFile(home, "log", "");
        ProcessBuilder builder =
                new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        builder.environment().merge(JVM_OPTIONS, FIRST_COMPILER, (test, ours) -> test + " " + ours);
        Process process = builder.start();
        process.getOutputStream().close();
        return new Daemon(process, home, log);
    }

    /** Starts one and waits until its launcher has said that it is up. */
    public static Daemon start(Path home, String... options) throws Exception {
        return start(home, Map.of(), options);
    }

    /** Starts one with more environment, and waits. */
    public static Daemon start(Path home, Map<String, String> environment, String... options) throws Exception {
        return launch(home, environment, options).awaitUp();
    }

    /** Waits until its launcher has said that it is up. */
    public Daemon awaitUp() throws Exception {
        Await.until(LIMIT, () -> assertThat(log()).contains(" started in "));
        return this;
    }

    public Path home() {
        return home;
    }

    public long pid() {
        return process.pid();
    }

    /** Everything that it has written to stdout and stderr, but for the JVM's note of its options. */
    public String log() throws IOException {
        return NOTE.matcher(Files.readString(log)).replaceFirst("");
    }

    /** Waits for its end and returns its exit code. */
    public int awaitEnd() throws InterruptedException {
        assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS))
                .as("ended within %s", LIMIT)
                .isTrue();
        return process.exitValue();
    }

    /** Asks it to end, as an operator or systemd does, and returns its exit code. */
    public int terminate() throws InterruptedException {
        process.destroy();
        return awaitEnd();
    }

    /** Ends it without a chance to do anything, by signal 9. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        awaitEnd();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
