package org.albatross.bench;

import java.io.IOException;
import java.util.List;

/** Measurements that go together, on platforms of their own. */
interface Part {
    /** What an option calls it. */
    String name();

    /** What it measures, in a line. */
    String about();

    /** Measures, and adds the figures to the bench. */
    void measure(Bench bench) throws IOException, InterruptedException;

    /** All of them, in the order in which they are measured. */
    static List<Part> all() {
        return List.of(
                new LifePart(),
                new LimitsPart(),
                new ImagesPart(),
                new StartPart(),
                new PeersPart(),
                new BlocksPart(),
                new LoopsPart(),
                new EventsPart(),
                new ObservePart(),
                new RemotePart(),
                new ManagePart(),
                new ClientPart());
    }
}
