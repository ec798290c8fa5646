package org.albatross.host.linux.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.albatross.host.Processes.Identity;

/** The command line of setpriv(1), by which a process gives up the platform's rights and becomes the tender. */
final class SetprivCommand {
    private static final long SETPCAP = 1L << 8;
    private static final int HEXADECIMAL = 16;

    private SetprivCommand() {}

    /**
     * Tells whether a tender's bounding set has to be emptied: it is not empty already, as albatrossd leaves it when root
     * starts it, and this process may. Where it may not, setpriv would tell the system's log so.
     *
     * @param proc where the proc file system is
     */
    static boolean emptiesBoundingSet(Path proc) throws IOException {
        Map<String, String> status = new HashMap<>();
        for (String line : Files.readAllLines(proc.resolve("self/status"))) {
            String[] words = line.split(":\\s*", 2);
            status.put(words[0], words[words.length - 1]);
        }
        return capabilities(status, "CapBnd") != 0 && (capabilities(status, "CapEff") & SETPCAP) != 0;
    }

    private static long capabilities(Map<String, String> status, String set) {
        return Long.parseUnsignedLong(status.getOrDefault(set, "0"), HEXADECIMAL);
    }

    /**
     * Returns the words.
     *
     * @param identity as whom the tender runs; absent for this process's user
     * @param tender the tender and its arguments
     */
    static List<String> of(Optional<Identity> identity, boolean emptiesBoundingSet, List<String> tender) {
        List<String> words = new ArrayList<>(List.of("setpriv"));
        identity.ifPresent(user -> {
            words.add("--reuid=" + user.uid());
            words.add("--regid=" + user.gid());
            words.add(user.groups().isEmpty() ? "--clear-groups" : "--groups=" + joined(user.groups()));
        });
        words.addAll(List.of("--inh-caps=-all", "--ambient-caps=-all", "--no-new-privs"));
        if (emptiesBoundingSet) {
            words.add("--bounding-set=-all");
        }
        words.addAll(tender);
        return List.copyOf(words);
    }

    private static String joined(List<Long> numbers) {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
}
