package org.albatross.cli.internal.command;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.albatross.cli.internal.peer.Peer;
import org.albatross.cli.internal.peer.Service;
import org.albatross.cli.internal.report.Names;
import org.albatross.cli.internal.report.UsageTable;
import org.albatross.cli.internal.report.UsageTable.Sort;
import org.albatross.cli.internal.run.CommandFailure;
import org.albatross.cli.internal.run.Environment;
import org.albatross.cli.internal.run.ExitCode;
import org.albatross.cli.internal.run.LiveTerminal;
import org.albatross.model.Data;
import org.albatross.model.LifecycleCommand;
import org.albatross.model.Name;
import org.albatross.model.Named;
import org.albatross.model.Reply;
import org.albatross.model.StatsCommand;
import org.albatross.model.UnikernelStatus;
import org.albatross.wire.BlobSink;
import org.albatross.wire.BlobSource;
import org.albatross.wire.Message;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code top}: what unikernels use, as a table that changes. The stream and the keys have a thread each, which puts what
 * comes into one queue; everything else is done on the main thread.
 */
@Command(
        name = "top",
        description = "Show what unikernels use as a table that changes with each sample of the platform (every 10 s by"
                + " default). Keys: c CPU, m memory, s sent, r received, n name: sort by it; q: quit. Into a pipe: one"
                + " line for each unikernel and sample.")
public final class Top extends ServerCommand {
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration REFRESH = Duration.ofSeconds(2);
    /** What comes within it belongs to one sample. */
    private static final Duration MOMENT = Duration.ofMillis(200);

    private static final String KEYS = "sort by c CPU, m memory, s sent, r received, n name; q quit";

    @Mixin
    private NameChoice choice = new NameChoice();

    @Option(
            names = "--sort",
            paramLabel = "COLUMN",
            order = 2,
            description = "Sort by cpu, memory, sent, received or name. Default: cpu.")
    private Sort sort = Sort.CPU;

    private sealed interface Happening {
        record Sampled(Name name, Data.Stats stats) implements Happening {}

        record Pressed(int key) implements Happening {}

        record Ended(Optional<CommandFailure> failure) implements Happening {}
    }

    private final BlockingQueue<Happening> happenings = new LinkedBlockingQueue<>(1024);
    private final UsageTable table = new UsageTable();
    private Name asked = Name.ROOT;
    private boolean tellsStatus = true;

    @Override
    public int run(Environment environment) throws IOException, CommandFailure {
        asked = choice.name();
        Peer first = subscribe(environment);
        if (!terminal(environment).interactive()) {
            follow(environment, first, Optional.empty());
            return ExitCode.OK;
        }
        try (LiveTerminal live = new LiveTerminal(results(environment))) {
            start("keys", () -> readKeys(environment.in()));
            follow(environment, first, Optional.of(live));
        }
        return ExitCode.OK;
    }

    private Peer subscribe(Environment environment) throws IOException, CommandFailure {
        Peer peer = peers(environment).connect(Service.STATISTICS, BlobSource.NONE, BlobSink.REFUSING);
        try {
            peer.send(asked, new StatsCommand.Subscribe());
            answer(peer);
            peer.waitForEver();
            return peer;
        } catch (IOException | CommandFailure e) {
            peer.close();
            throw e;
        }
    }

    private static void start(String name, Runnable body) {
        Thread thread = new Thread(body, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void readKeys(InputStream in) {
        try {
            for (int key = in.read(); key >= 0; key = in.read()) {
                happenings.put(new Happening.Pressed(key));
            }
        } catch (IOException e) {
            return; // no more keys
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void readSamples(Peer peer) {
        try {
            Optional<CommandFailure> failure = Optional.empty();
            try (peer) {
                for (Optional<Message> message = peer.next(); message.isPresent(); message = peer.next()) {
                    if (!(dataOf(message.get()) instanceof Data.Stats stats)) {
                        throw unexpected();
                    }
                    happenings.put(new Happening.Sampled(message.get().header().name(), stats));
                }
            } catch (CommandFailure e) {
                failure = Optional.of(e);
            } catch (IOException e) {
                failure = Optional.empty();
            }
            happenings.put(new Happening.Ended(failure));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void follow(Environment environment, Peer first, Optional<LiveTerminal> live)
            throws IOException, CommandFailure {
        try {
            Instant subscribed = environment.clock().instant();
            start("samples", () -> readSamples(first));
            if (live.isPresent()) {
                refresh(environment);
                show(environment, live);
            }
            boolean sampled = false;
            Instant refreshed = subscribed;
            while (environment.out().failure().isEmpty()) {
                Duration wait = sampled || live.isEmpty() ? MOMENT : REFRESH;
                Optional<Happening> happening =
                        Optional.ofNullable(happenings.poll(wait.toMillis(), TimeUnit.MILLISECONDS));
                Instant now = environment.clock().instant();
                if (happening.isPresent() && happening.get() instanceof Happening.Sampled sample) {
                    table.sample(Names.complete(asked, sample.name()), sample.stats(), now);
                    sampled = true;
                } else if (happening.isPresent() && happening.get() instanceof Happening.Pressed pressed) {
                    if (!press(pressed.key())) {
                        return;
                    }
                    show(environment, live);
                } else if (happening.isPresent() && happening.get() instanceof Happening.Ended ended) {
                    if (sampled) {
                        refresh(environment);
                        show(environment, live);
                        sampled = false;
                    }
                    if (ended.failure().isPresent()) {
                        throw ended.failure().get();
                    }
                    if (!now.isAfter(subscribed.plus(SHORTEST))) {
                        return;
                    }
                    Peer next = subscribe(environment);
                    start("samples", () -> readSamples(next));
                    subscribed = now;
                } else if (sampled || (live.isPresent() && !now.isBefore(refreshed.plus(REFRESH)))) {
                    refresh(environment);
                    refreshed = now;
                    show(environment, live);
                    sampled = false;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean press(int key) {
        switch (key) {
            case 'c' -> sort = Sort.CPU;
            case 'm' -> sort = Sort.MEMORY;
            case 's' -> sort = Sort.SENT;
            case 'r' -> sort = Sort.RECEIVED;
            case 'n' -> sort = Sort.NAME;
            default -> {
                return key != 'q' && key != 'Q' && key != 3 && key != 4;
            }
        }
        return true;
    }

    /** Asks where unikernels stand; an original does not tell, and a platform that is away now is asked again. */
    private void refresh(Environment environment) throws IOException, CommandFailure {
        if (!tellsStatus) {
            return;
        }
        try {
            Answer answer = answerOfOurs(environment, asked, new LifecycleCommand.Status());
            List<Named<UnikernelStatus>> statuses = answer.reply() instanceof Reply.Statuses told
                    ? told.statuses().stream()
                            .map(named -> new Named<>(Names.complete(asked, named.name()), named.value()))
                            .toList()
                    : List.of();
            table.statuses(statuses);
        } catch (CommandFailure e) {
            tellsStatus = e.exitCode() != ExitCode.COMMUNICATION;
        }
    }

    private void show(Environment environment, Optional<LiveTerminal> live) throws CommandFailure {
        Instant now = environment.clock().instant();
        if (live.isEmpty()) {
            results(environment).print(table.lines(sort, now));
            environment.out().flush();
            return;
        }
        LiveTerminal.Size size = live.get()
                .size()
                .orElse(new LiveTerminal.Size(24, terminal(environment).columns()));
        String keys = KEYS.substring(0, Math.min(KEYS.length(), size.columns()));
        live.get()
                .show(keys + "\n"
                        + table.table(
                                sort,
                                size.columns(),
                                size.lines() - 2,
                                terminal(environment).colours(),
                                now));
    }
}
