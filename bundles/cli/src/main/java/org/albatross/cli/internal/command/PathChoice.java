package org.albatross.cli.internal.command;

import java.util.Optional;
import org.albatross.cli.internal.run.CommandFailure;
import org.albatross.model.Path;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which path a command is about: an option, or an operand as older programs take it. */
final class PathChoice {
    @Option(
            names = {"-p", "--path"},
            paramLabel = "PATH",
            order = 1,
            converter = Converters.PathWord.class,
            description = "The path, a:b. Default: the root.")
    private Optional<Path> option = Optional.empty();

    @Parameters(
            arity = "0..1",
            paramLabel = "PATH",
            converter = Converters.PathWord.class,
            description = "The same as --path.")
    private Optional<Path> operand = Optional.empty();

    /** Returns the path that was given, the root without any. */
    Path path() throws CommandFailure {
        if (option.isPresent() && operand.isPresent()) {
            throw CommandFailure.usage("a path is given twice, " + option.get() + " and " + operand.get());
        }
        return option.or(() -> operand).orElse(Path.ROOT);
    }
}
