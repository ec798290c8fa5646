package org.albatross.tender.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Memory;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.albatross.fixture.Device;
import org.albatross.fixture.Image;
import org.albatross.fixture.Padding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every fixture boots, and does the same under each tender. */
@Timeout(120)
class BootTest {

    private final Path directory;

    BootTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @ParameterizedTest
    @EnumSource
    void greetsAndEndsWithItsStatus(TenderUnderTest tender) throws Exception {
        try (Running hello = tender.boot(directory, Image.hello().exit(3), List.of())) {
            assertThat(hello.rest()).containsExactly(Image.GREETING);
            assertThat(hello.status()).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @EnumSource
    void getsItsArgumentsJoined(TenderUnderTest tender) throws Exception {
        String[] arguments = {"one", "--two=3 4", "", "x".repeat(8000)};

        try (Running hello = tender.boot(directory, Image.hello(), List.of("--"), arguments)) {
            assertThat(hello.rest()).containsExactly(Image.GREETING, Image.ARGUMENTS + String.join(" ", arguments));
            assertThat(hello.status()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void getsItsArgumentsByteForByteWhateverTheLocale(TenderUnderTest tender) throws Exception {
        Path image = directory.resolve("image");
        Image.hello().target(tender.target()).write(image);
        List<String> shell =
                new ArrayList<>(List.of("sh", "-c", "LC_ALL=C exec \"$@\" one \"$(printf 'caf\\303\\251')\"", "sh"));
        shell.addAll(tender.command(List.of("--mem=2", image.toString())));

        try (Running hello = Running.start(shell)) {
            assertThat(hello.rest()).containsExactly(Image.GREETING, Image.ARGUMENTS + "one caf\u00e9");
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesALongerCommandLineThanTheAbiAllows(TenderUnderTest tender) throws Exception {
        try (Running hello = tender.boot(directory, Image.hello(), List.of(), "x".repeat(8192))) {
            assertThat(hello.status()).isEqualTo(1);
            assertThat(hello.messages()).containsIgnoringCase("command line too long");
        }
    }

    @ParameterizedTest
    @EnumSource
    void ticks(TenderUnderTest tender) throws Exception {
        try (Running ticks = tender.boot(directory, Image.ticks(Duration.ofMillis(5), 3), List.of())) {
            assertThat(ticks.rest()).containsExactly("tick 1", "tick 2", "tick 3");
            assertThat(ticks.status()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void staysUntilItIsTerminated(TenderUnderTest tender) throws Exception {
        try (Running ticks = tender.boot(directory, Image.ticks(Duration.ofMillis(1)), List.of())) {
            assertThat(ticks.line()).isEqualTo("tick 1");
            assertThat(ticks.line()).isEqualTo("tick 2");
            ticks.terminate();
            assertThat(ticks.status()).isEqualTo(tender.statusOfTermination());
        }
    }

    @ParameterizedTest
    @EnumSource
    void sleepsThenEnds(TenderUnderTest tender) throws Exception {
        try (Running sleep =
                tender.boot(directory, Image.sleep(Duration.ofMillis(20)).exit(64), List.of())) {
            assertThat(sleep.rest()).containsExactly("sleeping");
            assertThat(sleep.status()).isEqualTo(64);
        }
    }

    @ParameterizedTest
    @EnumSource
    void givesTheLowestByteOfTheStatus(TenderUnderTest tender) throws Exception {
        try (Running hello = tender.boot(directory, Image.hello().exit(0x1ff), List.of())) {
            assertThat(hello.status()).isEqualTo(255);
        }
    }

    @ParameterizedTest
    @EnumSource
    void crashes(TenderUnderTest tender) throws Exception {
        try (Running crash = tender.boot(directory, Image.crash(), List.of())) {
            assertThat(crash.rest()).containsExactly("crashing");
            assertThat(crash.status()).isEqualTo(tender.statusOfCrash());
        }
    }

    @ParameterizedTest
    @EnumSource
    void isTerminatedWhileItSpins(TenderUnderTest tender) throws Exception {
        try (Running spin = tender.boot(directory, Image.spin(), List.of())) {
            assertThat(spin.line()).isEqualTo("spinning");
            spin.terminate();
            assertThat(spin.status()).isEqualTo(tender.statusOfTermination());
        }
    }

    @ParameterizedTest
    @EnumSource
    void floodsWithoutLosingALine(TenderUnderTest tender) throws Exception {
        long lines = 11_111;

        try (Running flood = tender.boot(directory, Image.flood(lines).exit(9), List.of())) {
            assertThat(flood.rest())
                    .containsExactlyElementsOf(LongStream.rangeClosed(1, lines)
                            .mapToObj(number -> "line " + number)
                            .toList());
            assertThat(flood.status()).isEqualTo(9);
        }
    }

    @ParameterizedTest
    @EnumSource
    void floodsWithLongerLines(TenderUnderTest tender) throws Exception {
        String text = "x".repeat(99) + " ";

        try (Running flood = tender.boot(directory, Image.flood(1111, text), List.of())) {
            assertThat(flood.rest())
                    .containsExactlyElementsOf(LongStream.rangeClosed(1, 1111)
                            .mapToObj(number -> text + number)
                            .toList());
        }
    }

    @ParameterizedTest
    @EnumSource
    void waitsWhileNobodyReadsAndIsTerminatedThen(TenderUnderTest tender) throws Exception {
        try (Running flood = tender.boot(directory, Image.flood(), List.of())) {
            assertThat(flood.line()).isEqualTo("line 1");
            flood.terminate();
            assertThat(flood.status()).isEqualTo(tender.statusOfTermination());
        }
    }

    @Test
    void isTerminatedThoughItsMessagesHaveNoRoom() throws Exception {
        Path image = directory.resolve("image");
        Image.ticks(Duration.ofMillis(10)).write(image);
        List<String> command = TenderUnderTest.EVALUATION.command(List.of("--mem=2", image.toString()));
        Path fifo = directory.resolve("messages");
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                .isZero();
        int full = Libc.open(Libc.path(fifo.toString()), Libc.O_RDWR | Libc.O_NONBLOCK);
        fill(full);

        try (Running ticks = Running.start(command, fifo)) {
            assertThat(ticks.line()).isEqualTo("tick 1");
            ticks.terminate();
            assertThat(ticks.status()).isEqualTo(1);
        } finally {
            Libc.close(full);
        }
    }

    private static void fill(int pipe) {
        try (Memory page = new Memory(4096)) {
            while (Libc.write(pipe, page, page.size()) > 0) {
                page.clear();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void countsItsBootsOnABlockDevice(TenderUnderTest tender) throws Exception {
        Path storage = storage(65536);
        Image image = Image.counter("disk").manifest(Device.block("other"), Device.block("disk"));
        for (String option : List.of("--block-sector-size:disk=512", "--block-sector-size:disk=4096")) {
            List<String> options = List.of("--block:disk=" + storage, option, "--block:other=" + storage(512));
            try (Running counter = tender.boot(directory, image, options)) {
                assertThat(counter.status()).isZero();
            }
        }
        try (Running counter = tender.boot(directory, Image.counter(), List.of("--block:storage=" + storage))) {
            assertThat(counter.rest()).containsExactly("boot 3");
            assertThat(counter.status()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesStorageThatIsNoMultipleOfASector(TenderUnderTest tender) throws Exception {
        for (long size : List.of(0L, 511L, 1000L)) {
            try (Running counter =
                    tender.boot(directory, Image.counter(), List.of("--block:storage=" + storage(size)))) {
                assertThat(counter.status()).isEqualTo(1);
                assertThat(counter.messages()).contains("Backing storage");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesADeviceThatIsMissingOrTooMany(TenderUnderTest tender) throws Exception {
        try (Running counter = tender.boot(directory, Image.counter(), List.of())) {
            assertThat(counter.status()).isEqualTo(1);
            assertThat(counter.messages()).contains("Device 'storage' of type BLOCK_BASIC declared but not attached.");
        }
        try (Running hello = tender.boot(directory, Image.hello(), List.of("--block:storage=" + storage(512)))) {
            assertThat(hello.status()).isEqualTo(1);
            assertThat(hello.messages()).contains("Resource not declared in manifest: 'storage'");
        }
        try (Running network = tender.boot(directory, Image.network("10.0.0.2"), List.of("--net:service0=absent0"))) {
            assertThat(network.status()).isEqualTo(1);
            assertThat(network.messages()).contains("Could not attach interface: absent0: No such file or directory");
        }
    }

    @ParameterizedTest
    @EnumSource
    void bootsAPaddedImage(TenderUnderTest tender) throws Exception {
        Image image = Image.hello().padding(Padding.loaded(5_000_000));

        try (Running hello = tender.boot(directory, image, List.of("--mem=8"))) {
            assertThat(hello.rest()).containsExactly(Image.GREETING);
        }
        try (Running hello = tender.boot(directory, image, List.of("--mem=4"))) {
            assertThat(hello.status()).isEqualTo(1);
            assertThat(hello.messages()).contains("invalid executable");
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesATruncatedImage(TenderUnderTest tender) throws Exception {
        for (int bytes : new int[] {0, 63, 100, 500, 5000}) {
            try (Running hello = tender.boot(directory, Image.hello().truncated(bytes), List.of())) {
                assertThat(hello.status()).as("%d bytes", bytes).isEqualTo(1);
                assertThat(hello.rest()).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesAnotherAbiVersion(TenderUnderTest tender) throws Exception {
        try (Running hello = tender.boot(directory, Image.hello().abiVersion(3), List.of())) {
            assertThat(hello.status()).isEqualTo(1);
            assertThat(hello.messages()).contains("Executable requests unsupported ABI version 3");
        }
    }

    @ParameterizedTest
    @EnumSource
    void showsVersionAndHelp(TenderUnderTest tender) throws Exception {
        try (Running version = tender.run(List.of("--version"))) {
            assertThat(version.status()).isZero();
            assertThat(version.messages().lines()).contains("ABI version 2");
        }
        try (Running help = tender.run(List.of("--help"))) {
            assertThat(help.status()).isEqualTo(1);
            assertThat(help.messages()).startsWith("usage: ");
        }
        try (Running nothing = tender.run(List.of())) {
            assertThat(nothing.status()).isEqualTo(1);
            assertThat(nothing.messages()).contains("Missing KERNEL operand");
        }
    }

    private Path storage(long size) throws IOException {
        Path storage = Files.createTempFile(directory, "storage", "");
        try (RandomAccessFile file = new RandomAccessFile(storage.toFile(), "rw")) {
            file.setLength(size);
        }
        return storage;
    }
}
