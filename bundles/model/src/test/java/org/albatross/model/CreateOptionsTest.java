package org.albatross.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class CreateOptionsTest {
    private static CreateOptions read(String line) {
        return CreateOptions.of(OptionWords.of(ShellWord.split(line), CreateOptions.VALUED, CreateOptions.FLAGS));
    }

    private static List<String> written(Arguments arguments, UnikernelType type) {
        return ArgumentOptions.words(arguments, type).stream()
                .map(Text::decoded)
                .toList();
    }

    @Test
    void readsBackWhatItWrites() {
        List<String> words = List.of(
                "--mem=64",
                "--cpu=1",
                "--cpu=3",
                "--net=service:br0@00:80:41:00:00:01",
                "--net=br1",
                "--block=data:a:b@4096",
                "--restart-on-fail",
                "--exit-code=2",
                "--startup=7",
                "--no-add-name",
                "--arg=--port=80",
                "--arg=",
                "--typ=bhyve",
                "--cpus=2",
                "--linux-boot=gpt2");
        CreateOptions options = CreateOptions.of(OptionWords.of(words, CreateOptions.VALUED, CreateOptions.FLAGS));
        assertThat(written(options.arguments().arguments(), options.type())).isEqualTo(words);
        assertThat(written(read("").arguments().arguments(), UnikernelType.SOLO5))
                .containsExactly("--mem=32", "--cpu=0");
    }

    @Test
    void takesValuesAsTheNextWordAndKeepsOtherWords() {
        OptionWords words = OptionWords.of(
                List.of("web", "--mem", "64", "-f", "image", "--arg", "--x", "--", "--mem"),
                CreateOptions.VALUED,
                CreateOptions.FLAGS);
        assertThat(words.others()).containsExactly("web", "image", "--mem");
        assertThat(words.number("--mem")).contains(64L);
        assertThat(words.all("--arg")).containsExactly("--x");
        assertThat(words.has("-f", "--force")).isTrue();
        assertThat(words.has("--restart")).isFalse();
    }

    @Test
    void becomesTheCommandThatWasMeant() {
        assertThat(read("").command(false, Blob.EMPTY)).isInstanceOf(UnikernelCommand.Create.class);
        assertThat(read("--force").command(false, Blob.EMPTY)).isInstanceOf(UnikernelCommand.ForceCreate.class);
        assertThat(read("-f --confirm-after=5 --mem=7").command(true, Blob.EMPTY))
                .isEqualTo(new LifecycleCommand.Replace(
                        new Confirmation(5),
                        new UnikernelConfig(
                                UnikernelType.SOLO5,
                                true,
                                Blob.EMPTY,
                                read("--mem=7").arguments().arguments())));
        assertThat(read("-f --confirm-after=5 --check=tcp:10.0.0.2:80").confirmation())
                .contains(new Confirmation(5, Optional.of(ServiceCheck.parse("tcp:10.0.0.2:80"))));
    }

    @Test
    void refusesWhatIsNotAnOptionOrHasNoSuchValue() {
        List.of(
                        List.of("--memory=1", "--memory: there is no such option"),
                        List.of("--mem", "--mem needs a value"),
                        List.of("--mem=x", "--mem: 'x' is not a number"),
                        List.of("--mem=0", "--mem 0, at least 1 MB is needed"),
                        List.of("--cpus=-1", "--cpus -1, at least 1 is needed"),
                        List.of("--mem=1 --mem=2", "--mem is given 2 times"),
                        List.of("--force=yes", "--force has no value"),
                        List.of("--typ=jail", "--typ: 'jail' is neither solo5 nor bhyve"),
                        List.of("--net=a:", "empty device name"),
                        List.of("--net=a --net=a:b", "--net is given twice for device \"a\""),
                        List.of(
                                "--net=a@1",
                                "invalid MAC address '1', expected xx:xx:xx:xx:xx:xx or xx-xx-xx-xx-xx-xx"),
                        List.of("--block=a --block=a", "--block is given twice for device \"a\""),
                        List.of("--block=a@x", "sector size 'x' is not a number"),
                        List.of("--block=a@768", "sector size 768, a power of two of at least 512 is needed"),
                        List.of("--block=a@256", "sector size 256, a power of two of at least 512 is needed"),
                        List.of(
                                "--confirm-after=5",
                                "--confirm-after is about replacing a unikernel: it needs --force"),
                        List.of(
                                "-f --check=tcp:10.0.0.2:80",
                                "--check says what has to answer in time: it needs --confirm-after"),
                        List.of("-f --confirm-after=5 --check=tcp:10.0.0.2", "the check 'tcp:10.0.0.2' has no port"),
                        List.of("-f --confirm-after=0", "--confirm-after 0, at least 1 second is needed"))
                .forEach(row -> assertThatThrownBy(() -> read(row.get(0)).command(false, Blob.EMPTY))
                        .as(row.get(0))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage(row.get(1)));
    }

    @Test
    void changesWhatItNamesAndSetsBackWhatItIsToldTo() {
        Arguments before = read("--mem=64 --cpu=1 --arg=x --startup=3 --restart --exit-code=2 --no-add-name --net=br0"
                        + " --block=d --linux-boot=p")
                .arguments()
                .arguments();
        assertThat(read("").arguments().given()).isFalse();
        assertThat(read("").arguments().changing(before)).isEqualTo(before);
        for (String line : List.of(
                "--mem=1",
                "--cpu=2",
                "--arg=a",
                "--net=n",
                "--block=b",
                "--restart",
                "--exit-code=1",
                "--startup=1",
                "--no-add-name",
                "--cpus=1",
                "--linux-boot=q")) {
            assertThat(read(line).arguments().given()).as(line).isTrue();
        }
        Arguments more = read("--mem=96 --exit-code=3").arguments().changing(before);
        assertThat(written(more, UnikernelType.SOLO5))
                .contains("--mem=96", "--exit-code=3", "--arg=x", "--startup=3", "--no-add-name", "--net=br0");
        assertThat(ArgumentOptions.without(before, EnumSet.of(ArgumentOptions.Part.EXIT_CODE))
                        .failBehaviour())
                .isEqualTo(new FailBehaviour.Restart(new TreeSet<>()));
        assertThat(written(
                        ArgumentOptions.without(before, EnumSet.allOf(ArgumentOptions.Part.class)),
                        UnikernelType.SOLO5))
                .containsExactly("--mem=64", "--cpu=0");
        assertThat(ArgumentOptions.Part.of("no-add-name")).isEqualTo(ArgumentOptions.Part.NO_ADD_NAME);
        assertThatThrownBy(() -> ArgumentOptions.Part.of("mem"))
                .hasMessageStartingWith("'mem' cannot be set back; arg,");
    }

    @Test
    void isWhatAPlatformTellsOfARunningOne() {
        Name name = Name.parse("a:web");
        Text service = Text.of("service");
        UnikernelInfo info = new UnikernelInfo(
                UnikernelType.SOLO5,
                new FailBehaviour.Quit(),
                Optional.empty(),
                CpuId.setOf(1),
                new Megabytes(64),
                Bytes.EMPTY,
                List.of(new UnikernelInfo.Block(Text.of("d"), Text.of("d"), 512, new Megabytes(7))),
                List.of(
                        new UnikernelInfo.Net(service, Text.of("br0"), MacAddress.derived(name, service)),
                        new UnikernelInfo.Net(Text.of("br1"), Text.of("br1"), MacAddress.parse("00:80:41:00:00:01"))),
                Optional.of(List.of()),
                Optional.empty(),
                1,
                Optional.empty());
        assertThat(written(info.arguments(name, false), UnikernelType.SOLO5))
                .containsExactly(
                        "--mem=64",
                        "--cpu=1",
                        "--net=service:br0",
                        "--net=br1@00:80:41:00:00:01",
                        "--block=d@512",
                        "--no-add-name");
    }
}
