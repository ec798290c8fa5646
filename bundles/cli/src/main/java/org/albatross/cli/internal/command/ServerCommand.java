package org.albatross.cli.internal.command;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiFunction;
import org.albatross.cli.internal.peer.IdentitySource;
import org.albatross.cli.internal.peer.Peer;
import org.albatross.cli.internal.peer.Peers;
import org.albatross.cli.internal.peer.PrintedIdentityPeer;
import org.albatross.cli.internal.peer.RemotePeer;
import org.albatross.cli.internal.peer.RemotePlatform;
import org.albatross.cli.internal.peer.Service;
import org.albatross.cli.internal.report.Reporter;
import org.albatross.cli.internal.report.TableReporter;
import org.albatross.cli.internal.report.TextReporter;
import org.albatross.cli.internal.run.CommandFailure;
import org.albatross.cli.internal.run.Environment;
import org.albatross.cli.internal.run.ExitCode;
import org.albatross.cli.internal.run.Terminal;
import org.albatross.model.Command;
import org.albatross.model.Data;
import org.albatross.model.LifecycleCommand;
import org.albatross.model.Name;
import org.albatross.model.Named;
import org.albatross.model.Payload;
import org.albatross.model.Reply;
import org.albatross.model.UnikernelCommand;
import org.albatross.model.UnikernelInfo;
import org.albatross.model.UnikernelStatus;
import org.albatross.wire.BlobSink;
import org.albatross.wire.BlobSource;
import org.albatross.wire.Message;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A sub-command that talks to a platform. */
abstract class ServerCommand extends Subcommand {
    /** How long a platform may be silent that starts or ends a unikernel, or has to bring a device's contents to disk. */
    static final Duration LONG_SILENCE = Duration.ofMinutes(6);

    private static final Duration SILENCE = Duration.ofMinutes(1);
    private static final long LONGEST_TIMEOUT = Duration.ofDays(365).toSeconds();

    @Option(
            names = "--socket",
            paramLabel = "FILE",
            order = 99,
            description = "The platform's socket. Default: those below its run directory. With - the message is"
                    + " printed, not sent.")
    private Optional<String> socket = Optional.empty();

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            order = 99,
            description = "How long to wait while the platform neither sends nor takes a byte, 0 for ever. Default: 60;"
                    + " 360 where unikernels are started or ended, or a block device is filled.")
    private Optional<Long> timeout = Optional.empty();

    @Mixin
    private RemoteOptions remote = new RemoteOptions();

    @Mixin
    private RequestOptions request = new RequestOptions();

    /** What an answer was about, and the answer. */
    record Answer(Name host, Reply.Success reply) {}

    /** Returns the way to the platform. */
    final Peers peers(Environment environment) throws CommandFailure {
        long seconds = timeout.orElse(silence().toSeconds());
        if (seconds < 0 || seconds > LONGEST_TIMEOUT) {
            throw CommandFailure.usage("--timeout " + seconds + ", 0 to " + LONGEST_TIMEOUT + " seconds are possible");
        }
        checkRequest();
        return new Peers(
                environment,
                results(environment),
                runDirectory(environment),
                socket,
                Duration.ofSeconds(seconds),
                instead(environment, Duration.ofSeconds(seconds)));
    }

    /** Returns what takes the command instead of the platform of this host, if so. */
    private Optional<BiFunction<BlobSource, BlobSink, Peer>> instead(Environment environment, Duration silence)
            throws CommandFailure {
        if (isRequest()) {
            return Optional.of((blobs, sink) -> new RequestPeer(request, word(), blobs));
        }
        if (!isRemote()) {
            return Optional.empty();
        }
        IdentitySource identities = remote.identities(environment, request.keyType());
        if (remote.isPrinted()) {
            return Optional.of((blobs, sink) -> new PrintedIdentityPeer(results(environment), identities));
        }
        RemotePlatform platform = remote.platform(environment, silence);
        return Optional.of((blobs, sink) ->
                new RemotePeer(platform, identities, blobs, sink, length -> progress(environment, length)));
    }

    /** Tells whether the command goes to a platform elsewhere. */
    final boolean isRemote() {
        return remote.isRemote();
    }

    /** Tells whether the command is to be written as a request for a certificate, instead of being sent. */
    final boolean isRequest() {
        return request.csr();
    }

    /** Fails when a request is asked for, and the command cannot be one. */
    final void checkRequest() throws CommandFailure {
        if (isRequest() && !isOneCommand()) {
            throw CommandFailure.usage(
                    word() + " --csr is not possible: a certificate carries one command, without data behind it");
        }
    }

    /** Tells whether all that is sent is one command, with no data behind it. */
    boolean isOneCommand() {
        return true;
    }

    private String word() {
        return getClass().getAnnotation(CommandLine.Command.class).name();
    }

    /** Returns how long the platform may be silent: longer when it has something to do before it answers. */
    Duration silence() {
        return SILENCE;
    }

    /** Returns who shows answers: tables to a person, the original's lines to a program. */
    Reporter reporter(Environment environment) {
        return reporter(environment, this);
    }

    /** As above, for another sub-command. */
    static Reporter reporter(Environment environment, Subcommand command) {
        Terminal terminal = command.terminal(environment);
        PrintStream out = command.results(environment);
        return terminal.interactive()
                ? new TableReporter(out, environment.clock().instant(), terminal.columns(), terminal.colours(), false)
                : new TextReporter(out, command.verbosity() == Verbosity.DEBUG);
    }

    /** Sends one command to the supervisor and shows its answer. */
    final int ask(Environment environment, Name name, Command command) throws IOException, CommandFailure {
        Answer answer = answerOf(environment, Service.SUPERVISOR, name, command);
        reporter(environment).success(answer.host(), answer.reply());
        return ExitCode.OK;
    }

    /** As {@link #ask}, for a command that the original does not know: the peer is asked first whether it does. */
    final Answer answerOfOurs(Environment environment, Name name, Command command) throws IOException, CommandFailure {
        try (Peer peer = peers(environment).connect(Service.SUPERVISOR, BlobSource.NONE, BlobSink.REFUSING)) {
            requireOurs(peer);
            peer.send(name, command);
            return answer(peer);
        }
    }

    /** Asks the platform where a unikernel stands; nothing when it knows no such one, and from an original. */
    final Optional<UnikernelStatus> statusOf(Environment environment, Name name) throws IOException, CommandFailure {
        try (Peer peer = peers(environment).connect(Service.SUPERVISOR, BlobSource.NONE, BlobSink.REFUSING)) {
            if (!peer.takesOneCommand()) {
                peer.send(Name.ROOT, new Command.SayHello());
                Optional<Message> greeting = peer.next();
                if (greeting.isEmpty()) {
                    return Optional.empty();
                }
                successOf(greeting.get());
            }
            peer.send(name, new LifecycleCommand.Status());
            return answer(peer).reply() instanceof Reply.Statuses statuses
                    ? statuses.statuses().stream().findFirst().map(Named::value)
                    : Optional.empty();
        }
    }

    /** Returns what is told of a unikernel, which need not run where the platform tells its status. */
    final UnikernelInfo infoOf(Environment environment, String verb, Name name, Optional<UnikernelStatus> status)
            throws IOException, CommandFailure {
        Optional<UnikernelInfo> told = status.flatMap(UnikernelStatus::info);
        return told.isPresent() ? told.get() : running(environment, name).orElseThrow(() -> Infos.notFound(verb, name));
    }

    /** Asks the platform for a unikernel that runs. */
    final Optional<UnikernelInfo> running(Environment environment, Name name) throws IOException, CommandFailure {
        return Infos.only(answerOf(
                environment, Service.SUPERVISOR, name, new UnikernelCommand.Info(UnikernelCommand.InfoForm.CURRENT)));
    }

    /** Asks a peer who it is; one that does not answer knows no command beyond the original's. */
    static void requireOurs(Peer peer) throws IOException, CommandFailure {
        requireOurs(peer, "this command");
    }

    /** As above, with the words for what the peer has to know. */
    static void requireOurs(Peer peer, String what) throws IOException, CommandFailure {
        if (peer.takesOneCommand()) {
            return;
        }
        peer.send(Name.ROOT, new Command.SayHello());
        Message greeting = peer.next()
                .orElseThrow(() -> CommandFailure.of(
                        ExitCode.COMMUNICATION,
                        "[ERROR] the platform does not know " + what + ": it is an original Albatross, or an old one"));
        successOf(greeting);
    }

    /** Sends one command that has no large parts, and returns its answer. */
    final Answer answerOf(Environment environment, Service service, Name name, Command command)
            throws IOException, CommandFailure {
        try (Peer peer = peers(environment).connect(service, BlobSource.NONE, BlobSink.REFUSING)) {
            peer.send(name, command);
            return answer(peer);
        }
    }

    /** Waits for the answer; one that is a failure, and the lack of one, end the command. */
    static Answer answer(Peer peer) throws IOException, CommandFailure {
        Message message = peer.next()
                .orElseThrow(() -> CommandFailure.of(
                        ExitCode.COMMUNICATION,
                        "[ERROR] the peer closed the connection before it answered; it may be older than this"
                                + " program"));
        return new Answer(message.header().name(), successOf(message));
    }

    /** Returns the success that a message holds. */
    static Reply.Success successOf(Message message) throws CommandFailure {
        if (message.payload() instanceof Payload.Answer answer) {
            if (answer.reply() instanceof Reply.Success success) {
                return success;
            }
            if (answer.reply() instanceof Reply.Failure failure) {
                throw CommandFailure.refused(message.header().name(), failure.message());
            }
        }
        throw unexpected();
    }

    /** Returns the piece of a stream that a message holds; a failure in its place ends the command. */
    static Data dataOf(Message message) throws CommandFailure {
        if (message.payload() instanceof Payload.Stream stream) {
            return stream.data();
        }
        successOf(message);
        throw unexpected();
    }

    /** The peer said something else than what the protocol has at this point. */
    static CommandFailure unexpected() {
        return CommandFailure.of(ExitCode.COMMUNICATION, "[ERROR] the peer sent a message that is not an answer");
    }
}
