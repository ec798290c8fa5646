package org.albatross.api;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.albatross.model.Command;
import org.albatross.model.Name;
import org.albatross.model.Path;
import org.albatross.model.Text;
import org.osgi.annotation.versioning.ProviderType;

/** What unikernels print: read from their fifos into rings, and handed to subscribers. */
@ProviderType
public interface Consoles {
    /**
     * Where the output of one run of a unikernel comes from.
     *
     * @param name the unikernel
     * @param runId the run
     * @param fifo the tender's standard output and error; need not have a writer yet
     * @param taken the fifo that the wrapper waits on: the run's id is written to it, a newline behind it,
     *     when everything was read after the run ended
     * @param openAs the user whose pipe quota counts, absent for our own: the fifo is first opened as this
     *     user, when nobody holds it open yet
     */
    record Source(Name name, long runId, java.nio.file.Path fifo, java.nio.file.Path taken, Optional<Long> openAs) {}

    /**
     * Opens a run's output, continuing the ring of a unikernel of that name. When it returns, the fifo is
     * open for reading. Adding a run that is open already is fine and changes nothing.
     *
     * @param rings how many rings, running ones included, the unikernel's path may keep
     * @throws IOException when the fifo or the ring cannot be opened; nothing is left open then
     */
    void add(Source source, long rings) throws IOException;

    /**
     * Says that a run has ended. Everything that it wrote is read, an unterminated line included; then the
     * wrapper is told, the fifo closed, and the stage completed with the run's last line. Completes at once
     * for a run that is not open.
     */
    CompletionStage<Optional<Text>> finish(Name name, long runId);

    /** Sends {@code subscribed} or {@code waiting for VM}, history, then every new line, without gap or repetition. */
    Cancellable subscribe(Name name, Command.Begin begin, Sink sink);

    /** Returns the names of rings at or below {@code path} whose unikernel does not run, in order. */
    List<Name> inactive(Path path);

    /** Closes the run's output without waiting for its end, as for a start that failed. */
    void abandon(Name name, long runId);
}
