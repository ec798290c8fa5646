package org.albatross.cli.internal.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import org.albatross.cli.internal.run.CommandFailure;
import org.albatross.cli.internal.run.Environment;
import org.albatross.cli.internal.run.ExitCode;
import org.albatross.model.ArgumentOptions;
import org.albatross.model.Arguments;
import org.albatross.model.Name;
import org.albatross.model.ShellWord;
import org.albatross.model.Text;
import org.albatross.model.UnikernelInfo;
import org.albatross.model.UnikernelStatus;
import org.albatross.model.UnikernelType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code export}: the command that would create a unikernel as it is. */
@Command(
        name = "export",
        description = "Print the command that would create a unikernel as it is, for a shell. It need not run.")
public final class Export extends ServerCommand {
    @Parameters(paramLabel = "NAME", converter = Converters.LabelledName.class, description = "The unikernel.")
    private Name name = Name.ROOT;

    @Option(
            names = "--image",
            paramLabel = "FILE",
            order = 1,
            description = "The image file that the command is to name; albatross get --output writes it."
                    + " Default: LABEL.img.")
    private String image = "";

    @Override
    boolean isOneCommand() {
        return false;
    }

    @Override
    public int run(Environment environment) throws IOException, CommandFailure {
        Optional<UnikernelStatus> status = statusOf(environment, name);
        UnikernelInfo info = infoOf(environment, "export", name, status);
        Optional<Boolean> addName = status.flatMap(UnikernelStatus::addName);
        if (addName.isEmpty()) {
            warn(
                    environment,
                    "the platform does not tell whether " + name + " gets --name=LABEL before its arguments: add"
                            + " --no-add-name if it does not");
        }
        environment
                .out()
                .print(line(environment.programName(), info.arguments(name, addName.orElse(true)), info.type()) + "\n");
        return ExitCode.OK;
    }

    private String line(String program, Arguments arguments, UnikernelType type) throws CommandFailure {
        List<Text> words = new ArrayList<>();
        words.add(Text.of(program));
        words.add(Text.of("create"));
        words.add(Text.of(name.toString()));
        words.add(Text.of(image.isEmpty() ? name.label().orElseThrow() + ".img" : image));
        words.addAll(ArgumentOptions.words(arguments, type));
        StringJoiner line = new StringJoiner(" ");
        try {
            words.forEach(word -> line.add(ShellWord.quoted(word)));
        } catch (IllegalArgumentException e) {
            throw CommandFailure.of(
                    ExitCode.COMMAND_FAILED, "[ERROR] no command line creates " + name + ": " + e.getMessage());
        }
        return line.toString();
    }
}
