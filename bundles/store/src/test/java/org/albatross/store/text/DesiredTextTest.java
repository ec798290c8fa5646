package org.albatross.store.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.albatross.core.Desired;
import org.albatross.core.Spec;
import org.albatross.model.Arguments;
import org.albatross.model.Confirmation;
import org.albatross.model.FailBehaviour;
import org.albatross.model.ServiceCheck;
import org.albatross.model.Text;
import org.albatross.store.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DesiredTextTest {
    @Test
    void writesWhatAPersonCanRead() {
        assertThat(new String(DesiredText.write(new Desired(Samples.smallest())), StandardCharsets.US_ASCII))
                .isEqualTo(
                        """
                        albatross unikernel 1
                        stopped no
                        type solo5
                        image %s 1234
                        add-name yes
                        cpuids 0
                        memory 32
                        cpus 1
                        end
                        """
                                .formatted("ab".repeat(32)));
    }

    @Test
    void readsBackEveryValueAndEveryByte() throws Exception {
        for (Desired desired : List.of(
                new Desired(Samples.smallest()),
                new Desired(Samples.largest(), true, Optional.empty()),
                new Desired(
                        Samples.smallest(),
                        false,
                        Optional.of(new Desired.Fallback(Samples.largest(), new Confirmation(30)))),
                new Desired(
                        Samples.smallest(),
                        false,
                        Optional.of(new Desired.Fallback(
                                Samples.largest(),
                                new Confirmation(
                                        30, Optional.of(ServiceCheck.parse("http:[fd00::2]:8080/a%20b")))))))) {
            assertThat(DesiredText.read(DesiredText.write(desired))).isEqualTo(desired);
        }
    }

    @Test
    void tellsNoArgumentsFromArgumentsThatAreAbsent() throws Exception {
        for (Optional<List<Text>> argv : List.of(
                Optional.<List<Text>>empty(), Optional.of(List.<Text>of()), Optional.of(List.of(Text.of(""))))) {
            Arguments old = Samples.smallest().arguments();
            Desired desired = new Desired(Samples.smallest()
                    .withArguments(new Arguments(
                            new FailBehaviour.Restart(new TreeSet<>()),
                            old.startup(),
                            old.addName(),
                            old.cpuids(),
                            old.memory(),
                            old.blockDevices(),
                            old.netDevices(),
                            argv,
                            old.cpus(),
                            old.linuxBootPartition())));
            assertThat(DesiredText.read(DesiredText.write(desired))).isEqualTo(desired);
        }
    }

    @Test
    void givesEachSpecificationADigestOfItsOwn() {
        Spec spec = Samples.smallest();
        assertThat(DesiredText.digest(spec)).isEqualTo(DesiredText.digest(Samples.smallest()));
        assertThat(DesiredText.digest(spec)).isNotEqualTo(DesiredText.digest(Samples.largest()));
    }

    @Test
    void keepsTheDigestThatRunRecordsHold() {
        assertThat(DesiredText.digest(Samples.smallest()))
                .hasToString("cca30d7451aee19f888ec271f6375f6f486bef49c081361adad37e7a7a180772");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "albatross unikernel 1 | albatross unikernel 2 | it begins with 'albatross unikernel 2', expected 'albatross unikernel 1'",
                "end | en | its end is missing",
                "memory 32 | memory x | its line 'memory' has 'x', expected a number",
                "cpuids 0 | cpuids 0 4611686018427387904 | its line 'cpuids': the number 4611686018427387904 is not one of -4611686018427387904 to 4611686018427387903",
                "memory 32 | memory -4611686018427387905 | its line 'memory': the number -4611686018427387905 is not one of -4611686018427387904 to 4611686018427387903",
                "memory 32 | memory 32 33 | its line 'memory' has 2 words, expected one",
                "stopped no | stopped maybe | its line 'stopped' has 'maybe', expected yes or no",
                "stopped no | memory 3 | it has no line 'stopped'",
                "memory 32 | colour red | it has no line 'memory'",
                "cpus 1 | cpus 1\\ncolour red | it has a line 'colour' that this version does not know",
                "cpus 1 | cpus %4 | '%4' has a % without two hexadecimal digits",
                "cpus 1 | cpus 1\\ncpus 1 | it has 2 lines 'cpus', expected one",
                "cpus 1 | cpus 1\\nblock a size 3 | its line 'block' has 'size' where it should end",
                "cpus 1 | cpus 1\\nblock | its line 'block' has no name",
                "type solo5 | type qemu | No enum constant org.albatross.model.UnikernelType.QEMU",
            })
    void refusesWhatItCannotUnderstandAsAWhole(String from, String to, String message) {
        String good = new String(DesiredText.write(new Desired(Samples.smallest())), StandardCharsets.US_ASCII);
        byte[] bad = good.replace(from + "\n", to.replace("\\n", "\n") + "\n").getBytes(StandardCharsets.US_ASCII);
        assertThatThrownBy(() -> DesiredText.read(bad))
                .isInstanceOf(CorruptFileException.class)
                .hasMessage(message);
    }

    @Test
    void refusesEveryTornFile() {
        byte[] whole = DesiredText.write(new Desired(Samples.largest()));
        for (int length = 0; length < whole.length; length++) {
            byte[] torn = java.util.Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> DesiredText.read(torn)).isInstanceOf(CorruptFileException.class);
        }
    }
}
