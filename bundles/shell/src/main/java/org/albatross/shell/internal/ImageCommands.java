package org.albatross.shell.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.InflaterInputStream;
import org.albatross.model.ArgumentOptions;
import org.albatross.model.Arguments;
import org.albatross.model.Blob;
import org.albatross.model.Confirmation;
import org.albatross.model.CreateOptions;
import org.albatross.model.LifecycleCommand;
import org.albatross.model.Name;
import org.albatross.model.OptionWords;
import org.albatross.model.Reply;
import org.albatross.model.ShellWord;
import org.albatross.model.Text;
import org.albatross.model.UnikernelCommand;
import org.albatross.model.UnikernelConfig;
import org.albatross.model.UnikernelInfo;
import org.albatross.model.UnikernelStatus;
import org.albatross.session.Spool;
import org.albatross.wire.ProtocolException;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;

/** Commands about unikernels and their images. Gogo calls its methods by their names. */
public final class ImageCommands {
    private static final String OPTIONS = "\n          --mem MB, --cpu N, --arg WORD, --net [NAME:]BRIDGE[@MAC],"
            + "\n          --block [NAME:]DEVICE[@SECTORSIZE], --restart-on-fail,"
            + "\n          --exit-code N, --startup N, --no-add-name, --cpus N,"
            + "\n          --linux-boot PARTITION";

    private final Access access;
    private final Spool spool;

    /** Images lie in {@code spool} on their way to the command service. */
    ImageCommands(Access access, Spool spool) {
        this.access = access;
        this.spool = spool;
    }

    /** Creates one. */
    @Descriptor("create a unikernel from an image file of the host")
    public String create(
            CommandSession session,
            @Descriptor("NAME FILE, and options as those of the program:" + OPTIONS
                            + ",\n          --force, --confirm-after SECONDS, --check CHECK, --typ TYPE")
                    String... words)
            throws RefusedException, InterruptedException, IOException {
        OptionWords given = OptionWords.of(List.of(words), CreateOptions.VALUED, CreateOptions.FLAGS);
        List<String> operands = operands(given, "create NAME FILE");
        Name name = Name.parse(operands.get(0));
        CreateOptions options = CreateOptions.of(given);
        Arguments unused = options.arguments().arguments();
        Path file = HostFile.readable(operands.get(1));
        Blob.Spooled image;
        try (InputStream in = Files.newInputStream(file)) {
            image = keep(session, in, Files.size(file));
        }
        return UnikernelCommands.done(
                access.ask(session, name, options.command(false, image), () -> Spool.drop(image)));
    }

    private Blob.Spooled keep(CommandSession session, InputStream in, long length) throws IOException {
        try {
            return spool.keep(access.caller(session), in, length);
        } catch (ProtocolException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** Returns the words that are no options, as many as {@code usage} names. */
    static List<String> operands(OptionWords given, String usage) throws RefusedException {
        int wanted = usage.split(" ").length - 1;
        if (given.others().size() != wanted) {
            throw new RefusedException(
                    "usage: " + usage + " [OPTION].., not " + given.others().size() + " words besides options");
        }
        return given.others();
    }

    /** Gives one other options. */
    @Descriptor("give a unikernel other options, and start it again")
    public String change(
            CommandSession session,
            @Descriptor("NAME, and what is to change; the rest stays as it is:" + OPTIONS
                            + ",\n          --unset OPTION, --dry-run, --confirm-after SECONDS, --check CHECK")
                    String... words)
            throws RefusedException, InterruptedException, IOException {
        OptionWords given = OptionWords.of(
                List.of(words),
                with(ArgumentOptions.VALUED, "--unset", "--confirm-after", "--check"),
                with(ArgumentOptions.FLAGS, "--dry-run"));
        Name name = Name.parse(operands(given, "change NAME").get(0));
        ArgumentOptions options = ArgumentOptions.of(given);
        Set<ArgumentOptions.Part> unset =
                given.all("--unset").stream().map(ArgumentOptions.Part::of).collect(Collectors.toSet());
        Optional<Confirmation> confirmation = Confirmation.of(given.number("--confirm-after"), given.one("--check"));
        if (!options.given() && unset.isEmpty()) {
            throw new RefusedException("nothing to change is given");
        }
        UnikernelStatus status = status(session, "change", name);
        UnikernelInfo info = status.info().orElseThrow(() -> notFound("change"));
        Arguments before = info.arguments(name, status.addName().orElse(true));
        Arguments after = options.changing(ArgumentOptions.without(before, unset));
        if (after.equals(before)) {
            return name.brief() + ": nothing changes";
        }
        if (given.has("--dry-run")) {
            return name.brief() + ": would be\n  " + line(ArgumentOptions.words(after, info.type()), "\n  ");
        }
        return confirmation.isPresent()
                ? replace(session, name, info, after, confirmation.get())
                : UnikernelCommands.done(access.ask(session, name, new UnikernelCommand.Restart(Optional.of(after))));
    }

    private static Set<String> with(Set<String> options, String... more) {
        return Stream.concat(options.stream(), Stream.of(more)).collect(Collectors.toUnmodifiableSet());
    }

    private UnikernelStatus status(CommandSession session, String verb, Name name)
            throws RefusedException, InterruptedException {
        if (name.label().isEmpty()) {
            throw new RefusedException(verb + ": " + name + " is a path, a name is needed");
        }
        Reply reply = access.ask(session, name, new LifecycleCommand.Status());
        if (reply instanceof Reply.Statuses statuses && statuses.statuses().size() == 1) {
            return statuses.statuses().get(0).value();
        }
        throw notFound(verb);
    }

    private static RefusedException notFound(String verb) {
        return new RefusedException(verb + ": not found");
    }

    /** Replaces it by the same image with other arguments: only a replacement can be taken back by itself. */
    private String replace(
            CommandSession session, Name name, UnikernelInfo info, Arguments after, Confirmation confirmation)
            throws RefusedException, InterruptedException, IOException {
        Kept kept = new Kept();
        access.readImage(
                session,
                name,
                (image, content) ->
                        kept.hold(image, keep(session, content, image.image().length())));
        UnikernelConfig config = new UnikernelConfig(info.type(), kept.compressed, kept.blob, after);
        return UnikernelCommands.done(
                access.ask(session, name, new LifecycleCommand.Replace(confirmation, config), kept::drop));
    }

    /** An image on its way back. */
    private static final class Kept {
        private boolean compressed;
        private Blob blob = Blob.EMPTY;

        void hold(Reply.UnikernelImage image, Blob.Spooled spooled) {
            compressed = image.compressed();
            blob = spooled;
        }

        void drop() {
            if (blob instanceof Blob.Spooled spooled) {
                Spool.drop(spooled);
            }
        }
    }

    /** Prints how it was created. */
    @Descriptor("print the command that creates a unikernel as it is")
    public String export(
            CommandSession session, @Descriptor("NAME, and --image FILE, which the command is to name") String... words)
            throws RefusedException, InterruptedException {
        OptionWords given = OptionWords.of(List.of(words), Set.of("--image"), Set.of());
        Name name = Name.parse(operands(given, "export NAME").get(0));
        UnikernelStatus status = status(session, "export", name);
        UnikernelInfo info = status.info().orElseThrow(() -> notFound("export"));
        String image = given.one("--image").orElse(name.label().orElseThrow() + ".img");
        Arguments arguments = info.arguments(name, status.addName().orElse(true));
        return "albatross create " + name + " " + ShellWord.quoted(Text.of(image)) + " "
                + line(ArgumentOptions.words(arguments, info.type()), " ");
    }

    private static String line(List<Text> words, String between) {
        return words.stream().map(ShellWord::quoted).collect(Collectors.joining(between));
    }

    /** Writes its image. */
    @Descriptor("write a unikernel's image to a file of the host")
    public String get(
            CommandSession session, @Descriptor("NAME --output FILE; a file that is there is replaced") String... words)
            throws RefusedException, InterruptedException, IOException {
        OptionWords given = OptionWords.of(List.of(words), Set.of("--output"), Set.of());
        Name name = Name.parse(operands(given, "get NAME").get(0));
        String file = output(given);
        try (HostFile.Output output = new HostFile.Output(file)) {
            access.readImage(
                    session,
                    name,
                    (image, content) ->
                            output.writeAll(image.compressed() ? new InflaterInputStream(content) : content));
            return output.finish() + " bytes are in " + Text.of(file).line();
        }
    }

    /** Returns the file that something goes to. */
    static String output(OptionWords given) throws RefusedException {
        return given.one("--output")
                .orElseThrow(() -> new RefusedException("--output FILE is needed: a file of the platform's host"));
    }
}
