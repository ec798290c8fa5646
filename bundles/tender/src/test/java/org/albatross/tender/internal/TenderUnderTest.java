package org.albatross.tender.internal;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.jna.Native;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.albatross.fixture.Image;
import org.albatross.fixture.Target;
import org.albatross.model.Text;
import org.albatross.solo5.Solo5Image;
import org.albatross.tender.Main;

/** The tenders that must do the same with the same image: ours always, the real ones where they are on PATH. */
enum TenderUnderTest {
    EVALUATION(Target.HVT),
    SOLO5_HVT(Target.HVT),
    SOLO5_SPT(Target.SPT);

    private static final Path KVM = Path.of("/dev/kvm");
    private static final int SIGILL = 4;
    private static final int SIGTERM = 15;
    private static final int BY_SIGNAL = 128;

    private final Target target;

    TenderUnderTest(Target target) {
        this.target = target;
    }

    /** What images for this tender are made for. */
    Target target() {
        return target;
    }

    /** Starts an image with 2 MiB of memory and further words of the command line before or behind it. */
    Running boot(Path directory, Image image, List<String> options, String... arguments) throws IOException {
        Path file = Files.createTempFile(directory, "image", "");
        image.target(target).write(file);
        return boot(file, options, arguments);
    }

    /** Starts an image file. */
    Running boot(Path file, List<String> options, String... arguments) throws IOException {
        List<String> words = new ArrayList<>(List.of("--mem=2"));
        words.addAll(options);
        words.add(file.toString());
        words.addAll(List.of(arguments));
        return run(words);
    }

    /** Starts the tender with these words. */
    Running run(List<String> words) throws IOException {
        return Running.start(command(words));
    }

    /** The command that starts the tender with these words; the test is skipped when it can't run here. */
    List<String> command(List<String> words) {
        assumeTrue(isUsable(), this + " is not usable here");
        List<String> command = new ArrayList<>(program());
        command.addAll(words);
        return command;
    }

    private boolean isUsable() {
        return (target == Target.SPT || Files.isWritable(KVM)) && (this == EVALUATION || onPath().isPresent());
    }

    private List<String> program() {
        if (this != EVALUATION) {
            return List.of(onPath().orElseThrow().toString());
        }
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // Without it later versions of Java warn, on what a test may have filled.
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx32m",
                "-cp",
                String.join(
                        File.pathSeparator,
                        location(Main.class).toString(),
                        location(Solo5Image.class).toString(),
                        location(Text.class).toString(),
                        location(Native.class).toString()),
                Main.class.getName());
    }

    private Optional<Path> onPath() {
        return onPath(this == SOLO5_HVT ? "solo5-hvt" : "solo5-spt");
    }

    /** The program of this name, if it is installed. */
    static Optional<Path> onPath(String name) {
        for (String folder : System.getenv("PATH").split(File.pathSeparator, -1)) {
            Path candidate = Path.of(folder, name);
            if (Files.isExecutable(candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    private static Path location(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The exit status as Java sees it when the guest executed an invalid instruction. */
    int statusOfCrash() {
        return target == Target.HVT ? 1 : BY_SIGNAL + SIGILL;
    }

    /** The exit status as Java sees it when the tender got a SIGTERM. */
    int statusOfTermination() {
        return target == Target.HVT ? 1 : BY_SIGNAL + SIGTERM;
    }
}
