package org.albatross.tls.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.InputStream;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.albatross.admission.Revocations;
import org.albatross.api.Cancellable;
import org.albatross.api.Sink;
import org.albatross.model.Command;
import org.albatross.model.ConsoleCommand;
import org.albatross.model.Data;
import org.albatross.model.Name;
import org.albatross.model.Refusal;
import org.albatross.model.Reply;
import org.albatross.model.UnikernelCommand;
import org.albatross.pki.Authority;
import org.albatross.pki.Crls;
import org.albatross.pki.RevocationList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates that are revoked while the endpoint runs. */
class RevocationTest {
    private static final Command INFO = new UnikernelCommand.Info(UnikernelCommand.InfoForm.CURRENT);
    private static final Reply DONE = new Reply.Done("done");

    private final Authority root = Credentials.root();
    private final BlockingQueue<Command> cancelled = new LinkedBlockingQueue<>();
    private Endpoint endpoint;
    private Revocations revocations;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        Crls crls = new Crls(folder.resolve("crls"), Crls.Expired.PASSES, report -> {});
        endpoint = new Endpoint(
                        folder,
                        root.certificate(),
                        Credentials.server(root),
                        Endpoint.LIMITS,
                        Endpoint.HANDSHAKES,
                        crls)
                .open(new FakeCommands((request, sink) -> {
                    sink.answer(DONE);
                    if (request.command() instanceof ConsoleCommand) {
                        return () -> cancelled.add(request.command());
                    }
                    sink.end();
                    return Cancellable.NOTHING;
                }));
        revocations = new Revocations(
                crls,
                () -> List.of(root.certificate()),
                Runnable::run,
                () -> endpoint.server().endWhere(revocations::reason),
                InstantSource.fixed(Credentials.NOW));
    }

    @AfterEach
    void stop() throws Exception {
        endpoint.close();
    }

    private Answer revoke(Authority by, X509Certificate certificate) throws Exception {
        RevocationList list = RevocationList.of(
                by,
                Map.of(certificate.getSerialNumber(), Credentials.NOW),
                Optional.empty(),
                Credentials.NOW,
                Duration.ofDays(30));
        Answer answer = new Answer();
        revocations.add(list.der(), answer);
        return answer;
    }

    /** With the same context: a resumed session would pass over it. */
    @Test
    void refusesARevokedCertificate() throws Exception {
        Credentials leaf = Credentials.leaf(root, ".", INFO);
        SSLContext context = Client.context(leaf);
        try (Client client = new Client(endpoint, context)) {
            assertThat(client.answer()).isEqualTo(DONE);
        }
        assertThat(revoke(root, leaf.chain().get(0)).said).isEqualTo("added crl");
        assertThat(catchThrowable(() -> {
                    try (Client client = new Client(endpoint, context)) {
                        client.next();
                    }
                }))
                .isInstanceOf(SSLException.class)
                .hasMessageContaining("certificate_");
    }

    @Test
    void endsAStreamBelowACaThatIsRevoked() throws Exception {
        Authority user = Credentials.below(root, "user", Credentials.policy(3, 100));
        Command subscribe = new ConsoleCommand.Subscribe(new Command.Begin.Count(5));
        try (Client revoked = new Client(endpoint, Credentials.leaf(user, "hello", subscribe));
                Client other = new Client(endpoint, Credentials.leaf(root, "hello", subscribe))) {
            assertThat(revoked.answer()).isEqualTo(DONE);
            assertThat(other.answer()).isEqualTo(DONE);
            revoke(root, user.certificate());
            assertThat(revoked.failure()).contains("/CN=user", "revoked");
            revoked.assertClosed();
            assertThat(cancelled.poll(60, TimeUnit.SECONDS)).isEqualTo(subscribe);
            assertThat(cancelled).isEmpty();
        }
    }

    @Test
    void takesNoListOfSomebodyElse() throws Exception {
        Authority stranger = Credentials.root();
        assertThat(revoke(stranger, root.certificate()).said).contains("not signed by a CA that is known here");
        assertThat(revoke(root, stranger.certificate()).said).isEqualTo("added crl");
        assertThat(revoke(root, stranger.certificate()).said).contains("has the number");
    }

    /** What came back. */
    private static final class Answer implements Sink {
        private String said = "";

        @Override
        public void answer(Reply reply) {
            said = ((Reply.Done) reply).message().decoded();
        }

        @Override
        public void answer(Reply reply, InputStream content) {
            throw new AssertionError("there is no content");
        }

        @Override
        public boolean data(Name name, Data data) {
            throw new AssertionError("there are no data");
        }

        @Override
        public void whenReady(Runnable resume) {
            resume.run();
        }

        @Override
        public void end() {
            assertThat(said).isNotEmpty();
        }

        @Override
        public void fail(Refusal refusal) {
            said = refusal.message();
        }
    }
}
