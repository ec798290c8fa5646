package org.albatross.shell.internal;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.albatross.model.AccessEvent;
import org.albatross.model.Caller;
import org.albatross.model.Refusal;
import org.albatross.wire.ShellMessage;
import org.albatross.wire.ShellMessage.Kind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A shell of somebody who is admin: carries out one line after the other on a thread of the pool, and none while it waits
 * for the next. Whether the caller is admin is asked before each.
 */
final class ShellSession implements ShellServer.Session {
    private static final Logger LOG = LoggerFactory.getLogger(ShellSession.class);
    private static final int FEWEST_COLUMNS = 20;
    private static final int MOST_COLUMNS = 1000;

    private final Caller caller;
    private final ShellConnection connection;
    private final Executor pool;
    private final Access access;
    private final Function<ShellConnection, Interpreter> interpreters;
    private final String version;
    private Optional<Interpreter> interpreter = Optional.empty();
    private boolean busy;
    private boolean ended;

    /**
     * A session that nothing was said in.
     *
     * @param interpreters makes what carries lines out
     * @param version the platform's
     */
    ShellSession(
            Caller caller,
            ShellConnection connection,
            Executor pool,
            Access access,
            Function<ShellConnection, Interpreter> interpreters,
            String version) {
        this.caller = caller;
        this.connection = connection;
        this.pool = pool;
        this.access = access;
        this.interpreters = interpreters;
        this.version = version;
    }

    @Override
    public void start() {
        // The client speaks first.
    }

    @Override
    public void received(ShellMessage message) {
        switch (message.kind()) {
            case OPEN -> submit(this::open);
            case EXECUTE -> submit(() -> execute(message.text()));
            case COMPLETE -> submit(() -> complete(message.text()));
            case INTERRUPT -> current().ifPresent(Interpreter::interrupt);
            case GREETING, OUTPUT, DONE, FAILED, CANDIDATES, REFUSED ->
                refuse("a client does not send " + message.kind());
        }
    }

    private synchronized Optional<Interpreter> current() {
        return interpreter;
    }

    /** Says why the shell ends; what the line that is broken off by that would say is not sent any more. */
    private void refuse(String reason) {
        connection.sendLast(ShellMessage.of(Kind.REFUSED, reason));
        left();
    }

    /** What comes of a message of the client. */
    @FunctionalInterface
    private interface Task {
        ShellMessage run() throws IOException, InterruptedException;
    }

    private void submit(Task task) {
        synchronized (this) {
            if (!busy) {
                busy = true;
                pool.execute(() -> run(task));
                return;
            }
        }
        refuse("the client has sent a line before the one before it was answered");
    }

    /** Carries one out. The next may come as soon as the client has the answer, so it is welcome before that is sent. */
    private void run(Task task) {
        try {
            answer(outcome(task));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            refuse("the platform is stopping");
        } catch (IOException e) {
            LOG.debug("a shell's client has left", e);
        }
    }

    private ShellMessage outcome(Task task) throws IOException, InterruptedException {
        try {
            Optional<Refusal> refusal = access.refusal(caller);
            return refusal.isPresent() ? refused(refusal.get()) : task.run();
        } finally {
            idle();
        }
    }

    private void answer(ShellMessage outcome) throws IOException {
        if (outcome.kind() == Kind.REFUSED) {
            refuse(outcome.text());
        } else {
            connection.send(outcome);
        }
    }

    private synchronized void idle() {
        busy = false;
    }

    private ShellMessage refused(Refusal refusal) {
        access.tell(caller, new AccessEvent.ShellRefused(refusal.message()));
        return ShellMessage.of(Kind.REFUSED, refusal.message());
    }

    private ShellMessage open() {
        synchronized (this) {
            if (interpreter.isPresent() || ended) {
                return ShellMessage.of(Kind.REFUSED, "the shell is open already");
            }
            Interpreter made = interpreters.apply(connection);
            made.enter(caller);
            interpreter = Optional.of(made);
        }
        access.tell(caller, new AccessEvent.ShellOpened());
        return ShellMessage.of(Kind.GREETING, version);
    }

    private ShellMessage execute(String text) throws InterruptedException {
        Optional<Interpreter> current = current();
        if (current.isEmpty()) {
            return ShellMessage.of(Kind.REFUSED, "the shell is not open");
        }
        int columns = Math.max(FEWEST_COLUMNS, Math.min(MOST_COLUMNS, number(text)));
        String line = rest(text);
        List<String> commands = current.get().commandsIn(line);
        access.tell(caller, new AccessEvent.ShellUsed(commands));
        return current.get()
                .execute(columns, line)
                .map(failure -> ShellMessage.of(Kind.FAILED, failure))
                .orElse(ShellMessage.of(Kind.DONE, ""));
    }

    private ShellMessage complete(String text) {
        String line = rest(text);
        return current()
                .map(present -> present.complete(line, Math.max(0, Math.min(line.length(), number(text)))))
                .map(completion -> ShellMessage.of(
                        Kind.CANDIDATES, completion.begin() + "\n" + String.join("\n", completion.candidates())))
                .orElse(ShellMessage.of(Kind.REFUSED, "the shell is not open"));
    }

    /** Returns the number in the first line; 0 when there is none. */
    private static int number(String text) {
        String first = text.lines().findFirst().orElse("");
        return first.matches("[0-9]{1,6}") ? Integer.parseInt(first) : 0;
    }

    /** Returns what follows the first line. */
    private static String rest(String text) {
        int end = text.indexOf('\n');
        return end < 0 ? "" : text.substring(end + 1);
    }

    @Override
    public void left() {
        Optional<Interpreter> over;
        synchronized (this) {
            ended = true;
            over = interpreter;
            interpreter = Optional.empty();
        }
        over.ifPresent(Interpreter::close);
    }
}
