package org.albatross.migration;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import org.albatross.disk.DurableFiles;
import org.albatross.host.Host;
import org.albatross.model.Caller;
import org.albatross.model.Text;
import org.albatross.solo5.TenderChoice;
import org.albatross.solo5.TenderSearch;
import org.albatross.solo5.TenderVersions;
import org.albatross.store.RefusedException;

/** One run of {@code albatross state}: from its words to its exit code, which is one of the client's. */
public final class Program {
    /** Done. */
    static final int OK = 0;

    /** Refused; nothing was imported or exported. */
    static final int REFUSED = 117;

    /** The command line, or a directory that it names, cannot be used. */
    static final int COMMAND_LINE = 124;

    private static final Duration TENDER_ANSWERS = Duration.ofSeconds(5);

    /** Between TERM and KILL: the default of the platform's {@code grace.millis}. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final Host host;
    private final Installation installation;
    private final Caller.Local caller;
    private final PrintStream out;
    private final PrintStream err;

    /**
     * A program on a machine, beside a platform.
     *
     * @param caller who runs it, for the event log
     * @param out for results
     * @param err for what was refused, one line; a line for each mistake in the configuration
     */
    public Program(Host host, Installation installation, Caller.Local caller, PrintStream out, PrintStream err) {
        this.host = host;
        this.installation = installation;
        this.caller = caller;
        this.out = out;
        this.err = err;
    }

    /** Runs the words behind {@code state}; what is said goes to the two streams. */
    public int run(List<String> words) {
        try {
            MigrationOptions order = MigrationOptions.parse(words);
            StateStores stores = new StateStores(order.state(), host);
            switch (order.action()) {
                case IMPORT -> importer(stores, order).run(order.path(), order.flags());
                case EXPORT ->
                    new Exporter(stores, caller, out).run(order.path(), order.has(MigrationOptions.Flag.RUNNING));
                case PS -> new RunList(stores, out).print(new RecordedRuns(stores, order.runDirectory()));
                case KILL ->
                    new RunEnding(stores, GRACE, out).end(new RecordedRuns(stores, order.runDirectory()), order.name());
            }
            return OK;
        } catch (UsageException e) {
            return error(e.getMessage() + " (see albatross state --help)", COMMAND_LINE);
        } catch (RefusedException e) {
            return error(String.valueOf(e.getMessage()), REFUSED);
        } catch (IOException e) {
            return error(DurableFiles.describe(e), REFUSED);
        } finally {
            out.flush();
            err.flush();
        }
    }

    private Importer importer(StateStores stores, MigrationOptions order) throws IOException, RefusedException {
        Rules rules = Rules.read(installation.declared().read(), order.etc().orElse(installation.etc()));
        TenderSearch search = new TenderSearch(
                stores.directory(),
                installation.tenderPath(),
                installation.evaluationTender(),
                new TenderVersions(TENDER_ANSWERS));
        TenderChoice tenders = new TenderChoice(
                search,
                rules.fullName(),
                (abi, tender) -> out.print("remark: no real tender for " + abi + " was found: " + tender.program()
                        + " would be used, which is for evaluation\n"));
        return new Importer(stores, tenders, rules.maxImageBytes(), caller, out);
    }

    private int error(String message, int exitCode) {
        out.flush();
        message.lines().forEach(line -> err.print("albatross: " + Text.printable(line) + "\n"));
        return exitCode;
    }
}
