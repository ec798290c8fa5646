package org.albatross.supervisor.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.albatross.model.Name;
import org.junit.jupiter.api.Test;

class KeyedSerialExecutorTest {
    private static final Name A = Name.parse("a");
    private static final Name B = Name.parse("b");

    private final Deque<Runnable> pool = new ArrayDeque<>();
    private final List<String> done = new ArrayList<>();
    private final KeyedSerialExecutor serial = new KeyedSerialExecutor(pool::add);

    private void runOne() {
        pool.remove().run();
    }

    @Test
    void runsTasksOfOneNameOneAfterTheOther() {
        serial.run(A, () -> done.add("a1"));
        serial.run(A, () -> done.add("a2"));
        assertThat(pool).hasSize(1);

        runOne();
        assertThat(done).containsExactly("a1");
        assertThat(pool).hasSize(1);

        serial.run(A, () -> done.add("a3"));
        runOne();
        runOne();
        assertThat(done).containsExactly("a1", "a2", "a3");
        assertThat(pool).isEmpty();
    }

    @Test
    void runsTasksOfDifferentNamesSideBySide() {
        serial.run(A, () -> done.add("a"));
        serial.run(B, () -> done.add("b"));

        assertThat(pool).hasSize(2);
    }

    @Test
    void goesOnAfterATaskThatFails() {
        serial.run(A, () -> {
            throw new IllegalStateException("a test's mistake");
        });
        serial.run(A, () -> done.add("a2"));

        runOne();
        runOne();

        assertThat(done).containsExactly("a2");
    }

    @Test
    void goesOnAfterATaskThatEndsByAnError() {
        serial.run(A, () -> {
            throw new NoClassDefFoundError("org/albatross/Missing");
        });
        serial.run(A, () -> done.add("a2"));

        assertThatThrownBy(this::runOne).isInstanceOf(NoClassDefFoundError.class);
        runOne();

        assertThat(done).containsExactly("a2");
    }
}
