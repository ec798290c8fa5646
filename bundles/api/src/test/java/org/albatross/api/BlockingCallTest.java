package org.albatross.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.albatross.model.Blob;
import org.albatross.model.Caller;
import org.albatross.model.Command;
import org.albatross.model.Data;
import org.albatross.model.Name;
import org.albatross.model.Refusal;
import org.albatross.model.Reply;
import org.albatross.model.Text;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BlockingCallTest {
    private static final Caller CALLER = new Caller.Local(0, 0, 17);
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Reply ANSWER = new Reply.Hello(Text.of("albatross"), Text.of("1"), List.of());

    private final CountDownLatch cancelled = new CountDownLatch(1);

    private Outcome perform(CommandService service, Duration limit) throws InterruptedException {
        return BlockingCall.perform(service, CALLER, Name.ROOT, new Command.SayHello(), limit);
    }

    @Test
    void returnsTheAnswerOfACommandThatAnsweredAtOnce() throws InterruptedException {
        CommandService service = (request, sink) -> {
            sink.answer(ANSWER);
            sink.end();
            return Cancellable.NOTHING;
        };

        assertThat(perform(service, LONG)).isEqualTo(new Outcome.Answered(ANSWER));
    }

    @Test
    void returnsTheAnswerOfAServiceThatEndsOnlyWhenMoreIsWelcome() throws InterruptedException {
        CommandService service = (request, sink) -> {
            sink.answer(ANSWER);
            sink.whenReady(sink::end);
            return Cancellable.NOTHING;
        };

        assertThat(perform(service, LONG)).isEqualTo(new Outcome.Answered(ANSWER));
    }

    @Test
    void waitsForAnAnswerFromAnotherThread() throws InterruptedException {
        CommandService service = (request, sink) -> {
            CompletableFuture<Void> unused = CompletableFuture.runAsync(() -> {
                sink.answer(ANSWER);
                sink.end();
            });
            return cancelled::countDown;
        };

        assertThat(perform(service, LONG)).isEqualTo(new Outcome.Answered(ANSWER));
        assertThat(cancelled.getCount()).isEqualTo(1);
    }

    @Test
    void returnsARefusal() throws InterruptedException {
        Refusal refusal = new Refusal.Unavailable("the supervisor is stopping, try again");
        CommandService service = (request, sink) -> {
            sink.fail(refusal);
            return Cancellable.NOTHING;
        };

        assertThat(perform(service, LONG)).isEqualTo(new Outcome.Refused(refusal));
    }

    @Test
    void returnsARefusalBehindTheAnswer() throws InterruptedException {
        Refusal refusal = new Refusal.BrokenOff("17 lines were lost");
        CommandService service = (request, sink) -> {
            sink.answer(ANSWER);
            sink.fail(refusal);
            return Cancellable.NOTHING;
        };

        assertThat(perform(service, LONG)).isEqualTo(new Outcome.Refused(refusal));
    }

    @Test
    void givesUpAtTheDeadlineAndSaysSoToTheService() throws InterruptedException {
        Duration limit = Duration.ofMillis(20);
        CommandService service = (request, sink) -> {
            assertThat(request.deadline()).contains(limit);
            return cancelled::countDown;
        };

        Outcome outcome = perform(service, limit);

        assertThat(outcome).isEqualTo(new Outcome.Refused(new Refusal.TimedOut(limit, false)));
        assertThat(((Outcome.Refused) outcome).refusal().message()).isEqualTo("no answer within 20 ms");
        assertThat(cancelled.getCount()).isZero();
    }

    @Test
    void givesUpWhenItsThreadIsInterrupted() {
        CommandService service = (request, sink) -> {
            Thread.currentThread().interrupt();
            return cancelled::countDown;
        };

        assertThatThrownBy(() -> perform(service, LONG)).isInstanceOf(InterruptedException.class);
        assertThat(cancelled.getCount()).isZero();
    }

    @Test
    void refusesACommandThatStreamsAndCancelsIt() throws InterruptedException {
        CommandService service = (request, sink) -> {
            sink.answer(ANSWER);
            assertThat(sink.data(Name.ROOT, new Data.Console(Instant.EPOCH, Text.of("line"))))
                    .isFalse();
            return cancelled::countDown;
        };

        assertThat(perform(service, LONG)).isInstanceOf(Outcome.Refused.class);
        assertThat(cancelled.await(1, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void closesWhatItDoesNotRead() throws InterruptedException {
        AtomicBoolean closed = new AtomicBoolean();
        InputStream content = new ByteArrayInputStream(new byte[1]) {
            @Override
            public void close() {
                closed.set(true);
            }
        };
        CommandService service = (request, sink) -> {
            sink.answer(new Reply.UnikernelImage(false, Blob.EMPTY), content);
            sink.end();
            return cancelled::countDown;
        };

        assertThat(perform(service, LONG)).isInstanceOf(Outcome.Refused.class);
        assertThat(closed).isTrue();
    }
}
