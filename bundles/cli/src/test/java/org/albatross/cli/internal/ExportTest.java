package org.albatross.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.albatross.fixture.Device;
import org.albatross.fixture.Image;
import org.albatross.model.Arguments;
import org.albatross.model.BlockDevice;
import org.albatross.model.Bytes;
import org.albatross.model.CpuId;
import org.albatross.model.FailBehaviour;
import org.albatross.model.MacAddress;
import org.albatross.model.Megabytes;
import org.albatross.model.Name;
import org.albatross.model.Named;
import org.albatross.model.NetDevice;
import org.albatross.model.Payload;
import org.albatross.model.Reply;
import org.albatross.model.Text;
import org.albatross.model.UnikernelCommand;
import org.albatross.model.UnikernelCommand.InfoForm;
import org.albatross.model.UnikernelConfig;
import org.albatross.model.UnikernelInfo;
import org.albatross.model.UnikernelType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code export} prints, read by a real shell, creates what it was printed for. */
class ExportTest {
    private static final String SOCKET = "util/vmmd.sock";
    private static final Name NAME = Name.parse("foo:net");
    private static final long TENDERS_SECTOR_SIZE = 512;
    private static final int ROUNDS = 150;

    private final Path directory;
    private final Random random = new Random(20261122);

    ExportTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void printsTheCommandThatCreatesAUnikernel() throws Exception {
        UnikernelInfo info = new UnikernelInfo(
                UnikernelType.SOLO5,
                new FailBehaviour.Restart(new TreeSet<>(List.of(83L))),
                Optional.of(7L),
                CpuId.setOf(0, 1),
                new Megabytes(64),
                Bytes.ofHex("00"),
                List.of(new UnikernelInfo.Block(Text.of("storage"), Text.of("data"), 512, new Megabytes(10))),
                List.of(
                        new UnikernelInfo.Net(
                                Text.of("service0"), Text.of("br0"), MacAddress.parse("00:80:41:53:38:b6")),
                        new UnikernelInfo.Net(Text.of("br1"), Text.of("br1"), MacAddress.parse("00:80:41:aa:bb:cc"))),
                Optional.of(List.of(Text.of("-l *:debug"), Text.of("it's"), Text.of("\u00e4\n"))),
                Optional.of(Outcome.NOW),
                1,
                Optional.empty());

        assertThat(export(info, Optional.of(false)))
                .isEqualTo(new Outcome(
                        0,
                        "albatross create foo:net net.img --mem=64 --cpu=0 --cpu=1 --net=br1@00:80:41:aa:bb:cc"
                                + " --net=service0:br0 --block=storage:data@512 --restart-on-fail"
                                + " --exit-code=83 --startup=7 --no-add-name '--arg=-l *:debug' '--arg=it'\\''s'"
                                + " '--arg='\"$(printf '\\303\\244')\"'\n'\n",
                        ""));
    }

    @Test
    void warnsWhereThePlatformDoesNotTellWhetherTheNameIsAdded() throws Exception {
        UnikernelInfo info = info(UnikernelType.SOLO5, arguments(List.of(), Optional.empty()));
        try (FakePlatform platform = FakePlatform.listen(
                directory, SOCKET, FakePlatform.Connection::receive, connection -> connection.answer(infos(info)))) {
            Outcome outcome = platform.client().run("export", NAME.toString());

            assertThat(outcome.exitCode()).isZero();
            assertThat(outcome.out()).doesNotContain("--no-add-name");
            assertThat(outcome.err()).contains("[WARNING]").contains("add --no-add-name if it does not");
        }
    }

    @Test
    void refusesAnArgumentThatNoProgramCanBeGiven() throws Exception {
        UnikernelInfo info = info(UnikernelType.SOLO5, arguments(List.of(Text.of("a\0b")), Optional.empty()));

        assertThat(export(info, Optional.of(true)))
                .isEqualTo(new Outcome(
                        117,
                        "",
                        "albatross: [ERROR] no command line creates foo:net: a byte of 0 cannot be an argument of a"
                                + " program\n"));
    }

    @Test
    void keepsEveryByteOfAnArgument() throws Exception {
        List<Text> arguments = new ArrayList<>();
        for (int b = 1; b < 256; b++) {
            byte one = (byte) b;
            arguments.add(Text.of(Bytes.of(new byte[] {one})));
            arguments.add(Text.of(Bytes.of(new byte[] {'a', one, '\n', one, one, '\n'})));
        }
        UnikernelInfo info = info(UnikernelType.SOLO5, arguments(arguments, Optional.empty()));

        Outcome exported = export(info, Optional.of(true));

        assertThat(exported.out().chars()).allMatch(c -> c == '\n' || (c >= ' ' && c < 0x7f));
        List<Text> words = readByShell(exported.out());
        assertThat(words.subList(words.size() - arguments.size(), words.size()))
                .isEqualTo(arguments.stream().map(ExportTest::given).toList());
    }

    @Test
    void createsTheSameAgainWhateverTheOptionsWere() throws Exception {
        Path image = directory.resolve("image");
        for (int i = 0; i < ROUNDS; i++) {
            UnikernelType type = random.nextInt(4) == 0 ? UnikernelType.BHYVE : UnikernelType.SOLO5;
            Arguments configured = arguments();
            Image.hello().manifest(devices(configured)).write(image);

            Outcome exported = export(info(type, configured), Optional.of(configured.addName()), "--image=" + image);

            assertThat(exported.err()).isEmpty();
            UnikernelConfig created = create(readByShell(exported.out()));
            assertThat(created.type()).isEqualTo(type);
            assertThat(sorted(created.arguments())).as(exported.out()).isEqualTo(sorted(configured));
        }
    }

    private Outcome export(UnikernelInfo info, Optional<Boolean> addName, String... options) throws Exception {
        try (FakePlatform platform =
                FakePlatform.listen(directory, SOCKET, FakePlatform.telling(NAME, addName, Optional.of(info)))) {
            List<String> words = new ArrayList<>(List.of("export", NAME.toString()));
            words.addAll(List.of(options));
            return platform.client().run(words.toArray(String[]::new));
        }
    }

    private static Reply infos(UnikernelInfo info) {
        return new Reply.Infos(InfoForm.CURRENT, List.of(new Named<>(NAME, info)));
    }

    /** Returns the words of a command line as sh passes them to the program. */
    private List<Text> readByShell(String line) throws IOException, InterruptedException {
        Path script = directory.resolve("script");
        Files.writeString(script, "albatross() { printf '%s\\0' \"$@\"; }\n" + line, StandardCharsets.US_ASCII);
        Process shell = new ProcessBuilder("sh", "-eu", script.toString())
                .redirectErrorStream(true)
                .start();
        byte[] output = shell.getInputStream().readAllBytes();
        assertThat(shell.waitFor()).isZero();
        List<Text> words = new ArrayList<>();
        int begin = 0;
        for (int i = 0; i < output.length; i++) {
            if (output[i] == 0) {
                words.add(Text.of(Bytes.of(output, begin, i - begin)));
                begin = i + 1;
            }
        }
        assertThat(begin).isEqualTo(output.length);
        return words;
    }

    private UnikernelConfig create(List<Text> words) throws Exception {
        try (FakePlatform platform = FakePlatform.answering(directory, new Reply.Done("created unikernel"))) {
            Outcome outcome =
                    platform.client().run(words.stream().map(Text::decoded).toArray(String[]::new));
            assertThat(outcome.exitCode()).as(outcome.err()).isZero();
            assertThat(platform.received().get(0).header().name()).isEqualTo(NAME);
            return ((UnikernelCommand.Create)
                            ((Payload.Ask) platform.received().get(0).payload()).command())
                    .config();
        }
    }

    /** Devices are sets on the wire. */
    private static Arguments sorted(Arguments arguments) {
        return new Arguments(
                arguments.failBehaviour(),
                arguments.startup(),
                arguments.addName(),
                arguments.cpuids(),
                arguments.memory(),
                arguments.blockDevices().stream()
                        .sorted(Comparator.comparing(BlockDevice::name))
                        .toList(),
                arguments.netDevices().stream()
                        .sorted(Comparator.comparing(NetDevice::name))
                        .toList(),
                arguments.argv(),
                arguments.cpus(),
                arguments.linuxBootPartition());
    }

    private static Text given(Text argument) {
        byte[] bytes = argument.bytes().toArray();
        byte[] option = "--arg=".getBytes(StandardCharsets.US_ASCII);
        byte[] word = Arrays.copyOf(option, option.length + bytes.length);
        System.arraycopy(bytes, 0, word, option.length, bytes.length);
        return Text.of(Bytes.of(word));
    }

    private static Device[] devices(Arguments arguments) {
        return Stream.concat(
                        arguments.netDevices().stream()
                                .map(net -> Device.net(net.name().decoded())),
                        arguments.blockDevices().stream()
                                .map(block -> Device.block(block.name().decoded())))
                .toArray(Device[]::new);
    }

    /** What a platform tells about a unikernel that runs with these arguments. */
    private static UnikernelInfo info(UnikernelType type, Arguments arguments) {
        return new UnikernelInfo(
                type,
                arguments.failBehaviour(),
                arguments.startup(),
                arguments.cpuids(),
                arguments.memory(),
                Bytes.ofHex("00"),
                arguments.blockDevices().stream()
                        .map(block -> new UnikernelInfo.Block(
                                block.name(),
                                block.hostDevice(),
                                block.sectorSize().orElseThrow(),
                                new Megabytes(10)))
                        .toList(),
                arguments.netDevices().stream()
                        .map(net -> new UnikernelInfo.Net(net.name(), net.hostBridge(), net.macIn(NAME)))
                        .toList(),
                arguments.argv(),
                Optional.of(Outcome.NOW),
                arguments.cpus(),
                arguments.linuxBootPartition());
    }

    private static Arguments arguments(List<Text> argv, Optional<Text> linuxBoot) {
        return new Arguments(
                new FailBehaviour.Quit(),
                Optional.empty(),
                true,
                CpuId.setOf(0),
                new Megabytes(32),
                List.of(),
                List.of(),
                Optional.of(argv).filter(words -> !words.isEmpty()),
                1,
                linuxBoot);
    }

    /** Any configuration that options can give, in the form in which {@code create} sends it. */
    private Arguments arguments() {
        TreeMap<Text, NetDevice> nets = new TreeMap<>();
        some(3, () -> Text.of(alphanumeric())).forEach(name -> nets.put(name, net(name)));
        TreeMap<Text, BlockDevice> blocks = new TreeMap<>();
        some(3, () -> Text.of("b" + alphanumeric())).forEach(name -> blocks.put(name, block(name)));
        nets.keySet().removeAll(blocks.keySet());
        List<Text> argv = some(6, this::argument);
        List<CpuId> cpuids = some(4, () -> new CpuId(random.nextInt(8)));
        return new Arguments(
                random.nextBoolean()
                        ? new FailBehaviour.Quit()
                        : new FailBehaviour.Restart(new TreeSet<>(some(4, () -> (long) random.nextInt(256)))),
                maybe(() -> (long) random.nextInt(200) - 20),
                random.nextBoolean(),
                cpuids.isEmpty() ? CpuId.setOf(0) : new TreeSet<>(cpuids),
                new Megabytes(16 + random.nextInt(100_000)),
                List.copyOf(blocks.values()),
                List.copyOf(nets.values()),
                Optional.of(argv).filter(words -> !words.isEmpty()),
                1 + random.nextInt(3),
                maybe(this::argument));
    }

    private NetDevice net(Text name) {
        Optional<Text> bridge = maybe(() -> Text.of(alphanumeric() + pick("-", "@", ".", "_", "") + alphanumeric()))
                .filter(other -> !other.equals(name));
        byte[] mac = new byte[6];
        random.nextBytes(mac);
        boolean ambiguous = bridge.orElse(name).decoded().contains("@");
        Optional<MacAddress> given =
                ambiguous || random.nextBoolean() ? Optional.of(new MacAddress(Bytes.of(mac))) : Optional.empty();
        return new NetDevice(name, bridge, given);
    }

    private BlockDevice block(Text name) {
        Optional<Text> device =
                maybe(() -> Text.of(alphanumeric().toLowerCase(Locale.ROOT) + pick("-1", ".x", "", ":a", ":b.c:d")));
        return new BlockDevice(
                name,
                device.filter(other -> !other.equals(name)),
                Optional.of(TENDERS_SECTOR_SIZE << random.nextInt(4)));
    }

    private Text argument() {
        String special = "'\"\\$`!#&;|<>(){}[]*?~=%@,:-+ \t\n\r\b\u0001\u001b\u007f\u00e4\u2026\ud83d\udc26\ufffe";
        StringBuilder word = new StringBuilder();
        int length = random.nextInt(20);
        for (int i = 0; i < length; i++) {
            int at = special.offsetByCodePoints(0, random.nextInt(special.codePointCount(0, special.length())));
            word.appendCodePoint(random.nextInt(3) == 0 ? 'a' + random.nextInt(26) : special.codePointAt(at));
        }
        return Text.of(word.toString());
    }

    private String alphanumeric() {
        String letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
        StringBuilder word = new StringBuilder();
        do {
            word.append(letters.charAt(random.nextInt(letters.length())));
        } while (random.nextInt(6) != 0 && word.length() < 10);
        return word.toString();
    }

    private String pick(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private <T> Optional<T> maybe(Supplier<T> value) {
        return random.nextBoolean() ? Optional.of(value.get()) : Optional.empty();
    }

    private <T> List<T> some(int most, Supplier<T> value) {
        return Stream.generate(value).limit(random.nextInt(most + 1)).toList();
    }
}
