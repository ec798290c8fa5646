package org.albatross.tender.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.albatross.tender.internal.CommandLine.Action;
import org.junit.jupiter.api.Test;

class CommandLineTest {

    @Test
    void findsOptionsKernelAndArguments() throws TenderException {
        CommandLine parsed =
                CommandLine.parse(List.of("--mem=2", "--net:a=b", "kernel", "one", "--two", "--", "three"));

        assertThat(parsed.options()).containsExactly("--mem=2", "--net:a=b");
        assertThat(parsed.kernel()).isEqualTo("kernel");
        assertThat(parsed.guest()).isEqualTo("one --two -- three");
    }

    @Test
    void endsOptionsAtTheSeparator() throws TenderException {
        CommandLine parsed = CommandLine.parse(List.of("--mem=2", "--", "-kernel", "--help"));

        assertThat(parsed.action()).isEqualTo(Action.RUN);
        assertThat(parsed.options()).containsExactly("--mem=2");
        assertThat(parsed.kernel()).isEqualTo("-kernel");
        assertThat(parsed.guest()).isEqualTo("--help");
    }

    @Test
    void looksForHelpAndVersionBeforeTheKernelOnly() throws TenderException {
        assertThat(CommandLine.parse(List.of("--mem=2", "--help", "kernel")).action())
                .isEqualTo(Action.SHOW_HELP);
        assertThat(CommandLine.parse(List.of("--version")).action()).isEqualTo(Action.SHOW_VERSION);
        assertThat(CommandLine.parse(List.of("kernel", "--version")).action()).isEqualTo(Action.RUN);
    }

    @Test
    void refusesALineWithoutKernel() {
        for (List<String> line : List.of(List.<String>of(), List.of("--mem=2"), List.of("--"), List.of("-"))) {
            assertThatThrownBy(() -> CommandLine.parse(line)).hasMessage("Missing KERNEL operand");
        }
    }
}
