package org.albatross.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CurvesTest {
    @Test
    void areAPictureWithTheirNames(@TempDir Path folder) throws Exception {
        Curve curve = new Curve("create");
        curve.add(1, 9.5);
        curve.add(100, 10.25);

        new Curves("lives", "Create beside others", "running", List.of(curve)).write(folder);

        assertThat(Files.readString(folder.resolve("lives.svg")))
                .startsWith("<svg ")
                .contains(">Create beside others<", ">create<", ">running<")
                .contains("points=\"62.8,176.5 736,166.8\"")
                .endsWith("</svg>\n");
    }
}
