package org.albatross.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * The releases that upgrades have made, in {@code releases/} of the state directory: {@code <n>}, one each, and {@code
 * current}, a link to the one that is started in place of the installation's own. A release appears under its name when
 * every byte of it is on the disk, and is never changed then. {@code libexec} there is a link to the programs of the
 * release that runs, whose path a running platform keeps; of the installation's own release they are a copy, {@code
 * programs-<digest>}, since a package may remove the release while the platform runs it. For one thread at a time.
 *
 * <p>A release is made of an installation's own, which its file {@code base} names; for another one, as after an upgrade
 * of the package, it is not started.
 */
final class Releases {
    private static final String CURRENT = "current";
    private static final String BASE = "base";
    private static final String DIGEST = "digest";
    private static final String LIBEXEC = "libexec";
    private static final String PROGRAMS = "programs-";

    /** How much of a digest tells releases apart, as in albatrossd. */
    private static final int DIGEST_SHOWN = 16;

    private static final String UNFINISHED = "~";

    /** The one that is started and the one before. */
    private static final int KEPT = 2;

    private final Path directory;
    private final Path own;
    private final Properties placeholders;

    /**
     * The releases of a state directory.
     *
     * @param own the link to the installation's own release
     * @param placeholders of feature files
     */
    Releases(Path stateDirectory, Path own, Properties placeholders) {
        this.directory = stateDirectory.resolve("releases");
        this.own = own;
        this.placeholders = placeholders;
    }

    /** Returns the installation's own release. */
    Release own() throws IOException {
        try {
            return new Release(own.toRealPath());
        } catch (NoSuchFileException e) {
            throw new IOException(own + ", the platform's own release, is missing", e);
        }
    }

    /**
     * Writes a release that is the running one with another jar, or another one as a whole. It is not started yet.
     *
     * @throws IOException when it cannot be written, or the jar is of no bundle of the platform; nothing is left then
     */
    Release write(UpgradeSource source, Release running) throws IOException {
        Files.createDirectories(directory);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        removeUnfinished();
        int number = newest() + 1;
        Path unfinished = directory.resolve(number + UNFINISHED);
        try {
            fill(unfinished, source, running);
            write(unfinished.resolve(BASE), base() + "\n");
            FileTree.sync(unfinished);
            Path finished = directory.resolve(Integer.toString(number));
            Files.move(unfinished, finished, StandardCopyOption.ATOMIC_MOVE);
            FileTree.syncDirectory(directory);
            return new Release(finished);
        } catch (IOException e) {
            FileTree.delete(unfinished);
            throw new IOException("cannot write a release to " + directory + ": " + reason(e), e);
        }
    }

    private static String reason(IOException e) {
        return e instanceof NoSuchFileException ? e.getMessage() + " is missing" : String.valueOf(e.getMessage());
    }

    private void fill(Path release, UpgradeSource source, Release running) throws IOException {
        if (source instanceof UpgradeSource.Whole whole) {
            copyParts(whole.release(), release, Release.PARTS);
            Path feature = new Release(release).featureFile();
            write(feature, Files.readString(whole.featureFile()));
            removeUnlisted(new Release(release));
        } else if (source instanceof UpgradeSource.Jar jar) {
            copyParts(running, release, Release.PARTS);
            replace(new Release(release), jar.file());
        }
    }

    private static void copyParts(Release from, Path to, List<String> parts) throws IOException {
        Files.createDirectory(to);
        for (String part : parts) {
            Path source = from.directory().resolve(part);
            if (Files.exists(source)) {
                FileTree.copy(source, to.resolve(part));
            }
        }
        FileTree.setReadable(to);
    }

    private void removeUnlisted(Release release) throws IOException {
        List<Path> listed = release.feature(placeholders).bundles().stream()
                .map(entry -> entry.in(release.bundles()))
                .toList();
        try (Stream<Path> files = Files.list(release.bundles())) {
            for (Path file : (Iterable<Path>) files::iterator) {
                if (!listed.contains(file)) {
                    Files.delete(file);
                }
            }
        }
    }

    private void replace(Release release, Path jar) throws IOException {
        BundleContents.Facts facts = BundleContents.Facts.of(jar);
        FeatureFile.Entry before = entryOf(release, facts.name());
        FeatureFile.Entry after = new FeatureFile.Entry(
                before.id().substring(0, before.id().lastIndexOf(':') + 1) + facts.version(), before.startLevel());
        Files.delete(before.in(release.bundles()));
        Path file = after.in(release.bundles());
        Files.copy(jar, file);
        FileTree.setReadable(file);
        List<Path> features = new ArrayList<>(release.additions());
        features.add(release.featureFile());
        for (Path feature : features) {
            write(feature, Files.readString(feature).replace("\"" + before.id() + "\"", "\"" + after.id() + "\""));
        }
    }

    private FeatureFile.Entry entryOf(Release release, String bundle) throws IOException {
        for (FeatureFile.Entry entry : release.feature(placeholders).bundles()) {
            if (BundleContents.Facts.of(entry.in(release.bundles())).name().equals(bundle)) {
                return entry;
            }
        }
        throw new IOException("no bundle of the platform is called " + bundle
                + "; a release or a feature file may add one, a jar replaces one");
    }

    private static void write(Path file, String text) throws IOException {
        Files.writeString(file, text);
        FileTree.setReadable(file);
    }

    /** Returns what a release is made for: the installation's own one, and which it is. */
    private String base() throws IOException {
        Release release = own();
        return release.directory() + " " + digest(release);
    }

    private static String digest(Release release) throws IOException {
        Path digest = release.directory().resolve(DIGEST);
        return Files.exists(digest) ? Files.readString(digest).strip() : "";
    }

    /** Has the next start of the platform start a release: one of those here, or the installation's own. */
    void start(Release release) throws IOException {
        if (release.equals(own())) {
            Files.deleteIfExists(directory.resolve(CURRENT));
            FileTree.syncDirectory(directory);
        } else {
            link(CURRENT, release.directory().getFileName());
        }
    }

    /** Returns the folder of the programs that the platform starts. */
    Path programs() throws IOException {
        return Files.readSymbolicLink(directory.resolve(LIBEXEC));
    }

    /** Has what the platform starts from now on be the programs in a folder that was one's before. */
    void usePrograms(Path programs) throws IOException {
        link(LIBEXEC, programs);
    }

    /** Has what the platform starts from now on be the programs of a release. */
    void useProgramsOf(Release release) throws IOException {
        usePrograms(kept(release).resolve(LIBEXEC));
    }

    /** Returns where the programs of a release are that stay as long as the platform runs it. */
    private Path kept(Release release) throws IOException {
        if (directory.equals(release.directory().getParent())) {
            return release.directory();
        }
        String digest = digest(release);
        Path kept = directory.resolve(PROGRAMS + digest.substring(0, Math.min(DIGEST_SHOWN, digest.length())));
        if (!FileTree.contents(kept, Release.PROGRAMS)
                .equals(FileTree.contents(release.directory(), Release.PROGRAMS))) {
            Path unfinished = kept.resolveSibling(kept.getFileName() + UNFINISHED);
            FileTree.delete(unfinished);
            try {
                copyParts(release, unfinished, Release.PROGRAMS);
                FileTree.sync(unfinished);
                FileTree.delete(kept);
                Files.move(unfinished, kept, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                FileTree.delete(unfinished);
                throw new IOException("cannot keep the programs of " + release.directory() + ": " + reason(e), e);
            }
        }
        return kept;
    }

    private void link(String name, Path target) throws IOException {
        Path unfinished = directory.resolve(name + UNFINISHED);
        Files.deleteIfExists(unfinished);
        Files.createSymbolicLink(unfinished, target);
        Files.move(unfinished, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        FileTree.syncDirectory(directory);
    }

    /** Removes a release that is not started. */
    void remove(Release release) throws IOException {
        if (directory.equals(release.directory().getParent())) {
            FileTree.delete(release.directory());
        }
    }

    /** Removes what no start and no going back needs: all but the newest, and what is unfinished. */
    void removeOld(List<Release> needed) throws IOException {
        removeUnfinished();
        Optional<Path> current = Files.exists(directory.resolve(CURRENT))
                ? Optional.of(directory.resolve(CURRENT).toRealPath())
                : Optional.empty();
        List<Path> newestFirst = numbered().stream()
                .sorted(Comparator.comparingInt(Releases::numberOf).reversed())
                .toList();
        for (Path release : newestFirst.stream().skip(KEPT).toList()) {
            if (!needed.contains(new Release(release)) && !current.equals(Optional.of(release))) {
                FileTree.delete(release);
            }
        }
        removeUnusedPrograms();
    }

    private void removeUnusedPrograms() throws IOException {
        Path link = directory.resolve(LIBEXEC);
        Path used = Files.isSymbolicLink(link) ? programs() : link;
        for (Path file : files()) {
            if (file.getFileName().toString().startsWith(PROGRAMS) && !used.startsWith(file)) {
                FileTree.delete(file);
            }
        }
    }

    private void removeUnfinished() throws IOException {
        for (Path file : files()) {
            if (file.toString().endsWith(UNFINISHED)) {
                FileTree.delete(file);
            }
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    private int newest() throws IOException {
        return numbered().stream().mapToInt(Releases::numberOf).max().orElse(0);
    }

    private List<Path> numbered() throws IOException {
        return files().stream()
                .filter(file -> file.getFileName().toString().matches("[0-9]{1,9}"))
                .toList();
    }

    private static int numberOf(Path release) {
        return Integer.parseInt(release.getFileName().toString());
    }

    /** Returns the files of the bundles of a release in the order of the feature file, with what each says of itself. */
    static Map<FeatureFile.Entry, BundleContents.Facts> facts(Release release, FeatureFile feature) throws IOException {
        Map<FeatureFile.Entry, BundleContents.Facts> facts = new LinkedHashMap<>();
        for (FeatureFile.Entry entry : feature.bundles()) {
            facts.put(entry, BundleContents.Facts.of(entry.in(release.bundles())));
        }
        return facts;
    }
}
