package org.albatross.dispatch.internal;

import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;
import org.albatross.api.EventSink;
import org.albatross.api.Request;
import org.albatross.model.CommandEvent;
import org.albatross.model.CommandKind;
import org.albatross.model.Event;
import org.albatross.model.EventRecord;
import org.albatross.model.Refusal;
import org.albatross.threads.Relays;

/**
 * Tells event sinks who has asked for what and what came of it: of every change, of every reading of an image or a block
 * device, and of everything that a caller may not. For any thread.
 */
final class Audit {
    private final Relays<EventSink> sinks;
    private final Clock clock;

    Audit(Relays<EventSink> sinks, Clock clock) {
        this.sinks = sinks;
        this.clock = clock;
    }

    /** Says that the caller may not. */
    void notAllowed(Request request, Refusal refusal) {
        tell(request, new CommandEvent.Refused(CommandKind.of(request.command()), refusal));
    }

    /** Returns what is to be told the outcome of a command: a refusal, or nothing when it was carried out. */
    Consumer<Optional<Refusal>> outcomeOf(Request request) {
        if (!request.command().isChange() && Right.of(request.command()) != Right.READ_SECRET) {
            return outcome -> {};
        }
        CommandKind kind = CommandKind.of(request.command());
        return outcome -> tell(
                request,
                outcome.<Event>map(refusal -> new CommandEvent.Refused(kind, refusal))
                        .orElseGet(() -> new CommandEvent.CarriedOut(kind)));
    }

    private void tell(Request request, Event event) {
        EventRecord told = new EventRecord(clock.instant(), request.caller(), request.name(), event);
        sinks.tell(sink -> sink.accept(told));
    }
}
