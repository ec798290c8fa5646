package org.albatross.cli.internal.command;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.albatross.model.Arguments;
import org.albatross.model.BlockDevice;
import org.albatross.model.Bytes;
import org.albatross.model.FailBehaviour;
import org.albatross.model.NetDevice;
import org.albatross.model.Text;
import org.albatross.model.UnikernelType;

/** What a unikernel is created with, as the options of {@code create}. */
final class CreateOptions {
    private CreateOptions() {}

    /** Returns an option for each thing that is not as {@code create} has it without options, and for memory and CPUs. */
    static List<Text> words(Arguments arguments, UnikernelType type) {
        List<Text> words = new ArrayList<>();
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
        return words;
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
