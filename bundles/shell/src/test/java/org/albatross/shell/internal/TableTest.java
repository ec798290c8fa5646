package org.albatross.shell.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import org.apache.felix.gogo.runtime.CommandProcessorImpl;
import org.apache.felix.service.command.CommandSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TableTest {
    private final CommandSession session = new CommandProcessorImpl()
            .createSession(
                    new ByteArrayInputStream(new byte[0]),
                    OutputStream.nullOutputStream(),
                    OutputStream.nullOutputStream());

    @AfterEach
    void close() {
        session.close();
    }

    @Test
    void isAsWideAsItsCells() {
        assertThat(new Table("NAME", "STATE")
                        .row("a:b:hello", "running")
                        .row("x", "-")
                        .text(session, "nothing"))
                .isEqualTo(
                        """
                        NAME       STATE
                        a:b:hello  running
                        x          -
                        """);
    }

    @Test
    void endsAtTheEdgeOfTheTerminal() {
        session.put(Interpreter.COLUMNS, 20);
        assertThat(new Table("NAME", "REASON")
                        .row("hello", "no bridge br0 here")
                        .text(session, ""))
                .isEqualTo("NAME   REASON\nhello  no bridge b..\n");
    }

    @Test
    void saysThatThereIsNothing() {
        assertThat(new Table("NAME").text(session, "no unikernels")).isEqualTo("no unikernels");
    }

    @Test
    void hasACellForEachHeading() {
        assertThatThrownBy(() -> new Table("NAME", "STATE").row("a")).hasMessage("1 cells below a heading of 2");
    }
}
