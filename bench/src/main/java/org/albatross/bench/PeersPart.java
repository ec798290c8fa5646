package org.albatross.bench;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.albatross.model.Name;
import org.albatross.model.UnikernelCommand;
import org.albatross.model.UnikernelCommand.InfoForm;

/** What {@code info} costs everybody else while some peers behave badly. */
final class PeersPart implements Part {
    private static final int SILENT = 1000;
    private static final int SLOW = 100;
    private static final int HALFWAY = 100;
    private static final int RUNNING = 10;
    private static final long LINES = 100_000;
    private static final int SETTLE_SECONDS = 2;
    private static final Name PRINTER = Unikernels.name("printer", 0);

    @Override
    public String name() {
        return "peers";
    }

    @Override
    public String about() {
        return "info of others beside idle, slow, half-sending and deaf peers";
    }

    /** Lets the crowd in. */
    @FunctionalInterface
    private interface Trouble {
        Crowd begin(Client client) throws IOException;
    }

    @Override
    public void measure(Bench bench) throws IOException, InterruptedException {
        Unikernels unikernels = new Unikernels(bench.tender());
        byte[] info = Connection.frame(Name.ROOT, new UnikernelCommand.Info(InfoForm.CURRENT));
        try (Platform platform = bench.start()) {
            Client client = platform.client();
            bench.warm(platform, unikernels);
            Fleet.grow(client, 0, RUNNING, unikernels::fresh);
            compare(bench, client, SILENT + " silent connections", peer -> Crowd.silent(peer, SILENT));
            compare(bench, client, SLOW + " peers of one byte a second", peer -> Crowd.slow(peer, SLOW));
            compare(bench, client, HALFWAY + " half commands", peer -> Crowd.halfway(peer, HALFWAY, info));
            client.send(unikernels.printing(PRINTER, LINES));
            compare(bench, client, "a subscriber that never reads", peer -> Crowd.deaf(peer, PRINTER));
            client.change(PRINTER, new UnikernelCommand.Destroy());
            client.send(unikernels.printing(PRINTER, Long.MAX_VALUE));
            compare(bench, client, "a subscriber that never reads a flood", peer -> Crowd.deaf(peer, PRINTER));
        }
    }

    /** Measures without the trouble, with it, and without it again. */
    private static void compare(Bench bench, Client client, String trouble, Trouble begin)
            throws IOException, InterruptedException {
        TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
        Samples before = bench.info(client);
        Samples during;
        try (Crowd crowd = begin.begin(client)) {
            TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
            during = bench.info(client);
            crowd.check();
        }
        TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
        Samples quiet = before.and(bench.info(client));
        bench.add("info, without " + trouble, Unit.MILLISECONDS, quiet);
        bench.add("info, with " + trouble, Unit.MILLISECONDS, during, Comparison.of(during, quiet));
    }
}
