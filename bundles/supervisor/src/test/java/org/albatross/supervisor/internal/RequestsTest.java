package org.albatross.supervisor.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.albatross.api.Request;
import org.albatross.core.RequestId;
import org.albatross.model.Caller;
import org.albatross.model.Command;
import org.albatross.model.Name;
import org.albatross.model.Refusal;
import org.albatross.model.Reply;
import org.junit.jupiter.api.Test;

class RequestsTest {
    private static final Caller CALLER = new Caller.Local(1, 2, 3);
    private static final Request REQUEST = new Request(CALLER, Name.ROOT, new Command.SayHello());
    private static final Reply DONE = new Reply.Done("done");

    private final Deque<Runnable> answers = new ArrayDeque<>();
    private final Requests requests = new Requests(answers::add);
    private final TestSink sink = new TestSink(Duration.ofSeconds(1));

    private void giveAnswers() {
        while (!answers.isEmpty()) {
            answers.remove().run();
        }
    }

    @Test
    void numbersRequestsAndKnowsWhoAsked() {
        RequestId first = requests.open(REQUEST, sink).id();
        RequestId second = requests.open(REQUEST, sink).id();

        assertThat(second).isNotEqualTo(first);
        assertThat(requests.callerOf(first)).isEqualTo(CALLER);
        assertThat(requests.callerOf(RequestId.PLATFORM)).isEqualTo(new Caller.Platform());
        requests.forget(first);
        assertThat(requests.callerOf(first)).isEqualTo(new Caller.Platform());
    }

    @Test
    void answersOnceThoughItIsForgottenMeanwhile() {
        Requests.Pending pending = requests.open(REQUEST, sink);
        requests.answer(pending.id(), DONE);
        requests.fail(pending.id(), new Refusal.Internal("a second answer"));
        requests.forget(pending.id());

        giveAnswers();

        assertThat(sink.reply()).isEqualTo(DONE);
    }

    @Test
    void callsNoSinkOfACallerThatHasGone() {
        Requests.Pending pending = requests.open(REQUEST, sink);
        requests.answer(pending.id(), DONE);

        assertThat(pending.abandon()).isTrue();
        giveAnswers();

        assertThat(sink.answered()).isFalse();
        assertThat(requests.answer(pending.id(), DONE, InputStream.nullInputStream()))
                .isFalse();
        assertThat(pending.abandon()).isFalse();
    }

    @Test
    void refusesEarlyWhenPatienceEnds() {
        Requests.Pending pending = requests.open(REQUEST, sink);

        assertThat(pending.failEarly(new Refusal.TimedOut(Duration.ofMillis(20), false)))
                .isTrue();
        requests.answer(pending.id(), DONE);
        giveAnswers();

        assertThat(sink.reply()).isEqualTo(new Reply.Failure("no answer within 20 ms"));
        assertThat(pending.failEarly(new Refusal.Internal("late"))).isFalse();
    }

    @Test
    void refusesEverybodyAtTheEnd() {
        requests.open(REQUEST, sink);

        requests.failAll(new Refusal.Unavailable("stopping"));

        assertThat(sink.reply()).isEqualTo(new Reply.Failure("stopping"));
    }
}
