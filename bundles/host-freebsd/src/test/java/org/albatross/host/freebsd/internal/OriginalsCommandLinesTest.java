package org.albatross.host.freebsd.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.albatross.model.CpuId;
import org.albatross.model.MacAddress;
import org.junit.jupiter.api.Test;

/** The command lines that the original 2.7 runs on FreeBSD, beside ours: the same but for what a comment says. */
class OriginalsCommandLinesTest {
    private static final MacAddress ADDRESS = MacAddress.parse("fe:01:02:03:04:05");

    private static List<String> byName(List<String> line) {
        List<String> words = new ArrayList<>(line);
        words.set(0, words.get(0).substring(words.get(0).lastIndexOf('/') + 1));
        return words;
    }

    @Test
    void listsBridges() {
        assertThat(byName(CommandLines.group("bridge"))).containsExactly("ifconfig", "-g", "bridge");
    }

    @Test
    void looksForABridge() {
        assertThat(byName(CommandLines.describe("bridge0"))).containsExactly("ifconfig", "bridge0");
    }

    /** The original says {@code ifconfig tap create} and learns the name; ours has recorded it before. */
    @Test
    void makesATap() {
        assertThat(byName(CommandLines.createTap("tap7", ADDRESS, 1500))).startsWith("ifconfig", "tap7", "create");
    }

    @Test
    void connectsATap() {
        assertThat(byName(CommandLines.connect("bridge0", "tap7")))
                .containsExactly("ifconfig", "bridge0", "addm", "tap7");
    }

    @Test
    void pinsATender() {
        assertThat(byName(CommandLines.tender(Optional.empty(), CpuId.setOf(0, 2), List.of("solo5-hvt"))))
                .containsExactly("cpuset", "-l", "0,2", "solo5-hvt");
    }

    @Test
    void removesATap() {
        assertThat(byName(CommandLines.destroy("tap7"))).containsExactly("ifconfig", "tap7", "destroy");
    }
}
