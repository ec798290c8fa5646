package org.albatross.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * What the process was started with, as far as it can change by a start alone.
 *
 * @param release the release whose bundles run
 * @param launched the release that the process was started from, whose launcher runs
 * @param feature the feature file that was read from it
 * @param placeholders of feature files
 * @param program {@code albatrossd}, and what it held
 * @param launcherDigest of what started the framework
 */
record LaunchedProcess(
        Release release,
        Release launched,
        FeatureFile feature,
        Properties placeholders,
        Program program,
        Optional<String> launcherDigest) {
    /** A file, and what it held. */
    record Program(Path file, String text) {}

    /**
     * Notes what there is at the start; an upgrade of a package takes it away.
     *
     * @param program {@code albatrossd}
     */
    static LaunchedProcess note(Release release, FeatureFile feature, Properties placeholders, Path program)
            throws IOException {
        Path digest = release.directory().resolve("launcher/digest");
        return new LaunchedProcess(
                release,
                release,
                feature,
                placeholders,
                new Program(program, Files.readString(program)),
                Files.exists(digest) ? Optional.of(Files.readString(digest).strip()) : Optional.empty());
    }

    /** The same process with the bundles of another release. */
    LaunchedProcess with(Release other, FeatureFile itsFeature) {
        return new LaunchedProcess(other, launched, itsFeature, placeholders, program, launcherDigest);
    }

    /**
     * Returns what of a release takes a new process, a line each.
     *
     * @param own the installation's own release, whose {@code albatrossd} lies beside it
     */
    List<String> changes(Release other, FeatureFile itsFeature, Release own) throws IOException {
        List<String> changes = new ArrayList<>();
        String digest = other.launcherDigest();
        if (!digest.equals(launcherDigest.orElse(digest))) {
            changes.add("what starts the framework (launcher/) is another one");
        }
        if (!itsFeature.frameworkProperties().equals(feature.frameworkProperties())) {
            changes.add("the properties of the framework are others");
        }
        if (other.equals(own) && !Files.readString(program.file()).equals(program.text())) {
            changes.add("albatrossd, which starts the Java runtime, is another one");
        }
        return changes;
    }

    /** Tells whether a release has other programs than the one that runs, or the latter are gone. */
    boolean hasOtherPrograms(Release other) throws IOException {
        return !FileTree.contents(release.directory(), Release.PROGRAMS)
                .equals(FileTree.contents(other.directory(), Release.PROGRAMS));
    }
}
