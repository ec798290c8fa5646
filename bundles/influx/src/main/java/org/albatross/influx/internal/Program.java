package org.albatross.influx.internal;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.albatross.model.Name;
import org.albatross.model.Text;
import org.albatross.threads.PlatformThreads;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of {@code albatross-influx}: it follows a socket of statistics, again and again, until it is interrupted. */
public final class Program {
    private static final Logger LOG = LoggerFactory.getLogger("org.albatross.influx");
    private static final int COMMAND_LINE = 124;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final Duration AGAIN = Duration.ofSeconds(5);
    private static final long BUFFER = 4L << 20;
    private static final String DEFAULT_PORT = ":8094";

    private static final String HELP =
            """
            Usage: albatross-influx [OPTION]... --influx HOST[:PORT]
            Sends what the statistics of a platform tell, every ten seconds, to a Telegraf
            (socket_listener) over TCP, until it is interrupted.

              --influx HOST[:PORT]  where Telegraf listens (port 8094)
              -n, --name NAME       only this unikernel, or with a colon at the end those at
                                    or below this path
              --drop-path           the tag vm is the label alone, path is another tag
                                    (the default)
              --no-drop-path        the tag vm is the whole name
              --tmpdir DIR          the platform's run directory (ALBATROSS_RUN_DIR, or
                                    /run/albatross)
              --socket FILE         the socket (util/stat.sock in the run directory)
              -h, --help            this text

            -v, -q, --verbosity LEVEL and --color WHEN are taken and have no effect.
            What goes wrong is said on standard error, once when it begins and once when it
            ends. The platform itself can send the same, and to an InfluxDB: see
            org.albatross.influx~NAME.cfg.
            """;

    private Program() {}

    /** Returns the exit code. */
    public static int run(List<String> words, Map<String, String> environment, PrintStream out, PrintStream err)
            throws InterruptedException {
        if (words.contains("--help") || words.contains("-h")) {
            out.print(HELP);
            out.flush();
            return 0;
        }
        Order order;
        try {
            order = Order.parse(words, Path.of(environment.getOrDefault("ALBATROSS_RUN_DIR", "/run/albatross")));
        } catch (IllegalArgumentException e) {
            err.print("albatross-influx: " + Text.printable(String.valueOf(e.getMessage()))
                    + " (see albatross-influx --help)\n");
            err.flush();
            return COMMAND_LINE;
        }
        follow(order);
        return 0;
    }

    /** What a command line asks for. */
    record Order(Target target, Name name, boolean dropPath, Path socket) {
        static Order parse(List<String> words, Path run) {
            String influx = "";
            Name name = Name.ROOT;
            boolean dropPath = true;
            Path directory = run;
            Optional<Path> socket = Optional.empty();
            for (int i = 0; i < words.size(); i++) {
                String word = words.get(i);
                int equals = word.startsWith("--") ? word.indexOf('=') : -1;
                String option = equals < 0 ? word : word.substring(0, equals);
                switch (option) {
                    case "--drop-path", "--no-drop-path" -> dropPath = option.equals("--drop-path");
                    case "-v", "-vv", "-vvv", "--verbose", "-q", "--quiet" -> {
                        // The original's, which units and scripts may say.
                    }
                    case "--influx", "--name", "-n", "--socket", "--tmpdir", "--verbosity", "--color" -> {
                        if (equals < 0 && i + 1 == words.size()) {
                            throw new IllegalArgumentException(option + " needs a value");
                        }
                        String value = equals < 0 ? words.get(++i) : word.substring(equals + 1);
                        switch (option) {
                            case "--influx" -> influx = value;
                            case "--socket" -> socket = Optional.of(Path.of(value));
                            case "--tmpdir" -> directory = Path.of(value);
                            case "--verbosity", "--color" -> {
                                // Likewise.
                            }
                            default -> name = Name.parse(value);
                        }
                    }
                    default -> throw new IllegalArgumentException("'" + word + "' is not an option");
                }
            }
            if (influx.isEmpty()) {
                throw new IllegalArgumentException("--influx HOST[:PORT] is needed");
            }
            boolean hasPort = influx.lastIndexOf(':') > influx.lastIndexOf(']');
            Path file = directory.resolve("util/stat.sock");
            return new Order(
                    Target.telegraf(hasPort ? influx : influx + DEFAULT_PORT), name, dropPath, socket.orElse(file));
        }
    }

    private static void follow(Order order) throws InterruptedException {
        ExecutorService threads = PlatformThreads.pool("albatross-influx-http", 1);
        LineSender sender = new LineSender(
                order.target().toString(), BUFFER, order.target().destination(threads), FIRST_PAUSE, LONGEST_PAUSE);
        sender.start();
        StatisticsSocket statistics =
                new StatisticsSocket(order.socket(), order.name(), new Points(order.dropPath()), Clock.systemUTC());
        try {
            follow(statistics, order.socket(), sender::add, AGAIN);
        } finally {
            sender.stop();
            threads.shutdownNow();
        }
    }

    /** Follows until it is interrupted; after the end of a stream, {@code again} later. */
    static void follow(StatisticsSocket statistics, Path socket, Consumer<List<String>> lines, Duration again)
            throws InterruptedException {
        AtomicBoolean troubled = new AtomicBoolean();
        while (!Thread.currentThread().isInterrupted()) {
            String reason = "ended the stream";
            try {
                statistics.follow(told -> {
                    if (troubled.getAndSet(false)) {
                        LOG.info("{} tells statistics again", socket);
                    }
                    lines.accept(told);
                });
            } catch (IOException e) {
                reason = String.valueOf(e.getMessage());
            }
            if (!troubled.getAndSet(true)) {
                LOG.warn("{} tells no statistics, and is tried again each {} ms: {}", socket, again.toMillis(), reason);
            }
            TimeUnit.MILLISECONDS.sleep(again.toMillis());
        }
    }
}
