package org.albatross.pki;

import org.albatross.model.Command;
import org.albatross.model.Name;

/** What the first certificate of a chain is for. */
public sealed interface Leaf {
    /** To have a command carried out. */
    record Ask(Name name, Command command) implements Leaf {}

    /** To say who a person is, and what they may at or below the chain's path. */
    record Person(Command.PersonRole.Kind role) implements Leaf {}

    /** To authenticate its holder, and nothing else: it has no extension of ours. */
    record Plain() implements Leaf {}
}
