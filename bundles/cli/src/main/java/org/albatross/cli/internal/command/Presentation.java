package org.albatross.cli.internal.command;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.albatross.cli.internal.peer.ClientIdentity;
import org.albatross.cli.internal.peer.IdentitySource;
import org.albatross.cli.internal.peer.RemotePeer;
import org.albatross.cli.internal.peer.RemotePlatform;
import org.albatross.cli.internal.report.Progress;
import org.albatross.cli.internal.report.Reporter;
import org.albatross.cli.internal.run.CommandFailure;
import org.albatross.cli.internal.run.Environment;
import org.albatross.cli.internal.run.ExitCode;
import org.albatross.cli.internal.run.Terminal;
import org.albatross.model.Name;
import org.albatross.model.Reply;
import org.albatross.wire.BlobSource;
import org.albatross.wire.Message;

/** A certificate with a command is shown to a platform, and what comes back is shown, whatever the command is. */
final class Presentation {
    private static final IdentitySource NO_OTHER = (name, command) -> {
        throw new IllegalStateException("a certificate carries one command");
    };

    private final Environment environment;
    private final Reporter reporter;
    private final OutputOption output;

    /** Shows answers by {@code reporter}, and writes contents where {@code output} says. */
    Presentation(Environment environment, Reporter reporter, OutputOption output) {
        this.environment = environment;
        this.reporter = reporter;
        this.output = output;
    }

    /** Shows the certificate; returns the exit code. */
    int run(RemotePlatform platform, ClientIdentity identity) throws IOException, CommandFailure {
        Progress quiet = new Progress(environment.err(), Terminal.NONE, environment.clock(), 0);
        try (SpoolFile spool = new SpoolFile(environment.temporaryDirectory());
                RemotePeer peer = new RemotePeer(platform, NO_OTHER, BlobSource.NONE, spool, length -> quiet)) {
            peer.present(identity);
            ServerCommand.Answer answer = ServerCommand.answer(peer);
            reporter.success(answer.host(), answer.reply());
            Name name = answer.host();
            if (answer.reply() instanceof Reply.UnikernelImage image) {
                try (InputStream in = SpoolFile.open(image.image())) {
                    say("dumped image to ", output.write(environment, name, in, image.compressed()));
                }
            } else if (answer.reply() instanceof Reply.BlockImage image) {
                InputStream contents = new BlockContents(peer, quiet);
                say("dumped to ", output.write(environment, name, contents, image.compressed()));
            } else {
                follow(peer);
            }
            return ExitCode.OK;
        }
    }

    private void say(String what, Optional<java.nio.file.Path> written) {
        written.ifPresent(file -> environment.out().print(what + file + "\n"));
    }

    /** Shows what follows, to the end of the stream or until nobody reads it. */
    private void follow(RemotePeer peer) throws IOException, CommandFailure {
        peer.waitForEver();
        while (environment.out().failure().isEmpty()) {
            if (!peer.hasMore()) {
                environment.out().flush();
            }
            Optional<Message> message = peer.next();
            if (message.isEmpty()) {
                return;
            }
            reporter.data(message.get().header().name(), ServerCommand.dataOf(message.get()));
        }
    }
}
