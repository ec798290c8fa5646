package org.albatross.supervisor.internal;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.albatross.fixture.Image;
import org.albatross.fixture.Target;
import org.albatross.model.Arguments;
import org.albatross.model.Blob;
import org.albatross.model.BlockDevice;
import org.albatross.model.Bytes;
import org.albatross.model.CpuId;
import org.albatross.model.FailBehaviour;
import org.albatross.model.Megabytes;
import org.albatross.model.NetDevice;
import org.albatross.model.Text;
import org.albatross.model.UnikernelConfig;
import org.albatross.model.UnikernelType;

/** Configurations for tests. */
final class Configs {
    static final FailBehaviour QUIT = new FailBehaviour.Quit();
    static final FailBehaviour RESTART = new FailBehaviour.Restart(new TreeSet<>());

    private Configs() {}

    static UnikernelConfig of(Image image, FailBehaviour behaviour, String... argv) {
        return with(image.target(Target.SPT).build(), arguments(behaviour, List.of(), argv));
    }

    static UnikernelConfig with(byte[] image, Arguments arguments) {
        return new UnikernelConfig(UnikernelType.SOLO5, false, Blob.of(Bytes.of(image)), arguments);
    }

    /** The same, with its name before its arguments. */
    static UnikernelConfig withName(UnikernelConfig config) {
        Arguments plain = config.arguments();
        Arguments named = new Arguments(
                plain.failBehaviour(),
                plain.startup(),
                true,
                plain.cpuids(),
                plain.memory(),
                plain.blockDevices(),
                plain.netDevices(),
                plain.argv(),
                plain.cpus(),
                plain.linuxBootPartition());
        return new UnikernelConfig(config.type(), config.compressed(), config.image(), named);
    }

    /** One whose device {@code name} is the host's block device {@code device}. */
    static UnikernelConfig withBlock(byte[] image, String name, String device) {
        BlockDevice block = new BlockDevice(Text.of(name), Optional.of(Text.of(device)), Optional.empty());
        return with(image, arguments(QUIT, List.of(block), List.of()));
    }

    static Arguments arguments(FailBehaviour behaviour, List<NetDevice> nets, String... argv) {
        return arguments(behaviour, List.of(), nets, argv);
    }

    private static Arguments arguments(
            FailBehaviour behaviour, List<BlockDevice> blocks, List<NetDevice> nets, String... argv) {
        return new Arguments(
                behaviour,
                Optional.empty(),
                false,
                CpuId.setOf(0),
                new Megabytes(32),
                blocks,
                nets,
                Optional.of(java.util.Arrays.stream(argv).map(Text::of).toList()),
                1,
                Optional.empty());
    }
}
