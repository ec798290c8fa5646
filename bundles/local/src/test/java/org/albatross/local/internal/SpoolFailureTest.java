package org.albatross.local.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.albatross.model.Blob;
import org.albatross.model.BlockCommand;
import org.albatross.model.Bytes;
import org.albatross.model.Payload;
import org.albatross.model.Refusal;
import org.albatross.model.Reply;
import org.albatross.session.SessionLimits;
import org.albatross.session.Share;
import org.albatross.wire.Header;
import org.albatross.wire.Message;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A spool that cannot take a blob: the peer learns which of its commands failed, and why. */
class SpoolFailureTest {
    private static final SessionLimits NARROW = ServerFixture.spool(new Share(2 << 20, 2 << 20));

    private Path folder;

    @BeforeEach
    void name(@TempDir Path temporary) {
        folder = temporary;
    }

    @Test
    void answersWithTheHeaderOfTheCommandThatHasNoRoom() throws Exception {
        try (ServerFixture server = new ServerFixture(folder, NARROW);
                Client client = new Client(server.vmmd()).ask(holding(7 << 20))) {
            assertRefusal(client.next(), "there is no room for a blob of 7340032 bytes");
            client.assertClosed();
        }
    }

    @Test
    void answersWithTheHeaderOfTheCommandWhoseSpoolIsGone() throws Exception {
        try (ServerFixture server = new ServerFixture(folder, ServerFixture.LIMITS)) {
            Files.delete(server.spool());
            try (Client client = new Client(server.vmmd()).ask(holding(3 << 20))) {
                assertRefusal(client.next(), server.spool().toString());
                client.assertClosed();
            }
        }
    }

    @Test
    void keepsNothingOfWhatItsSenderMayNotSend() throws Exception {
        FakeCommands commands = new FakeCommands((request, sink) -> {
                    throw new AssertionError("it was refused before");
                })
                .refusingBlobs((caller, name) -> Optional.of(new Refusal.Malformed("not allowed for " + name)));
        try (ServerFixture server = new ServerFixture(folder, NARROW).open(commands);
                Client client = new Client(server.vmmd()).ask(holding(7 << 20))) {
            Message answer = client.next();
            assertThat(answer.header()).isEqualTo(new Header(Client.HEADER.sequence(), Client.HEADER.name()));
            assertThat(((Payload.Answer) answer.payload()).reply())
                    .isEqualTo(new Reply.Failure("not allowed for " + Client.HEADER.name()));
            client.assertClosed();
            assertThat(server.spool()).isEmptyDirectory();
        }
    }

    private static void assertRefusal(Message answer, String reason) {
        assertThat(answer.header()).isEqualTo(new Header(Client.HEADER.sequence(), Client.HEADER.name()));
        Reply reply = ((Payload.Answer) answer.payload()).reply();
        assertThat(((Reply.Failure) reply).message().decoded())
                .startsWith("the message was not received: ")
                .contains(reason);
    }

    private static BlockCommand holding(int bytes) {
        return new BlockCommand.SetOld(false, Blob.of(Bytes.of(new byte[bytes])));
    }
}
