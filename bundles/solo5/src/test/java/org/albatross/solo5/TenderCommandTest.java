package org.albatross.solo5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.albatross.model.Arguments;
import org.albatross.model.BlockDevice;
import org.albatross.model.CpuId;
import org.albatross.model.FailBehaviour;
import org.albatross.model.MacAddress;
import org.albatross.model.Megabytes;
import org.albatross.model.Name;
import org.albatross.model.NetDevice;
import org.albatross.model.Text;
import org.junit.jupiter.api.Test;

class TenderCommandTest {
    private static final Path TENDER = Path.of("/usr/bin/solo5-hvt");
    private static final Path IMAGE = Path.of("/images/3fda");
    private static final Name NAME = Name.parse("foo:net");

    @Test
    void writesTheOptionsInTheOriginalsOrder() {
        Arguments arguments = arguments(
                true,
                List.of(
                        new BlockDevice(Text.of("storage"), Optional.of(Text.of("data")), Optional.of(512L)),
                        new BlockDevice(Text.of("log"), Optional.empty(), Optional.empty())),
                List.of(
                        new NetDevice(Text.of("service0"), Optional.of(Text.of("br0")), Optional.empty()),
                        new NetDevice(
                                Text.of("service1"),
                                Optional.empty(),
                                Optional.of(MacAddress.parse("00:80:41:aa:bb:cc")))),
                "-v",
                "two words");
        TenderCommand command = new TenderCommand(
                TENDER,
                IMAGE,
                NAME,
                false,
                arguments,
                Map.of(Text.of("service0"), "vmmtap0", Text.of("service1"), "vmmtap7"),
                Map.of(Text.of("storage"), Path.of("/block/foo:data"), Text.of("log"), Path.of("/block/foo:log")));

        assertThat(command.words())
                .containsExactly(
                        "/usr/bin/solo5-hvt",
                        "--mem=32",
                        "--net:service0=vmmtap0",
                        "--net:service1=vmmtap7",
                        "--net-mac:service0=00:80:41:53:38:b6",
                        "--net-mac:service1=00:80:41:aa:bb:cc",
                        "--block:storage=/block/foo:data",
                        "--block:log=/block/foo:log",
                        "--block-sector-size:storage=512",
                        "--",
                        "/images/3fda",
                        "--name=net",
                        "-v",
                        "two words");
    }

    @Test
    void addsTheFullNameWhenAskedTo() {
        assertThat(command(true, arguments(true, List.of(), List.of())).words()).endsWith("--name=foo:net");
    }

    @Test
    void addsNoNameUnlessConfigured() {
        assertThat(command(false, arguments(false, List.of(), List.of())).words())
                .containsExactly("/usr/bin/solo5-hvt", "--mem=32", "--", "/images/3fda");
    }

    @Test
    void refusesADeviceWithoutItsPartOnTheHost() {
        NetDevice net = new NetDevice(Text.of("service0"), Optional.empty(), Optional.empty());
        Arguments arguments = arguments(false, List.of(), List.of(net));

        assertThatThrownBy(() -> command(false, arguments))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("nothing on the host for device service0");
    }

    @Test
    void refusesMoreArgumentsThanATenderTakes() {
        assertThat(TenderCommand.refusal(NAME, false, arguments(true, List.of(), List.of(), "x".repeat(8180))))
                .isEmpty();
        assertThat(TenderCommand.refusal(NAME, false, arguments(true, List.of(), List.of(), "x".repeat(8181))))
                .contains("the arguments have 8192 bytes, at most 8191 are allowed (--name= included)");
    }

    @Test
    void refusesANulInAnArgument() {
        assertThat(TenderCommand.refusal(NAME, false, arguments(true, List.of(), List.of(), "a\0b")))
                .contains("an argument holds a NUL byte");
    }

    private static TenderCommand command(boolean fullName, Arguments arguments) {
        return new TenderCommand(TENDER, IMAGE, NAME, fullName, arguments, Map.of(), Map.of());
    }

    private static Arguments arguments(
            boolean addName, List<BlockDevice> blocks, List<NetDevice> nets, String... argv) {
        return new Arguments(
                new FailBehaviour.Quit(),
                Optional.empty(),
                addName,
                CpuId.setOf(0),
                new Megabytes(32),
                blocks,
                nets,
                Optional.of(Stream.of(argv).map(Text::of).toList()),
                1,
                Optional.empty());
    }
}
