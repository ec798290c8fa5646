package org.albatross.dispatch.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Timer;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.albatross.api.Cancellable;
import org.albatross.api.Consoles;
import org.albatross.api.EventLog;
import org.albatross.api.EventSink;
import org.albatross.api.Request;
import org.albatross.api.Sample;
import org.albatross.api.Sink;
import org.albatross.api.Statistics;
import org.albatross.api.Unikernels;
import org.albatross.model.BlockCommand;
import org.albatross.model.Bytes;
import org.albatross.model.Caller;
import org.albatross.model.Command;
import org.albatross.model.CommandEvent;
import org.albatross.model.CommandKind;
import org.albatross.model.ConsoleCommand;
import org.albatross.model.CpuId;
import org.albatross.model.Data;
import org.albatross.model.Event;
import org.albatross.model.EventRecord;
import org.albatross.model.FailBehaviour;
import org.albatross.model.Grant;
import org.albatross.model.LifecycleCommand;
import org.albatross.model.LogCommand;
import org.albatross.model.Megabytes;
import org.albatross.model.Name;
import org.albatross.model.Named;
import org.albatross.model.Path;
import org.albatross.model.Policy;
import org.albatross.model.PolicyCommand;
import org.albatross.model.Refusal;
import org.albatross.model.Reply;
import org.albatross.model.Role;
import org.albatross.model.StatsCommand;
import org.albatross.model.Text;
import org.albatross.model.UnikernelCommand;
import org.albatross.model.UnikernelInfo;
import org.albatross.model.UnikernelStatus;
import org.albatross.model.UnikernelType;
import org.albatross.threads.Relays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DispatcherTest {
    private static final Caller ROOT = new Caller.Local(0, 0, 1);
    private static final Caller ALICE = new Caller.Remote(List.of("a", "alice"), "01", "192.0.2.1", Path.parse("a"));
    private static final Command INFO = new UnikernelCommand.Info(UnikernelCommand.InfoForm.CURRENT);
    private static final Command DESTROY = new UnikernelCommand.Destroy();
    private static final Command.Begin ALL = new Command.Begin.Since(Instant.EPOCH);
    private static final Duration LONG = Duration.ofSeconds(60);

    private static final Clock CLOCK = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);

    private final Relays<EventSink> sinks =
            new Relays<>("albatross-audit", "events", 100, EventSink::keepsEvents, EventSink::lost);
    private final BlockingQueue<EventRecord> events = new LinkedBlockingQueue<>();
    private final CommandMetrics metrics = new CommandMetrics(System::nanoTime);
    private final Dispatcher dispatcher = dispatcher(new Grants(Optional.empty())::of, LONG);
    private final AtomicInteger forgotten = new AtomicInteger();

    private Dispatcher dispatcher(Function<Caller, List<Grant>> grants, Duration patience) {
        return new Dispatcher(grants, new Audit(sinks, CLOCK), metrics, "1.2.3", patience, Runnable::run);
    }

    @BeforeEach
    void listen() {
        sinks.add(events::add);
    }

    @AfterEach
    void stop() {
        sinks.stop();
    }

    /** Notes what it is told. */
    private static final class Noted implements Sink {
        private final List<String> told = new ArrayList<>();
        private final List<Reply> replies = new ArrayList<>();

        @Override
        public void answer(Reply reply) {
            replies.add(reply);
            told.add("answer");
        }

        @Override
        public void answer(Reply reply, InputStream content) {
            answer(reply);
        }

        @Override
        public boolean data(Name name, Data data) {
            told.add("data");
            return true;
        }

        @Override
        public boolean command(Name name, Command command) {
            told.add("command");
            return true;
        }

        @Override
        public void whenReady(Runnable resume) {
            resume.run();
        }

        @Override
        public void end() {
            told.add("end");
        }

        @Override
        public void fail(Refusal refusal) {
            told.add(refusal.message());
        }
    }

    /** Does what a test says. */
    private record Supervising(BiFunction<Request, Sink, Cancellable> behaviour) implements Unikernels {
        static Supervising answering(Reply reply) {
            return new Supervising((request, sink) -> {
                sink.answer(reply);
                sink.end();
                return Cancellable.NOTHING;
            });
        }

        @Override
        public Cancellable execute(Request request, Sink sink) {
            return behaviour.apply(request, sink);
        }

        @Override
        public List<String> features() {
            return List.of("isolation=shared");
        }
    }

    /** Has a ring of {@code a:b:hello}. */
    private static final class Rings implements Consoles {
        @Override
        public void add(Source source, long rings) {
            throw new AssertionError("no front end adds a console");
        }

        @Override
        public CompletionStage<Optional<Text>> finish(Name name, long runId) {
            return new CompletableFuture<>();
        }

        @Override
        public Cancellable subscribe(Name name, Command.Begin begin, Sink sink) {
            sink.answer(new Reply.Done("subscribed"));
            return () -> sink.fail(new Refusal.BrokenOff("cancelled"));
        }

        @Override
        public List<Name> inactive(Path path) {
            return List.of(Name.parse("a:b:hello"));
        }

        @Override
        public void abandon(Name name, long runId) {
            throw new AssertionError("no front end ends a run");
        }
    }

    private Cancellable begin(Dispatcher to, Caller caller, String name, Command command, Sink sink) {
        return to.execute(
                new Request(
                        caller,
                        Name.parse(name),
                        command,
                        Optional.empty(),
                        InputStream.nullInputStream(),
                        forgotten::incrementAndGet),
                sink);
    }

    private Noted ask(Dispatcher to, Caller caller, String name, Command command) {
        Noted sink = new Noted();
        begin(to, caller, name, command, sink);
        return sink;
    }

    private Noted ask(String name, Command command) {
        return ask(dispatcher, ROOT, name, command);
    }

    @Test
    void saysWhoItIsAndWhatItsSupervisorCan() {
        dispatcher.unikernels().open(Supervising.answering(new Reply.Empty()));
        assertThat(ask(":", new Command.SayHello()).replies)
                .containsExactly(
                        new Reply.Hello(Text.of("albatross"), Text.of("1.2.3"), List.of(Text.of("isolation=shared"))));
    }

    @Test
    void carriesOutNoRole() {
        assertThat(ask(":", new Command.PersonRole(Command.PersonRole.Kind.OPERATOR)).told)
                .containsExactly("a role is not a command: it stands in the certificates of people");
    }

    @Test
    void handsCommandsToTheSupervisorAndItsAnswersBack() {
        dispatcher.unikernels().open(Supervising.answering(new Reply.Done("done")));
        for (String command : List.of("unikernel_destroy", "policy_remove", "block_remove", "lifecycle_stop")) {
            Noted sink = ask("a:b", Commands.named(command));
            assertThat(sink.replies).as(command).containsExactly(new Reply.Done("done"));
            assertThat(sink.told).containsExactly("answer", "end");
        }
        assertThat(forgotten).hasValue(0);
    }

    @Test
    void saysWhatThisPlatformHasNoServiceFor() {
        assertThat(ask(":", new Command.AddRevocationList(Bytes.EMPTY)).told)
                .containsExactly("this platform has no service for revocation lists");
        assertThat(forgotten).hasValue(1);
    }

    /** Statistics that tell what they are asked, and send a command. */
    private static final class Stats implements Statistics {
        @Override
        public Cancellable execute(Request request, Sink sink) {
            sink.answer(new Reply.Done(CommandKind.of(request.command()) + " of " + request.name()));
            sink.command(request.name(), new StatsCommand.Remove());
            sink.end();
            return Cancellable.NOTHING;
        }

        @Override
        public Watch watch(Consumer<Sample> listener) {
            throw new AssertionError("dispatch watches nothing");
        }

        @Override
        public Optional<Sample> latest() {
            return Optional.empty();
        }

        @Override
        public Duration interval() {
            return Duration.ZERO;
        }
    }

    @Test
    void handsStatsCommandsToTheStatisticsAndTheirCommandsBack() {
        dispatcher.statistics().open(new Stats());
        for (String command : List.of("stats_add", "stats_remove", "stats_subscribe", "stats_initial")) {
            Noted sink = ask("a:b", Commands.named(command));
            assertThat(sink.replies).containsExactly(new Reply.Done(command + " of a:b"));
            assertThat(sink.told).containsExactly("answer", "command", "end");
        }
    }

    /** An event log that has room or has none. */
    private static class Log implements EventLog {
        private final Optional<Refusal> refusal;

        Log(Optional<Refusal> refusal) {
            this.refusal = refusal;
        }

        @Override
        public Cancellable subscribe(Name name, LogCommand command, Sink sink) {
            sink.answer(new Reply.Done("subscribed to " + name));
            sink.end();
            return Cancellable.NOTHING;
        }

        @Override
        public Optional<Refusal> awaitRoom() throws InterruptedException {
            return refusal;
        }

        @Override
        public Counters counters() {
            throw new AssertionError("nobody asks for counters");
        }
    }

    @Test
    void handsSubscriptionsToTheEventLog() {
        dispatcher.eventLogs().open(new Log(Optional.empty()));

        assertThat(ask("a:", new LogCommand.Subscribe(ALL)).replies)
                .containsExactly(new Reply.Done("subscribed to a:"));
    }

    @Test
    void beginsNoChangeForWhichTheEventLogHasNoRoom() {
        dispatcher.unikernels().open(Supervising.answering(new Reply.Done("done")));
        dispatcher.eventLogs().open(new Log(Optional.of(new Refusal.LimitReached("the event log is full"))));

        assertThat(ask("a", DESTROY).told).containsExactly("the event log is full");
        assertThat(forgotten).hasValue(1);
        assertThat(ask("a", INFO).replies).containsExactly(new Reply.Done("done"));
    }

    /** The counters that are not zero, without the command. */
    private List<String> outcomes() {
        return metrics.getMetrics().entrySet().stream()
                .filter(metric -> metric.getValue() instanceof Counter counter && counter.getCount() > 0)
                .map(metric ->
                        metric.getKey().replaceAll(".*outcome=|}", "") + " " + ((Counter) metric.getValue()).getCount())
                .sorted()
                .toList();
    }

    @Test
    void countsWhatCameOfEachCommandOnce() {
        dispatcher.unikernels().open(Supervising.answering(new Reply.Done("done")));
        dispatcher.consoles().open(new Rings());
        ask("a:b", DESTROY);
        ask("a:b", INFO);
        assertThat(outcomes()).containsExactly("done 1", "done 1");

        ask(dispatcher(caller -> List.of(), LONG), ALICE, "a:b", DESTROY);
        ask(":", new Command.AddRevocationList(Bytes.EMPTY));
        assertThat(outcomes()).containsExactly("done 1", "done 1", "not_allowed 1", "refused 1");

        Cancellable reading = begin(dispatcher, ROOT, "a:b", new ConsoleCommand.Subscribe(ALL), new Noted());
        assertThat(metrics.running()).isEqualTo(1L);
        reading.cancel();
        assertThat(outcomes()).containsExactly("done 1", "done 1", "left 1", "not_allowed 1", "refused 1");
        assertThat(metrics.running()).isEqualTo(0L);
    }

    @Test
    void countsAChangeWhenItIsDoneThoughItsCallerHasLeft() {
        List<Sink> sinksOfChange = new ArrayList<>();
        dispatcher.unikernels().open(new Supervising((request, sink) -> {
            sinksOfChange.add(sink);
            return Cancellable.NOTHING;
        }));
        begin(dispatcher, ROOT, "a:b", DESTROY, new Noted()).cancel();
        assertThat(outcomes()).isEmpty();

        sinksOfChange.get(0).answer(Reply.Done.POLICY_UNCHANGED);
        sinksOfChange.get(0).end();

        assertThat(metrics.getMetrics()).hasEntrySatisfying("answer{command=unikernel_destroy}", answer -> assertThat(
                        ((Timer) answer).getCount())
                .isEqualTo(1));

        assertThat(outcomes()).containsExactly("done 1");
    }

    @Test
    void countsChangesThatTheEventLogHasNoRoomForAsRefused() {
        dispatcher.eventLogs().open(new Log(Optional.of(new Refusal.LimitReached("the event log is full"))));

        ask("a", DESTROY);

        assertThat(outcomes()).containsExactly("refused 1");
    }

    @Test
    void letsAnEventLogLeaveThatAChangeWaitsFor() throws Exception {
        CountDownLatch waiting = new CountDownLatch(1);
        CountDownLatch left = new CountDownLatch(1);
        EventLog slow = new Log(Optional.empty()) {
            @Override
            public Optional<Refusal> awaitRoom() throws InterruptedException {
                waiting.countDown();
                left.await();
                return Optional.empty();
            }
        };
        dispatcher.unikernels().open(Supervising.answering(new Reply.Done("done")));
        dispatcher.eventLogs().open(slow);
        FutureTask<Noted> destroy = new FutureTask<>(() -> ask("a", DESTROY));
        new Thread(destroy).start();
        waiting.await();

        FutureTask<Void> closing = new FutureTask<>(() -> dispatcher.eventLogs().close(slow), null);
        new Thread(closing).start();
        try {
            closing.get(60, TimeUnit.SECONDS);
        } finally {
            left.countDown();
        }

        assertThat(destroy.get(60, TimeUnit.SECONDS).told).containsExactly("answer", "end");
    }

    @Test
    void tellsPathsFromNamesForConsoles() {
        dispatcher.consoles().open(new Rings());
        assertThat(ask("a:", new ConsoleCommand.Subscribe(ALL)).told).containsExactly("path used instead of name");
        assertThat(ask("a", new ConsoleCommand.ListInactive()).told).containsExactly("name used");
        assertThat(ask("a:", new ConsoleCommand.ListInactive()).replies)
                .containsExactly(new Reply.Consoles(List.of(Name.parse("b:hello"))));
        assertThat(ask("a", new ConsoleCommand.Subscribe(ALL)).replies).containsExactly(new Reply.Done("subscribed"));
        assertThat(ask("a", new ConsoleCommand.Add(1)).told.get(0)).startsWith("unexpected command");
    }

    @Test
    void letsCommandsWaitForServicesThatAreBeingReplaced() {
        Noted destroy = ask("a", DESTROY);
        Noted list = ask(":", new ConsoleCommand.ListInactive());
        assertThat(destroy.told).isEmpty();
        assertThat(list.told).isEmpty();

        dispatcher.unikernels().open(Supervising.answering(new Reply.Done("destroyed")));
        dispatcher.consoles().open(new Rings());

        assertThat(destroy.replies).containsExactly(new Reply.Done("destroyed"));
        assertThat(list.told).containsExactly("answer", "end");
    }

    @Test
    void refusesWhatHasWaitedTooLongOrWaitsWhenItStopsAndForgetsItsBlobs() {
        Dispatcher impatient = dispatcher(new Grants(Optional.empty())::of, Duration.ZERO);
        Noted late = ask(impatient, ROOT, "a", Commands.named("unikernel_create"));
        impatient.expire();
        assertThat(late.told)
                .containsExactly(
                        "the platform's supervisor is being replaced and did not come back within 0 s; ask again");
        assertThat(forgotten).hasValue(1);

        Noted waiting = ask("a", Commands.named("unikernel_create"));
        dispatcher.stop();
        assertThat(waiting.told).containsExactly("the platform's command service is stopping; ask again");
        assertThat(forgotten).hasValue(2);
    }

    @Test
    void carriesOutAChangeWhoseCallerLeftWhileItWaitedAndTellsItNothing() {
        Noted sink = new Noted();
        begin(dispatcher, ROOT, "a", DESTROY, sink).cancel();
        List<Command> carriedOut = new ArrayList<>();
        dispatcher.unikernels().open(new Supervising((request, to) -> {
            carriedOut.add(request.command());
            to.answer(new Reply.Done("destroyed"));
            to.end();
            return Cancellable.NOTHING;
        }));
        assertThat(carriedOut).containsExactly(DESTROY);
        assertThat(sink.told).isEmpty();
    }

    @Test
    void forgetsAQuestionWhoseCallerLeftWhileItWaited() {
        begin(dispatcher, ROOT, "a", INFO, new Noted()).cancel();
        dispatcher.unikernels().open(new Supervising((request, to) -> {
            throw new AssertionError("nobody asks");
        }));
        assertThat(forgotten).hasValue(1);
    }

    @Test
    void tellsACallerThatHasLeftNothing() {
        dispatcher.consoles().open(new Rings());
        Noted sink = new Noted();
        begin(dispatcher, ROOT, "a", new ConsoleCommand.Subscribe(ALL), sink).cancel();
        assertThat(sink.told).containsExactly("answer");
    }

    @Test
    void refusesByPathWhatACertificateDoesNotReach() {
        dispatcher.unikernels().open(Supervising.answering(new Reply.Done("done")));
        assertThat(ask(dispatcher, ALICE, "a:hello", DESTROY).told).containsExactly("answer", "end");
        Noted sink = ask(dispatcher, ALICE, "b:hello", Commands.named("unikernel_create"));
        assertThat(sink.told)
                .containsExactly("not allowed for b:hello: it needs operator of b: or above, and a:alice, serial 01,"
                        + " from 192.0.2.1 is certificate of a:");
        assertThat(forgotten).hasValue(1);
    }

    @Test
    void tellsEventSinksOfEachChangeAndOfEachReadingOfSecretsAndWhatCameOfThem() throws Exception {
        dispatcher.unikernels().open(Supervising.answering(new Reply.Done("done")));
        dispatcher.statistics().open(new Stats());
        List<Commands.Row> audited = Commands.TABLE.stream()
                .filter(row -> row.command().isChange() || row.name().matches("unikernel_get|block_dump.*"))
                .toList();
        for (Commands.Row row : Commands.TABLE) {
            ask("a:b:", row.command());
        }
        for (Commands.Row row : audited) {
            EventRecord told = nextEvent();
            assertThat(told.caller()).isEqualTo(ROOT);
            assertThat(told.name()).isEqualTo(Name.parse("a:b:"));
            CommandKind kind = CommandKind.of(row.command());
            Event expected = row.name().matches("console_add|crl_add")
                    ? new CommandEvent.Refused(kind, refusalOf(told))
                    : new CommandEvent.CarriedOut(kind);
            assertThat(told.event()).isEqualTo(expected);
        }
        assertThat(events).isEmpty();
    }

    @Test
    void tellsEventSinksNothingOfAPolicyThatIsThereAlready() throws Exception {
        dispatcher.unikernels().open(Supervising.answering(Reply.Done.POLICY_UNCHANGED));
        ask(
                "a:b:",
                new PolicyCommand.Add(
                        new Policy(CpuId.setOf(0), 1, new Megabytes(1), Optional.empty(), new TreeSet<>())));
        ask(dispatcher, ALICE, "b:", INFO);
        assertThat(refusalOf(nextEvent())).isInstanceOf(Refusal.NotAllowed.class);
        assertThat(events).isEmpty();
    }

    @Test
    void tellsEventSinksOfWhatACallerMayNot() throws Exception {
        ask(dispatcher, ALICE, "b:", INFO);
        EventRecord told = nextEvent();
        assertThat(told.caller()).isEqualTo(ALICE);
        assertThat(refusalOf(told)).isInstanceOf(Refusal.NotAllowed.class);
    }

    @Test
    void tellsEventSinksWhatCameOfAChangeWhoseCallerHasLeft() throws Exception {
        List<Sink> waiting = new ArrayList<>();
        dispatcher.unikernels().open(new Supervising((request, sink) -> {
            waiting.add(sink);
            return () -> {
                throw new AssertionError("a change is not cancelled");
            };
        }));
        begin(dispatcher, ROOT, "a", DESTROY, new Noted()).cancel();
        waiting.get(0).fail(new Refusal.Unavailable("stopping"));
        assertThat(refusalOf(nextEvent())).isEqualTo(new Refusal.Unavailable("stopping"));
    }

    private List<Sink> dumping() {
        List<Sink> sinks = new ArrayList<>();
        dispatcher.unikernels().open(new Supervising((request, sink) -> {
            sink.answer(new Reply.Done("here it comes"));
            boolean unused = sink.data(request.name(), new Data.Block(Optional.empty()));
            sinks.add(sink);
            return Cancellable.NOTHING;
        }));
        return sinks;
    }

    @Test
    void tellsEventSinksOfAReadingWhenItHasEndedAndHow() throws Exception {
        List<Sink> sinks = dumping();
        ask("a", new BlockCommand.Dump(0));
        assertThat(events).isEmpty();
        sinks.get(0).end();
        assertThat(nextEvent().event()).isInstanceOf(CommandEvent.CarriedOut.class);

        ask("a", new BlockCommand.Dump(0));
        sinks.get(1).fail(new Refusal.HostRefused("the disk is broken"));
        assertThat(refusalOf(nextEvent())).isEqualTo(new Refusal.HostRefused("the disk is broken"));
        assertThat(events).isEmpty();
    }

    @Test
    void tellsEventSinksOnceOfAReadingWhoseCallerLeftInTheMiddle() throws Exception {
        List<Sink> sinks = dumping();
        begin(dispatcher, ROOT, "a", new BlockCommand.Dump(0), new Noted()).cancel();
        assertThat(refusalOf(nextEvent())).isEqualTo(new Refusal.CallerLeft());
        sinks.get(0).end();
        ask("a", DESTROY);
        assertThat(nextEvent().event()).isEqualTo(new CommandEvent.CarriedOut(CommandKind.of(DESTROY)));
    }

    private EventRecord nextEvent() throws InterruptedException {
        EventRecord next = events.poll(60, TimeUnit.SECONDS);
        assertThat(next).as("an event").isNotNull();
        return Objects.requireNonNull(next);
    }

    private static Refusal refusalOf(EventRecord told) {
        return ((CommandEvent.Refused) told.event()).refusal();
    }

    @Test
    void tellsAViewerNoArguments() {
        Reply infos = new Reply.Infos(UnikernelCommand.InfoForm.CURRENT, List.of(named(info(true))));
        Reply statuses = new Reply.Statuses(List.of(named(status(info(true)))));
        Dispatcher viewed = dispatcher(caller -> List.of(new Grant(Path.ROOT, Role.VIEWER, true)), LONG);

        viewed.unikernels().open(Supervising.answering(infos));
        dispatcher.unikernels().open(Supervising.answering(infos));
        assertThat(ask(viewed, ROOT, "a", INFO).replies)
                .containsExactly(new Reply.Infos(UnikernelCommand.InfoForm.CURRENT, List.of(named(info(false)))));
        assertThat(ask(dispatcher, ROOT, "a", INFO).replies).containsExactly(infos);

        viewed.unikernels().open(Supervising.answering(statuses));
        assertThat(ask(viewed, ROOT, "a", new LifecycleCommand.Status()).replies)
                .containsExactly(new Reply.Statuses(List.of(named(status(info(false))))));
    }

    private static <T> Named<T> named(T value) {
        return new Named<>(Name.parse("a"), value);
    }

    private static UnikernelInfo info(boolean withArguments) {
        return new UnikernelInfo(
                UnikernelType.SOLO5,
                new FailBehaviour.Quit(),
                Optional.empty(),
                new TreeSet<>(),
                new Megabytes(32),
                Bytes.EMPTY,
                List.of(),
                List.of(),
                withArguments ? Optional.of(List.of(Text.of("--secret=x"))) : Optional.empty(),
                Optional.empty(),
                1,
                Optional.empty());
    }

    private static UnikernelStatus status(UnikernelInfo info) {
        return new UnikernelStatus(
                UnikernelStatus.State.RUNNING.text(),
                1,
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(false),
                Optional.of(info));
    }
}
