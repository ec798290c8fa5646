package org.albatross.cli.internal.command;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.List;
import java.util.Optional;
import org.albatross.cli.internal.peer.Peer;
import org.albatross.cli.internal.run.CommandFailure;
import org.albatross.cli.internal.run.ExitCode;
import org.albatross.model.Command;
import org.albatross.model.Name;
import org.albatross.model.PolicyCommand;
import org.albatross.pki.MalformedPkiException;
import org.albatross.pki.SigningRequest;
import org.albatross.pki.SigningRules;
import org.albatross.wire.BlobSource;
import org.albatross.wire.Message;

/** In the place of a platform: writes the only command as a request for a certificate, and ends the program. */
final class RequestPeer implements Peer {
    private final RequestOptions options;
    private final String word;
    private final BlobSource blobs;

    /** Names files by the command's {@code word} where a name has no label. */
    RequestPeer(RequestOptions options, String word, BlobSource blobs) {
        this.options = options;
        this.word = word;
        this.blobs = blobs;
    }

    @Override
    public void send(Name name, Command command) throws IOException, CommandFailure {
        List<String> path = name.path().labels();
        String last = name.label().orElse(path.isEmpty() ? "." : path.get(path.size() - 1));
        Path directory = options.directory();
        try {
            SigningRules.checkRequest(last, Optional.of(command));
            String file = label(name, command).orElse(word);
            KeyPair key = CertificateFiles.keyOrNew(directory.resolve(file + ".key"), options.keyType());
            SigningRequest request = SigningRequest.of(last, key, Optional.of(command), blobs);
            CertificateFiles.write(directory.resolve(file + ".req"), request.text());
        } catch (MalformedPkiException e) {
            throw CommandFailure.usage(String.valueOf(e.getMessage()));
        }
    }

    /** The path of what is asked for is that of the CA that signs it; a policy is for one label below it. */
    private static Optional<String> label(Name name, Command command) throws CommandFailure {
        List<String> path = name.path().labels();
        if (command instanceof PolicyCommand.Add) {
            if (path.size() != 1) {
                throw CommandFailure.usage("the policy of " + name
                        + " cannot be requested: a CA signs one for a single label below its own path");
            }
            return Optional.of(path.get(0));
        }
        if (!path.isEmpty()) {
            throw CommandFailure.usage(
                    "non-empty path: " + name + " lies at the path of the CA that signs the request");
        }
        return name.label();
    }

    @Override
    public boolean takesOneCommand() {
        return true;
    }

    @Override
    public OutputStream raw() {
        return OutputStream.nullOutputStream();
    }

    @Override
    public Optional<Message> next() throws CommandFailure {
        throw CommandFailure.silent(ExitCode.OK);
    }

    @Override
    public void waitForEver() {}

    @Override
    public boolean hasMore() {
        return false;
    }

    @Override
    public void close() {}
}
