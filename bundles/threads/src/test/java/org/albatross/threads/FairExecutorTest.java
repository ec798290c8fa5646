package org.albatross.threads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FairExecutorTest {
    private final Deque<Runnable> threads = new ArrayDeque<>();
    private final List<String> done = new ArrayList<>();
    private final FairExecutor executor = new FairExecutor(threads::add, 3, 2, 4);

    private Optional<String> submit(String account, String task) {
        return executor.submit(account, () -> done.add(task));
    }

    private void runAll() {
        while (!threads.isEmpty()) {
            threads.remove().run();
        }
    }

    @Test
    void runsNoMoreOfOneAccountAtOnceThanItsShare() {
        for (String task : List.of("a1", "a2", "a3")) {
            submit("a", task);
        }
        assertThat(threads).hasSize(2);

        submit("b", "b1");
        assertThat(threads).hasSize(3);

        runAll();
        assertThat(done).containsExactlyInAnyOrder("a1", "a2", "a3", "b1");
    }

    @Test
    void takesWhatWaitsFromTheAccountsInTurn() {
        for (String task : List.of("a1", "a2", "a3", "a4", "a5", "a6")) {
            submit("a", task);
        }
        submit("b", "b1");
        submit("b", "b2");
        submit("c", "c1");

        runAll();

        assertThat(done).containsExactly("a1", "a2", "b1", "a3", "b2", "c1", "a4", "a5", "a6");
    }

    @Test
    void refusesWhatIsTooMuchForTheQueueOfAnAccountAndTakesAnothersAllTheSame() {
        for (int i = 0; i < 6; i++) {
            assertThat(submit("uid 7", "a")).isEmpty();
        }

        assertThat(submit("uid 7", "too many"))
                .contains("at most 4 commands of uid 7 may wait, and as many do; try again later");
        assertThat(submit("b", "b1")).isEmpty();
        executor.execute("uid 7", () -> done.add("begun before"));

        runAll();
        assertThat(done).hasSize(8).contains("begun before").doesNotContain("too many");
    }

    @Test
    void keepsThePlaceOfATaskUntilItIsGivenBackOnce() {
        List<Runnable> places = new ArrayList<>();
        executor.submitHolding("a", places::add);
        executor.submitHolding("a", places::add);
        submit("a", "next");
        runAll();
        assertThat(done).isEmpty();

        places.get(0).run();
        places.get(0).run();
        submit("a", "one more");
        assertThat(threads).hasSize(1);
        runAll();

        assertThat(done).containsExactly("next", "one more");
    }

    @Test
    void goesOnAfterTasksThatFail() {
        executor.submit("a", () -> {
            throw new NoClassDefFoundError("a test's");
        });
        executor.submitHolding("a", place -> {
            throw new IllegalStateException("a test's");
        });
        submit("a", "next");

        assertThatThrownBy(threads.remove()::run).isInstanceOf(NoClassDefFoundError.class);
        assertThatThrownBy(threads.remove()::run).isInstanceOf(IllegalStateException.class);
        runAll();
        assertThat(done).containsExactly("next");
    }
}
