package org.albatross.core;

import static org.assertj.core.api.Assertions.fail;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Thousands of random walks, each the same for its seed. */
class GeneratedTest {
    private static final int WALKS = 2000;
    private static final int STEPS = 150;

    private static void walk(long seed, Consumer<Walk> way) {
        Walk walk = new Walk(seed);
        try {
            way.accept(walk);
        } catch (AssertionError | RuntimeException e) {
            fail("walk " + seed + ": " + e.getMessage() + "\n" + walk.trace(), e);
        }
    }

    @Test
    void keepsWhatItPromisesWhateverHappensInWhateverOrder() {
        for (long seed = 0; seed < WALKS; seed++) {
            walk(seed, walk -> {
                for (int i = 0; i < STEPS; i++) {
                    walk.step();
                }
                walk.settle();
                walk.destroyAll();
            });
        }
    }
}
