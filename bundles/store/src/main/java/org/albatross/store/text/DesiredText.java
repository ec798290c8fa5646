package org.albatross.store.text;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.albatross.core.Desired;
import org.albatross.core.Spec;
import org.albatross.model.Arguments;
import org.albatross.model.BlockDevice;
import org.albatross.model.Bytes;
import org.albatross.model.Confirmation;
import org.albatross.model.FailBehaviour;
import org.albatross.model.MacAddress;
import org.albatross.model.NetDevice;
import org.albatross.model.ServiceCheck;
import org.albatross.model.Sha256;
import org.albatross.model.Text;
import org.albatross.model.UnikernelType;

/** Writes and reads what is desired of one unikernel as a {@link RecordText}. */
public final class DesiredText {
    private static final String KIND = "unikernel";
    private static final String FALLBACK = "fallback-";

    private DesiredText() {}

    /** Returns the sheet of what is desired. */
    public static byte[] write(Desired desired) {
        RecordText.Writer sheet = new RecordText.Writer(KIND, 1);
        sheet.line("stopped", RecordText.yesNo(desired.stopped()));
        write(sheet, "", desired.spec());
        desired.fallback().ifPresent(fallback -> {
            sheet.line("confirm-after-seconds", fallback.confirmation().afterSeconds());
            fallback.confirmation().check().ifPresent(check -> sheet.line("check", check));
            write(sheet, FALLBACK, fallback.spec());
        });
        return sheet.finish();
    }

    /** Reads a sheet. */
    public static Desired read(byte[] content) throws CorruptFileException {
        RecordText sheet = RecordText.read(content, KIND);
        try {
            boolean stopped = sheet.flag("stopped");
            Spec spec = read(sheet, "");
            Optional<String> confirmAfter = sheet.optionalWord("confirm-after-seconds");
            Optional<Desired.Fallback> fallback = Optional.empty();
            if (confirmAfter.isPresent()) {
                long seconds = RecordText.parseNumber("confirm-after-seconds", confirmAfter.get());
                Optional<ServiceCheck> check = sheet.optionalWord("check").map(ServiceCheck::parse);
                fallback = Optional.of(new Desired.Fallback(read(sheet, FALLBACK), new Confirmation(seconds, check)));
            }
            sheet.requireAllTaken();
            return new Desired(spec, stopped, fallback);
        } catch (IllegalArgumentException e) {
            throw new CorruptFileException(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Returns what tells two specifications apart: SHA-256 of format 1 of the sheet. It stands in run records,
     * so later formats must leave it as it is, or every running unikernel would count as changed.
     */
    public static Sha256 digest(Spec spec) {
        RecordText.Writer sheet = new RecordText.Writer(KIND, 1);
        write(sheet, "", spec);
        try {
            return new Sha256(Bytes.of(MessageDigest.getInstance("SHA-256").digest(sheet.finish())));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static void write(RecordText.Writer sheet, String prefix, Spec spec) {
        Arguments arguments = spec.arguments();
        sheet.line(prefix + "type", spec.type().name().toLowerCase(Locale.ROOT));
        sheet.line(prefix + "image", spec.image(), spec.imageSize());
        if (arguments.failBehaviour() instanceof FailBehaviour.Restart restart) {
            sheet.line(prefix + "restart", restart.codes().toArray());
        }
        arguments.startup().ifPresent(order -> sheet.line(prefix + "startup", order));
        sheet.line(prefix + "add-name", RecordText.yesNo(arguments.addName()));
        sheet.line(prefix + "cpuids", arguments.cpuids().toArray());
        sheet.line(prefix + "memory", arguments.memory());
        for (BlockDevice block : arguments.blockDevices()) {
            List<Object> words = new ArrayList<>(List.of(block.name()));
            block.device().ifPresent(device -> words.addAll(List.of("device", device)));
            block.sectorSize().ifPresent(size -> words.addAll(List.of("sector-size", size)));
            sheet.line(prefix + "block", words.toArray());
        }
        for (NetDevice net : arguments.netDevices()) {
            List<Object> words = new ArrayList<>(List.of(net.name()));
            net.bridge().ifPresent(bridge -> words.addAll(List.of("bridge", bridge)));
            net.mac().ifPresent(mac -> words.addAll(List.of("mac", mac)));
            sheet.line(prefix + "net", words.toArray());
        }
        arguments.argv().ifPresent(argv -> sheet.line(prefix + "arguments", argv.toArray()));
        sheet.line(prefix + "cpus", arguments.cpus());
        arguments.linuxBootPartition().ifPresent(part -> sheet.line(prefix + "linux-boot-partition", part));
    }

    private static Spec read(RecordText sheet, String prefix) throws CorruptFileException {
        UnikernelType type = UnikernelType.valueOf(sheet.word(prefix + "type").toUpperCase(Locale.ROOT));
        List<Text> image = sheet.words(prefix + "image");
        if (image.size() != 2) {
            throw new CorruptFileException("its line 'image' has " + image.size() + " words, expected two");
        }
        Optional<List<Text>> restart = sheet.optionalWords(prefix + "restart");
        FailBehaviour behaviour = restart.isPresent()
                ? new FailBehaviour.Restart(numbers("restart", restart.get()))
                : new FailBehaviour.Quit();
        Optional<String> startup = sheet.optionalWord(prefix + "startup");
        Arguments arguments = new Arguments(
                behaviour,
                startup.isPresent() ? Optional.of(RecordText.parseNumber("startup", startup.get())) : Optional.empty(),
                sheet.flag(prefix + "add-name"),
                RecordText.cpus("cpuids", sheet.words(prefix + "cpuids")),
                sheet.megabytes(prefix + "memory"),
                blocks(sheet.all(prefix + "block")),
                nets(sheet.all(prefix + "net")),
                sheet.optionalWords(prefix + "arguments"),
                sheet.number(prefix + "cpus"),
                sheet.optionalText(prefix + "linux-boot-partition"));
        return new Spec(
                type,
                Sha256.ofHex(image.get(0).decoded()),
                RecordText.parseNumber("image", image.get(1).decoded()),
                arguments);
    }

    private static List<BlockDevice> blocks(List<List<Text>> lines) throws CorruptFileException {
        List<BlockDevice> blocks = new ArrayList<>();
        for (List<Text> line : lines) {
            Options options = new Options("block", line);
            Optional<Text> device = options.take("device");
            Optional<Text> sectorSize = options.take("sector-size");
            options.requireAllTaken();
            blocks.add(new BlockDevice(
                    options.name(),
                    device,
                    sectorSize.isPresent()
                            ? Optional.of(RecordText.parseNumber(
                                    "block", sectorSize.get().decoded()))
                            : Optional.empty()));
        }
        return blocks;
    }

    private static List<NetDevice> nets(List<List<Text>> lines) throws CorruptFileException {
        List<NetDevice> nets = new ArrayList<>();
        for (List<Text> line : lines) {
            Options options = new Options("net", line);
            Optional<Text> bridge = options.take("bridge");
            Optional<MacAddress> mac = options.take("mac").map(Text::decoded).map(MacAddress::parse);
            options.requireAllTaken();
            nets.add(new NetDevice(options.name(), bridge, mac));
        }
        return nets;
    }

    private static SortedSet<Long> numbers(String key, List<Text> words) throws CorruptFileException {
        SortedSet<Long> numbers = new TreeSet<>();
        for (Text word : words) {
            numbers.add(RecordText.parseNumber(key, word.decoded()));
        }
        return numbers;
    }

    /** A device's line: its name, then pairs of a key and a value, in a fixed order. */
    private static final class Options {
        private final String key;
        private final Text name;
        private final List<Text> rest;

        Options(String key, List<Text> line) throws CorruptFileException {
            if (line.isEmpty()) {
                throw new CorruptFileException("its line '" + key + "' has no name");
            }
            this.key = key;
            name = line.get(0);
            rest = new ArrayList<>(line.subList(1, line.size()));
        }

        Text name() {
            return name;
        }

        Optional<Text> take(String option) {
            if (rest.size() < 2 || !rest.get(0).equals(Text.of(option))) {
                return Optional.empty();
            }
            rest.remove(0);
            return Optional.of(rest.remove(0));
        }

        void requireAllTaken() throws CorruptFileException {
            if (!rest.isEmpty()) {
                throw new CorruptFileException("its line '" + key + "' has '" + rest.get(0) + "' where it should end");
            }
        }
    }
}
