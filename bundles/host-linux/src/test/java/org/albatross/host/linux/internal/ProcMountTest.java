package org.albatross.host.linux.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A proc file system that a test has written, seen by a process of the groups 2000 and 2001. */
class ProcMountTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    Path proc;

    @BeforeEach
    void writeStatus() throws IOException {
        Files.createDirectory(proc.resolve("self"));
        Files.writeString(proc.resolve("self/status"), "Name:\tjava\nGid:\t2000\t2000\t2000\t2000\nGroups:\t2001 \n");
    }

    private void mounted(String... options) throws IOException {
        StringBuilder lines = new StringBuilder("21 1 8:1 / / rw - ext4 /dev/root rw,hidepid=2\n");
        for (String option : options) {
            lines.append("22 21 0:20 / ")
                    .append(proc)
                    .append(" rw,nosuid shared:12 - proc proc ")
                    .append(option);
            lines.append('\n');
        }
        Files.writeString(proc.resolve("self/mountinfo"), lines.append("23 21 0:21 / /sys rw - sysfs none rw\n"));
    }

    private void requireAll() throws IOException {
        ProcMount.at(proc).orElseThrow().requireAll();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rw",
                "rw,hidepid=0",
                "rw,hidepid=off",
                "rw,hidepid=2,gid=2000",
                "rw,gid=2001,hidepid=invisible",
                "rw,gid=2001,hidepid=1"
            })
    void showsAll(String options) throws IOException {
        mounted(options);

        assertThatCode(this::requireAll).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "noaccess", "2", "invisible"})
    void saysWhichGroupIsToSeeAll(String hiding) throws IOException {
        mounted("rw,hidepid=" + hiding);

        assertThatThrownBy(this::requireAll)
                .isInstanceOf(IOException.class)
                .hasMessage(proc + " is mounted with hidepid=" + hiding + " and hides the processes of other users:"
                        + " a unikernel could be started, but not ended. Let the platform's group see them, by"
                        + " mount -o remount,gid=2000 " + proc);
    }

    @Test
    void isHiddenFromOtherGroupsThanTheNamedOne() throws IOException {
        mounted("rw,hidepid=2,gid=2002");

        assertThatThrownBy(this::requireAll).isInstanceOf(IOException.class);
    }

    @Test
    void saysThatNoGroupCountsForThoseThatMayBeTraced() throws IOException {
        mounted("rw,gid=2000,hidepid=ptraceable");

        assertThatThrownBy(this::requireAll)
                .isInstanceOf(IOException.class)
                .hasMessageEndingWith("mount -o remount,hidepid=invisible,gid=2000 " + proc);
    }

    @Test
    void isTheLastOfThoseThatAreMountedOverEachOther() throws IOException {
        mounted("rw,hidepid=2", "rw");

        assertThatCode(this::requireAll).doesNotThrowAnyException();
    }

    @Test
    void isNoneWhereNothingIsMounted() throws IOException {
        assertThat(ProcMount.at(proc)).isEmpty();
        mounted();
        assertThat(ProcMount.at(proc)).isEmpty();
    }

    @Test
    void ofThisMachineIsFound() throws IOException {
        assertThat(ProcMount.at(Path.of("/proc"))).isPresent();
    }
}
