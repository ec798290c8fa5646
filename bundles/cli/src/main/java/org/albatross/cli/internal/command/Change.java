package org.albatross.cli.internal.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.InflaterInputStream;
import org.albatross.cli.internal.peer.Peer;
import org.albatross.cli.internal.peer.Service;
import org.albatross.cli.internal.run.CommandFailure;
import org.albatross.cli.internal.run.Environment;
import org.albatross.cli.internal.run.ExitCode;
import org.albatross.model.ArgumentOptions;
import org.albatross.model.Arguments;
import org.albatross.model.Confirmation;
import org.albatross.model.LifecycleCommand;
import org.albatross.model.Name;
import org.albatross.model.Reply;
import org.albatross.model.ShellWord;
import org.albatross.model.Text;
import org.albatross.model.UnikernelCommand;
import org.albatross.model.UnikernelConfig;
import org.albatross.model.UnikernelInfo;
import org.albatross.model.UnikernelStatus;
import org.albatross.model.UnikernelType;
import org.albatross.wire.BlobSink;
import org.albatross.wire.BlobSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code change}: other memory, devices or arguments for a unikernel, and everything else as it is. */
@Command(
        name = "change",
        description =
                "Give a unikernel what the options say, keep everything that they do not name, and start it again."
                        + " Of options that may be repeated, those that are given take the place of all that were there.",
        footer = {
            "",
            "Example, more memory and no arguments, but first see what that changes:",
            "  albatross change web --mem=64 --unset=arg --dry-run"
        })
public final class Change extends ServerCommand {
    @Parameters(paramLabel = "NAME", converter = Converters.LabelledName.class, description = "The unikernel.")
    private Name name = Name.ROOT;

    @Option(names = "--dry-run", order = 1, description = "Only show the difference, as options of create.")
    private boolean dryRun;

    @Mixin
    private ConfirmOptions confirm = new ConfirmOptions();

    @Option(
            names = "--unset",
            paramLabel = "OPTION",
            order = 3,
            description = "Set back to what create does without this option: arg, cpu, net, block, restart-on-fail,"
                    + " exit-code, startup, no-add-name or linux-boot; may be repeated.")
    private List<ArgumentOptions.Part> unset = new ArrayList<>();

    @Mixin
    private UnikernelOptions unikernel = new UnikernelOptions();

    @Override
    Duration silence() {
        return LONG_SILENCE;
    }

    @Override
    boolean isOneCommand() {
        return false;
    }

    @Override
    public int run(Environment environment) throws IOException, CommandFailure {
        Optional<Confirmation> confirmation = confirm.confirmation();
        if (!unikernel.given() && unset.isEmpty()) {
            throw CommandFailure.usage("nothing to change is given");
        }
        unikernel.changing(ArgumentOptions.DEFAULTS);
        Optional<UnikernelStatus> status = statusOf(environment, name);
        UnikernelInfo info = infoOf(environment, "change", name, status);
        Optional<Boolean> addName = status.flatMap(UnikernelStatus::addName);
        if (addName.isEmpty()) {
            warn(
                    environment,
                    "the platform does not tell whether " + name + " gets --name=LABEL before its arguments: it will,"
                            + " but for --no-add-name");
        }
        Arguments before = info.arguments(name, addName.orElse(true));
        Arguments after = unikernel.changing(ArgumentOptions.without(before, Set.copyOf(unset)));
        if (after.equals(before)) {
            results(environment).print(name.brief() + ": nothing changes\n");
            return ExitCode.OK;
        }
        if (dryRun) {
            show(results(environment), before, after, info.type());
            return ExitCode.OK;
        }
        return confirmation.isPresent()
                ? replace(environment, info, after, confirmation.get())
                : ask(environment, name, new UnikernelCommand.Restart(Optional.of(after)));
    }

    /** Shows what differs, option by option. */
    private void show(PrintStream out, Arguments before, Arguments after, UnikernelType type) {
        Map<String, List<Text>> old = byOption(before, type);
        Map<String, List<Text>> changed = byOption(after, type);
        out.print(name.brief() + ": would change\n");
        Map<String, List<Text>> all = new LinkedHashMap<>(old);
        all.putAll(changed);
        for (String option : all.keySet()) {
            List<Text> gone = old.getOrDefault(option, List.of());
            List<Text> come = changed.getOrDefault(option, List.of());
            if (!gone.equals(come)) {
                gone.forEach(word -> out.print("  - " + shown(word) + "\n"));
                come.forEach(word -> out.print("  + " + shown(word) + "\n"));
            }
        }
    }

    /** Returns a word for a shell where it can be said to one. */
    private static String shown(Text word) {
        try {
            return ShellWord.quoted(word).toString();
        } catch (IllegalArgumentException e) {
            return word.toString();
        }
    }

    private static Map<String, List<Text>> byOption(Arguments arguments, UnikernelType type) {
        Map<String, List<Text>> options = new LinkedHashMap<>();
        for (Text word : ArgumentOptions.words(arguments, type)) {
            String decoded = word.decoded();
            int equals = decoded.indexOf('=');
            String option = equals < 0 ? decoded : decoded.substring(0, equals);
            options.computeIfAbsent(option, key -> new ArrayList<>()).add(word);
        }
        return options;
    }

    /** Replaces it by the same image with other arguments: only a replacement can be taken back by itself. */
    private int replace(Environment environment, UnikernelInfo info, Arguments after, Confirmation confirmation)
            throws IOException, CommandFailure {
        try (SpoolFile spool = new SpoolFile(environment.temporaryDirectory());
                ImageFile file = ImageFile.open(environment.temporaryDirectory(), image(environment, spool), 0)) {
            if (info.type() == UnikernelType.SOLO5 && !file.digest().equals(info.digest())) {
                throw CommandFailure.refused(name, Text.of("change: its image was replaced meanwhile, try again"));
            }
            try (Peer peer = peers(environment).connect(Service.SUPERVISOR, file, BlobSink.REFUSING)) {
                requireOurs(peer);
                UnikernelConfig config = new UnikernelConfig(info.type(), false, file.blob(), after);
                peer.send(name, new LifecycleCommand.Replace(confirmation, config));
                Answer answer = answer(peer);
                reporter(environment).success(answer.host(), answer.reply());
                return ExitCode.OK;
            }
        }
    }

    private Path image(Environment environment, SpoolFile spool) throws IOException, CommandFailure {
        try (Peer peer = peers(environment).connect(Service.SUPERVISOR, BlobSource.NONE, spool)) {
            peer.send(name, new UnikernelCommand.Get(0));
            if (!(answer(peer).reply() instanceof Reply.UnikernelImage image)) {
                throw unexpected();
            }
            try (InputStream in = SpoolFile.open(image.image())) {
                return spool.save(image.compressed() ? new InflaterInputStream(in) : in);
            }
        }
    }
}
