package org.albatross.supervisor.internal.run;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.albatross.api.Hypervisor;
import org.albatross.model.Name;
import org.albatross.model.Sha256;
import org.albatross.model.Text;
import org.albatross.store.RunPaths;

/**
 * By what a tender is known when its record is gone. It boots its image through a link in its run directory
 * whose name says whose it is; so that stands in its command line as long as it lives, whatever becomes of
 * the directory:
 *
 * <pre>.../unikernels/NAME/image.INSTANCE.RUN.DIGEST</pre>
 *
 * @param instance the platform that launched it
 * @param name the unikernel
 * @param runId the run
 * @param digest of what it was launched with
 */
record TenderMark(String instance, Name name, long runId, Sha256 digest) {
    private static final Pattern LINK =
            Pattern.compile(".*/unikernels/([^/]+)/image\\.([0-9a-f]{16})\\.([0-9]{1,18})\\.([0-9a-f]{64})");
    private static final Pattern NET = Pattern.compile("--net:([^=]+)=(.+)");

    private static final Sha256 UNKNOWN = Sha256.ofHex("0".repeat(2 * Sha256.LENGTH));

    /** Returns the file name of the link. */
    String linkName() {
        return "image." + instance + "." + runId + "." + digest;
    }

    /** Returns the link in a run directory. */
    Path link(RunPaths paths) {
        return paths.directory(name).resolve(linkName());
    }

    /** Reads a command line; the unikernel's own arguments, which may hold anything, come behind the image. */
    static Optional<TenderMark> of(List<String> commandLine) {
        for (String word : commandLine) {
            Matcher link = LINK.matcher(word);
            if (link.matches()) {
                try {
                    return Optional.of(new TenderMark(
                            link.group(2),
                            Name.parse(link.group(1)),
                            Long.parseLong(link.group(3)),
                            Sha256.ofHex(link.group(4))));
                } catch (IllegalArgumentException e) {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    /** Returns that of a virtual machine, by whose name it is not known what it was launched with. */
    static TenderMark of(Hypervisor.Run run) {
        return new TenderMark(run.instance(), run.name(), run.runId(), UNKNOWN);
    }

    /** Returns the taps that a command line names, by the unikernel's own device name. */
    static Map<Text, String> taps(List<String> commandLine) {
        Map<Text, String> taps = new LinkedHashMap<>();
        for (String word : commandLine) {
            if (word.equals("--")) {
                break;
            }
            Matcher net = NET.matcher(word);
            if (net.matches()) {
                taps.put(Text.of(net.group(1)), net.group(2));
            }
        }
        return taps;
    }
}
