package org.albatross.cli.internal.report;

import org.albatross.model.Data;
import org.albatross.model.Name;
import org.albatross.model.Reply;

/** Shows what a peer answers. */
public interface Reporter {
    /**
     * Shows an answer that is not a failure.
     *
     * @param host the name that the answer is about; names within it are relative to it when it has no label
     */
    void success(Name host, Reply.Success reply);

    /** Shows a piece of a stream. */
    void data(Name name, Data data);
}
