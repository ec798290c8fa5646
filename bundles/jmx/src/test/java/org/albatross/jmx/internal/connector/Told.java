package org.albatross.jmx.internal.connector;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.albatross.model.Caller;

/** What the connector has told of who came in, and who did not. */
final class Told implements Audit {
    private final List<String> lines = new CopyOnWriteArrayList<>();

    List<String> lines() {
        return lines;
    }

    @Override
    public void loggedIn(Caller.Person person) {
        lines.add("in " + person);
    }

    @Override
    public void notLoggedIn(String who, String reason) {
        lines.add("not in " + who + " " + reason);
    }

    @Override
    public void refused(Caller.Person person, String reason) {
        lines.add("refused " + person + " " + reason);
    }
}
