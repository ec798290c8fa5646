package org.albatross.eventlog.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import org.albatross.model.LogCommand;
import org.albatross.model.Name;

/** A process that tells events, and prints the number of each that a follower has seen, until it is killed. */
final class WritingMain {
    private WritingMain() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        FileEventLog log = new FileEventLog(Path.of(arguments[0]), Events.WIDE, Clock.systemUTC());
        EntrySink sink = new EntrySink();
        log.subscribe(Name.ROOT, new LogCommand.SubscribeAfter(log.counters().sequence()), sink);
        for (int group = 1; ; group++) {
            for (int i = 0; i < 20; i++) {
                log.accept(Events.waiting(Events.A, "because"));
            }
            sink.numbers(20 * group).stream().skip(20L * (group - 1)).forEach(System.out::println);
        }
    }
}
