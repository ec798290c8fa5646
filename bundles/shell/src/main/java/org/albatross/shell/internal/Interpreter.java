package org.albatross.shell.internal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.albatross.model.Caller;
import org.albatross.model.Text;
import org.apache.felix.gogo.runtime.CommandNotFoundException;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;
import org.apache.felix.service.command.Job;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Gogo session: what is set in it stays for its next line. One line at a time. */
final class Interpreter {
    /** The variable that holds how wide the client's terminal is. */
    static final String COLUMNS = "COLUMNS";

    private static final Logger LOG = LoggerFactory.getLogger(Interpreter.class);

    private final CommandSession session;
    private final OutputStream out;
    private final CommandNames names;
    private final Completer completer;
    private final Access access;
    private Optional<Thread> running = Optional.empty();
    private volatile boolean closedByItself;

    /**
     * A new session.
     *
     * @param out where what is printed goes
     */
    Interpreter(CommandProcessor processor, OutputStream out, ShellCommands commands, Access access) {
        OutputStream error = new ForkedOutput(new FileOutputStream(FileDescriptor.err), out);
        this.session = processor.createSession(InputStream.nullInputStream(), out, error);
        this.out = out;
        this.access = access;
        this.names = new CommandNames(session);
        this.completer = new Completer(session, names, commands, access);
        session.put("SCOPE", ShellCommands.SCOPE + ":*");
        session.put(ShellCommands.SUMMARIES, commands);
        commands.aliases().forEach(session::put);
    }

    /** Says who sits at it. */
    void enter(Caller caller) {
        access.enter(session, caller);
    }

    /** Returns the names of commands that stand in a line. */
    List<String> commandsIn(String line) {
        return names.in(line);
    }

    /**
     * Carries out a line.
     *
     * @return why it could not be, in one line
     */
    Optional<String> execute(int columns, String line) {
        session.put(COLUMNS, columns);
        begin();
        try {
            print(session.execute(line));
            return Optional.empty();
        } catch (Exception e) { // whatever a command throws
            LOG.debug("a command of the shell has failed", e);
            String reason = Text.printable(message(e));
            if (closedByItself) {
                LOG.warn("a line that has closed its own shell was broken off: {}", reason);
            }
            return Optional.of(reason);
        } finally {
            end();
        }
    }

    private void print(Object result) throws Exception {
        if (result != null) {
            String text = session.format(result, Converter.INSPECT).toString();
            if (!text.isEmpty()) {
                out.write((text.endsWith("\n") ? text : text + "\n").getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private static String message(Exception e) {
        if (e instanceof CommandNotFoundException unknown) {
            return unknown.getCommand() + ": there is no such command; help lists them";
        }
        if (e instanceof InterruptedException || e.getCause() instanceof InterruptedException) {
            return "interrupted";
        }
        String message = e.getMessage() == null ? "" : e.getMessage();
        boolean inWords = e instanceof RefusedException || e instanceof IllegalArgumentException;
        return inWords && !message.isEmpty()
                ? message
                : e.getClass().getSimpleName() + (message.isEmpty() ? "" : ": " + message);
    }

    private synchronized void begin() {
        running = Optional.of(Thread.currentThread());
    }

    private synchronized void end() {
        running = Optional.empty();
        boolean unused = Thread.interrupted();
    }

    /** Breaks off what is being carried out. For any thread. */
    synchronized void interrupt() {
        if (running.isPresent()) {
            Job job = session.foregroundJob();
            if (job != null) {
                job.interrupt();
            }
            running.get().interrupt();
        }
    }

    /** Returns what may stand in a line at {@code cursor}. */
    Completer.Completion complete(String line, int cursor) {
        return completer.complete(line, cursor);
    }

    /**
     * Ends it, and what is being carried out; but not what is calling this, which would leave the bundle that it stops or
     * updates half-way. For any thread.
     */
    void close() {
        access.leave(session);
        Job calling = Job.Utils.current();
        if (calling == null || calling.session() != session) {
            interrupt();
            session.close();
        } else {
            closedByItself = true;
        }
    }
}
