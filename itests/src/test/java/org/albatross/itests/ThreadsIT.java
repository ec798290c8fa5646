package org.albatross.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/concurrency.md lists every thread of a running platform. */
class ThreadsIT {
    private static final Path DOCUMENT = Path.of("../docs/concurrency.md");
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

    /** A line of a thread dump: {@code "name" #12 daemon prio=5 ..}; the JVM's own threads have no number. */
    private static final Pattern DUMPED = Pattern.compile("^\"([^\"]+)\" #\\d+.*", Pattern.MULTILINE);

    /** The JDK's, which every Java program has. */
    private static final Set<String> EVERY_PROGRAMS = Set.of(
            "Reference Handler",
            "Finalizer",
            "Signal Dispatcher",
            "Service Thread",
            "Monitor Deflation Thread",
            "Common-Cleaner",
            "Notification Thread",
            "Attach Listener",
            "Sweeper thread",
            "SIGTERM handler",
            "DestroyJavaVM");

    /** The JVM takes and ends these as it likes. */
    private static final Pattern COMPILER = Pattern.compile("C[12] CompilerThread\\d+");

    @Test
    void listsEveryThreadOfARunningPlatform() throws Exception {
        Path home = Tree.newHome();
        List<Pattern> listed = listed();
        RemoteConfiguration remote = RemoteConfiguration.in(home);
        try (Daemon daemon = Daemon.start(home, "--etc-dir", remote.etc().toString())) {
            remote.ask("hello");
            Client client = new Client(home);
            client.require("info");
            client.require("create-block", "data", "1");
            client.require("block");

            assertThat(running(daemon))
                    .filteredOn(name -> !EVERY_PROGRAMS.contains(name)
                            && !COMPILER.matcher(name).matches()
                            && listed.stream()
                                    .noneMatch(pattern -> pattern.matcher(name).matches()))
                    .as("threads that %s does not list", DOCUMENT)
                    .isEmpty();
        }
    }

    private static Stream<String> names() throws IOException {
        List<String> lines = Files.readAllLines(DOCUMENT);
        Stream<String> rows = lines.stream()
                .dropWhile(line -> !line.startsWith("| thread |"))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .map(row -> row.split("\\|", 3)[1]);
        String others = lines.stream()
                .dropWhile(line -> !line.startsWith("Those of others"))
                .takeWhile(line -> !line.isEmpty())
                .collect(Collectors.joining(" "));
        return Stream.concat(rows, Stream.of(others))
                .flatMap(text -> QUOTED.matcher(text).results().map(match -> match.group(1)));
    }

    private static List<Pattern> listed() throws IOException {
        return names().map(name -> Pattern.compile(Pattern.quote(name).replace("<n>", "\\E\\d+\\Q")))
                .toList();
    }

    private static Set<String> running(Daemon daemon) throws Exception {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Shell.Outcome dump = Shell.run(Map.of(), List.of(jcmd, Long.toString(daemon.pid()), "Thread.print"));
        assertThat(dump.exit()).as(dump.err()).isZero();
        Set<String> names = new TreeSet<>();
        Matcher thread = DUMPED.matcher(dump.out());
        while (thread.find()) {
            names.add(thread.group(1));
        }
        assertThat(names).contains("main", "albatross-core");
        return names;
    }
}
