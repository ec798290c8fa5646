package org.albatross.cli.internal.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.albatross.cli.internal.run.CommandFailure;
import org.albatross.cli.internal.run.Environment;
import org.albatross.model.CpuId;
import org.albatross.model.Megabytes;
import org.albatross.model.Path;
import org.albatross.model.Policy;
import org.albatross.model.PolicyCommand;
import org.albatross.model.Text;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code add-policy} and {@code replace-policy}: what all unikernels at or below a path may use together. */
@Command(
        name = "add-policy",
        description = "Add or replace the policy of a path: what all unikernels at or below it may use together.",
        footer = {
            "",
            "Example, a domain with room for 5 unikernels on one bridge:",
            "  albatross add-policy customer 5 --mem 1024 --cpu 0 --cpu 1 --block 2048 --bridge br0"
        })
public final class AddPolicy extends ServerCommand {
    @Parameters(index = "0", paramLabel = "PATH", converter = Converters.PathWord.class, description = "The path, a:b.")
    private Path path = Path.ROOT;

    @Parameters(index = "1", paramLabel = "UNIKERNELS", description = "How many unikernels.")
    private long unikernels;

    @Option(names = "--mem", paramLabel = "MB", order = 1, description = "Their memory. Default: ${DEFAULT-VALUE}.")
    private Megabytes memory = new Megabytes(512);

    @Option(names = "--cpu", paramLabel = "N", order = 2, description = "A CPU; may be repeated. Default: 0.")
    private List<CpuId> cpuids = new ArrayList<>();

    @Option(
            names = {"--block", "--size"},
            paramLabel = "MB",
            order = 3,
            description = "Space for block devices. Default: none.")
    private Optional<Megabytes> block = Optional.empty();

    @Option(
            names = {"--bridge", "--network"},
            paramLabel = "BRIDGE",
            order = 4,
            description = "A bridge; may be repeated.")
    private List<String> bridges = new ArrayList<>();

    @Override
    public int run(Environment environment) throws IOException, CommandFailure {
        checkUsable();
        if (bridges.isEmpty()) {
            warn(environment, "policy without any network access");
        }
        Policy policy = new Policy(
                cpuids.isEmpty() ? CpuId.setOf(0) : new TreeSet<>(cpuids),
                unikernels,
                memory,
                block,
                new TreeSet<>(bridges.stream().map(Text::of).toList()));
        return ask(environment, path.asName(), new PolicyCommand.Add(policy));
    }

    private void checkUsable() throws CommandFailure {
        if (unikernels < 1) {
            throw unusable(unikernels == 0 ? "no unikernels" : unikernels + " unikernels");
        }
        if (!memory.exceeds(Policy.TOO_LITTLE_MEMORY)) {
            throw unusable("memory " + memory + " MB <= " + Policy.TOO_LITTLE_MEMORY + " MB");
        }
        if (block.isPresent() && Megabytes.ZERO.exceeds(block.get())) {
            throw unusable("negative block size " + block.get() + " MB");
        }
    }

    private static CommandFailure unusable(String reason) {
        return CommandFailure.usage("[ERROR] Unusable policy with " + reason);
    }
}
