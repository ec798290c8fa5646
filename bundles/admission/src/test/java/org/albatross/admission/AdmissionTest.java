package org.albatross.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.channels.spi.SelectorProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.albatross.model.Bytes;
import org.albatross.model.Command;
import org.albatross.model.Megabytes;
import org.albatross.model.Policy;
import org.albatross.model.PolicyCommand;
import org.albatross.model.Text;
import org.albatross.pki.Authority;
import org.albatross.pki.ChainVerifier;
import org.albatross.pki.KeyType;
import org.albatross.pki.Profile;
import org.albatross.pki.Revocation;
import org.albatross.pki.TrustedChain;
import org.albatross.pki.Validity;
import org.albatross.session.Deadlines;
import org.albatross.session.SessionLimits;
import org.albatross.session.Sessions;
import org.albatross.session.Share;
import org.albatross.session.Spool;
import org.albatross.wire.BlobSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What chains ask for, from when they are read until somebody carries it out. */
class AdmissionTest {
    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final long SHARE = 16 << 20;

    private final Authority root = Authority.root("ca", KeyType.P256.generate(), validity());
    private Sessions sessions;

    private static Validity validity() {
        return Validity.of(NOW, Duration.ofDays(1));
    }

    @BeforeEach
    void makeSessions(@TempDir Path folder) throws Exception {
        SessionLimits limits = new SessionLimits(
                8 << 20,
                new Share(9, 9),
                new Share(64 << 20, 48 << 20),
                new Share(8, 4),
                new Share(8, 4),
                new Deadlines(LONG, LONG, LONG, LONG, 1 << 16));
        sessions = new Sessions(
                "admission", limits, new Spool(folder.resolve("spool"), limits.spool()), SelectorProvider.provider());
    }

    private TrustedChain chain(String commonName, Command command) throws Exception {
        return new ChainVerifier(List.of(root.certificate()), Revocation.NONE)
                .verify(
                        root.chain(root.issue(
                                commonName,
                                KeyType.P256.generate().getPublic(),
                                validity(),
                                Profile.CLIENT,
                                Authority.Request.of(command, BlobSource.NONE))),
                        ChainVerifier.Purpose.CLIENT,
                        NOW);
    }

    private Admission admit(TrustedChain chain) {
        return Admission.of(chain, "192.0.2.1:4711", sessions);
    }

    @Test
    void countsTheMemoryOfWhatIsReadAmongThatOfCommands() throws Exception {
        TrustedChain chain = chain(".", new Command.AddRevocationList(Bytes.of(new byte[1 << 20])));
        List<Admission> admitted = new ArrayList<>();
        for (int i = 0; i < 15; i++) {
            admitted.add(admit(chain));
            assertThat(admitted.get(i).command()).isPresent();
        }
        Admission refused = admit(chain);
        assertThat(refused.command()).isEmpty();
        assertThat(refused.refusal())
                .startsWith("the command of certificate /CN=. (serial ")
                .containsPattern("cannot be read: no memory is left for \\d+ more bytes of a command: commands of"
                        + " certificates of the root CA that are not carried out yet take 15\\d{6}, and at most"
                        + " 16777216 are allowed; try again later");

        admitted.get(0).command().orElseThrow().memory().giveBack();
        assertThat(admit(chain).command()).isPresent();
    }

    @Test
    void givesBackWhatARefusedOneHasTaken() throws Exception {
        SortedSet<Text> bridges = new TreeSet<>();
        for (int i = 0; i < 1000; i++) {
            bridges.add(Text.of("bridge" + i));
        }
        Policy large = new Policy(new TreeSet<>(), 1, new Megabytes(32), Optional.empty(), bridges);
        Admission refused = admit(chain("x", new PolicyCommand.Add(large)));
        assertThat(refused.command()).isEmpty();
        assertThat(refused.refusal()).startsWith("unexpected command");

        sessions.memory(refused.caller()).take(SHARE);
    }
}
