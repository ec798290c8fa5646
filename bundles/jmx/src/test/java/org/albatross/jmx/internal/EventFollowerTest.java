package org.albatross.jmx.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.albatross.api.Cancellable;
import org.albatross.api.CommandService;
import org.albatross.api.Request;
import org.albatross.api.Sink;
import org.albatross.model.Command;
import org.albatross.model.Data;
import org.albatross.model.LogCommand;
import org.albatross.model.Name;
import org.albatross.model.Refusal;
import org.albatross.model.Reply;
import org.albatross.model.Text;
import org.albatross.threads.PlatformThreads;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EventFollowerTest {
    private record Asked(Command command, Sink sink) {}

    private final BlockingQueue<Asked> asked = new LinkedBlockingQueue<>();
    private final BlockingQueue<Long> told = new LinkedBlockingQueue<>();
    private final CountDownLatch cancelled = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);
    private final Commands commands = new Commands();
    private final EventFollower follower =
            new EventFollower(commands, row -> take(row.number()), 7, PlatformThreads.timer("test-follow"), 1);

    private void take(long number) {
        try {
            if (number == 100) {
                go.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        told.add(number);
    }

    private void begin() {
        commands.gate().open(new CommandService() {
            @Override
            public Cancellable execute(Request request, Sink sink) {
                assertThat(request.name()).isEqualTo(Name.ROOT);
                asked.add(new Asked(request.command(), sink));
                return cancelled::countDown;
            }
        });
        follower.start();
    }

    @AfterEach
    void stop() {
        go.countDown();
        follower.stop();
    }

    private Asked next() throws InterruptedException {
        Asked next = asked.poll(60, TimeUnit.SECONDS);
        assertThat(next).isNotNull();
        return next;
    }

    private static boolean event(Asked to, long number) {
        return to.sink().data(Name.ROOT, new Data.Event(number, Instant.EPOCH, Text.of("not JSON")));
    }

    private long told() throws InterruptedException {
        Long number = told.poll(60, TimeUnit.SECONDS);
        return number == null ? -1 : number;
    }

    @Test
    void beginsWithTheLastEventsAndGoesOnBehindTheLastOneThatItHasHad() throws Exception {
        begin();
        Asked first = next();
        assertThat(first.command()).isEqualTo(new LogCommand.Subscribe(new Command.Begin.Count(7)));
        first.sink().answer(new Reply.Empty());
        assertThat(event(first, 3)).isTrue();
        assertThat(event(first, 5)).isTrue();
        assertThat(told()).isEqualTo(3);
        assertThat(told()).isEqualTo(5);

        first.sink().end();
        Asked second = next();
        assertThat(second.command()).isEqualTo(new LogCommand.SubscribeAfter(5));
        second.sink().fail(new Refusal.Unavailable("the log is being replaced"));
        Asked third = next();
        assertThat(third.command()).isEqualTo(new LogCommand.SubscribeAfter(5));
        assertThat(event(third, 5)).isTrue();
        assertThat(event(third, 6)).isTrue();
        assertThat(told()).isEqualTo(6);
    }

    @Test
    void waitsForACommandServiceThatIsNotThereYet() throws Exception {
        follower.start();
        begin();
        assertThat(next().command()).isEqualTo(new LogCommand.Subscribe(new Command.Begin.Count(7)));
    }

    @Test
    void letsTheLogWaitWhileEventsAreNotTaken() throws Exception {
        begin();
        Asked subscription = next();
        subscription.sink().answer(new Reply.Empty());
        long number = 100;
        while (event(subscription, number)) {
            number++;
            assertThat(number).isLessThan(1000);
        }
        CountDownLatch ready = new CountDownLatch(1);
        subscription.sink().whenReady(ready::countDown);
        assertThat(ready.getCount()).isEqualTo(1);

        go.countDown();
        assertThat(ready.await(60, TimeUnit.SECONDS)).isTrue();
        for (long each = 100; each <= number; each++) {
            assertThat(told()).isEqualTo(each);
        }
    }

    @Test
    void endsItsSubscriptionWhenItIsStopped() throws Exception {
        begin();
        Asked subscription = next();
        follower.stop();
        assertThat(cancelled.await(60, TimeUnit.SECONDS)).isTrue();
        subscription.sink().end();
        assertThat(asked).isEmpty();
    }
}
