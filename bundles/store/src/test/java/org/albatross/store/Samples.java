package org.albatross.store;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.albatross.core.Spec;
import org.albatross.model.Arguments;
import org.albatross.model.BlockDevice;
import org.albatross.model.Bytes;
import org.albatross.model.CpuId;
import org.albatross.model.FailBehaviour;
import org.albatross.model.MacAddress;
import org.albatross.model.Megabytes;
import org.albatross.model.NetDevice;
import org.albatross.model.Sha256;
import org.albatross.model.Text;
import org.albatross.model.UnikernelType;

/** Values for tests. */
public final class Samples {
    /** The digest of an image that nobody has. */
    public static final Sha256 IMAGE = Sha256.ofHex("ab".repeat(32));

    private Samples() {}

    /** Nothing that may be absent. */
    public static Spec smallest() {
        return new Spec(
                UnikernelType.SOLO5,
                IMAGE,
                1234,
                new Arguments(
                        new FailBehaviour.Quit(),
                        Optional.empty(),
                        true,
                        CpuId.setOf(0),
                        new Megabytes(32),
                        List.of(),
                        List.of(),
                        Optional.empty(),
                        1,
                        Optional.empty()));
    }

    /** Everything that may be there, with every byte there is. */
    public static Spec largest() {
        byte[] every = new byte[256];
        for (int i = 0; i < every.length; i++) {
            every[i] = (byte) i;
        }
        return new Spec(
                UnikernelType.BHYVE,
                IMAGE,
                Long.MAX_VALUE,
                new Arguments(
                        new FailBehaviour.Restart(new TreeSet<>(List.of(2L, 255L))),
                        Optional.of(7L),
                        false,
                        CpuId.setOf(0, 3),
                        new Megabytes(512),
                        List.of(
                                new BlockDevice(Text.of("storage"), Optional.of(Text.of("disk")), Optional.of(4096L)),
                                new BlockDevice(Text.of(""), Optional.empty(), Optional.empty()),
                                new BlockDevice(Text.of("x"), Optional.empty(), Optional.of(512L))),
                        List.of(
                                new NetDevice(
                                        Text.of("service0"),
                                        Optional.of(Text.of("br0")),
                                        Optional.of(MacAddress.parse("00:80:41:01:02:03"))),
                                new NetDevice(Text.of("bridge"), Optional.empty(), Optional.empty())),
                        Optional.of(List.of(
                                Text.of(Bytes.of(every)), Text.of(""), Text.of("--key=a b%c\nend\n"), Text.of("%"))),
                        4,
                        Optional.of(Text.of("1 "))));
    }
}
