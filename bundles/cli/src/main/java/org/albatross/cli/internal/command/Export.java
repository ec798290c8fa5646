package org.albatross.cli.internal.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.StringJoiner;
import org.albatross.cli.internal.peer.Service;
import org.albatross.cli.internal.run.CommandFailure;
import org.albatross.cli.internal.run.ExitCode;
import org.albatross.cli.internal.run.Surroundings;
import org.albatross.model.Arguments;
import org.albatross.model.BlockDevice;
import org.albatross.model.Bytes;
import org.albatross.model.FailBehaviour;
import org.albatross.model.Name;
import org.albatross.model.NetDevice;
import org.albatross.model.Text;
import org.albatross.model.UnikernelCommand;
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
    @Parameters(paramLabel = "NAME", converter = Words.LabelledName.class, description = "The unikernel.")
    private Name name = Name.ROOT;

    @Option(
            names = "--image",
            paramLabel = "FILE",
            order = 1,
            description = "The image file that the command is to name; albatross get --output writes it."
                    + " Default: LABEL.img.")
    private String image = "";

    @Override
    public int run(Surroundings surroundings) throws IOException, CommandFailure {
        Optional<UnikernelStatus> status = statusOf(surroundings, name);
        Optional<UnikernelInfo> told = status.flatMap(UnikernelStatus::info);
        UnikernelInfo info = told.isPresent() ? told.get() : running(surroundings);
        Optional<Boolean> addName = status.flatMap(UnikernelStatus::addName);
        if (addName.isEmpty()) {
            warn(
                    surroundings,
                    "the platform does not tell whether " + name + " gets --name=LABEL before its arguments: add"
                            + " --no-add-name if it does not");
        }
        surroundings
                .out()
                .print(line(surroundings.programName(), Infos.arguments(name, info, addName.orElse(true)), info.type())
                        + "\n");
        return ExitCode.OK;
    }

    private UnikernelInfo running(Surroundings surroundings) throws IOException, CommandFailure {
        return Infos.only(
                name,
                answerOf(
                        surroundings,
                        Service.SUPERVISOR,
                        name,
                        new UnikernelCommand.Info(UnikernelCommand.InfoForm.CURRENT)));
    }

    private String line(String program, Arguments arguments, UnikernelType type) throws CommandFailure {
        List<Text> words = new ArrayList<>();
        words.add(Text.of(program));
        words.add(Text.of("create"));
        words.add(Text.of(name.toString()));
        words.add(Text.of(image.isEmpty() ? name.label().orElseThrow() + ".img" : image));
        options(words, arguments, type);
        StringJoiner line = new StringJoiner(" ");
        try {
            words.forEach(word -> line.add(ShellWord.quoted(word)));
        } catch (IllegalArgumentException e) {
            throw CommandFailure.of(
                    ExitCode.COMMAND_FAILED, "[ERROR] no command line creates " + name + ": " + e.getMessage());
        }
        return line.toString();
    }

    private static void options(List<Text> words, Arguments arguments, UnikernelType type) {
        add(words, "--mem=", arguments.memory());
        arguments.cpuids().forEach(cpu -> add(words, "--cpu=", cpu));
        for (NetDevice net : arguments.netDevices()) {
            add(words, "--net=", net(net));
        }
        for (BlockDevice block : arguments.blockDevices()) {
            add(words, "--block=", block(block));
        }
        if (arguments.failBehaviour() instanceof FailBehaviour.Restart restart) {
            words.add(Text.of("--restart-on-fail"));
            restart.codes().forEach(code -> add(words, "--exit-code=", code));
        }
        arguments.startup().ifPresent(startup -> add(words, "--startup=", startup));
        if (!arguments.addName()) {
            words.add(Text.of("--no-add-name"));
        }
        arguments.argv().orElse(List.of()).forEach(argument -> words.add(joined("--arg=", argument)));
        if (type != UnikernelType.SOLO5) {
            add(words, "--typ=", type.name().toLowerCase(Locale.ROOT));
        }
        if (arguments.cpus() != 1) {
            add(words, "--cpus=", arguments.cpus());
        }
        arguments.linuxBootPartition().ifPresent(partition -> words.add(joined("--linux-boot=", partition)));
    }

    private static String net(NetDevice net) {
        return net.name().decoded()
                + net.bridge().map(bridge -> ":" + bridge.decoded()).orElse("")
                + net.mac().map(mac -> "@" + mac).orElse("");
    }

    private static String block(BlockDevice block) {
        return block.name().decoded()
                + block.device().map(device -> ":" + device.decoded()).orElse("")
                + block.sectorSize().map(size -> "@" + size).orElse("");
    }

    private static void add(List<Text> words, String option, Object value) {
        words.add(Text.of(option + value));
    }

    /** Returns an option with a value of any bytes. */
    private static Text joined(String option, Text value) {
        ByteArrayOutputStream word = new ByteArrayOutputStream();
        word.writeBytes(option.getBytes(StandardCharsets.US_ASCII));
        word.writeBytes(value.bytes().toArray());
        return Text.of(Bytes.of(word.toByteArray()));
    }
}
