package org.albatross.supervisor.internal.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.albatross.model.Name;
import org.albatross.model.Sha256;
import org.albatross.model.Text;
import org.junit.jupiter.api.Test;

class TenderMarkTest {
    private static final Sha256 DIGEST = Sha256.ofHex("ab".repeat(32));

    @Test
    void standsInTheTendersCommandLine() {
        TenderMark mark = new TenderMark("0123456789abcdef", Name.parse("a:hello"), 7, DIGEST);
        List<String> line = List.of(
                "/usr/bin/solo5-spt",
                "--mem=32",
                "--net:service0=vmmtap3",
                "--net-mac:service0=00:80:41:01:02:03",
                "--",
                "/run/albatross/unikernels/a:hello/" + mark.linkName(),
                "--net:other=vmmtap9",
                "/run/albatross/unikernels/:victim/" + mark.linkName());

        assertThat(TenderMark.of(line)).contains(mark);
        assertThat(TenderMark.taps(line)).isEqualTo(Map.of(Text.of("service0"), "vmmtap3"));
    }

    @Test
    void isNotReadFromOtherCommandLines() {
        assertThat(TenderMark.of(List.of())).isEmpty();
        assertThat(TenderMark.of(List.of("solo5-spt", "/tmp/image"))).isEmpty();
        assertThat(TenderMark.of(List.of("x", "/run/unikernels/NOT A NAME/image.0123456789abcdef.7." + DIGEST)))
                .isEmpty();
    }
}
