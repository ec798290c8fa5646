package org.albatross.shell.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.albatross.api.Cancellable;
import org.albatross.api.Health;
import org.albatross.model.AccessEvent;
import org.albatross.model.Data;
import org.albatross.model.LifecycleCommand;
import org.albatross.model.Name;
import org.albatross.model.Named;
import org.albatross.model.Refusal;
import org.albatross.model.Reply;
import org.albatross.model.Role;
import org.albatross.model.Text;
import org.albatross.model.UnikernelStatus;
import org.albatross.shell.internal.ShellFixture.Client;
import org.albatross.shell.internal.ShellFixture.Outcome;
import org.albatross.testing.LogLines;
import org.albatross.wire.ShellMessage;
import org.albatross.wire.ShellMessage.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShellTest {
    private static final long LIMIT_SECONDS = 60;

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path directory;

    @SuppressWarnings("NullAway.Init") // set before each test
    private ShellFixture shell;

    @BeforeEach
    void start() throws Exception {
        shell = new ShellFixture(directory, 4, 3);
    }

    @AfterEach
    void stop() throws Exception {
        shell.close();
    }

    private static UnikernelStatus running() {
        return new UnikernelStatus(
                UnikernelStatus.State.RUNNING.text(),
                7,
                2,
                Optional.empty(),
                Optional.of(Text.of("exit 2")),
                Optional.of(Instant.parse("2026-11-29T09:00:00.5Z")),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private void answerWithOneUnikernel() {
        shell.behave((request, sink) -> {
            sink.answer(
                    request.command() instanceof LifecycleCommand.Status
                            ? new Reply.Statuses(List.of(new Named<>(Name.parse("a:b:hello"), running())))
                            : new Reply.Done("asked by " + request.caller() + " for " + request.name() + ": "
                                    + request.command()));
            sink.end();
            return Cancellable.NOTHING;
        });
    }

    @Test
    void carriesOutCommandsInTheNameOfWhoSitsAtIt() throws Exception {
        answerWithOneUnikernel();
        try (Client client = shell.open()) {
            assertThat(client.run("status"))
                    .isEqualTo(
                            new Outcome(
                                    Kind.DONE,
                                    "",
                                    """
                            NAME       STATE    SINCE                 RESTARTS  LAST EXIT  REASON
                            a:b:hello  running  2026-11-29T09:00:00Z  2         exit 2     -
                            """));
            assertThat(client.run("destroy a:b:hello").output())
                    .isEqualTo("asked by uid 7, pid 70 for a:b:hello: Destroy[]\n");
            assertThat(client.run("create-block data 5").output())
                    .isEqualTo("asked by uid 7, pid 70 for :data: Add[size=5]\n");
            assertThat(client.run("status | grep hello | grep nosuch").output()).isEmpty();
            assertThat(client.run("status | grep hello").output()).startsWith("a:b:hello  running");
        }
    }

    @Test
    void keepsWhatIsSetForTheNextLine() throws Exception {
        try (Client client = shell.open()) {
            assertThat(client.run("x = 5").kind()).isEqualTo(Kind.DONE);
            assertThat(client.run("echo $x").output()).isEqualTo("5\n");
        }
    }

    @Test
    void saysWhyALineFails() throws Exception {
        shell.behave((request, sink) -> {
            sink.fail(new Refusal.HostRefused("the disk is full"));
            return Cancellable.NOTHING;
        });
        try (Client client = shell.open()) {
            assertThat(client.run("destroy hello")).isEqualTo(new Outcome(Kind.FAILED, "the disk is full", ""));
            assertThat(client.run("destroy a::b").failure()).startsWith("invalid label");
            assertThat(client.run("destory hello").failure())
                    .isEqualTo("destory: there is no such command; help lists them");
            assertThat(client.run("echo (").kind()).isEqualTo(Kind.FAILED);
            assertThat(client.run("echo on").output()).isEqualTo("on\n");
        }
    }

    @Test
    void tellsWhichCommandsWereUsedAndNothingElse() throws Exception {
        try (Client client = shell.open()) {
            client.run("echo hunter2; (test:echo status) | secret");
        }
        assertThat(shell.events.take()).isEqualTo(new AccessEvent.ShellOpened());
        assertThat(shell.events.take()).isEqualTo(new AccessEvent.ShellUsed(List.of("echo", "test:echo", "status")));
    }

    @Test
    void letsOnlyAdminsIn() throws Exception {
        Refusal refusal =
                new Refusal.NotAllowed(Name.ROOT, Role.ADMIN, Name.ROOT.path(), ShellFixture.CALLER, List.of());
        shell.refuse(refusal);
        try (Client client = shell.connect()) {
            client.send(Kind.OPEN, "");
            assertThat(client.next()).isEqualTo(ShellMessage.of(Kind.REFUSED, refusal.message()));
            assertThat(client.hasEnded()).isTrue();
        }
        assertThat(shell.events.take()).isEqualTo(new AccessEvent.ShellRefused(refusal.message()));
    }

    @Test
    void endsWithTheRoleOfWhoSitsAtIt() throws Exception {
        try (Client client = shell.open()) {
            assertThat(client.run("echo on").kind()).isEqualTo(Kind.DONE);
            shell.refuse(new Refusal.Unsupported("admin no longer"));
            assertThat(client.run("echo on")).isEqualTo(new Outcome(Kind.REFUSED, "admin no longer", ""));
            assertThat(client.hasEnded()).isTrue();
        }
    }

    @Test
    void doesNothingBeforeItIsOpened() throws Exception {
        try (Client client = shell.connect()) {
            assertThat(client.run("echo on").failure()).isEqualTo("the shell is not open");
            assertThat(client.hasEnded()).isTrue();
        }
    }

    @Test
    void refusesALineBeforeTheOneBeforeItWasAnswered() throws Exception {
        try (Client client = shell.open()) {
            client.send(Kind.EXECUTE, "80\nforever");
            assertThat(shell.others.told().poll(LIMIT_SECONDS, TimeUnit.SECONDS))
                    .isEqualTo("begun");
            client.send(Kind.EXECUTE, "80\necho on");
            assertThat(client.next().text()).contains("before the one before it was answered");
            assertThat(shell.others.told().poll(LIMIT_SECONDS, TimeUnit.SECONDS))
                    .isEqualTo("ended");
        }
    }

    @Test
    void interruptsWhatIsCarriedOut() throws Exception {
        try (Client client = shell.open()) {
            client.send(Kind.EXECUTE, "80\nforever");
            assertThat(shell.others.told().poll(LIMIT_SECONDS, TimeUnit.SECONDS))
                    .isEqualTo("begun");
            client.send(Kind.INTERRUPT, "");
            assertThat(client.outcome().failure()).isEqualTo("interrupted");
            assertThat(shell.others.told().poll(LIMIT_SECONDS, TimeUnit.SECONDS))
                    .isEqualTo("ended");
            assertThat(client.run("echo on").output()).isEqualTo("on\n");
        }
    }

    @Test
    void carriesALineOutThatClosesItsOwnShellAndLogsWhyItFails() throws Exception {
        try (LogLines log = new LogLines("org.albatross.shell.internal.Interpreter");
                Client client = shell.open()) {
            client.send(Kind.EXECUTE, "80\nx = y; test:stop");
            assertThat(client.hasEnded()).isTrue();
            assertThat(shell.others.told().poll(LIMIT_SECONDS, TimeUnit.SECONDS))
                    .isEqualTo("stopped");
            shell.awaitLines();
            assertThat(log.lines())
                    .contains("WARN a line that has closed its own shell was broken off: and nothing is started");
        }
    }

    @Test
    void printsAStreamAsItComes() throws Exception {
        shell.behave((request, sink) -> {
            sink.answer(new Reply.Done("subscribed"));
            boolean unused = sink.data(
                    request.name(), new Data.Console(Instant.parse("2026-11-29T09:00:00Z"), Text.of("hi\u001b[2J")));
            sink.fail(new Refusal.BrokenOff("it is gone"));
            return Cancellable.NOTHING;
        });
        try (Client client = shell.open()) {
            Outcome outcome = client.run("console hello");
            assertThat(outcome.output()).isEqualTo("2026-11-29T09:00:00Z  hi\\027[2J\n");
            assertThat(outcome.failure()).isEqualTo("it is gone");
        }
    }

    @Test
    void hasAShareForEachUser() throws Exception {
        try (Client first = shell.open();
                Client second = shell.open();
                Client third = shell.open();
                Client fourth = shell.connect()) {
            ShellMessage answer = fourth.next();
            assertThat(answer.kind()).isEqualTo(Kind.REFUSED);
            assertThat(answer.text()).isEqualTo("at most 3 shells of uid 7 may be open, and as many are; close one");
            assertThat(List.of(first, second, third))
                    .allSatisfy(
                            client -> assertThat(client.run("echo on").kind()).isEqualTo(Kind.DONE));
            assertThat(shell.connections()).isBetween(3, 4);
        }
    }

    @Test
    void completesCommandsAndNames() throws Exception {
        answerWithOneUnikernel();
        try (Client client = shell.open()) {
            client.send(Kind.COMPLETE, "4\ncrea");
            assertThat(client.next().text()).isEqualTo("0\ncreate\ncreate-block");
            client.send(Kind.COMPLETE, "12\nstatus | dest");
            assertThat(client.next().text()).isEqualTo("9\ndestroy\ndestroy-block");
            client.send(Kind.COMPLETE, "9\ndestroy a");
            assertThat(client.next().text()).isEqualTo("8\na:b:\na:b:hello");
            client.send(Kind.COMPLETE, "7\ntest:ec");
            assertThat(client.next().text()).isEqualTo("0\ntest:echo");
            client.send(Kind.COMPLETE, "999999\nno");
            assertThat(client.next().text()).startsWith("0\n");
        }
    }

    @Test
    void listsItsCommandsOnEightyColumns() throws Exception {
        try (Client client = shell.open()) {
            String help = client.run("help").output();
            assertThat(help).contains("create-block", "status", "log");
            assertThat(client.run("help create-block").output())
                    .isEqualTo(
                            """
                    create-block NAME MEGABYTES
                        add an empty block device
                        NAME  name of a block device, as in a:b:data
                        MEGABYTES  its size in MB
                    """);
            assertThat(client.run("help log").output()).contains("log [-f|--follow] [--count N] NAME");
            assertThat(client.run("help upgrade").output()).contains("upgrade [--dry-run] PATH");
            assertThat(help.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        }
    }

    @Test
    void tellsOfCommandsOfTheFrameworkByItsOwnHelp() throws Exception {
        try (Client client = shell.open()) {
            assertThat(client.run("help test:echo").output()).isEqualTo("told of test:echo\n");
            assertThat(client.run("help forever | grep told").output()).isEqualTo("told of forever\n");
            assertThat(client.run("help nosuch").failure())
                    .isEqualTo("nosuch: there is no such command; help and felix:help list them");
        }
    }

    @Test
    void tellsWhetherThePlatformIsWell() throws Exception {
        try (Client client = shell.open()) {
            assertThat(client.run("health").failure()).isEqualTo("the platform has no service for its health");
            shell.tell(
                    new Health.Check("disk", Health.Status.OK, List.of("900 MB are left"), 2),
                    new Health.Check("policies", Health.Status.WARN, List.of("one", "two"), 3));
            assertThat(client.run("health").output())
                    .isEqualTo(
                            """
                            warn
                            disk        ok        900 MB are left
                            policies    warn      one
                                                  two
                            """);
            assertThat(client.run("health --json").output())
                    .isEqualTo(
                            "{\"status\": \"warn\", \"checks\": [{\"name\": \"disk\", \"status\": \"ok\", \"details\":"
                                    + " [\"900 MB are left\"], \"ms\": 2}, {\"name\": \"policies\", \"status\": \"warn\","
                                    + " \"details\": [\"one\", \"two\"], \"ms\": 3}]}\n");
        }
    }
}
