package org.albatross.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetatypeReaderTest {
    private static final String NUMBER =
            "<AD id='workers' type='Integer' default='32' min='1' max='1024' description='How many.'/>";

    private static Map<String, List<Key>> read(String attributes) throws IOException {
        String xml = "<m:MetaData xmlns:m='http://www.osgi.org/xmlns/metatype/v1.2.0'><OCD id='a.Config' name='A'>"
                + attributes + "</OCD><Designate pid='a'><Object ocdref='a.Config'/></Designate></m:MetaData>";
        return MetatypeReader.read(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)), "bundle a");
    }

    private static void assertRefused(String attributes, String reason) {
        assertThatThrownBy(() -> read(attributes))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("the metatype of bundle a")
                .hasMessageContaining(reason);
    }

    @Test
    void readsNumbersWordsAndTruth() throws IOException {
        assertThat(read(NUMBER
                        + "<AD id='mode' type='String' default='b'><Option label='A' value='a'/>"
                        + "<Option label='B' value='b'/></AD><AD id='full' type='Boolean' default='false'/>"))
                .isEqualTo(Map.of(
                        "a",
                        List.of(
                                new Key("workers", "32", new Key.Numbers(1, 1024), "How many."),
                                new Key("mode", "b", new Key.Words(List.of("a", "b")), ""),
                                new Key("full", "false", new Key.Words(List.of("true", "false")), ""))));
    }

    @Test
    void readsTheFormOfATextFromTheLabelOfItsPattern() throws IOException {
        Key key = read("<AD id='cpus' type='String' default='all'>"
                        + "<Option label='pattern: all, or a number' value='all|[0-9]+'/></AD>" + NUMBER)
                .getOrDefault("a", List.of())
                .get(0);

        assertThat(key).isEqualTo(new Key("cpus", "all", new Key.Text("all, or a number", "all|[0-9]+"), ""));
        assertThat(key.allowed()).hasToString("all, or a number");
        assertThat(key.allowed().contains("17")).isTrue();
        assertThat(key.allowed().contains("17 ")).isFalse();
    }

    @Test
    void refusesAKeyWhoseValuesItCouldNotCheck() {
        assertRefused("<AD id='n' type='Integer' default='1' min='1'/>", "max is missing");
        assertRefused("<AD id='n' type='Integer' default='1' min='1' max='x'/>", "max = x is not a number");
        assertRefused("<AD id='n' type='String' default='x'/>", "n has no options");
        assertRefused("<AD id='n' type='Double' default='1'/>", "the type Double of n");
        assertRefused("<AD id='n' type='Integer' min='1' max='2'/>", "default is missing");
        assertRefused("<AD id='n' type='Integer' default='3' min='1' max='2'/>", "the default 3 of n is not allowed");
        assertRefused(
                "<AD id='n' type='Boolean' default='true' cardinality='2147483647'/>", "n is a list of 2147483647");
        assertRefused("<AD id='n' type='Boolean' default='true' cardinality='0'/>", "n is a list of 0");
        assertRefused("<AD id='n' type='String' default='x'><Option label='pattern: a' value='['/></AD>", "Unclosed");
        assertRefused("<AD id='n' type='Password' default='swordfish'/>", "the default swordfish of n is not allowed");
    }

    @Test
    void readsWhatATextMayBe() throws IOException {
        Key.Allowed name = new Key.Text("a name", "[a-z]+");
        Key.Allowed none = new Key.Words(List.of("none"));

        assertThat(read("<AD id='name' type='String' default='a'><Option label='pattern: a name' value='[a-z]+'/></AD>"
                        + "<AD id='listen' type='String' default='none'><Option label='none' value='none'/>"
                        + "<Option label='&lt;address&gt;' value='&lt;address&gt;'/></AD>"
                        + "<AD id='file' type='String' default='none'><Option label='f' value='&lt;file&gt;'/>"
                        + "<Option label='none' value='none'/></AD>"
                        + "<AD id='lists' type='String' default='' cardinality='9'>"
                        + "<Option label='d' value='&lt;directory&gt;'/></AD>"
                        + "<AD id='token' type='Password' default='none'><Option label='none' value='none'/></AD>"
                        + "<AD id='names' type='String' default='a,b' cardinality='9'>"
                        + "<Option label='pattern: a name' value='[a-z]+'/></AD>"
                        + "<AD id='ports' type='Integer' default='' min='1' max='2' cardinality='3'/>"))
                .isEqualTo(Map.of(
                        "a",
                        List.of(
                                new Key("name", "a", name, ""),
                                new Key("listen", "none", new Key.Either(List.of(none, new Key.Address())), ""),
                                new Key("file", "none", new Key.Either(List.of(none, new Key.ReadableFile())), ""),
                                new Key("lists", "", new Key.Several(new Key.ReadableDirectory(), 9), ""),
                                new Key("token", "none", new Key.Either(List.of(none, new Key.SecretFile())), ""),
                                new Key("names", "a,b", new Key.Several(name, 9), ""),
                                new Key("ports", "", new Key.Several(new Key.Numbers(1, 2), 3), ""))));
    }

    @Test
    void readsWhichConfigurationsMayBeThereSeveralTimes() throws IOException {
        String xml = "<m><OCD id='c'>" + NUMBER + "</OCD>"
                + "<Designate factoryPid='a' pid='a'><Object ocdref='c'/></Designate></m>";

        assertThat(MetatypeReader.read(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)), "bundle a"))
                .containsOnlyKeys("a~");
    }

    @Test
    void refusesWhatIsNoMetatype() {
        assertRefused("<", "cannot be read");
        assertThatThrownBy(() -> MetatypeReader.read(
                        new ByteArrayInputStream("<m><Designate pid='a'><Object ocdref='b'/></Designate></m>"
                                .getBytes(StandardCharsets.UTF_8)),
                        "bundle a"))
                .hasMessage("the metatype of bundle a: a refers to a class that this file does not have");
    }
}
