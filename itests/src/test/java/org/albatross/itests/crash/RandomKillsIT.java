package org.albatross.itests.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.albatross.itests.Await;
import org.albatross.itests.Daemon;
import org.albatross.itests.crash.Thing.Desired;
import org.albatross.model.Name;
import org.albatross.model.Reply;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The platform is killed by signal 9 at random moments: while it starts, and while it carries out commands. What is
 * desired is then what it was before or after each interrupted command, nothing runs twice, and nothing is left over.
 *
 * <p>{@code -Dalbatross.kills=200} sets how often, {@code -Dalbatross.kills.seed=1} what is chosen at random.
 */
class RandomKillsIT {
    private static final int KILLS = Integer.getInteger("albatross.kills", 25);
    private static final long SEED = Long.getLong("albatross.kills.seed", 1);
    private static final String BRIDGE = "kills0";
    private static final int MOST_BEFORE = 3;
    private static final int MOST_INTERRUPTED = 3;
    private static final Duration LONGEST_COMMAND = Duration.ofMillis(120);
    private static final Duration LONGEST_START = Duration.ofMillis(1500);

    /** One kill in so many comes while the platform starts. */
    private static final int STARTS = 5;

    @RegisterExtension
    final Platforms platforms = new Platforms();

    private final Random random = new Random(SEED);
    private final Expected expected = new Expected();
    private final List<String> history = new ArrayList<>();
    private Platform platform;
    private Optional<Bridge> bridge = Optional.empty();
    private Moves moves;

    @BeforeEach
    void makePlatformAndBridge() throws Exception {
        platform = platforms.make();
        bridge = platforms.bridge(BRIDGE);
        moves = new Moves(random, bridge.map(Bridge::name));
    }

    @Test
    void leavesTheStateBeforeOrAfterTheInterruptedCommand() throws Exception {
        for (int kill = 1; kill <= KILLS; kill++) {
            history.clear();
            try {
                if (random.nextInt(STARTS) == 0) {
                    killWhileItStarts();
                } else {
                    platform.start();
                    requireExpected();
                    killWhileItWorks();
                }
            } catch (AssertionError e) {
                throw new AssertionError("at kill " + kill + " of seed " + SEED + ", after " + history, e);
            }
        }
        platform.start();
        requireExpected();
    }

    private void killWhileItStarts() throws Exception {
        Daemon starting = platform.launch();
        rest(LONGEST_START);
        starting.kill();
        history.add("killed while it started");
    }

    /** Carries out some commands to their end, and interrupts some more. */
    private void killWhileItWorks() throws Exception {
        for (int i = random.nextInt(MOST_BEFORE + 1); i > 0; i--) {
            Thing thing = Moves.THINGS.get(random.nextInt(Moves.THINGS.size()));
            Move move = moves.next(thing, expected.of(thing));
            platform.require(thing.name(), move.command());
            done(move);
        }
        List<Thing> shuffled = new ArrayList<>(Moves.THINGS);
        Collections.shuffle(shuffled, random);
        Map<Move, Peer> interrupted = new LinkedHashMap<>();
        try {
            for (Thing thing : shuffled.subList(0, 1 + random.nextInt(MOST_INTERRUPTED))) {
                Move move = moves.next(thing, expected.of(thing));
                Peer peer = platform.connect();
                interrupted.put(move, peer);
                peer.send(thing.name(), move.command());
            }
            rest(LONGEST_COMMAND);
            platform.kill();
            for (Map.Entry<Move, Peer> entry : interrupted.entrySet()) {
                end(entry.getKey(), answer(entry.getValue()));
            }
        } finally {
            interrupted.values().forEach(Peer::close);
        }
    }

    /** The moment of a kill is anywhere within {@code longest}. */
    private void rest(Duration longest) {
        LockSupport.parkNanos(random.nextLong(longest.toNanos()));
    }

    /** What the platform had answered before it was killed. */
    private static Optional<Reply> answer(Peer peer) throws Exception {
        try {
            return peer.answer();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private void end(Move move, Optional<Reply> answer) {
        if (answer.isPresent()) {
            assertThat(answer.get()).as("%s", move).isInstanceOf(Reply.Success.class);
            done(move);
        } else {
            history.add("interrupted " + words(move));
            expected.interrupted(move);
        }
    }

    private void done(Move move) {
        history.add(words(move));
        expected.done(move);
    }

    private static String words(Move move) {
        return move.command().getClass().getSimpleName() + " " + move.thing().name();
    }

    private void requireExpected() throws Exception {
        Map<Thing, Desired> found = Found.in(platform);
        expected.requireOneOf(found);
        Map<Name, Thing.Unikernel> desired = new TreeMap<>();
        found.forEach((thing, value) -> {
            if (value instanceof Thing.Unikernel unikernel) {
                desired.put(thing.name(), unikernel);
            }
        });
        Await.until(Platform.LIMIT, () -> Remains.requireNoneBut(platform, bridge, desired));
        assertThat(Found.in(platform)).isEqualTo(found);
    }
}
