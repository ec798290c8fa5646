package org.albatross.shell.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.albatross.model.Reply;
import org.albatross.shell.internal.ShellFixture.Client;
import org.albatross.wire.ShellMessage;
import org.albatross.wire.ShellMessage.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that send rubbish, that do not end their lines, that take nothing, or that leave in the middle. */
class ShellInputTest {
    private static final long LIMIT_SECONDS = 60;

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path directory;

    @SuppressWarnings("NullAway.Init") // set before each test
    private ShellFixture shell;

    @BeforeEach
    void start() throws Exception {
        shell = new ShellFixture(directory, 4, 3);
    }

    @AfterEach
    void stop() throws Exception {
        shell.close();
    }

    private String told() throws InterruptedException {
        return String.valueOf(shell.others.told().poll(LIMIT_SECONDS, TimeUnit.SECONDS));
    }

    private static byte[] header(int length) {
        return ByteBuffer.allocate(5).put((byte) 'x').putInt(length).array();
    }

    @Test
    void refusesRubbishByNameAndServesOthers() throws Exception {
        Map<String, byte[]> refusals = Map.of(
                "a message of the shell begins with the byte 71, which is not a kind of message",
                "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII),
                "a message of the shell has 65537 bytes, at most 65536 are allowed",
                header(65_537),
                "a message of the shell has 4294967295 bytes, at most 65536 are allowed",
                header(-1),
                "a client does not send DONE",
                ShellMessage.of(Kind.DONE, "").encoded().array());
        try (Client other = shell.open()) {
            for (Map.Entry<String, byte[]> refusal : refusals.entrySet()) {
                try (Client client = shell.open()) {
                    client.write(refusal.getValue());
                    assertThat(client.next()).isEqualTo(ShellMessage.of(Kind.REFUSED, refusal.getKey()));
                    assertThat(client.hasEnded()).isTrue();
                }
            }
            assertThat(other.run("echo on").output()).isEqualTo("on\n");
        }
    }

    @Test
    void breaksOffWhatIsCarriedOutWhenItsClientSendsRubbish() throws Exception {
        try (Client client = shell.open()) {
            client.send(Kind.EXECUTE, "80\nforever");
            assertThat(told()).isEqualTo("begun");
            client.write(new byte[] {'?'});
            assertThat(client.next().kind()).isEqualTo(Kind.REFUSED);
            assertThat(client.hasEnded()).isTrue();
            assertThat(told()).isEqualTo("ended");
        }
    }

    @Test
    void waitsForTheEndOfALineAndServesOthersMeanwhile() throws Exception {
        byte[] line = ShellMessage.of(Kind.EXECUTE, "80\necho " + "x".repeat(60_000))
                .encoded()
                .array();
        try (Client other = shell.open();
                Client slow = shell.open()) {
            slow.write(Arrays.copyOf(line, line.length - 1));
            assertThat(other.run("echo on").output()).isEqualTo("on\n");
            slow.write(new byte[] {'y'});
            assertThat(slow.outcome().output()).hasSize(60_001).endsWith("xy\n");
        }
    }

    @Test
    void carriesOutNothingOfALineInTheMiddleOfWhichItsClientLeaves() throws Exception {
        byte[] line =
                ShellMessage.of(Kind.EXECUTE, "80\ntest:forever").encoded().array();
        for (int length : new int[] {1, 4, 5, line.length - 1}) {
            try (Client client = shell.open()) {
                client.write(Arrays.copyOf(line, length));
                client.sendNoMore();
                assertThat(client.hasEnded()).isTrue();
            }
        }
        assertThat(shell.connections()).isZero();
        shell.awaitLines();
        assertThat(shell.others.told()).isEmpty();
    }

    @Test
    void printsNoMoreWhenItsClientLeavesInTheMiddleOfIt() throws Exception {
        try (Client client = shell.open()) {
            client.send(Kind.EXECUTE, "80\nflood");
            assertThat(client.next().kind()).isEqualTo(Kind.OUTPUT);
        }
        shell.awaitLines();
    }

    @Test
    void breaksOffWhatIsCarriedOutWhenItsClientLeaves() throws Exception {
        CountDownLatch cancelled = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        shell.behave((request, sink) -> {
            sink.answer(new Reply.Done("subscribed"));
            begun.countDown();
            return cancelled::countDown;
        });
        try (Client client = shell.open()) {
            client.send(Kind.EXECUTE, "80\nconsole hello");
            assertThat(begun.await(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(cancelled.await(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void servesOthersWhileAClientDoesNotRead() throws Exception {
        try (Client deaf = shell.open();
                Client other = shell.open()) {
            deaf.send(Kind.EXECUTE, "80\nflood");
            assertThat(other.run("echo on").output()).isEqualTo("on\n");
        }
    }
}
