package org.albatross.cli.internal.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.albatross.cli.internal.peer.Service;
import org.albatross.cli.internal.run.CommandFailure;
import org.albatross.cli.internal.run.Environment;
import org.albatross.cli.internal.run.ExitCode;
import org.albatross.model.Name;
import org.albatross.model.StatsCommand;
import org.albatross.model.Text;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code stats-add}: samples a process that the platform has not started. */
@Command(
        name = "stats-add",
        description = "Sample a process that the platform has not started, under a name, until it ends.")
public final class StatsAdd extends ServerCommand {
    @Option(
            names = {"-n", "--name"},
            paramLabel = "NAME",
            order = 1,
            required = true,
            converter = Converters.LabelledName.class,
            description = "The name under which it is shown.")
    private Name name = Name.ROOT;

    @Parameters(paramLabel = "PID", description = "The number of the process.")
    private long pid;

    @Option(
            names = "--net",
            paramLabel = "DEVICE:TAP",
            order = 2,
            description = "A network device, and the interface of the host that it is connected by.")
    private List<String> devices = new ArrayList<>();

    @Option(
            names = "--vmm-dev",
            paramLabel = "DEVICE",
            order = 3,
            description = "The hypervisor's device, on hosts that have one.")
    private Optional<String> vmmDevice = Optional.empty();

    @Override
    public int run(Environment environment) throws IOException, CommandFailure {
        if (pid < 1) {
            throw CommandFailure.usage("PID " + pid + " is not a positive number");
        }
        List<StatsCommand.Interface> network = new ArrayList<>();
        for (String device : devices) {
            int colon = device.indexOf(':');
            if (colon < 1 || colon == device.length() - 1) {
                throw CommandFailure.usage("--net " + device + " is not DEVICE:TAP");
            }
            network.add(new StatsCommand.Interface(
                    Text.of(device.substring(0, colon)), Text.of(device.substring(colon + 1))));
        }
        Answer answer = answerOf(
                environment,
                Service.STATISTICS,
                name,
                new StatsCommand.Add(Text.of(vmmDevice.orElse("")), pid, network));
        reporter(environment).success(answer.host(), answer.reply());
        return ExitCode.OK;
    }
}
