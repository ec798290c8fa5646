package org.albatross.itests.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.albatross.fixture.Image;
import org.albatross.itests.Await;
import org.albatross.itests.JarVariant;
import org.albatross.itests.Processes;
import org.albatross.itests.Tree;
import org.albatross.itests.crash.Thing.Kind;
import org.albatross.model.Name;
import org.albatross.model.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Bundles of a platform are upgraded at random, it is killed by signal 9 at random, also in the middle of an upgrade, and
 * it carries out random commands, while unikernels print numbered lines: none of them starts again, none loses or doubles a
 * line, what is desired is what it was before or after each interrupted command, and nothing is left over.
 *
 * <p>{@code -Dalbatross.storm.upgrades=100 -Dalbatross.storm.kills=50 -Dalbatross.storm.commands=1000
 * -Dalbatross.storm.unikernels=20} make it the long one of {@code bench/storm}; {@code -Dalbatross.storm.seed=1} sets what is chosen.
 */
class StormIT {
    private static final Pattern BUNDLE = Pattern.compile("\"id\": *\"([^\":]+):([^\":]+):([^\":]+)\"");
    private static final int UPGRADES = Integer.getInteger("albatross.storm.upgrades", 3);
    private static final int KILLS = Integer.getInteger("albatross.storm.kills", 1);
    private static final int COMMANDS = Integer.getInteger("albatross.storm.commands", 30);
    private static final int UNIKERNELS = Integer.getInteger("albatross.storm.unikernels", 5);
    private static final long SEED = Long.getLong("albatross.storm.seed", 1);

    /** Slow enough for a console to hold the lines of the long one. */
    private static final Duration TICK = Duration.ofMillis(100);

    private static final Duration LONGEST_BEFORE_KILL = Duration.ofSeconds(6);
    private static final int MORE_LINES = 5;
    private static final Pattern LINE = Pattern.compile("tick ([0-9]+)");

    /** What is refused while a bundle is replaced; the client is told to ask again. */
    private static final Pattern AGAIN = Pattern.compile(".*(is stopping|is being replaced).*");

    @RegisterExtension
    final Platforms platforms = new Platforms();

    private final Random random = new Random(SEED);
    private final Expected expected = new Expected();
    private final Moves moves = new Moves(random, Optional.empty());
    private final Map<Name, Tender> steady = new TreeMap<>();
    private final List<String> history = new ArrayList<>();
    private Optional<Process> upgrading = Optional.empty();
    private int refused;
    private int interrupted;

    /** What comes next. */
    private enum Step {
        UPGRADE,
        KILL,
        COMMAND
    }

    @Test
    void startsNothingAgainLosesNoLineAndLeavesNothing() throws Exception {
        Platform platform = platforms.make();
        platform.start();
        Deployment ticking = Deployment.of(Image.ticks(TICK)).withArguments("steady");
        for (int i = 0; i < UNIKERNELS; i++) {
            Name name = Name.parse("steady:u" + i);
            steady.put(name, platform.deploy(name, ticking));
        }
        List<Path> jars = jars();
        List<Step> steps = new ArrayList<>(Collections.nCopies(UPGRADES, Step.UPGRADE));
        steps.addAll(Collections.nCopies(KILLS, Step.KILL));
        steps.addAll(Collections.nCopies(COMMANDS, Step.COMMAND));
        Collections.shuffle(steps, random);
        try {
            for (Step step : steps) {
                switch (step) {
                    case UPGRADE -> upgrade(platform, jars.get(random.nextInt(jars.size())));
                    case KILL -> kill(platform, jars.get(random.nextInt(jars.size())));
                    case COMMAND -> command(platform);
                }
                requireSteady(platform);
            }
            awaitUpgrade();
            requireNothingLost(platform, ticking);
        } catch (AssertionError | IOException e) {
            throw new AssertionError("with seed " + SEED + ", after " + history, e);
        }
        System.out.println(
                "storm: " + UPGRADES + " upgrades, " + KILLS + " kills, " + COMMANDS + " commands (" + refused
                        + " told to ask again, " + interrupted + " interrupted), " + UNIKERNELS
                        + " unikernels: 0 restarts, 0 lines lost or doubled, 0 leftovers");
    }

    /** Those that the platform has; a release has more, which are added on demand. */
    private static List<Path> jars() throws IOException {
        Path release = Tree.release();
        return BUNDLE.matcher(Files.readString(release.resolve("features/albatross.json")))
                .results()
                .map(id -> release.resolve("bundles/" + id.group(1) + "." + id.group(2) + "-" + id.group(3) + ".jar"))
                .sorted()
                .toList();
    }

    /** Begins an upgrade, when the one before has ended. */
    private void upgrade(Platform platform, Path jar) throws Exception {
        awaitUpgrade();
        Path variant = platform.home().resolve("variant.jar");
        new JarVariant(jar).adding("variant", Integer.toString(history.size())).write(variant);
        history.add("upgrade " + jar.getFileName());
        ProcessBuilder client = new ProcessBuilder(Tree.file("bin/albatross").toString(), "upgrade", variant.toString())
                .redirectErrorStream(true)
                .redirectOutput(platform.home().resolve("upgrade.log").toFile());
        client.environment().put("ALBATROSS_RUN_DIR", platform.run().toString());
        upgrading = Optional.of(client.start());
    }

    private void awaitUpgrade() throws Exception {
        if (upgrading.isPresent()) {
            Process client = upgrading.get();
            upgrading = Optional.empty();
            assertThat(client.waitFor(Platform.LIMIT.toSeconds(), TimeUnit.SECONDS))
                    .as("the client has ended")
                    .isTrue();
            assertThat(client.exitValue()).as("the exit code of the client").isZero();
        }
    }

    /** Every second time in the middle of an upgrade. */
    private void kill(Platform platform, Path jar) throws Exception {
        if (random.nextBoolean()) {
            upgrade(platform, jar);
            LockSupport.parkNanos(random.nextLong(LONGEST_BEFORE_KILL.toNanos()));
        }
        history.add("kill");
        platform.kill();
        if (upgrading.isPresent()) {
            upgrading.get().destroyForcibly();
            upgrading.get().onExit().join();
            upgrading = Optional.empty();
        }
        platform.start();
        expected.requireOneOf(things(platform));
    }

    private void command(Platform platform) throws Exception {
        Thing thing = Moves.THINGS.get(random.nextInt(Moves.THINGS.size()));
        Move move = moves.next(thing, expected.of(thing));
        history.add(move.command().getClass().getSimpleName() + " " + thing.name());
        Optional<Reply> reply = answer(platform, move);
        if (reply.isPresent() && !(reply.get() instanceof Reply.Failure)) {
            expected.done(move);
            return;
        }
        if (reply.isPresent()) {
            assertThat(((Reply.Failure) reply.get()).message().line()).matches(AGAIN);
            refused++;
        } else {
            interrupted++;
        }
        expected.interrupted(move);
        awaitUpgrade();
        expected.requireOneOf(things(platform));
    }

    /** Nothing when the connection was closed without an answer, as while sockets are replaced. */
    private static Optional<Reply> answer(Platform platform, Move move) throws Exception {
        try (Peer peer = Await.value(Platform.LIMIT, platform::connectUnlessRefused)) {
            peer.send(move.thing().name(), move.command());
            return peer.answer();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Map<Thing, Thing.Desired> things(Platform platform) throws Exception {
        return Found.in(platform).entrySet().stream()
                .filter(entry -> !steady.containsKey(entry.getKey().name()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Looks at each by its number, and that none runs twice; what the log says of one that has ended is in the message. */
    private void requireSteady(Platform platform) throws IOException {
        String log = platform.logs();
        for (Tender tender : steady.values()) {
            assertThat(ProcessHandle.of(tender.pid()).map(Processes::startTime))
                    .as(() -> tender + ", of which the log says:\n" + linesAbout(tender.name(), log))
                    .contains(tender.start());
        }
        assertThat(platform.running().stream()
                        .filter(tender -> steady.containsKey(tender.name()))
                        .toList())
                .as("tenders")
                .isSubsetOf(steady.values());
    }

    private static String linesAbout(Name name, String log) {
        return log.lines().filter(line -> line.contains(name + " ")).collect(Collectors.joining("\n"));
    }

    private void requireNothingLost(Platform platform, Deployment ticking) throws Exception {
        Map<Name, Thing.Unikernel> desired = new TreeMap<>();
        things(platform).forEach((thing, value) -> {
            if (thing.kind() == Kind.UNIKERNEL) {
                desired.put(thing.name(), (Thing.Unikernel) value);
            }
        });
        steady.keySet().forEach(name -> desired.put(name, ticking.desired(false)));
        Await.until(Platform.LIMIT, () -> Remains.requireNoneBut(platform, Optional.empty(), desired));
        for (Name name : steady.keySet()) {
            assertThat(platform.status().get(name).restarts())
                    .as("restarts of %s", name)
                    .isZero();
            int known = platform.console(name, MORE_LINES).size();
            List<Integer> ticks = platform.console(name, known + MORE_LINES).stream()
                    .flatMap(line -> LINE.matcher(line).results())
                    .map(line -> Integer.valueOf(line.group(1)))
                    .toList();
            assertThat(ticks)
                    .as("lines of %s", name)
                    .isEqualTo(IntStream.rangeClosed(1, ticks.size()).boxed().toList());
        }
    }
}
