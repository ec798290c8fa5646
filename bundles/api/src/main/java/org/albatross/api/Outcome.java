package org.albatross.api;

import org.albatross.model.Refusal;
import org.albatross.model.Reply;

/** What came of a command. */
public sealed interface Outcome {
    /** It was carried out, and this is its answer. */
    record Answered(Reply reply) implements Outcome {}

    /** It was not, or not to its end. */
    record Refused(Refusal refusal) implements Outcome {}
}
