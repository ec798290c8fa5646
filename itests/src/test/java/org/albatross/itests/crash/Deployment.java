package org.albatross.itests.crash;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.albatross.fixture.Image;
import org.albatross.fixture.Target;
import org.albatross.model.Arguments;
import org.albatross.model.Blob;
import org.albatross.model.Bytes;
import org.albatross.model.CpuId;
import org.albatross.model.FailBehaviour;
import org.albatross.model.Megabytes;
import org.albatross.model.NetDevice;
import org.albatross.model.Text;
import org.albatross.model.UnikernelConfig;
import org.albatross.model.UnikernelType;

/** What is deployed as a unikernel: an image of the fixture, and what of its configuration the tests vary. */
record Deployment(Bytes image, FailBehaviour failBehaviour, List<Text> argv, List<NetDevice> nets) {
    private static final long MEMORY = 2;
    private static final SortedSet<CpuId> CPUS = CpuId.setOf(
            LongStream.range(0, Runtime.getRuntime().availableProcessors()).toArray());

    /** An image that is not started again when it ends. */
    static Deployment of(Image image) {
        return of(image, Tenders.FASTEST);
    }

    /** The same, for a tender. */
    static Deployment of(Image image, Target target) {
        return new Deployment(Bytes.of(image.target(target).build()), new FailBehaviour.Quit(), List.of(), List.of());
    }

    /** The same, started again whenever it ends. */
    Deployment restarted() {
        return restarted(new TreeSet<>());
    }

    /** The same, started again when it ends with one of these exit codes. */
    Deployment restarted(SortedSet<Long> codes) {
        return new Deployment(image, new FailBehaviour.Restart(codes), argv, nets);
    }

    /** The same with these arguments. */
    Deployment withArguments(String... words) {
        return new Deployment(
                image, failBehaviour, List.of(words).stream().map(Text::of).toList(), nets);
    }

    /** The same for a network device on a bridge. */
    Deployment on(String device, String bridge) {
        NetDevice net = new NetDevice(Text.of(device), Optional.of(Text.of(bridge)), Optional.empty());
        return new Deployment(image, failBehaviour, argv, List.of(net));
    }

    /** As it is found in the state directory. */
    Thing.Unikernel desired(boolean stopped) {
        List<String> words = argv.stream().map(Text::decoded).toList();
        return new Thing.Unikernel(sha256(), words, nets.size(), stopped);
    }

    private String sha256() {
        try {
            return Bytes.of(MessageDigest.getInstance("SHA-256").digest(image.toArray()))
                    .hex();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** As it stands in commands. */
    Arguments arguments() {
        return new Arguments(
                failBehaviour,
                Optional.empty(),
                false,
                CPUS,
                new Megabytes(MEMORY),
                List.of(),
                nets,
                argv.isEmpty() ? Optional.empty() : Optional.of(argv),
                1,
                Optional.empty());
    }

    UnikernelConfig config() {
        return new UnikernelConfig(UnikernelType.SOLO5, false, Blob.of(image), arguments());
    }
}
