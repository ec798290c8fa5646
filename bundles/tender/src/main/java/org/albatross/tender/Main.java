package org.albatross.tender;

import org.albatross.tender.internal.EndSignals;
import org.albatross.tender.internal.Tender;

/**
 * The program: {@code java -cp tender.jar:jna.jar org.albatross.tender.Main [OPTIONS] [--] KERNEL [ARGS]}, with the
 * options, messages and exit statuses of {@code solo5-hvt}.
 */
public final class Main {

    private Main() {}

    /** Runs the tender; the process ends with its status. */
    public static void main(String[] arguments) {
        EndSignals.handle(System.err);
        String version = Main.class.getPackage().getImplementationVersion();
        System.exit(new Tender(System.err, version == null ? "unknown" : version).run(arguments));
    }
}
