package org.albatross.itests.crash;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.albatross.model.Command;
import org.albatross.model.ConsoleCommand;
import org.albatross.model.Data;
import org.albatross.model.Name;
import org.albatross.model.Payload;

/** Reads what a unikernel has printed. */
final class Console {
    private static final long ALL = 1_000_000;

    private Console() {}

    /** Returns the lines that there are and those that come, until there are enough. */
    static List<String> read(Path run, Name name, Predicate<List<String>> enough) throws Exception {
        List<String> lines = new ArrayList<>();
        try (Peer peer = Peer.connect(run, "console")) {
            peer.send(name, new ConsoleCommand.Subscribe(new Command.Begin.Count(ALL)));
            peer.answer();
            while (!enough.test(lines)) {
                Payload payload = peer.next()
                        .orElseThrow(() -> new AssertionError("the console of " + name + " ended after " + lines))
                        .payload();
                lines.add(((Data.Console) ((Payload.Stream) payload).data())
                        .line()
                        .decoded());
            }
        } catch (java.nio.channels.AsynchronousCloseException e) {
            throw new AssertionError("the console of " + name + " gave no more than " + lines.size() + " lines", e);
        }
        return lines;
    }
}
