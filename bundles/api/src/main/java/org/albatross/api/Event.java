package org.albatross.api;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.albatross.model.Caller;
import org.albatross.model.Name;

/**
 * A change, or a step of a unikernel's life.
 *
 * @param time when, by the wall clock
 * @param caller who asked for it
 * @param name what it is about
 * @param action what happened, in one or two words: {@code created}, {@code started}, {@code exited}, ...
 * @param details more, by key, in the order in which a person wants to read it; never an argument of a
 *     unikernel (they hold secrets) nor anything a guest has written
 */
public record Event(Instant time, Caller caller, Name name, String action, Map<String, String> details) {
    /** Copies the details. */
    public Event {
        details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
    }
}
