package org.albatross.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.albatross.fixture.Image;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A platform that was killed while unikernels ran and printed, and the next one. */
class TakeOverIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String MODE = ProcessStatus.mayChangeUsers() ? "separate" : "shared";
    private static final int UNIKERNELS = 20;
    private static final Pattern TICK = Pattern.compile("tick ([0-9]+)");
    private static final int MANY_LINES = 100_000;

    private Path home;
    private Client client;
    private Path image;

    @BeforeEach
    void makeImage() throws Exception {
        Optional<TenderKind> tender = Arrays.stream(TenderKind.values())
                .filter(TenderKind::isAvailable)
                .reduce((first, second) -> second);
        assumeTrue(tender.isPresent(), "no tender is available here");
        home = Tree.newHome();
        client = new Client(home);
        image = home.resolve("image");
        Image.ticks(Duration.ofMillis(20)).target(tender.get().target()).write(image);
    }

    @AfterEach
    void endWhatIsLeft() {
        Processes.naming(home.toString()).forEach(ProcessHandle::destroyForcibly);
    }

    @Test
    void leavesEveryUnikernelAsItWasAndLosesNoLine() throws Exception {
        List<String> names =
                IntStream.range(0, UNIKERNELS).mapToObj(i -> "u:" + i).toList();
        List<String> before;
        try (Daemon killed = Daemon.start(home, "--mode", MODE)) {
            for (String name : names) {
                client.require("create", name, image.toString(), "--mem=2");
            }
            before = tenders();
            assertThat(before).hasSize(UNIKERNELS);
            killed.kill();
        }
        assertThat(tenders()).isEqualTo(before);

        try (Daemon next = Daemon.start(home, "--mode", MODE)) {
            assertThat(client.require("info")).contains(names);
            assertThat(tenders()).isEqualTo(before);
            for (String name : names) {
                assertTicksWithoutGap(name);
            }
            assertThat(next.log()).doesNotContain(" ERROR ");
            for (String name : names) {
                client.require("destroy", name);
            }
            assertThat(tenders()).isEmpty();
        }
    }

    /** Follows a console from its first line until it has gone on for some lines, and looks for a gap. */
    private void assertTicksWithoutGap(String name) throws Exception {
        try (Client.Stream console = client.follow("console", name, "--count=" + MANY_LINES)) {
            Await.until(LIMIT, () -> assertThat(ticks(console.out())).hasSizeGreaterThan(10));
            int seen = ticks(console.out()).size();
            Await.until(LIMIT, () -> assertThat(ticks(console.out())).hasSizeGreaterThan(seen + 10));
            List<Integer> ticks = ticks(console.out());
            assertThat(ticks)
                    .as(name)
                    .isEqualTo(IntStream.rangeClosed(1, ticks.size()).boxed().toList());
        }
    }

    /** The numbers of the complete lines. */
    private static List<Integer> ticks(String out) {
        return TICK.matcher(out.substring(0, out.lastIndexOf('\n') + 1))
                .results()
                .map((MatchResult tick) -> Integer.valueOf(tick.group(1)))
                .toList();
    }

    /** The tenders by pid and raw start time. */
    private List<String> tenders() {
        return Processes.naming(home.toString())
                .filter(process -> Processes.commandLine(process).contains("--mem=2 "))
                .filter(process -> !Processes.commandLine(process).contains("albatross-run"))
                .map(process -> process.pid() + " " + Processes.startTime(process))
                .sorted()
                .collect(Collectors.toList());
    }
}
