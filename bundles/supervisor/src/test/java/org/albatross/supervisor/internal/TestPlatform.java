package org.albatross.supervisor.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.albatross.api.Hypervisor;
import org.albatross.api.Request;
import org.albatross.console.internal.ConsoleComponent;
import org.albatross.console.internal.ConsoleConfig;
import org.albatross.core.Limits;
import org.albatross.disk.Disk;
import org.albatross.host.Host;
import org.albatross.host.ProcessFile;
import org.albatross.host.WrapperLine;
import org.albatross.host.linux.internal.LinuxHost;
import org.albatross.model.Caller;
import org.albatross.model.Command;
import org.albatross.model.Event;
import org.albatross.model.EventRecord;
import org.albatross.model.LifecycleCommand;
import org.albatross.model.Name;
import org.albatross.model.Named;
import org.albatross.model.Reply;
import org.albatross.model.UnikernelCommand;
import org.albatross.model.UnikernelCommand.InfoForm;
import org.albatross.model.UnikernelInfo;
import org.albatross.model.UnikernelStatus;
import org.albatross.store.Directories;
import org.albatross.store.StatePaths;
import org.albatross.supervisor.internal.run.Isolation;
import org.albatross.supervisor.internal.run.RunControl;
import org.albatross.supervisor.internal.run.RunLimits;
import org.osgi.framework.BundleContext;

/**
 * Supervisor, console and host on directories of their own, wired without a framework, with the real wrapper and
 * the tenders on PATH.
 */
final class TestPlatform implements AutoCloseable {
    static final Caller CALLER = new Caller.Local(1000, 1000, 4711);
    static final Path LIBEXEC =
            Path.of("../../packaging/libexec").toAbsolutePath().normalize();
    private static final String STAND_IN =
            Path.of("../../packaging/test-tender").toAbsolutePath().normalize().toString();
    private static final Duration LIMIT = Duration.ofSeconds(60);

    final Path state;
    final Path run;
    final LinuxHost host;
    ConsoleComponent console;
    final Supervisor supervisor;
    final BlockingQueue<EventRecord> events = new LinkedBlockingQueue<>();

    private TestPlatform(Path state, Path run, Isolation.Mode isolation, Host seen, LinuxHost host) throws IOException {
        this(settings(state, run, isolation), seen, host);
    }

    private TestPlatform(SupervisorSettings settings, Host seen, LinuxHost host) throws IOException {
        this(settings, seen, host, Disk.Faults.NONE, List.of());
    }

    private TestPlatform(
            SupervisorSettings settings, Host seen, LinuxHost host, Disk.Faults faults, List<Hypervisor> hypervisors)
            throws IOException {
        this.host = host;
        state = settings.directories().state().directory();
        run = settings.directories().run();
        supervisor = new Supervisor(settings, seen, Clock.systemUTC(), faults);
        supervisor.events().add(events::add);
        hypervisors.forEach(supervisor.hypervisors()::bind);
        supervisor.start();
        console = newConsole();
        supervisor.consoles().bind(console);
    }

    private ConsoleComponent newConsole() throws IOException {
        return new ConsoleComponent(host, context(state), defaults(ConsoleConfig.class));
    }

    /** Stops the console service, and starts another one, as an update of its bundle does. */
    void replaceConsole() throws Exception {
        supervisor.consoles().unbind(console);
        console.stop();
        console = newConsole();
        supervisor.consoles().bind(console);
    }

    /** Skips a test that needs what a guest does, where only the stand-in is there. */
    static void assumeGuestsAreExecuted() {
        assumeTrue(
                tenderPath().stream()
                        .filter(directory -> !directory.startsWith(STAND_IN))
                        .anyMatch(directory -> Files.isExecutable(directory.resolve("solo5-spt"))),
                "needs solo5-spt");
    }

    /** Starts a tender as an original, or somebody by hand, does: it is nothing of a platform's. */
    static Process tenderOfOthers(Path image, Path output, String... options) throws IOException {
        List<String> words = new ArrayList<>(List.of(tender().toString(), "--mem=32"));
        words.addAll(List.of(options));
        words.addAll(List.of("--", image.toString()));
        return new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    /** Where tenders are looked for: on PATH, and at last what stands in for one where none is installed. */
    private static List<Path> tenderPath() {
        List<Path> path = Stream.concat(Arrays.stream(System.getenv("PATH").split(":")), Stream.of(STAND_IN))
                .map(Path::of)
                .toList();
        Path found = path.stream()
                .map(directory -> directory.resolve("solo5-spt"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow();
        System.out.println(found.startsWith(STAND_IN) ? "tender: stub" : "tender: real");
        return path;
    }

    /** Starts a platform whose tenders run as its own user. */
    static TestPlatform start(Path directory) throws IOException {
        return start(directory, Isolation.Mode.SHARED);
    }

    static TestPlatform start(Path directory, Isolation.Mode isolation) throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
        return start(directory.resolve("state"), directory.resolve("run"), isolation);
    }

    /** Starts a platform whose state lies elsewhere than what is about its runs. */
    static TestPlatform start(Path state, Path run, Isolation.Mode isolation) throws IOException {
        Files.createDirectories(state);
        Files.setPosixFilePermissions(state, PosixFilePermissions.fromString("rwx--x--x"));
        LinuxHost host = new LinuxHost(LIBEXEC, Path.of("/proc"));
        return new TestPlatform(state, run, isolation, host, host);
    }

    /** One whose wrapper and whose tender, a copy, lie in {@code libexec}. */
    static TestPlatform start(Path directory, Path libexec) throws IOException {
        LinuxHost host = new LinuxHost(libexec, Path.of("/proc"));
        Files.copy(tender(), libexec.resolve("solo5-spt"));
        return new TestPlatform(
                settings(
                        directory.resolve("state"),
                        directory.resolve("run"),
                        Isolation.Mode.SHARED,
                        RootPolicy.ALL,
                        List.of(libexec)),
                host,
                host);
    }

    private static Path tender() {
        return tenderPath().stream()
                .map(directory -> directory.resolve("solo5-spt"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow();
    }

    /** Starts a platform that may use some of the machine only. */
    static TestPlatform start(Path directory, RootPolicy root) throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
        LinuxHost host = new LinuxHost(LIBEXEC, Path.of("/proc"));
        Path state = directory.resolve("state");
        Path run = directory.resolve("run");
        return new TestPlatform(settings(state, run, Isolation.Mode.SHARED, root, tenderPath()), host, host);
    }

    /** Starts one whose changes of the state directory meet faults. */
    static TestPlatform start(Path directory, Disk.Faults faults) throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
        LinuxHost host = new LinuxHost(LIBEXEC, Path.of("/proc"));
        return new TestPlatform(
                settings(directory.resolve("state"), directory.resolve("run"), Isolation.Mode.SHARED),
                host,
                host,
                faults,
                List.of());
    }

    /** Starts one that has a hypervisor. */
    static TestPlatform start(Path directory, Isolation.Mode isolation, Hypervisor hypervisor) throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
        LinuxHost host = new LinuxHost(LIBEXEC, Path.of("/proc"));
        return new TestPlatform(
                settings(directory.resolve("state"), directory.resolve("run"), isolation),
                host,
                host,
                Disk.Faults.NONE,
                List.of(hypervisor));
    }

    static TestPlatform start(Path directory, HidingHost hiding) throws IOException {
        return new TestPlatform(
                directory.resolve("state"), directory.resolve("run"), Isolation.Mode.SHARED, hiding, hiding.machine());
    }

    static SupervisorSettings settings(Path state, Path run, Isolation.Mode isolation) {
        return settings(state, run, isolation, RootPolicy.ALL, tenderPath());
    }

    private static SupervisorSettings settings(
            Path state, Path run, Isolation.Mode isolation, RootPolicy root, List<Path> tenders) {
        return new SupervisorSettings(
                new Directories(new StatePaths(state), run),
                "1.2.3",
                new SupervisorSettings.Tenders(tenders, Optional.empty(), false),
                new SupervisorSettings.Identities(isolation, 2_000_000_001L, 2_000_001_000L),
                root,
                new Limits(
                        Limits.Ancestors.ALL,
                        Duration.ofMillis(50),
                        Duration.ofSeconds(1),
                        Duration.ofMinutes(1),
                        Duration.ofMillis(200),
                        10,
                        Duration.ofDays(1),
                        Duration.ofMinutes(1)),
                new SupervisorSettings.Runs(
                        new RunLimits(
                                Duration.ofSeconds(2),
                                Duration.ofSeconds(10),
                                Duration.ofSeconds(3),
                                Duration.ofSeconds(2)),
                        Duration.ofSeconds(5),
                        true),
                new SupervisorSettings.Images(20_000_000, Duration.ofSeconds(60)),
                new SupervisorSettings.Work(8, 4, 2, 1000));
    }

    private static BundleContext context(Path state) {
        return proxy(BundleContext.class, Map.of("getProperty", state.toString()));
    }

    /** Returns an object whose methods return these values by their names. */
    private static <T> T proxy(Class<T> type, Map<String, Object> values) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> values.get(method.getName())));
    }

    /** Returns a configuration in which nothing was set. */
    static <T> T defaults(Class<T> config) {
        return config.cast(Proxy.newProxyInstance(
                config.getClassLoader(),
                new Class<?>[] {config},
                (self, method, arguments) -> method.getDefaultValue()));
    }

    /** Asks, and waits for the answer. */
    Reply ask(String name, Command command) {
        return begin(name, command).reply();
    }

    TestSink begin(String name, Command command) {
        return begin(name, command, InputStream.nullInputStream());
    }

    /** Asks with data that follow the command. */
    TestSink begin(String name, Command command, InputStream data) {
        TestSink sink = new TestSink(LIMIT);
        Request request = new Request(CALLER, Name.parse(name), command, Optional.empty(), data);
        sink.cancellable = supervisor.execute(request, sink);
        return sink;
    }

    /** Asks for something that must succeed, and returns what it says. */
    String done(String name, Command command) {
        Reply reply = ask(name, command);
        assertThat(reply).isInstanceOf(Reply.Done.class);
        return ((Reply.Done) reply).message().toString();
    }

    /** Asks for something that must be refused, and returns why. */
    String refused(String name, Command command) {
        Reply reply = ask(name, command);
        assertThat(reply).isInstanceOf(Reply.Failure.class);
        return ((Reply.Failure) reply).message().toString();
    }

    List<Named<UnikernelInfo>> info() {
        return ((Reply.Infos) ask(":", new UnikernelCommand.Info(InfoForm.CURRENT))).unikernels();
    }

    Optional<UnikernelStatus> status(String name) {
        Reply.Statuses statuses = (Reply.Statuses) ask(name, new LifecycleCommand.Status());
        return statuses.statuses().stream().findFirst().map(Named::value);
    }

    /** Ends everything that runs or is to run. */
    void destroyAll() {
        Reply.Statuses statuses = (Reply.Statuses) ask(":", new LifecycleCommand.Status());
        statuses.statuses().forEach(status -> ask(status.name().toString(), new UnikernelCommand.Destroy()));
    }

    /** Returns the process number of a unikernel's tender. */
    long pid(String name) {
        try {
            return ProcessFile.read(
                            run.resolve("unikernels").resolve(Name.parse(name).toString()))
                    .orElseThrow()
                    .process()
                    .pid();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the process number of a unikernel's wrapper: others may have its command line for a moment. */
    long wrapper(String name) throws IOException {
        long tender = pid(name);
        return host.processes().table().stream()
                .filter(entry -> entry.id().pid() == tender)
                .findFirst()
                .orElseThrow()
                .parent();
    }

    /** Tells whether a process lives. */
    static boolean lives(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                    .noneMatch(line -> line.startsWith("State:") && line.contains("Z"));
        } catch (IOException e) {
            return false;
        }
    }

    /** Returns a line of a tender's {@code /proc/PID/status} without its title. */
    String statusOf(String name, String title) throws IOException {
        return statusLine(Long.toString(pid(name)), title);
    }

    private static String statusLine(String pid, String title) throws IOException {
        return Files.readAllLines(Path.of("/proc", pid, "status")).stream()
                .filter(line -> line.startsWith(title + ":"))
                .map(line -> line.substring(title.length() + 1).strip())
                .findFirst()
                .orElseThrow();
    }

    /** Tells whether this process may run others as other users. */
    static boolean mayChangeUser() throws IOException {
        long capabilities = Long.parseUnsignedLong(statusLine("self", "CapEff"), 16);
        return (capabilities >> 6 & 3) == 3;
    }

    void signal(String signal, long pid) throws IOException {
        command("kill", "-" + signal, Long.toString(pid));
    }

    /** Makes a bridge, or skips the test where that is not allowed. */
    void makeBridge(String name) throws IOException {
        assumeTrue(
                Files.isReadable(Path.of("/dev/net/tun"))
                        && (Long.parseUnsignedLong(statusLine("self", "CapEff"), 16) >> 12 & 1) == 1,
                "needs the capability to make bridges");
        command("ip", "link", "add", name, "type", "bridge");
        command("ip", "link", "set", name, "up");
    }

    /** As {@link #makeBridge(String)}, with an address of the host's. */
    void makeBridge(String name, String address) throws IOException {
        makeBridge(name);
        command("ip", "address", "add", address, "dev", name);
    }

    /** Waits for an event of a unikernel, and returns those until it. */
    List<String> eventsUntil(String name, Class<? extends Event> last) throws InterruptedException {
        List<String> told = new ArrayList<>();
        while (true) {
            EventRecord record = Objects.requireNonNull(
                    events.poll(LIMIT.toSeconds(), TimeUnit.SECONDS),
                    () -> "no " + last.getSimpleName() + " in " + told);
            if (record.name().equals(Name.parse(name))) {
                told.add(record.event().toString());
                if (last.isInstance(record.event())) {
                    return told;
                }
            }
        }
    }

    /** Runs a program that must succeed. */
    static void command(String... words) throws IOException {
        try {
            Process process =
                    new ProcessBuilder(words).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(output).isZero();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Starts a wrapper for a unikernel of this platform that waits for ever before it takes its lock. */
    Process hangingWrapper(String name, long runId) throws IOException {
        Path lock = run.resolve("hanging");
        host.files().makeFifo(lock, 0600, Optional.empty());
        Process process = new ProcessBuilder(
                        LIBEXEC.resolve(WrapperLine.PROGRAM).toString(),
                        Files.readString(state.resolve("instance")).strip(),
                        ":" + name,
                        Long.toString(runId),
                        "2",
                        lock.toString(),
                        run.resolve("unikernels").resolve(":" + name).toString(),
                        "true")
                .start();
        eventually("it is a wrapper", () -> host.processes().table().stream()
                .anyMatch(entry -> entry.id().pid() == process.pid()
                        && WrapperLine.of(entry.commandLine()).isPresent()));
        return process;
    }

    static List<String> names(Path folder) {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Does something while a unikernel stands still. */
    <T extends AutoCloseable> T whileStandingStill(String name, RunControl.StandingStill<T> action) throws IOException {
        return supervisor.runControl().whileStandingStill(Name.parse(name), action);
    }

    /** Returns the lines that a unikernel has printed, as many as are asked for, waiting for them. */
    List<String> lines(String name, int count) {
        TestSink sink = new TestSink(LIMIT);
        sink.cancellable = console.subscribe(Name.parse(name), new Command.Begin.Count(1_000_000), sink);
        return sink.lines(count);
    }

    /** Waits until something is so. */
    static void eventually(String what, Looking looking) throws IOException {
        long begin = System.nanoTime();
        while (!looking.isSo()) {
            assertThat(System.nanoTime() - begin).as(what).isLessThan(LIMIT.toNanos());
            Thread.onSpinWait();
            try {
                java.util.concurrent.TimeUnit.MILLISECONDS.sleep(2);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** Something that may become so. */
    interface Looking {
        boolean isSo() throws IOException;
    }

    /** Stops the platform as an update does; what runs runs on. */
    @Override
    public void close() {
        supervisor.stop();
        try {
            console.stop();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        host.close();
    }
}
