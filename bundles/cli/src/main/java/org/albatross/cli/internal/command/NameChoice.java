package org.albatross.cli.internal.command;

import java.util.Optional;
import org.albatross.cli.internal.run.CommandFailure;
import org.albatross.model.Name;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which unikernels or devices a command is about: an option, or an operand as older programs take it. */
final class NameChoice {
    @Option(
            names = {"-n", "--name"},
            paramLabel = "NAME",
            order = 1,
            converter = Converters.AnyName.class,
            description = "Only this one, or with a colon at the end those at or below this path.")
    private Optional<Name> option = Optional.empty();

    @Parameters(
            arity = "0..1",
            paramLabel = "NAME",
            converter = Converters.AnyName.class,
            description = "The same as --name.")
    private Optional<Name> operand = Optional.empty();

    /** Returns the name that was given, the root without any. */
    Name name() throws CommandFailure {
        if (option.isPresent() && operand.isPresent()) {
            throw CommandFailure.usage("a name is given twice, " + option.get() + " and " + operand.get());
        }
        return option.or(() -> operand).orElse(Name.ROOT);
    }
}
