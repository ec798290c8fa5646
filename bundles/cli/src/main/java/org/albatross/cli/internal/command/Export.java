package org.albatross.cli.internal.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.albatross.cli.internal.peer.Service;
import org.albatross.cli.internal.run.CommandFailure;
import org.albatross.cli.internal.run.ExitCode;
import org.albatross.cli.internal.run.Surroundings;
import org.albatross.model.Arguments;
import org.albatross.model.BlockDevice;
import org.albatross.model.FailBehaviour;
import org.albatross.model.Name;
import org.albatross.model.NetDevice;
import org.albatross.model.Text;
import org.albatross.model.UnikernelCommand;
import org.albatross.model.UnikernelInfo;
import org.albatross.model.UnikernelType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code export}: the command that would create a unikernel as it is. */
@Command(
        name = "export",
        description = "Print the command that would create a running unikernel as it is, for a shell.")
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
        UnikernelInfo info = Infos.only(
                name,
                answerOf(
                        surroundings,
                        Service.SUPERVISOR,
                        name,
                        new UnikernelCommand.Info(UnikernelCommand.InfoForm.CURRENT)));
        List<String> words = new ArrayList<>(List.of(surroundings.programName(), "create", name.toString()));
        words.add(image.isEmpty() ? name.label().orElseThrow() + ".img" : image);
        options(words, info);
        StringBuilder line = new StringBuilder();
        for (String word : words) {
            line.append(line.isEmpty() ? "" : " ").append(quoted(word));
        }
        surroundings.out().print(line.append('\n'));
        return ExitCode.OK;
    }

    private void options(List<String> words, UnikernelInfo info) {
        Arguments arguments = Infos.arguments(name, info, true);
        words.add("--mem=" + arguments.memory());
        arguments.cpuids().forEach(cpu -> words.add("--cpu=" + cpu));
        for (NetDevice net : arguments.netDevices()) {
            words.add("--net=" + net.name().decoded()
                    + net.bridge().map(bridge -> ":" + bridge.decoded()).orElse("")
                    + net.mac().map(mac -> "@" + mac).orElse(""));
        }
        for (BlockDevice block : arguments.blockDevices()) {
            words.add("--block=" + block.name().decoded()
                    + block.device().map(device -> ":" + device.decoded()).orElse("")
                    + block.sectorSize().map(size -> "@" + size).orElse(""));
        }
        if (arguments.failBehaviour() instanceof FailBehaviour.Restart restart) {
            words.add("--restart-on-fail");
            restart.codes().forEach(code -> words.add("--exit-code=" + code));
        }
        arguments.startup().ifPresent(startup -> words.add("--startup=" + startup));
        for (Text argument : arguments.argv().orElse(List.of())) {
            words.add("--arg=" + argument.decoded());
        }
        if (info.type() == UnikernelType.BHYVE) {
            words.add("--typ=bhyve");
            words.add("--cpus=" + arguments.cpus());
            arguments.linuxBootPartition().ifPresent(partition -> words.add("--linux-boot=" + partition.decoded()));
        }
    }

    /** Returns a word as a shell reads it back; what is not printable in dollar-single-quotes (POSIX 2024). */
    private static String quoted(String word) {
        if (word.matches("[A-Za-z0-9_@%+=:,./-]+")) {
            return word;
        }
        if (word.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
            return "'" + word.replace("'", "'\\''") + "'";
        }
        StringBuilder quoted = new StringBuilder("$'");
        Text text = Text.of(word);
        for (int i = 0; i < text.length(); i++) {
            int b = Byte.toUnsignedInt(text.bytes().at(i));
            if (b >= ' ' && b < 0x7f && b != '\'' && b != '\\') {
                quoted.append((char) b);
            } else {
                quoted.append('\\').append(b >> 6).append(b >> 3 & 7).append(b & 7);
            }
        }
        return quoted.append('\'').toString();
    }
}
