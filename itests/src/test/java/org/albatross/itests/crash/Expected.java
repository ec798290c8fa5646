package org.albatross.itests.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.albatross.itests.crash.Thing.Desired;

/** What may be desired of each thing: one value, or after a command that was interrupted one of two. */
final class Expected {
    private final Map<Thing, Set<Optional<Desired>>> allowed = new HashMap<>();

    /** Nothing is desired. */
    Expected() {
        Moves.THINGS.forEach(thing -> allowed.put(thing, Set.of(Optional.empty())));
    }

    /** What is desired of a thing of which that is known. */
    Optional<Desired> of(Thing thing) {
        assertThat(allowed.get(thing)).hasSize(1);
        return allowed.get(thing).iterator().next();
    }

    /** A command was carried out. */
    void done(Move move) {
        allowed.put(move.thing(), Set.of(move.after()));
    }

    /** A command was interrupted. */
    void interrupted(Move move) {
        Optional<Desired> before = of(move.thing());
        allowed.put(move.thing(), before.equals(move.after()) ? Set.of(before) : Set.of(before, move.after()));
    }

    /** Checks what was found, which is known from now on. */
    void requireOneOf(Map<Thing, Desired> found) {
        assertThat(allowed.keySet()).containsAll(found.keySet());
        for (Map.Entry<Thing, Set<Optional<Desired>>> entry : allowed.entrySet()) {
            Optional<Desired> now = Optional.ofNullable(found.get(entry.getKey()));
            assertThat(entry.getValue())
                    .as("what is desired of %s", entry.getKey())
                    .contains(now);
            entry.setValue(Set.of(now));
        }
    }
}
