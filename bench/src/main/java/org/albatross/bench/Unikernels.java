package org.albatross.bench;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import org.albatross.fixture.Image;
import org.albatross.fixture.Padding;
import org.albatross.model.Arguments;
import org.albatross.model.Blob;
import org.albatross.model.Bytes;
import org.albatross.model.Command;
import org.albatross.model.CpuId;
import org.albatross.model.FailBehaviour;
import org.albatross.model.Megabytes;
import org.albatross.model.Name;
import org.albatross.model.NetDevice;
import org.albatross.model.Text;
import org.albatross.model.UnikernelCommand;
import org.albatross.model.UnikernelConfig;
import org.albatross.model.UnikernelType;

/** Commands that create hand-made unikernels, made before the time is taken. For any thread. */
final class Unikernels {
    /** The bridge that {@link #networked} is on. */
    static final String BRIDGE = "bench0";

    /** With a number of six digits and the newline, 68 bytes. */
    private static final String LONG_LINE = "x".repeat(60) + " ";

    private static final int SMALL_BYTES = 64;
    private static final Megabytes MEMORY = new Megabytes(2);
    private static final Duration LONG = Duration.ofHours(1);

    private final Tender tender;
    private final AtomicLong seed = new AtomicLong();

    /** Unikernels for a tender. */
    Unikernels(Tender tender) {
        this.tender = tender;
    }

    /** The name of the unikernel with a number. */
    static Name name(String kind, int number) {
        return Name.parse("bench:" + kind + number);
    }

    /** Creates one that sleeps, with an image that no other has. */
    byte[] fresh(Name name) {
        return sleeping(name, SMALL_BYTES);
    }

    /** Creates one that sleeps, with an image of about {@code bytes} bytes that no other has. */
    byte[] sleeping(Name name, int bytes) {
        return create(name, image(asleep().padding(unique(bytes))), quitting(List.of()));
    }

    /** The image of one that sleeps, of about {@code bytes} bytes, that no other has. */
    byte[] imageOf(int bytes) {
        return image(asleep().padding(unique(bytes))).toArray();
    }

    /** A command to create something of bytes that the command carries, which need not be an image. */
    static Command carrying(byte[] bytes) {
        return new UnikernelCommand.Create(
                new UnikernelConfig(UnikernelType.SOLO5, false, Blob.of(Bytes.of(bytes)), quitting(List.of())));
    }

    /** Creates one whose image comes behind the command. */
    static Command streamed() {
        return new UnikernelCommand.Create(
                new UnikernelConfig(UnikernelType.SOLO5, false, Blob.EMPTY, quitting(List.of())));
    }

    /** Creates one that sleeps, with an image that all of them share. */
    byte[] known(Name name) {
        return create(name, image(asleep()), quitting(List.of()));
    }

    /** Creates one with a network device, with an image that no other has. */
    byte[] networked(Name name) {
        return create(
                name,
                image(Image.network("10.0.0.2").padding(unique(SMALL_BYTES))),
                quitting(List.of(
                        new NetDevice(Text.of(Image.NETWORK_DEVICE), Optional.of(Text.of(BRIDGE)), Optional.empty()))));
    }

    /** Creates one that ends at once with status 2 and is to be restarted each time. */
    byte[] looping(Name name) {
        return create(
                name, image(Image.hello().exit(2)), arguments(new FailBehaviour.Restart(new TreeSet<>()), List.of()));
    }

    /** Creates one that prints {@code lines} lines as fast as it can, and sleeps then. */
    byte[] printing(Name name, long lines) {
        return create(name, image(Image.flood(lines).stay()), quitting(List.of()));
    }

    /** Creates one that prints {@code lines} lines of about 68 bytes as fast as it can, and sleeps then. */
    byte[] flooding(Name name, long lines) {
        return create(name, image(Image.flood(lines, LONG_LINE).stay()), quitting(List.of()));
    }

    /** The image of one that prints such lines. */
    byte[] floodingImage(long lines) {
        return image(Image.flood(lines, LONG_LINE).stay()).toArray();
    }

    /** The image of one that prints a line at once. */
    byte[] greetingImage() {
        return image(Image.hello().stay()).toArray();
    }

    /** Creates one that prints a line at once. */
    byte[] greeting(Name name) {
        return create(name, image(Image.hello().stay().padding(unique(SMALL_BYTES))), quitting(List.of()));
    }

    /** Creates one that prints a line every {@code interval}. */
    byte[] ticking(Name name, Duration interval) {
        return create(name, image(Image.ticks(interval)), quitting(List.of()));
    }

    private static Image asleep() {
        return Image.sleep(LONG).stay();
    }

    private Padding unique(int bytes) {
        return Padding.trailing(bytes).seed(seed.incrementAndGet());
    }

    private Bytes image(Image image) {
        return Bytes.of(image.target(tender.target()).build());
    }

    private static byte[] create(Name name, Bytes image, Arguments arguments) {
        return Connection.frame(
                name,
                new UnikernelCommand.Create(
                        new UnikernelConfig(UnikernelType.SOLO5, false, Blob.of(image), arguments)));
    }

    private static Arguments quitting(List<NetDevice> devices) {
        return arguments(new FailBehaviour.Quit(), devices);
    }

    private static Arguments arguments(FailBehaviour behaviour, List<NetDevice> devices) {
        return new Arguments(
                behaviour,
                Optional.empty(),
                false,
                CpuId.setOf(0),
                MEMORY,
                List.of(),
                devices,
                Optional.empty(),
                1,
                Optional.empty());
    }
}
