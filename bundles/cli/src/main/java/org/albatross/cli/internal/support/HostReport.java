package org.albatross.cli.internal.support;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.albatross.store.StatePaths;

/** What the host says without a platform: the kernel, the limits, the tenders, the configuration, the platform's log. */
public final class HostReport {
    private static final Pattern HOLDER = Pattern.compile("pid ([0-9]{1,10}) since .*\\s*");
    private static final List<String> TENDERS = List.of("solo5-hvt", "solo5-spt");
    private static final String LINES = "1000";

    private final StatePaths state;
    private final Optional<Path> etc;
    private final Optional<Path> log;
    private final Map<String, String> variables;

    /**
     * A report.
     *
     * @param etc the directory of the configuration, where it is known
     * @param log the file with the platform's log; that of the service in the journal when there is none
     */
    public HostReport(StatePaths state, Optional<Path> etc, Optional<Path> log, Map<String, String> variables) {
        this.state = state;
        this.etc = etc;
        this.log = log;
        this.variables = Map.copyOf(variables);
    }

    /** Returns the texts by the names of their files. */
    public SortedMap<String, String> texts() {
        SortedMap<String, String> texts = new TreeMap<>();
        texts.put("system", system());
        texts.put("limits", limits());
        texts.put("tenders", tenders());
        texts.put("platform-log", platformLog());
        etc.ifPresent(directory -> addConfiguration(directory, texts));
        return texts;
    }

    private String system() {
        return "$ /proc/version\n" + Texts.file(Path.of("/proc/version"))
                + "\n$ /etc/os-release\n" + Texts.file(Path.of("/etc/os-release"))
                + "\n$ /proc/meminfo\n" + Texts.file(Path.of("/proc/meminfo"))
                + "\n$ java\n" + System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version")
                + asked("uname", "-a")
                + asked("df", "-k", state.directory().toString())
                + asked("ls", "-ln", "/dev/kvm", "/dev/net/tun")
                + asked("ls", "-ln", state.directory().toString());
    }

    private static String asked(String... words) {
        return "\n$ " + String.join(" ", words) + "\n" + Programs.output(List.of(words));
    }

    private String limits() {
        String own = "$ /proc/self/limits\n" + Texts.file(Path.of("/proc/self/limits"));
        Matcher holder = HOLDER.matcher(Texts.file(state.lock()));
        if (!holder.matches()) {
            return own + "\n(the process of the platform is not known: " + state.lock() + ")\n";
        }
        Path process = Path.of("/proc", holder.group(1));
        return own + "\n$ " + process + "/limits\n" + Texts.file(process.resolve("limits")) + "\n$ " + process
                + "/status\n" + Texts.file(process.resolve("status"));
    }

    private String tenders() {
        StringBuilder found = new StringBuilder();
        String path = variables.getOrDefault("PATH", "");
        for (String folder : (state.directory() + File.pathSeparator + path).split(File.pathSeparator, -1)) {
            for (String tender : TENDERS) {
                Path program = Path.of(folder, tender);
                if (folder.startsWith("/") && Files.isExecutable(program)) {
                    found.append(asked(program.toString(), "--version"));
                }
            }
        }
        return found.length() > 0 ? found.toString() : "(none on PATH: " + path + ")\n";
    }

    private String platformLog() {
        return log.isPresent()
                ? Programs.output(List.of("tail", "-n", LINES, log.get().toString()))
                : Programs.output(List.of("journalctl", "-u", "albatross", "-n", LINES, "--no-pager"));
    }

    private static void addConfiguration(Path directory, SortedMap<String, String> texts) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.cfg")) {
            for (Path file : files) {
                texts.put("configuration/" + file.getFileName(), Redaction.of(Texts.file(file)));
            }
        } catch (IOException e) {
            texts.put("configuration/none", directory + " cannot be read: " + e + "\n");
        }
    }
}
