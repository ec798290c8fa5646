package org.albatross.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.albatross.model.Name;
import org.albatross.model.UnikernelCommand;
import org.albatross.model.UnikernelInfo;

/** A platform in a process of its own, started by {@code bin/albatrossd} of the built tree. */
final class Platform implements AutoCloseable {
    private static final Duration READY = Duration.ofMinutes(2);
    private static final Duration END = Duration.ofSeconds(40);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final int LOG_LINES = 20;

    /**
     * How a platform is started.
     *
     * @param program {@code bin/albatrossd}
     * @param mode whether each unikernel has a user of its own: {@code separate}, or {@code shared}
     * @param environment what is added to that of this process
     * @param options more of the program's
     */
    record Launch(Path program, String mode, Map<String, String> environment, List<String> options) {}

    private final Launch launch;
    private final Place place;
    private final Client client;
    private Process process;

    private Platform(Launch launch, Place place) throws IOException {
        this.launch = launch;
        this.place = place;
        this.client = new Client(place.run());
        this.process = launch();
    }

    /** Starts one that serves when this returns. */
    static Platform start(Launch launch, Place place) throws IOException, InterruptedException {
        Platform platform = new Platform(launch, place);
        try {
            platform.awaitRunning(0);
            return platform;
        } catch (IOException | InterruptedException | RuntimeException e) {
            platform.kill();
            throw e;
        }
    }

    private Process launch() throws IOException {
        List<String> words = new ArrayList<>(List.of(
                launch.program().toString(),
                "--state-dir",
                place.state().toString(),
                "--run-dir",
                place.run().toString(),
                "--mode",
                launch.mode()));
        words.addAll(launch.options());
        ProcessBuilder builder = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(place.log().toFile()));
        builder.environment().putAll(launch.environment());
        Process launched = builder.start();
        launched.getOutputStream().close();
        return launched;
    }

    Client client() {
        return client;
    }

    Place place() {
        return place;
    }

    long pid() {
        return process.pid();
    }

    /** Ends it by signal 9, with all that runs left running, and waits for its end. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Starts it again and waits until it says that {@code running} unikernels run. */
    void startAgain(int running) throws IOException, InterruptedException {
        process = launch();
        awaitRunning(running);
    }

    /** Waits until {@code info} shows this many unikernels, and returns them. */
    SortedMap<Name, UnikernelInfo> awaitRunning(int running) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        String last = "nobody listens";
        while (System.nanoTime() - begin < READY.toNanos()) {
            if (!process.isAlive()) {
                throw new IOException("the platform has ended; its log:\n" + logEnd());
            }
            try {
                SortedMap<Name, UnikernelInfo> infos = client.info();
                if (infos.size() == running) {
                    return infos;
                }
                last = infos.size() + " unikernels run";
            } catch (IOException e) {
                last = String.valueOf(e.getMessage());
            }
            LockSupport.parkNanos(LOOK_NANOS);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        throw new IOException("after " + READY.toSeconds() + " s " + running + " unikernels should run, but " + last
                + "; the platform's log:\n" + logEnd());
    }

    private String logEnd() throws IOException {
        List<String> lines = Files.readAllLines(place.log());
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
    }

    /** Destroys what runs or is to run, ends the platform and removes its files. */
    @Override
    public void close() throws IOException {
        try {
            if (process.isAlive()) {
                for (Name name : client.desired()) {
                    destroy(name);
                }
            }
        } finally {
            process.destroy();
            awaitEnd();
            place.remove();
        }
    }

    private void destroy(Name name) throws IOException {
        try {
            client.change(name, new UnikernelCommand.Destroy());
        } catch (IOException e) {
            // One that has ended by itself meanwhile is not there any more.
            if (client.desired().contains(name)) {
                throw e;
            }
        }
    }

    private void awaitEnd() {
        try {
            process.onExit().orTimeout(END.toSeconds(), TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            kill();
        }
    }
}
