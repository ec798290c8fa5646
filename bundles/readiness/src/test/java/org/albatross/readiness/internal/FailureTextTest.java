package org.albatross.readiness.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import org.junit.jupiter.api.Test;

class FailureTextTest {
    @Test
    void isTheMessageWhereThatSaysEnough() {
        assertThat(text(new IOException("cannot listen on /run/x", new IOException("deeper"))))
                .isEqualTo("cannot listen on /run/x");
        assertThat(text(new IllegalStateException("the framework property x is not set")))
                .isEqualTo("the framework property x is not set");
        assertThat(text(new FileSystemException("/var/x", null, "Not a directory")))
                .isEqualTo("/var/x: Not a directory");
    }

    @Test
    void looksIntoWhatReflectionWrapped() {
        assertThat(text(new InvocationTargetException(new IOException("/x is full", new IOException("deeper")))))
                .isEqualTo("/x is full");
    }

    @Test
    void putsIntoWordsWhatTheMessageLeavesToTheClass() {
        assertThat(text(new AccessDeniedException("/var/x"))).isEqualTo("/var/x: permission denied");
        assertThat(text(new FileAlreadyExistsException("/var/x")))
                .isEqualTo("/var/x: exists already and is not what is needed there");
    }

    @Test
    void keepsTheClassOfWhatHasNoWordsOfOurs() {
        assertThat(text(new UnsatisfiedLinkError("/tmp/jna.so: failed to map segment")))
                .isEqualTo("java.lang.UnsatisfiedLinkError: /tmp/jna.so: failed to map segment");
        assertThat(text(new NullPointerException())).isEqualTo("java.lang.NullPointerException");
    }

    @Test
    void isOneLine() {
        assertThat(text(new IOException("one\n  two"))).isEqualTo("one | two");
        assertThat(FailureText.of(null)).isEqualTo("no reason given, see the log");
    }

    private static String text(Throwable thrown) {
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));
        return FailureText.of(trace.toString());
    }
}
