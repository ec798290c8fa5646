package org.albatross.cli.internal.report;

import java.util.ArrayList;
import java.util.List;
import org.albatross.model.Name;
import org.albatross.model.Path;

/** Names of answers, which are relative to the path that was asked about. */
public final class Names {
    private Names() {}

    /** Returns {@code relative}, of an answer about {@code host}, as seen from the root. */
    public static Name complete(Name host, Name relative) {
        if (host.label().isPresent()) {
            return relative;
        }
        List<String> labels = new ArrayList<>(host.path().labels());
        labels.addAll(relative.path().labels());
        return new Name(new Path(labels), relative.label());
    }
}
