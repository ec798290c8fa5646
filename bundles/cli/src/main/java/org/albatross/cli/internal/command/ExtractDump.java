package org.albatross.cli.internal.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.albatross.cli.internal.report.Lines;
import org.albatross.cli.internal.run.CommandFailure;
import org.albatross.cli.internal.run.Environment;
import org.albatross.cli.internal.run.ExitCode;
import org.albatross.model.Blob;
import org.albatross.model.Name;
import org.albatross.model.Named;
import org.albatross.model.UnikernelConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code extract-dump}: an image, from the files that say what should run. */
@Command(
        name = "extract-dump",
        description = "Write the image of a unikernel, uncompressed, out of a state directory of this platform or the"
                + " state file of an original Albatross. Nothing there is changed, and a platform may run.")
public final class ExtractDump extends Subcommand {
    @Parameters(paramLabel = "NAME", converter = Converters.LabelledName.class, description = "The unikernel.")
    private Name name = Name.ROOT;

    @Mixin
    private StateFileOptions source = new StateFileOptions();

    @Mixin
    private OutputOption output = new OutputOption();

    @Override
    public int run(Environment environment) throws IOException, CommandFailure {
        try (SpoolFile spool = new SpoolFile(environment.temporaryDirectory())) {
            for (Named<UnikernelConfig> unikernel : source.read(
                            state(environment), spool, warning -> warn(environment, warning))
                    .unikernels()) {
                if (unikernel.name().equals(name)) {
                    extract(environment, unikernel.value());
                    return ExitCode.OK;
                }
            }
            throw CommandFailure.usage("[ERROR] the state holds no unikernel " + name);
        }
    }

    private void extract(Environment environment, UnikernelConfig config) throws IOException, CommandFailure {
        try (InputStream in = opened(config.image())) {
            Optional<Path> written = output.write(environment, name, in, config.compressed());
            if (written.isPresent()) {
                results(environment).print("dumped image to " + written.get() + "\n");
                results(environment).print(Lines.config("", config, true) + "\n");
            }
        }
    }

    private static InputStream opened(Blob image) throws IOException, CommandFailure {
        try {
            return SpoolFile.open(image);
        } catch (NoSuchFileException e) {
            throw CommandFailure.usage("[ERROR] its image is not there: " + e.getFile());
        }
    }
}
