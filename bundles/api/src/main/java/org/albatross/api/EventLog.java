package org.albatross.api;

import java.util.Optional;
import org.albatross.model.LogCommand;
import org.albatross.model.Name;
import org.albatross.model.Refusal;
import org.osgi.annotation.versioning.ProviderType;

/** The log of events: it is told them as an {@link EventSink}, keeps them on disk, and shows them. For any thread. */
@ProviderType
public interface EventLog {
    /**
     * Sends {@code subscribed}, history, then every new event at or below {@code name}, each once, in order, and only what
     * is durable.
     *
     * @param name a path for what lies at or below it, a name for one unikernel, policy or device
     */
    Cancellable subscribe(Name name, LogCommand command, Sink sink);

    /**
     * Waits until there is room for the event of a change, for a second at most. To be asked before a caller's change is
     * begun; returns at once as long as events are written as fast as they come, and when the log is being stopped: the
     * log may leave while somebody waits here.
     *
     * @return why the change has to be refused; nothing when there is room
     */
    Optional<Refusal> awaitRoom() throws InterruptedException;

    /** Returns what has become of events so far. */
    Counters counters();

    /**
     * What has become of events since the log was opened.
     *
     * @param sequence the number of the last one that is durable, of all times
     * @param written how many were written
     * @param lost how many found no room
     * @param waitingBytes how many bytes wait to be written
     * @param failures how often writing failed
     */
    record Counters(long sequence, long written, long lost, long waitingBytes, long failures) {}
}
