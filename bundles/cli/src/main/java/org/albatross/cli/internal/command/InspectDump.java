package org.albatross.cli.internal.command;

import java.io.IOException;
import java.io.PrintStream;
import org.albatross.cli.internal.report.Lines;
import org.albatross.cli.internal.run.CommandFailure;
import org.albatross.cli.internal.run.Environment;
import org.albatross.cli.internal.run.ExitCode;
import org.albatross.model.Named;
import org.albatross.model.Policy;
import org.albatross.model.UnikernelConfig;
import org.albatross.wire.State;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code inspect-dump}: what should run, from the files that say so. */
@Command(
        name = "inspect-dump",
        description = "Show what should run, and the policies, as a state directory of this platform holds them, or the"
                + " state file of an original Albatross, of whichever version. Nothing is changed, and a platform may"
                + " run.")
public final class InspectDump extends Subcommand {
    @Mixin
    private StateFileOptions source = new StateFileOptions();

    @Override
    public int run(Environment environment) throws IOException, CommandFailure {
        try (SpoolFile spool = new SpoolFile(environment.temporaryDirectory())) {
            State state = source.read(state(environment), spool, warning -> warn(environment, warning));
            PrintStream out = results(environment);
            out.print("parsed " + state.unikernels().size() + " unikernels:\n");
            for (Named<UnikernelConfig> unikernel : state.unikernels()) {
                String prefix = Lines.unikernel(unikernel.name()) + ": ";
                out.print(prefix + Lines.config(prefix, unikernel.value(), verbosity() == Verbosity.DEBUG) + "\n");
            }
            out.print("parsed " + state.policies().size() + " policies:\n");
            for (Named<Policy> policy : state.policies()) {
                out.print(Lines.policy(policy) + "\n");
            }
            return ExitCode.OK;
        }
    }
}
