package org.albatross.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LastResortTest {
    private static final String WHAT =
            "the thread owner has ended: java.lang.NoClassDefFoundError: org/albatross/Missing";

    private final List<String> said = new ArrayList<>();
    private final AtomicInteger halts = new AtomicInteger();
    private final LastResort lastResort = new LastResort(said::add, halts::incrementAndGet);
    private final Thread owner = new Thread(() -> {}, "owner");

    LastResortTest() {
        owner.setUncaughtExceptionHandler(lastResort);
    }

    @AfterEach
    void clearInterrupt() {
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void endsTheProcessAtOnceWhileItIsStarting() {
        escape();

        assertThat(said).containsExactly(WHAT);
        assertThat(halts).hasValue(1);
    }

    @Test
    void wakesWhoWaitsForTheEndOncePlatformServes() {
        lastResort.serving();

        escape();
        escape();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(lastResort.reason()).contains(WHAT);
        assertThat(halts).hasValue(0);
    }

    @Test
    void onlyTellsOfWhatEscapesWhileThePlatformEnds() {
        lastResort.serving();
        lastResort.ending();

        escape();

        assertThat(said).containsExactly(WHAT);
        assertThat(lastResort.reason()).isEqualTo(Optional.empty());
        assertThat(halts).hasValue(0);
    }

    private void escape() {
        lastResort.uncaughtException(owner, new NoClassDefFoundError("org/albatross/Missing"));
    }
}
