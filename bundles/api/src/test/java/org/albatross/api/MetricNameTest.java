package org.albatross.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricNameTest {
    @Test
    void isTheSameNameInWhicheverOrderLabelsCame() {
        MetricName name =
                MetricName.of("dispatch.commands").with("outcome", "done").with("command", "hello");

        assertThat(name).hasToString("dispatch.commands{command=hello,outcome=done}");
        assertThat(MetricName.parse("dispatch.commands{outcome=done,command=hello}"))
                .isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "jvm.heap.used.bytes", "a.b{c=d}", "influx.sent{server=http://[::1]:8086/?a=b}"})
    void isReadAsItIsWritten(String text) {
        assertThat(MetricName.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".a",
                "a.",
                "A",
                "a b",
                "a{",
                "a{}",
                "a{b}",
                "a{b=}",
                "a{b=c",
                "a{b=c}d",
                "a{b=c,b=d}",
                "a{B=c}"
            })
    void refusesWhatIsNotAName(String text) {
        assertThatThrownBy(() -> MetricName.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesValuesThatCouldNotBeReadAgain() {
        for (String value : new String[] {"", "a,b", "a{b", "a}", "a\n"}) {
            assertThatThrownBy(() -> new MetricName("a", Map.of("b", value)))
                    .as(value)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("of the label b of a");
        }
    }
}
