package org.albatross.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Other bundles come into a running platform, by the client, while unikernels run and print numbered lines. */
class UpgradeIT {
    private static final int REFUSED = 117;
    private static final String MODE = ProcessStatus.mayChangeUsers() ? "separate" : "shared";
    private static final String NOTHING = "Nothing to do";
    private static final Pattern SEQUENCE = Pattern.compile("\"sequence\": (\\d+)");

    private Path home;
    private Client client;
    private TickingUnikernels unikernels;

    @BeforeEach
    void makeHome() throws Exception {
        home = Tree.newHome();
        client = new Client(home);
        unikernels = new TickingUnikernels(home, 5);
    }

    @AfterEach
    void endWhatIsLeft() {
        unikernels.kill();
    }

    private Daemon start() throws Exception {
        return Daemon.start(home, Map.of("PATH", TenderKind.best().searchPath()), "--mode", MODE);
    }

    private Path variant(String bundle, String text) throws Exception {
        return JarVariant.of(bundle).adding("variant", text).write(home.resolve(bundle + ".jar"));
    }

    private boolean runs(Path jar) throws Exception {
        return client.require("upgrade", "--dry-run", jar.toString()).contains(NOTHING);
    }

    @Test
    void replacesWhatChangedAndIsWhatTheNextStartStarts() throws Exception {
        Path model = variant("org.albatross.model", "1");
        Path shell = variant("org.albatross.shell", "1");
        List<String> before;
        try (Daemon daemon = start()) {
            unikernels.create();
            before = unikernels.processes();
            String plan = client.require("upgrade", "--dry-run", shell.toString());
            assertThat(plan).contains("replace  org.albatross.shell ").doesNotContain("org.albatross.supervisor");
            assertThat(plan.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));

            assertThat(client.require("upgrade", shell.toString()))
                    .startsWith("upgrade to " + shell + "\n" + plan)
                    .contains("every component is there, and every socket answers")
                    .endsWith(home + "/state/releases/1 is what the next start of the platform starts.\n");
            assertThat(client.require("upgrade", model.toString()))
                    .contains("replace  org.albatross.model ", "restart  org.albatross.supervisor ");

            assertThat(unikernels.processes()).isEqualTo(before);
            assertThat(client.require("log", "--count=100"))
                    .contains("source " + shell + ", replaced 1, added 0, removed 0, restarted 0")
                    .contains("source " + model + ", replaced 1");
            assertThat(client.require("upgrade", model.toString())).contains(NOTHING);
            assertThat(daemon.log()).doesNotContain(" ERROR ");
            daemon.kill();
        }
        try (Daemon next = start()) {
            assertThat(next.log()).contains("bundles of " + home + "/state/releases/2 started");
            assertThat(runs(shell)).isTrue();
            assertThat(runs(model)).isTrue();
            assertThat(unikernels.processes()).isEqualTo(before);
            unikernels.assertNoLineLost();

            assertThat(client.require("upgrade", Tree.file("").toString())).contains("2 replaced");
            assertThat(home.resolve("state/releases/current")).doesNotExist();
            assertThat(runs(shell)).isFalse();
            unikernels.destroy();
            assertThat(next.log()).doesNotContain(" ERROR ");
        }
    }

    /** The framework's own parts too: logging, Declarative Services, libraries with native code. */
    @Test
    void replacesEveryBundleAtOnceWhileClientsComeAndConsolesAreFollowed() throws Exception {
        Path next = home.resolve("next");
        try (Stream<Path> files = Files.walk(Tree.release())) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path copy = next.resolve(Tree.release().relativize(file).toString());
                if (file.startsWith(Tree.release().resolve("bundles")) && Files.isRegularFile(file)) {
                    new JarVariant(file).adding("variant", "1").write(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
        TickingUnikernels many = new TickingUnikernels(home, 20);
        try (Daemon daemon = start()) {
            many.create();
            List<String> before = many.processes();
            try (Client.Stream followed = many.follow(many.names().get(0));
                    Asking asking = new Asking(home)) {
                assertThat(client.require("upgrade", next.toString()))
                        .contains(
                                "replace  org.apache.felix.scr ",
                                " replaced, 0 added, 0 removed, 0 restarted with them");
                TickingUnikernels.assertGoesOnOrWasTold(followed);
                asking.assertAlwaysAnswered();
            }
            assertThat(many.processes()).isEqualTo(before);
            many.assertNoLineLost();
            many.destroy();
            assertThat(daemon.log()).doesNotContain(" ERROR ");
        }
    }

    /** Each service by itself: the client subscribes again when it is told to, and shows nothing twice. */
    @Test
    void whoFollowsConsolesEventsAndStatisticsGoesOnWhenTheirBundleIsReplaced() throws Exception {
        try (Daemon daemon = start()) {
            unikernels.create();
            String name = unikernels.names().get(0);
            try (Client.Stream console = unikernels.follow(name);
                    Client.Stream events = client.follow("log", "--follow", "--json", "--count=1000");
                    Client.Stream statistics = client.follow("stats", "--json")) {
                Await.until(Daemon.LIMIT, () -> assertThat(statistics.out()).contains(name));
                for (String bundle : List.of("console", "eventlog", "stats")) {
                    Path jar = variant("org.albatross." + bundle, "1");
                    client.require("upgrade", jar.toString());
                    TickingUnikernels.assertGoesOnOrWasTold(console);
                    Await.until(Daemon.LIMIT, () -> assertThat(events.out())
                            .containsPattern("\"platform_upgraded\".*" + jar.getFileName()));
                }
                long shown = statistics.out().lines().count();
                Await.until(
                        Daemon.LIMIT, () -> assertThat(statistics.out().lines()).hasSizeGreaterThan((int) shown));
                List<Long> numbers = SEQUENCE.matcher(events.out())
                        .results()
                        .map(number -> Long.valueOf(number.group(1)))
                        .toList();
                assertThat(numbers)
                        .isEqualTo(LongStream.rangeClosed(1, numbers.size())
                                .boxed()
                                .toList());
            }
            unikernels.destroy();
            assertThat(daemon.log()).doesNotContain(" ERROR ");
        }
    }

    @Test
    void refusesWhatDoesNotFitTogetherBeforeAnythingIsStopped() throws Exception {
        Path lacking = JarVariant.of("org.albatross.console")
                .header("Import-Package", "org.nowhere;version=\"[2,3)\"")
                .write(home.resolve("lacking.jar"));
        Path text = Files.writeString(home.resolve("text.jar"), "no jar");
        Path strange = JarVariant.of("org.albatross.console")
                .header("Bundle-SymbolicName", "org.strange")
                .write(home.resolve("strange.jar"));
        try (Daemon daemon = start()) {
            assertRefused(
                    lacking,
                    "org.albatross.console 0.1.0.SNAPSHOT needs the package org.nowhere from 2.0.0 on, below 3.0.0, which"
                            + " no bundle has");
            assertRefused(text, "text.jar is not a jar");
            assertRefused(strange, "no bundle of the platform is called org.strange");
            assertRefused(home.resolve("none.jar"), "no such file or directory");
            assertRefused(home, "is not a release");

            assertThat(daemon.log()).doesNotContain("bundle stopped").doesNotContain(" ERROR ");
            try (Stream<Path> releases = Files.list(home.resolve("state/releases"))) {
                assertThat(releases)
                        .extracting(file -> file.getFileName().toString())
                        .allMatch(name -> name.equals("libexec") || name.startsWith("programs-"));
            }
        }
    }

    private void assertRefused(Path source, String reason) throws Exception {
        Shell.Outcome refused = client.run("upgrade", source.toString());
        assertThat(refused.err()).contains(reason);
        assertThat(refused.exit()).isEqualTo(REFUSED);
        assertThat(client.run("upgrade", "--dry-run", source.toString()).err()).contains(reason);
    }

    @Test
    void goesBackWhenAComponentDoesNotComeUp() throws Exception {
        Path broken = JarVariant.of("org.albatross.health")
                .without("org/albatross/health/internal/HealthComponent.class")
                .write(home.resolve("broken.jar"));
        try (Daemon daemon = start()) {
            unikernels.create();
            List<String> before = unikernels.processes();

            Shell.Outcome failed = client.run("upgrade", broken.toString());

            assertThat(failed.exit()).isEqualTo(REFUSED);
            assertThat(failed.err())
                    .contains(
                            "the platform runs what it ran before, since: org.albatross.health: its service org.albatross.api.Health");
            assertThat(client.run("health").exit()).isLessThan(2);
            assertThat(unikernels.processes()).isEqualTo(before);
            assertThat(client.require("log", "--count=50")).contains("platform upgrade failed");
            unikernels.assertNoLineLost();
            unikernels.destroy();
            assertThat(daemon.terminate()).isEqualTo(143);
        }
        assertThat(home.resolve("state/releases/current")).doesNotExist();
    }

    @Test
    void leavesTheOldOrTheNewSetWheneverItIsKilled() throws Exception {
        List<String> before = List.of();
        Path brought = home.resolve("none");
        for (String step : List.of(
                "upgrade: 1 replaced",
                "upgrade: stopping what is replaced",
                "upgrade: started; waiting",
                "is what the next start of the platform starts")) {
            brought = variant("org.albatross.model", step);
            try (Daemon killed = start()) {
                if (before.isEmpty()) {
                    unikernels.create();
                    before = unikernels.processes();
                }
                assertThat(unikernels.processes()).as(step).isEqualTo(before);
                try (Client.Stream upgrading = client.follow("upgrade", brought.toString())) {
                    Await.until(Daemon.LIMIT, () -> assertThat(killed.log()).contains(step));
                    killed.kill();
                    upgrading.process().destroyForcibly();
                }
                assertThat(killed.log()).doesNotContain(" ERROR ");
            }
        }
        try (Daemon last = start()) {
            assertThat(runs(brought)).isTrue();
            assertThat(unikernels.processes()).isEqualTo(before);
            unikernels.assertNoLineLost();
            unikernels.destroy();
            assertThat(last.log()).doesNotContain(" ERROR ");
        }
    }

    /** A service manager hears that the platform serves, and nothing else. */
    @Test
    void goesOnWithoutItsClientAndIsNoEndOfThePlatform() throws Exception {
        Path notify = home.resolve("notify");
        Path told = home.resolve("told");
        Process manager = new ProcessBuilder("socat", "-u", "UNIX-RECV:" + notify, "-")
                .redirectOutput(told.toFile())
                .start();
        Path readiness = variant("org.albatross.readiness", "1");
        Path model = variant("org.albatross.model", "1");
        try {
            Await.until(Daemon.LIMIT, () -> assertThat(notify).exists());
            try (Daemon daemon = Daemon.start(home, Map.of("NOTIFY_SOCKET", notify.toString()))) {
                client.require("upgrade", readiness.toString());
                try (Client.Stream upgrading = client.follow("upgrade", model.toString())) {
                    Await.until(Daemon.LIMIT, () -> assertThat(upgrading.out()).contains("ACTION"));
                    upgrading.process().destroyForcibly();
                }
                Await.until(Daemon.LIMIT, () -> assertThat(client.require("shell", "upgrade"))
                        .contains("replace  org.albatross.model", "releases/2 is what the next start"));
                assertThat(daemon.log()).doesNotContain(" ERROR ");
            }
            assertThat(Files.readString(told)).isEqualTo("READY=1READY=1READY=1");
        } finally {
            manager.destroyForcibly().onExit().join();
        }
    }
}
