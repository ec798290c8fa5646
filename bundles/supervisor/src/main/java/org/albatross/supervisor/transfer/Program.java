package org.albatross.supervisor.transfer;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.albatross.host.Host;
import org.albatross.model.Text;
import org.albatross.solo5.TenderSearch;
import org.albatross.supervisor.internal.run.TenderChoice;
import org.albatross.supervisor.internal.run.TenderVersions;
import org.albatross.supervisor.internal.store.DurableFiles;
import org.albatross.supervisor.internal.store.RefusedException;

/** One run of {@code albatross state}: from its words to its exit code, which is one of the client's. */
public final class Program {
    /** Done. */
    static final int OK = 0;

    /** Refused; nothing was imported or exported. */
    static final int REFUSED = 117;

    /** The command line, or a directory that it names, cannot be used. */
    static final int COMMAND_LINE = 124;

    /** The size of an uncompressed image, in bytes: the platform's default for {@code image.max.mb}. */
    private static final long MAX_IMAGE = 512L * 1024 * 1024;

    private static final Duration TENDER_ANSWERS = Duration.ofSeconds(5);

    private final Host host;
    private final List<Path> tenderPath;
    private final Optional<Path> evaluationTender;
    private final PrintStream out;
    private final PrintStream err;

    /**
     * A program on a machine, which looks for tenders where the platform does.
     *
     * @param out for results
     * @param err for what was refused, one line
     */
    public Program(
            Host host, List<Path> tenderPath, Optional<Path> evaluationTender, PrintStream out, PrintStream err) {
        this.host = host;
        this.tenderPath = List.copyOf(tenderPath);
        this.evaluationTender = evaluationTender;
        this.out = out;
        this.err = err;
    }

    /** Runs the words behind {@code state}; what is said goes to the two streams. */
    public int run(List<String> words) {
        try {
            TransferWords order = TransferWords.parse(words);
            StateStores stores = new StateStores(order.state(), host);
            switch (order.action()) {
                case IMPORT ->
                    new Importer(stores, tenders(order.state()), MAX_IMAGE, out).run(order.operand(), order.flags());
                case EXPORT -> new Exporter(stores, out).run(order.operand());
            }
            return OK;
        } catch (UsageException e) {
            return complain(e.getMessage() + " (see albatross state --help)", COMMAND_LINE);
        } catch (RefusedException e) {
            return complain(String.valueOf(e.getMessage()), REFUSED);
        } catch (IOException e) {
            return complain(DurableFiles.describe(e), REFUSED);
        } finally {
            out.flush();
            err.flush();
        }
    }

    private TenderChoice tenders(Path state) {
        TenderSearch search = new TenderSearch(state, tenderPath, evaluationTender, new TenderVersions(TENDER_ANSWERS));
        return new TenderChoice(search, false);
    }

    private int complain(String message, int exitCode) {
        out.flush();
        err.print("albatross: " + Text.printable(message) + "\n");
        return exitCode;
    }
}
