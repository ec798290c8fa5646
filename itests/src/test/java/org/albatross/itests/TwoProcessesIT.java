package org.albatross.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.albatross.fixture.Image;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Remote clients of a platform in two processes. */
class TwoProcessesIT {
    /** Of the tests where they may change users, and of a platform that they start. */
    private static final long OWN_UID = 2_000_000_000L;

    private Path home;
    private RemoteConfiguration remote;

    @BeforeEach
    void makeHome() throws Exception {
        home = Tree.newHome();
        remote = RemoteConfiguration.in(TwoProcesses.edgeHome(home));
    }

    @Test
    void carriesOutTheCommandOfACertificateThatTheEdgePassesOn() throws Exception {
        try (TwoProcesses both = TwoProcesses.start(home, remote)) {
            assertThat(both.edge().log()).contains("remote clients come on /" + remote.address());
            remote.ask("hello");

            Client client = new Client(home);
            assertThat(client.require(remote.client("info"))).contains("no unikernels");
            assertThat(client.require("policy")).contains("user:");
            assertThat(client.require("log", "--count=20"))
                    .containsOnlyOnce("policy added")
                    .contains("by user:hello, ", "from 127.0.0.1:", ", as the edge says");
            Shell.Outcome refused = client.run(remote.client("create-block", "disk", "1"));
            assertThat(refused.exit()).isEqualTo(117);
            assertThat(refused.err()).contains("user:disk", "block");
        }
    }

    @Test
    void hasAHostWithoutANetworkSocketAndAnEdgeWithoutRights() throws Exception {
        try (TwoProcesses both = TwoProcesses.start(home, remote)) {
            assertThat(both.listening(both.edgeUid())).isEqualTo(1);
            Map<String, String> status = ProcessStatus.of(both.edge().pid());
            assertThat(status.get("Uid").split("\\s+")).containsOnly(Long.toString(both.edgeUid()));
            if (ProcessStatus.mayChangeUsers()) {
                assertThat(both.listening(OWN_UID)).isZero();
                for (String set : new String[] {"CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"}) {
                    assertThat(Long.parseLong(status.get(set), 16)).as(set).isZero();
                }
                Shell.Outcome other = asEdge(both, "vmmd.sock");
                assertThat(other.err()).contains("ermission denied");
            }
        }
    }

    @Test
    void takesNoConfigurationForTheHostThatWouldOpenANetworkSocket() throws Exception {
        Path etc = home.resolve("etc");
        try (TwoProcesses both = TwoProcesses.start(home, remote)) {
            for (String component : List.of("jmx", "prometheus", "tls")) {
                Files.writeString(etc.resolve("org.albatross." + component + ".cfg"), "");
                Await.until(Daemon.LIMIT, () -> assertThat(both.host().log())
                        .contains("org.albatross." + component + ".cfg: this "));
            }
            assertThat(both.host().log())
                    .contains("in the process that has rights", "what was in force stays in force")
                    .doesNotContain("JMX clients are served on");
            if (ProcessStatus.mayChangeUsers()) {
                assertThat(both.listening(OWN_UID)).isZero();
            }
        }
        try (Daemon host = Daemon.launch(home, "--feature", "host", "--etc-dir", etc.toString())) {
            assertThat(host.awaitEnd()).isEqualTo(1);
            assertThat(host.log())
                    .contains("org.albatross.jmx.cfg: this would open a network socket in the process that has rights")
                    .contains("org.albatross.prometheus.cfg: this would")
                    .contains(
                            "org.albatross.tls.cfg: this belongs to the process without rights: move it into etc/edge/");
        }
    }

    private Shell.Outcome asEdge(TwoProcesses both, String socket) throws Exception {
        return Shell.run(
                Map.of(),
                List.of(
                        "setpriv",
                        "--reuid=" + both.edgeUid(),
                        "--regid=" + both.edgeUid(),
                        "--clear-groups",
                        "--inh-caps=-all",
                        "--ambient-caps=-all",
                        "socat",
                        "-",
                        "UNIX-CONNECT:" + home.resolve("run/util").resolve(socket)));
    }

    @Test
    void refusesOthersThanTheEdgeWithAMessageAndAnEvent() throws Exception {
        try (TwoProcesses both = TwoProcesses.start(home, remote)) {
            if (!ProcessStatus.mayChangeUsers()) {
                return; // both are one user here
            }
            Shell.Outcome refused =
                    Shell.run(Map.of(), List.of("socat", "-", "UNIX-CONNECT:" + home.resolve("run/util/edge.sock")));
            String reason = "only uid " + both.edgeUid() + " may connect to edge.sock, this is uid " + OWN_UID;
            assertThat(refused.out()).contains(reason);
            assertThat(new Client(home).require("log", "--count=5"))
                    .contains("edge refused")
                    .contains(reason);
        }
    }

    @Test
    void createsUnikernelsShowsTheirConsolesAndEndsWhatIsRevoked() throws Exception {
        TenderKind tender = TenderKind.best();
        OwnCa ca = OwnCa.in(remote);
        Path image = home.resolve("ticks");
        Image.ticks(Duration.ofMillis(100)).target(tender.target()).write(image);
        try (TwoProcesses both = TwoProcesses.start(home, remote)) {
            if (tender == TenderKind.STUB) {
                Files.createSymbolicLink(home.resolve("state").resolve(tender.program()), tender.file());
            }
            Client client = new Client(home);
            ca.delegate(client, "customer");
            client.require(ca.as("customer", "create", "streamed", image.toString(), "--mem=16"));
            ca.certify(client, "customer", "create", "leaf", image.toString(), "--mem=16");
            client.require(ca.show("leaf"));
            assertThat(client.require("status")).contains("customer:streamed", "customer:leaf");

            try (Client.Stream console = client.follow(ca.as("customer", "console", "streamed"))) {
                Await.until(Daemon.LIMIT, () -> assertThat(console.out()).contains("tick "));
                ca.revoke(client, "customer");
                client.require(ca.as("cacert", "crl", ca.list()));
                assertThat(console.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
                assertThat(console.out()).contains("/CN=customer", "was revoked at");
            }
            Shell.Outcome refused = client.run(ca.as("customer", "info"));
            assertThat(refused.exit()).isEqualTo(117);
            assertThat(refused.err()).contains("/CN=customer", "was revoked at");
            client.require("destroy", "customer:streamed");
            client.require("destroy", "customer:leaf");
            assertThat(both.host().log()).doesNotContain(" ERROR ");
        }
    }
}
