package org.albatross.solo5;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.albatross.model.Arguments;
import org.albatross.model.BlockDevice;
import org.albatross.model.Name;
import org.albatross.model.NetDevice;
import org.albatross.model.Text;

/**
 * The command line that starts a tender, but for the pinning to CPUs: the options that hvt and spt share,
 * the image, and the unikernel's arguments.
 *
 * @param tender the program
 * @param image the uncompressed image
 * @param unikernel the unikernel's name
 * @param fullName whether {@code --name=} carries the written name, and not the label alone
 * @param arguments its configuration
 * @param taps the host's network interface of each of its network devices, by the unikernel's own name
 * @param blockFiles the file of each of its block devices, by the unikernel's own name
 */
public record TenderCommand(
        Path tender,
        Path image,
        Name unikernel,
        boolean fullName,
        Arguments arguments,
        Map<Text, String> taps,
        Map<Text, Path> blockFiles) {
    /** The most bytes that a tender takes as arguments, joined by blanks. */
    public static final int MAX_ARGUMENTS_LENGTH = 8191;

    /** Copies both maps; throws {@link IllegalArgumentException} when a device is missing in them. */
    public TenderCommand {
        taps = Map.copyOf(taps);
        blockFiles = Map.copyOf(blockFiles);
        for (NetDevice net : arguments.netDevices()) {
            requireKey(taps, net.name());
        }
        for (BlockDevice block : arguments.blockDevices()) {
            requireKey(blockFiles, block.name());
        }
    }

    private static void requireKey(Map<Text, ?> devices, Text device) {
        if (!devices.containsKey(device)) {
            throw new IllegalArgumentException("nothing on the host for device " + device);
        }
    }

    /**
     * Looks whether a tender can be given a unikernel's arguments at all.
     *
     * @return why not, in one line; nothing when it can
     */
    public static Optional<String> refusal(Name unikernel, boolean fullName, Arguments arguments) {
        List<String> words = unikernelArguments(unikernel, fullName, arguments);
        if (words.stream().anyMatch(word -> word.indexOf('\0') >= 0)) {
            return Optional.of("an argument holds a NUL byte");
        }
        int length = String.join(" ", words).getBytes(StandardCharsets.UTF_8).length;
        if (length > MAX_ARGUMENTS_LENGTH) {
            return Optional.of("the arguments have " + length + " bytes, at most " + MAX_ARGUMENTS_LENGTH
                    + " are allowed (--name= included)");
        }
        return Optional.empty();
    }

    /** Returns the program and its arguments, as {@code execve} takes them. */
    public List<String> words() {
        List<String> words = new ArrayList<>();
        words.add(tender.toString());
        words.add("--mem=" + arguments.memory());
        for (NetDevice net : arguments.netDevices()) {
            words.add("--net:" + net.name().decoded() + "=" + taps.get(net.name()));
        }
        for (NetDevice net : arguments.netDevices()) {
            words.add("--net-mac:" + net.name().decoded() + "=" + net.macIn(unikernel));
        }
        for (BlockDevice block : arguments.blockDevices()) {
            words.add("--block:" + block.name().decoded() + "=" + blockFiles.get(block.name()));
        }
        for (BlockDevice block : arguments.blockDevices()) {
            block.sectorSize()
                    .ifPresent(size ->
                            words.add("--block-sector-size:" + block.name().decoded() + "=" + size));
        }
        words.add("--");
        words.add(image.toString());
        words.addAll(unikernelArguments(unikernel, fullName, arguments));
        return List.copyOf(words);
    }

    private static List<String> unikernelArguments(Name unikernel, boolean fullName, Arguments arguments) {
        List<String> words = new ArrayList<>();
        if (arguments.addName()) {
            String label = unikernel.label().orElseGet(unikernel::toString);
            words.add("--name=" + (fullName ? unikernel.toString() : label));
        }
        arguments.argv().ifPresent(argv -> argv.forEach(argument -> words.add(argument.decoded())));
        return words;
    }
}
