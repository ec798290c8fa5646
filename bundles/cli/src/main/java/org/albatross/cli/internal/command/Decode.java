package org.albatross.cli.internal.command;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.albatross.cli.internal.run.CommandFailure;
import org.albatross.cli.internal.run.Environment;
import org.albatross.cli.internal.run.ExitCode;
import org.albatross.json.Json;
import org.albatross.json.ModelJson;
import org.albatross.model.Command;
import org.albatross.wire.BlobSource;
import org.albatross.wire.Encoding;
import org.albatross.wire.Header;
import org.albatross.wire.Limits;
import org.albatross.wire.Message;
import org.albatross.wire.ProtocolException;
import org.albatross.wire.State;
import org.albatross.wire.WireDecoder;
import org.albatross.wire.WireEncoder;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code decode}: bytes of the wire as one line of JSON. */
@CommandLine.Command(
        name = "decode",
        description = "Print a message, a certificate's extension or a state file as one line of JSON.")
public final class Decode extends Subcommand {
    /** What can be decoded. */
    public enum Kind {
        /** A message, without the length before it. */
        WIRE,
        /** The value of a certificate's extension. */
        EXTENSION,
        /** A state file, of any version. */
        STATE;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private record Decoded(Json json, Encoding encoding) {}

    @Parameters(index = "0", paramLabel = "wire|extension|state", description = "What it is.")
    private Kind kind = Kind.WIRE;

    @Parameters(index = "1", paramLabel = "FILE", description = "The file with its DER, - for standard input.")
    private String file = "-";

    @Option(
            names = "--reencode",
            paramLabel = "FILE",
            order = 1,
            description = "Write its DER again, what is of an older form in the present one.")
    private Optional<Path> reencode = Optional.empty();

    @Override
    public int run(Environment environment) throws IOException, CommandFailure {
        BlobSource blobs = blob -> Files.newInputStream(Path.of(blob.handle()));
        try (SpoolFile spool = new SpoolFile(environment.temporaryDirectory())) {
            Path source = file.equals("-") ? spool.save(environment.in()) : Path.of(file);
            Decoded decoded;
            try (InputFile input = InputFile.of(source, spool.directory())) {
                decoded = decode(input, spool);
            }
            if (reencode.isPresent()) {
                try (OutputStream out = Files.newOutputStream(reencode.get())) {
                    decoded.encoding().writeTo(out, blobs);
                }
            }
            decoded.json().writeTo(environment.out(), blobs::open);
            environment.out().print("\n");
            return ExitCode.OK;
        }
    }

    private Decoded decode(InputFile input, SpoolFile spool) throws IOException, CommandFailure {
        WireDecoder decoder = new WireDecoder(Limits.FILE, spool);
        try (FileChannel channel = input.open();
                InputStream in = new BufferedInputStream(Channels.newInputStream(channel))) {
            long length = channel.size();
            switch (kind) {
                case WIRE -> {
                    Message message = decoder.message(in, length);
                    return new Decoded(json(message), WireEncoder.message(message));
                }
                case EXTENSION -> {
                    Command command = decoder.extension(in, length);
                    return new Decoded(ModelJson.command(command), WireEncoder.extension(command));
                }
                case STATE -> {
                    State state = decoder.state(in, length);
                    return new Decoded(ModelJson.state(state.unikernels(), state.policies()), WireEncoder.state(state));
                }
            }
            throw new IllegalStateException("no decoder for " + kind);
        } catch (ProtocolException e) {
            throw CommandFailure.of(
                    ExitCode.COMMUNICATION,
                    "[ERROR] " + (file.equals("-") ? "standard input" : file) + ": " + e.getMessage());
        }
    }

    private static Json json(Message message) {
        Header header = message.header();
        return ModelJson.message(Header.VERSION, header.sequence(), header.name(), message.payload());
    }
}
