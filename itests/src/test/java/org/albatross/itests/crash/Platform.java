package org.albatross.itests.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.albatross.itests.Await;
import org.albatross.itests.Daemon;
import org.albatross.itests.ProcessStatus;
import org.albatross.itests.Processes;
import org.albatross.itests.Tree;
import org.albatross.model.Command;
import org.albatross.model.LifecycleCommand;
import org.albatross.model.Name;
import org.albatross.model.Named;
import org.albatross.model.Reply;
import org.albatross.model.UnikernelCommand;
import org.albatross.model.UnikernelInfo;
import org.albatross.model.UnikernelStatus;

/**
 * The directories of one platform, which is started, killed and started again on them. Closing it ends everything
 * that runs of it and removes its files.
 */
final class Platform implements AutoCloseable {
    static final Duration LIMIT = Daemon.LIMIT;

    /** The mode of isolation that the tests can have here. */
    static final String BEST_MODE = ProcessStatus.mayChangeUsers() ? "separate" : "shared";

    private final Path home;
    private final String mode;
    private final Tenders tenders;
    private final List<Daemon> daemons = new ArrayList<>();

    Platform(String mode) throws IOException {
        this.home = Tree.newHome();
        this.mode = mode;
        this.tenders = Tenders.linkedBelow(home);
    }

    /** The search path with which it is started. */
    Tenders tenders() {
        return tenders;
    }

    Path home() {
        return home;
    }

    Path run() {
        return home.resolve("run");
    }

    Path state() {
        return home.resolve("state");
    }

    private Path etc() {
        return home.resolve("etc");
    }

    /** Configures a component of it, from the next start on. */
    void configure(String pid, String... lines) throws IOException {
        if (!Files.exists(etc())) {
            Files.createDirectory(etc());
            Files.copy(Tree.file("etc/logback.xml"), etc().resolve("logback.xml"));
        }
        Files.write(etc().resolve(pid + ".cfg"), List.of(lines));
    }

    /** Starts it, and waits until it is up. */
    Daemon start() throws Exception {
        return start(tenders);
    }

    /** Starts it with another search path, and waits until it is up. */
    Daemon start(Tenders searched) throws Exception {
        return launchBy(List.of(), searched).awaitUp();
    }

    /** Starts it by a program that becomes it, and waits until it is up. */
    Daemon startBy(List<String> program) throws Exception {
        return launchBy(program, tenders).awaitUp();
    }

    /** Starts it and does not wait. */
    Daemon launch() throws IOException {
        return launchBy(List.of(), tenders);
    }

    private Daemon launchBy(List<String> program, Tenders searched) throws IOException {
        List<String> options = new ArrayList<>(List.of("--mode", mode));
        if (Files.exists(etc())) {
            options.addAll(List.of("--etc-dir", etc().toString()));
        }
        Daemon daemon =
                Daemon.launchBy(program, home, Map.of("PATH", searched.searchPath()), options.toArray(String[]::new));
        daemons.add(daemon);
        return daemon;
    }

    /** Ends the one that runs by signal 9. */
    void kill() throws InterruptedException {
        daemons.get(daemons.size() - 1).kill();
    }

    /** The process of the one that runs. */
    long pid() {
        return daemons.get(daemons.size() - 1).pid();
    }

    /** Connects to its supervisor. */
    Peer connect() throws IOException {
        return Peer.connect(run(), "vmmd");
    }

    /** Connects to its supervisor; nobody listens while its sockets are replaced. */
    Peer connectUnlessRefused() {
        try {
            return connect();
        } catch (IOException e) {
            throw new AssertionError("nobody listens", e);
        }
    }

    /** Asks for something, and returns the answer. */
    Reply ask(Name name, Command command) throws Exception {
        try (Peer peer = connect()) {
            peer.send(name, command);
            return peer.answer().orElseThrow(() -> new AssertionError("no answer to " + command + " of " + name));
        }
    }

    /** Asks for something that must succeed. */
    <R extends Reply.Success> R require(Class<R> type, Name name, Command command) throws Exception {
        Reply reply = ask(name, command);
        assertThat(reply)
                .as("the answer to %s of %s", command.getClass().getSimpleName(), name)
                .isInstanceOf(type);
        return type.cast(reply);
    }

    /** Carries out a command that must succeed. */
    void require(Name name, Command command) throws Exception {
        require(Reply.Success.class, name, command);
    }

    /** Creates a unikernel, and waits until its tender is one: it is the wrapper's child before. */
    Tender deploy(Name name, Deployment deployment) throws Exception {
        require(name, new UnikernelCommand.Create(deployment.config()));
        return Await.value(LIMIT, () -> tender(name));
    }

    /** What {@code info} reports. */
    SortedMap<Name, UnikernelInfo> info() throws Exception {
        Command info = new UnikernelCommand.Info(UnikernelCommand.InfoForm.CURRENT);
        return byName(require(Reply.Infos.class, Name.ROOT, info).unikernels());
    }

    /** What {@code status} reports. */
    SortedMap<Name, UnikernelStatus> status() throws Exception {
        return byName(require(Reply.Statuses.class, Name.ROOT, new LifecycleCommand.Status())
                .statuses());
    }

    static <T> SortedMap<Name, T> byName(List<Named<T>> entries) {
        SortedMap<Name, T> map = new TreeMap<>();
        entries.forEach(entry -> assertThat(map.put(entry.name(), entry.value()))
                .as("another %s", entry.name())
                .isNull());
        return map;
    }

    /** What runs of it, by name and run. */
    List<Tender> running() {
        return Tender.of(run());
    }

    /** The tender of a unikernel that runs once. */
    Tender tender(Name name) {
        List<Tender> found =
                running().stream().filter(tender -> tender.name().equals(name)).toList();
        assertThat(found).as("tenders of %s", name).hasSize(1);
        return found.get(0);
    }

    /** The lines of a unikernel's console so far, and what comes until {@code enough} lines are there. */
    List<String> console(Name name, int enough) throws Exception {
        return Console.read(run(), name, lines -> lines.size() >= enough);
    }

    /** Ends every tender and wrapper by signal 9. */
    void endEverything() {
        for (Tender tender : running()) {
            ProcessHandle wrapper = tender.wrapper();
            ProcessHandle process = tender.handle();
            wrapper.destroyForcibly();
            process.destroyForcibly();
            wrapper.onExit().join();
            process.onExit().join();
        }
    }

    /** Empties the run directory, as a boot of the machine does. */
    void wipeRunDirectory() throws IOException {
        List<Path> content;
        try (var files = Files.walk(run())) {
            content = files.filter(file -> !file.equals(run()))
                    .sorted(Comparator.reverseOrder())
                    .toList();
        }
        for (Path file : content) {
            Files.delete(file);
        }
    }

    /** What it has logged since its first start. */
    String logs() throws IOException {
        StringBuilder logs = new StringBuilder();
        for (Daemon daemon : daemons) {
            logs.append('\n').append(daemon.log());
        }
        return logs.toString();
    }

    @Override
    public void close() throws IOException {
        daemons.forEach(Daemon::close);
        List<ProcessHandle> left;
        do {
            left = Processes.naming(home.toString()).toList();
            left.forEach(process -> {
                if (process.destroyForcibly()) {
                    process.onExit().join();
                }
            });
        } while (!left.isEmpty());
        removeFiles();
    }

    private void removeFiles() throws IOException {
        Files.walkFileTree(home, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
