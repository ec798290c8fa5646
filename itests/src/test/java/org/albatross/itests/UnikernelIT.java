package org.albatross.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.albatross.fixture.Image;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The installed tree with real unikernels, through the client. */
class UnikernelIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String MODE = ProcessStatus.mayChangeUsers() ? "separate" : "shared";
    private static final String BRIDGE = "br0";
    private static final String ADDRESS = "10.9.0.2";

    private Path home;
    private Client client;
    private Ping ping;

    @BeforeEach
    void makeHomeAndBridge() throws Exception {
        home = Tree.newHome();
        client = new Client(home);
        ping = Ping.in(home);
        Shell.require("ip", "link", "add", BRIDGE, "type", "bridge");
        Shell.require("ip", "address", "add", "10.9.0.1/24", "dev", BRIDGE);
        Shell.require("ip", "link", "set", BRIDGE, "up");
    }

    @AfterEach
    void removeWhatAFailedTestLeaves() throws Exception {
        Processes.naming(home.toString()).forEach(ProcessHandle::destroyForcibly);
        for (String tap : taps()) {
            Shell.require("ip", "link", "delete", tap);
        }
        Shell.require("ip", "link", "delete", BRIDGE);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "STUB")
    void isCreatedPingedRestartedAndDestroyed(TenderKind tender) throws Exception {
        assumeTrue(tender.isAvailable(), tender + " is not available here");
        tender.reported();
        Path image = home.resolve("image");
        Image.network(ADDRESS).target(tender.target()).write(image);
        try (Daemon daemon = startWith(tender)) {
            client.require("create", "a:web", image.toString(), "--mem=2", "--net=service0:" + BRIDGE);
            ping.await(ADDRESS, LIMIT);
            try (Client.Stream console = client.follow("console", "a:web", "--count=10")) {
                Await.until(LIMIT, () -> assertThat(console.out()).contains("service0 up: " + ADDRESS));
            }
            long first = tenderPid();
            assertUnprivileged(first);
            if (MODE.equals("separate")) {
                assertThat(ProcessStatus.of(first).get("Uid"))
                        .isNotEqualTo(ProcessStatus.of(daemon.pid()).get("Uid"));
            }

            client.require("restart", "a:web");
            ping.await(ADDRESS, LIMIT);
            assertThat(tenderPid()).isNotEqualTo(first);

            client.require("destroy", "a:web");
            assertThat(tenders()).isEmpty();
            assertThat(taps()).isEmpty();
            assertThat(client.require("inactive-consoles")).contains("a:web");
            assertThat(daemon.log()).doesNotContain(" ERROR ");
        }
    }

    private Daemon startWith(TenderKind tender) throws Exception {
        return Daemon.start(home, Map.of("PATH", tender.searchPath()), "--mode", MODE);
    }

    private long tenderPid() {
        List<ProcessHandle> tenders = tenders();
        assertThat(tenders).hasSize(1);
        return tenders.get(0).pid();
    }

    /** The processes that run an image of this home, without their wrappers. */
    private List<ProcessHandle> tenders() {
        return Processes.naming(home.toString())
                .filter(process -> Processes.commandLine(process).contains("--mem=2 "))
                .filter(process -> !Processes.commandLine(process).contains("albatross-run"))
                .toList();
    }

    private static List<String> taps() throws Exception {
        return Shell.require("ip", "-brief", "link", "show", "type", "tun")
                .lines()
                .map(line -> line.substring(0, line.indexOf(' ')))
                .toList();
    }

    private static void assertUnprivileged(long pid) throws Exception {
        Map<String, String> status = ProcessStatus.of(pid);
        for (String ids : Set.of("Uid", "Gid")) {
            assertThat(status.get(ids).split("\\s")).as(ids).doesNotContain("0");
        }
        for (String set : Set.of("CapInh", "CapPrm", "CapEff", "CapAmb")) {
            assertThat(status.get(set)).as(set).isEqualTo("0000000000000000");
        }
        assertThat(status.get("NoNewPrivs")).isEqualTo("1");
    }
}
